"""The published file keeps the public contract: names, keys, comments, and the figures people quote."""

import re
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT

CONTRACT = {
    "fct_missing_child_reports_by_type": "document_id calendar_year report_type case_status reports",
    "fct_missing_child_reports_by_state": "document_id calendar_year state_code case_status reports",
    "fct_missing_child_reports_by_age_and_race": "document_id calendar_year age_group race_ethnicity reports",
    "fct_cybertip_reports_by_incident_type": "document_id calendar_year incident_type reports",
    "fct_cybertip_files_by_type": "document_id calendar_year file_type files",
    "fct_cybertip_reports_by_country": "document_id calendar_year country_code reports",
    "fct_cybertip_reports_by_esp": "document_id calendar_year esp_name reports",
    "fct_cybertip_deliveries": "document_id calendar_year recipient_type report_class deliveries",
    "fct_restatements": "measure_id period_label slice earlier_document_id earlier_value later_document_id later_value difference explanation",
    "dim_countries": "country_code",
    "dim_esps": "esp_name",
    "fct_offender_tracking": "document_id calendar_year location_requests located_and_arrested operations",
    "fct_cvip_requests_by_agency": "document_id calendar_year agency_type requests images videos",
    "fct_identified_victims_by_relationship": "document_id as_of_year relationship known_relationships",
    "fct_identified_victims_by_gender_and_age": "document_id as_of_year gender age_group children",
    "fct_child_sex_trafficking_reports_by_race_and_gender": "document_id calendar_year race_ethnicity gender reports",
    "fct_child_sex_trafficking_reports_by_age_and_gender": "document_id calendar_year age_missing gender reports",
    "fct_published_figures": "figure_id document_id table_id row_label column_label printed value precision measure_id unit_of_count population_id period_label is_total",
    "fct_rates": "rate_id period_label geography slice scoring numerator_measure_id numerator_value denominator_measure_id denominator_value rate rate_precision published_percent status reason_code reason",
    "fct_claims": "claim_id document_id section statement claimed_value claimed_precision computed_value verdict reason_code explanation evidence_figure_ids",
    "fct_reconciliations": "check_id document_id table_id check_kind line published_value recomputed_value difference status explanation",
    "fct_check_sides": "check_id side figure_id",
    "fct_outcome_stages": "program stage_order stage period_label value precision unit_of_count publication_status note document_id",
    "program_activity": "document_id period_label program metric unit_of_count precision value",
    "answers": "question_id question answer value numerator denominator denominator_definition caveats document_ids",
    "coverage": "measure_id period_label status document_id note",
    "dim_documents": "document_id reading",
    "dim_measures": "measure_id definition source",
    "dim_populations": "population_id definition source",
    "dim_rates": "rate_id source",
    "dim_states": "state_code",
    "dim_known_discrepancies": "discrepancy_id reason source",
    "fct_figure_parts": "figure_id dimension member",
    "dim_members": "dimension member label member_order",
    "dim_geographies": "geography kind name iso_3166_1 iso_3166_2 parent_geography",
}
FUNCTIONS = {
    "find('reports')": "what id label period_label value printed document_id score",
    "figure('cybertip_reports', '2023')": "value printed unit_of_count document_id place reading caveats",
    "check_statement('cybertip_reports', '2023', '36.2 million')": "verdict computed_value allowed_low allowed_high evidence caveats nearest_right_statement",
}
FIGURES = [
    ("select sum(reports) from marts.fct_missing_child_reports_by_state where calendar_year = 2024", 29568),
    (
        "select sum(reports) from marts.fct_missing_child_reports_by_type where calendar_year = 2024 and case_status = 'Resolved'",
        27033,
    ),
    ("select sum(reports) from marts.fct_missing_child_reports_by_age_and_race where calendar_year = 2024", 29568),
    ("select sum(reports) from marts.fct_cybertip_reports_by_incident_type where calendar_year = 2024", 20512803),
    ("select sum(files) from marts.fct_cybertip_files_by_type where calendar_year = 2024", 62992859),
    ("select sum(located_and_arrested) from marts.fct_offender_tracking where calendar_year = 2024", 2990),
    ("select sum(images) + sum(videos) from marts.fct_cvip_requests_by_agency where calendar_year = 2024", 22368804),
    ("select sum(known_relationships) from marts.fct_identified_victims_by_relationship where as_of_year = 2024", 3269),
    ("select sum(children) from marts.fct_identified_victims_by_gender_and_age where as_of_year = 2024", 3244),
    (
        "select sum(reports) from marts.fct_child_sex_trafficking_reports_by_race_and_gender where calendar_year = 2024",
        4411,
    ),
    (
        "select sum(reports) from marts.fct_child_sex_trafficking_reports_by_age_and_gender where calendar_year = 2024",
        4411,
    ),
    ("select count(*) from marts.fct_reconciliations where status = 'broken'", 0),
    *(
        (f"select sum(reports) from marts.fct_cybertip_reports_by_country where calendar_year = {year}", total)
        for year, total in ((2020, 21751085), (2021, 29397681), (2022, 32059029), (2023, 36210368))
    ),
    *(
        (f"select sum(reports) from marts.fct_cybertip_reports_by_esp where calendar_year = {year}", total)
        for year, total in ((2020, 21447786), (2021, 29157083), (2022, 31802525), (2023, 35944826))
    ),
    (
        "select sum(deliveries) from marts.fct_cybertip_deliveries where calendar_year = 2023",
        908762 + 1978 + 2106300 + 33504858,
    ),
    (
        "select count(*) from (select calendar_year from marts.fct_cybertip_deliveries group by all having sum(deliveries) <= 0)",
        0,
    ),
]
RATES = {
    "offender_location_arrest_rate": ("computed", 0.1505),
    "missing_report_resolution_rate": ("computed", 0.9143),
    "missing_from_care_resolution_rate": ("published_only", None),
    "likely_trafficking_share_of_missing": ("computed", 0.1492),
    "cybertip_escalation_share": ("computed", 0.0025),
    "cybertip_files_per_report": ("computed", 3.0709),
    "cybertip_incidents_per_report": ("computed", 1.4235),
    "cybertip_arrest_rate": ("not_computable", None),
    "cybertip_referral_charge_rate": ("not_computable", None),
    "missing_report_arrest_rate": ("not_computable", None),
    "all_reports_arrest_rate": ("not_computable", None),
}


@pytest.mark.parametrize("table", CONTRACT)
def test_columns_stay(warehouse, table):
    columns = [
        row[0]
        for row in warehouse.execute(
            "select column_name from duckdb_columns() where schema_name = 'marts' and table_name = ?", [table]
        ).fetchall()
    ]
    assert [name for name in CONTRACT[table].split() if name not in columns] == []


@pytest.mark.parametrize("call", FUNCTIONS)
def test_columns_of_functions_stay(warehouse, call):
    assert (
        warehouse.sql(f"select * from marts.{call}").columns[: len(FUNCTIONS[call].split())] == FUNCTIONS[call].split()
    )


def test_every_table_and_column_has_a_comment(warehouse):
    silent = warehouse.sql("""
        select table_name, column_name from duckdb_columns() where comment is null and not internal
        union all
        select table_name, null from duckdb_tables() where comment is null and not internal
    """).fetchall()
    assert silent == []


def test_every_mart_states_its_key_and_its_key_columns_are_there(warehouse):
    missing = warehouse.sql("""
        select table_name from duckdb_tables() where schema_name = 'marts'
        except
        select table_name from marts.key_columns where key_position = 1
    """).fetchall()
    assert missing == []
    unknown = warehouse.sql("""
        select table_name, column_name from marts.key_columns
        union
        select refers_to_table, refers_to_column from marts.key_columns where refers_to_table is not null
        except
        select table_name, column_name from duckdb_columns() where schema_name = 'marts'
    """).fetchall()
    assert unknown == []


def test_the_published_file_is_small(warehouse):
    """Indexes of declared keys had been half of it."""
    (path,) = warehouse.sql("select path from duckdb_databases() where database_name = current_database()").fetchone()
    (figures,) = warehouse.sql("select count(*) from marts.fct_published_figures").fetchone()
    assert Path(path).stat().st_size / figures < 1300


@pytest.mark.parametrize("query,expected", FIGURES, ids=[query for query, _ in FIGURES])
def test_quoted_figures(warehouse, query, expected):
    assert warehouse.sql(query).fetchone()[0] == expected


@pytest.mark.parametrize("rate_id", RATES)
def test_contract_rates(warehouse, rate_id):
    rows = warehouse.execute(
        "select status, round(rate, 4), reason_code, reason from marts.fct_rates where rate_id = ? and period_label in ('2024', 'not stated') and slice = 'all' and geography in ('US', 'WORLD')",
        [rate_id],
    ).fetchall()
    assert len(rows) == 1
    status, rate, reason_code, reason = rows[0]
    assert (status, rate) == RATES[rate_id]
    assert (status == "computed") == (reason_code is None) == (reason is None)


def test_every_fact_is_in_the_no_trap_rule(warehouse):
    """A fact whose sums are not compared with a printed total is not a fact."""
    facts = {
        name
        for name, columns in CONTRACT.items()
        if name.startswith("fct_") and re.search(r"calendar_year|as_of_year", columns)
    }
    checked = {
        row[0]
        for row in warehouse.sql(
            "select distinct table_id from marts.fct_reconciliations where check_kind = 'fact_total'"
        ).fetchall()
    }
    assert facts == checked


def test_a_table_that_is_no_fact_says_that_its_rows_do_not_add(warehouse):
    silent = warehouse.sql("""
        select table_name from duckdb_tables()
        where schema_name = 'marts' and table_name like 'fct_%' and replace(comment, chr(10), ' ') not like '%listing whose rows do not add%'
        except
        select table_id from marts.fct_reconciliations where check_kind = 'fact_total'
    """).fetchall()
    assert silent == []


def test_no_total_stands_in_a_fact(warehouse):
    for (table,) in warehouse.sql(
        "select table_name from duckdb_tables() where schema_name = 'marts' and table_name like 'fct_%_by_%'"
    ).fetchall():
        rows = warehouse.sql(f"select * from marts.{table}").fetchall()
        assert rows and not any("total" in str(cell).lower() for row in rows for cell in row), table


def test_every_printed_number_of_the_report_is_found():
    """The second reading lists every figure of the report; each is found by its text and place."""
    connection = duckdb.connect()
    connection.execute(f"attach '{PROJECT / 'ncmec.duckdb'}' as published (read_only)")
    missing = connection.sql(f"""
        select * from read_csv('{PROJECT / "seeds/second_reading/second_reading.csv"}', all_varchar = true) as reading
        anti join published.marts.fct_published_figures as figures
            on reading.document_id = figures.document_id and reading.table_id = figures.table_id
            and reading.row_label = figures.row_label and reading.column_label = figures.column_label
            and reading.printed = coalesce(figures.printed, figures.recorded)
    """).fetchall()
    assert missing == []


def test_documented_connection_is_locked(warehouse):
    for query in (
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('README.md')",
        "copy (select 1) to '/tmp/leak.csv'",
        "attach '/tmp/other.duckdb'",
        "set enable_external_access = true",
        "create table marts.x as select 1",
        "delete from marts.dim_documents",
        "install httpfs",
    ):
        with pytest.raises(Exception, match=r"disabled|locked|read-only|permission|Permission"):
            warehouse.sql(query).fetchall() if query.startswith("select") else warehouse.execute(query)


def test_a_total_is_checked_against_its_components_where_all_are_at_hand(warehouse):
    """A component that no document at hand has for a period is named, and so is the total that cannot be checked."""
    by_status = {
        status: set(periods)
        for status, periods in warehouse.sql("""
            select checks.status = 'not_checkable', list(distinct figures.period_label) from marts.fct_reconciliations as checks
            inner join marts.fct_published_figures as figures on checks.published_figure_id = figures.figure_id
            where checks.check_kind = 'component_sum' group by 1
        """).fetchall()
    }
    loaded = warehouse.sql("""
        select period_label from marts.coverage
        where measure_id = 'cybertip_public_reports' and breakdown = 'all' and figures_loaded > 0
    """).fetchall()
    assert by_status[False] == {period for (period,) in loaded} and len(loaded) >= 4
    assert by_status[True] and not by_status[True] & by_status[False]
    named = warehouse.sql("""
        select provider.period_label, public.note from marts.coverage as provider
        left join marts.coverage as public
            on provider.period_label = public.period_label and public.measure_id = 'cybertip_public_reports' and public.breakdown = 'all'
        where provider.measure_id = 'cybertip_esp_reports' and provider.breakdown = 'all' and provider.figures_loaded > 0
            and coalesce(public.figures_loaded, 0) = 0
    """).fetchall()
    assert named and all(note for _, note in named)


def test_what_a_platform_says_stands_beside_what_ncmec_counts(warehouse):
    rows = warehouse.sql("""
        select pairs.platform, pairs.reports_said_by_platform, pairs.reports_said_by_ncmec, pairs.difference, pairs.ratio,
            own.value, counted.value
        from marts.fct_platform_self_reports as pairs
        left join marts.fct_published_figures as own on pairs.platform_figure_id = own.figure_id
        left join marts.fct_published_figures as counted on pairs.ncmec_figure_id = counted.figure_id
    """).fetchall()
    figures = warehouse.sql("""
        select count(*) from marts.fct_published_figures
        where measure_id = 'platform_reports_said_by_platform' and period_type = 'calendar_year'
    """).fetchone()[0]
    assert len(rows) == figures > 0
    for _, said, counted, difference, ratio, own_value, counted_value in rows:
        assert (said, counted) == (own_value, counted_value) and difference == said - counted
        assert abs(ratio - said / counted) < 1e-9


def test_no_fact_takes_a_half_of_a_year(warehouse):
    halves = warehouse.sql(
        "select count(*) from marts.fct_published_figures where period_type = 'half_year'"
    ).fetchone()
    assert halves[0] > 0
    facts = warehouse.sql(
        "select distinct table_id from marts.fct_reconciliations where check_kind = 'fact_total'"
    ).fetchall()
    for (fact,) in facts:
        types = warehouse.sql(
            f"select distinct period_type from marts.{fact} inner join marts.dim_periods using (period_label)"
        ).fetchall()
        assert {kind for (kind,) in types} <= {"calendar_year", "as_of"}, fact
