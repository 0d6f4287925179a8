"""Writes report/index.html, one page without scripts, from the published file and nothing else.

python -m scripts.report [DATABASE [PAGE]]
"""

import argparse
from pathlib import Path

import duckdb
import jinja2
from markupsafe import Markup

from scripts import published, write_whole
from scripts.locked import LOCKED
from scripts.report import charts, lookup
from scripts.report.figures import Warehouse, period, spoken

HERE = Path(__file__).parent
BAND_LIMITS = [0.85, 0.88, 0.91, 0.94]
BAND_NAMES = ["under 85%", "85 to 88%", "88 to 91%", "91 to 94%", "94% and more"]
LONGEST = 15


def latest(warehouse, fact: str) -> int:
    return warehouse.rows(f"select max(calendar_year) as latest from marts.{fact}")[0]["latest"]


def answers(warehouse) -> list[dict]:
    rows = warehouse.rows("select * from marts.answers order by is_title_question desc, question_id")
    for row in rows:
        rates = warehouse.rows(
            """select * from marts.fct_rates
            where rate_id = ? and numerator_figure_id is not distinct from ? and denominator_figure_id is not distinct from ?""",
            row["rate_id"],
            row["numerator_figure_id"],
            row["denominator_figure_id"],
        )
        row["rate"] = rates[0] if rates and rates[0]["rate"] is not None else None
        shown = (row["shown_figure_ids"] or "").split(", ")
        figures = [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"], *shown]
        for column in ("answer", "denominator_definition", "caveats", "unknown_reason", "needed_to_know"):
            row[column] = warehouse.prose(row[column], figures, rates)
        row["width"] = (
            round(100 * row["rate"]["rate"], 2) if row["rate"] and row["rate"]["scoring"] == "proportion" else None
        )
    return rows


def missing_children(warehouse) -> dict:
    # a document need not print all three tables: each shows its own latest year
    year = latest(warehouse, "fct_missing_child_reports_by_type")
    state_year = latest(warehouse, "fct_missing_child_reports_by_state")
    age_year = latest(warehouse, "fct_missing_child_reports_by_age_and_race")
    rates = warehouse.rows(
        """select rates.*, states.state_name, states.fips_code
        from marts.fct_rates as rates
        left join marts.dim_geographies as places on rates.geography = places.geography and places.dimension = 'state'
        left join marts.dim_states as states on places.member = states.state_code
        where rates.rate_id = 'missing_report_resolution_rate' and rates.period_label in (?, ?)
        order by states.state_name""",
        str(year),
        str(state_year),
    )
    types = warehouse.fact(
        "fct_missing_child_reports_by_type", "missing_child_reports", where=f"calendar_year = {year}"
    )
    of_year = [row for row in rates if row["geography"] == "US" and row["period_label"] == str(year)]
    by_type = {}
    for row in sorted(types, key=lambda row: -row["count"]):
        by_type.setdefault(row["report_type"], {})[row["case_status"]] = row
    states = [row for row in rates if row["state_name"] and row["period_label"] == str(state_year)]
    for row in states:
        row["band"] = BAND_NAMES[sum(row["rate"] >= limit for limit in BAND_LIMITS)]
        row["href"] = f"#{warehouse.rate_anchor(row)}"
    cells = warehouse.fact(
        "fct_missing_child_reports_by_age_and_race", "missing_child_reports", where=f"calendar_year = {age_year}"
    )
    largest = max(row["count"] for row in cells)
    for row in cells:
        row["tint"] = round(100 * (row["count"] / largest) ** 0.5)
    order = warehouse.rows("select member from marts.dim_members where dimension = 'age_group' order by member_order")
    ages = [row["member"] for row in order if row["member"] in {cell["age_group"] for cell in cells}]
    totals = {
        dimension: {
            member: warehouse.figures_of(
                cells[0]["document_id"], "missing_child_reports", age_year, **{dimension: member}
            )[0]
            for member in {row[dimension] for row in cells}
        }
        for dimension in ("age_group", "race_ethnicity")
    }
    return {
        "year": year,
        "document_id": types[0]["document_id"],
        "state_year": state_year,
        "age_year": age_year,
        "age_total": warehouse.figures_of(cells[0]["document_id"], "missing_child_reports", age_year)[0],
        "total": next(row for row in of_year if row["slice"] == "all"),
        "by_type": by_type,
        "type_rates": {row["slice_member"]: row for row in of_year if row["slice_dimension"] == "report_type"},
        "type_chart": charts.stacked(
            [row for statuses in by_type.values() for row in statuses.values()],
            label="report_type",
            part="case_status",
            parts=["Resolved", "Active"],
            title=f"reports, {year}",
        ),
        "states": states,
        "map": charts.state_map([row for row in states if row["fips_code"]], names=BAND_NAMES),
        "ages": ages,
        "races": sorted(
            totals["race_ethnicity"], key=lambda race: -warehouse.figures[totals["race_ethnicity"][race]]["value"]
        ),
        "cells": {(row["age_group"], row["race_ethnicity"]): row for row in cells},
        "totals": totals,
    }


def cybertipline(warehouse) -> dict:
    # every year of which the number of reports is known: each is compared with the year before, allowed or not
    years = warehouse.rows("""
        with compared as (
            from marts.fct_rates
            where rate_id = 'cybertip_reports_year_over_year' and slice = 'all' and geography = 'WORLD'
        )
        select period_label, numerator_figure_id as denominator_figure_id, cast(numerator_value as double) as count from compared
        union all
        select base_period_label, denominator_figure_id, cast(denominator_value as double)
        from compared qualify row_number() over (order by period_label) = 1
        order by period_label""")
    *_, changed = warehouse.rows("""
        select * from marts.dim_structural_breaks
        where measure_id = 'cybertip_reports' and comparability = 'not_comparable' order by first_period_after""")
    eras = [
        f"before the change of counting (to {int(changed['first_period_after']) - 1})",
        f"after it: reports can be bundled (from {changed['first_period_after']})",
    ]
    # the break is explained with the two numbers of the ratio of incidents to reports in its year
    incidents = warehouse.rows(
        "select * from marts.fct_rates where rate_id = 'cybertip_incidents_per_report' and period_label = ?",
        changed["first_period_after"],
    )
    changed["description"] = warehouse.prose(
        changed["description"],
        [row[side] for row in incidents for side in ("numerator_figure_id", "denominator_figure_id")],
    )
    for row in years:
        row["era"] = eras[row["period_label"] >= changed["first_period_after"]]
        row["href"] = f"#{warehouse.anchor(row['denominator_figure_id'])}"
    types = warehouse.fact("fct_cybertip_reports_by_incident_type", "cybertip_reports")
    # the years up to the latest without a gap
    type_years = sorted({row["calendar_year"] for row in types})
    while type_years[-1] - type_years[0] >= len(type_years):
        del type_years[0]
    types = [row for row in types if row["calendar_year"] in type_years]
    files = warehouse.fact("fct_cybertip_files_by_type", "cybertip_files")
    country_year = latest(warehouse, "fct_cybertip_reports_by_country")
    esp_year = latest(warehouse, "fct_cybertip_reports_by_esp")
    names = {
        row["member"]: row["label"]
        for row in warehouse.rows("select * from marts.dim_members where dimension = 'country'")
    }
    countries = largest(warehouse, "fct_cybertip_reports_by_country", "cybertip_reports", country_year)
    for row in countries:
        row["label"] = names[row["country_code"]]
    esps = largest(warehouse, "fct_cybertip_reports_by_esp", "cybertip_esp_reports", esp_year)
    for row in esps:
        row["label"] = row["esp_name"]
    # the rarest type last: that is where a stacked bar can be read
    file_types = list(dict.fromkeys(row["file_type"] for row in sorted(files, key=lambda row: -row["count"])))
    newest_first = sorted(types, key=lambda row: (-row["calendar_year"], -row["count"]))
    return {
        "years": years,
        "changed": changed,
        "trend": charts.columns_with_break(
            years, first_after=changed["first_period_after"], eras=eras, title="reports a year"
        ),
        "incident_types": list(dict.fromkeys(row["incident_type"] for row in newest_first)),
        "type_years": type_years,
        "types": {(row["incident_type"], row["calendar_year"]): row for row in types},
        "file_types": file_types,
        "file_years": sorted({row["calendar_year"] for row in files}),
        "files": {(row["file_type"], row["calendar_year"]): row for row in files},
        "file_chart": charts.stacked(
            sorted(files, key=lambda row: row["calendar_year"]),
            label="calendar_year",
            part="file_type",
            parts=file_types,
            title="files",
        ),
        "files_per_report": warehouse.rows(
            "select * from marts.fct_rates where rate_id in ('cybertip_files_per_report', 'cybertip_files_per_provider_report') order by period_label"
        ),
        "country_year": country_year,
        "countries": countries,
        "country_chart": charts.bars(countries, title=f"reports, {country_year}"),
        "in_the_us": warehouse.rows(
            """select * from marts.fct_rates
            where rate_id = 'cybertip_country_share' and period_label = ? and geography = 'US'""",
            str(country_year),
        )[0],
        "esp_year": esp_year,
        "esps": esps,
        "esp_chart": charts.bars(esps, title=f"reports, {esp_year}"),
    }


def largest(warehouse, fact: str, measure_id: str, year: int) -> list[dict]:
    longest = f"calendar_year = {year} qualify row_number() over (order by reports desc) <= {LONGEST}"
    return sorted(warehouse.fact(fact, measure_id, where=longest), key=lambda row: -row["count"])


def refused(warehouse) -> list[dict]:
    """Rates that cannot be computed or are only printed, one row a rate, with what is known of their parts."""
    rows = warehouse.rows("""
        select registry.rate_id, registry.rate_label, registry.reason, registry.declared_status, rates.period_label,
            rates.numerator_figure_id, rates.denominator_figure_id, rates.published_figure_id
        from marts.dim_rates as registry
        left join marts.fct_rates as rates on registry.rate_id = rates.rate_id
        left join marts.dim_periods as periods on rates.period_label = periods.period_label
        where registry.declared_status <> 'computed'
        -- the latest period of which most is known
        qualify row_number() over (
            partition by registry.rate_id
            order by (rates.numerator_figure_id is not null)::int + (rates.denominator_figure_id is not null)::int desc,
                periods.end_date desc nulls last
        ) = 1
        order by registry.declared_status, registry.reason_code, registry.rate_label""")
    for row in rows:
        row["reason"] = warehouse.prose(
            row["reason"], [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"]]
        )
    return rows


def trail(warehouse) -> dict:
    programs = {}
    for row in warehouse.rows("""
            select stages.* from marts.fct_outcome_stages as stages
            inner join marts.dim_documents as documents on stages.document_id = documents.document_id
            order by max(case when documents.publisher like 'National Center for Missing%' then 1 else 0 end) over (partition by program) desc,
                program, stage_order, stages.period_label"""):
        programs.setdefault(row["program"], []).append(row)
    return programs


def claims(warehouse) -> dict:
    documents = {}
    for row in warehouse.rows("select * from marts.fct_claims order by document_id, claim_id"):
        evidence = [figure for figure in (row["evidence_figure_ids"] or "").split(", ") if figure]
        row["evidence"] = evidence
        said = warehouse.rows(
            "select figure_id from marts.fct_published_figures where document_id = ? and place = ? and value = ? order by figure_id",
            row["document_id"],
            row["section"],
            row["claimed_value"],
        )
        # the statement repeats the article's own number, the verdict compares it with the evidence
        articles = [figure["figure_id"] for figure in said]
        row["statement"] = warehouse.prose(row["statement"], articles)
        rates = warehouse.rows(
            "select * from marts.fct_rates where list_contains(?, numerator_figure_id) and list_contains(?, denominator_figure_id)",
            evidence,
            evidence,
        )
        # what the warehouse has comes first, what the article claims after it
        ours, claimed, theirs = row["explanation"].partition("the claimed ")
        shown = (row["shown_figure_ids"] or "").split(", ")
        row["explanation"] = (
            warehouse.prose(ours, evidence, rates) + claimed + warehouse.prose(theirs, articles + shown)
        )
        row["caveats"] = warehouse.prose(row["caveats"], evidence)
        documents.setdefault(row["document_id"], []).append(row)
    return documents


def discrepancies(warehouse) -> list[dict]:
    rows = warehouse.rows("""
        select checks.*, known.discrepancy_id from marts.fct_reconciliations as checks
        inner join marts.dim_known_discrepancies as known on checks.check_id = known.check_id
        where checks.status = 'known_discrepancy' order by checks.document_id, known.discrepancy_id""")
    parts = {}
    for row in warehouse.rows("""
        select check_id, figure_id from marts.fct_check_sides where side = 'recomputed'
        order by check_id, role = 'numerator' desc, figure_id"""):
        parts.setdefault(row["check_id"], []).append(row["figure_id"])
    for row in rows:
        row["printed"] = warehouse.figures[row["published_figure_id"]]
        row["parts"] = parts.get(row["check_id"], [])
        row["explanation"] = warehouse.prose(row["explanation"], [row["published_figure_id"], *row["parts"]])
    return rows


def conflicts(warehouse) -> list[dict]:
    rows = warehouse.rows("""
        select * from marts.fct_conflicts
        order by evidence_status <> 'both_sides_loaded', conflict_kind, period_label, conflict_id""")
    for row in rows:
        row["explanation"] = warehouse.prose(row["explanation"], [row["first_figure_id"], row["second_figure_id"]])
    return rows


def sources(warehouse) -> list[dict]:
    """The documents that the page has named so far; called last."""
    documents = warehouse.rows("select * from marts.dim_documents order by source_kind, document_id")
    return [row for row in documents if row["document_id"] in warehouse.used_documents]


def page(database: Path) -> str:
    connection = duckdb.connect(
        str(database),
        read_only=True,
        config=LOCKED,
    )
    warehouse = Warehouse(connection)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.globals.update(
        figure=warehouse.figure,
        count=warehouse.count,
        rate=warehouse.rate,
        document=warehouse.document,
        label=warehouse.label,
        warehouse=warehouse,
        documents=warehouse.documents,
        geographies=warehouse.geographies,
        rates_declared=warehouse.rates_declared,
        parts_in_words=warehouse.parts_in_words,
        breaks_of=warehouse.breaks_of,
        style=Markup((HERE / "style.css").read_text(encoding="utf-8")),
    )
    environment.filters.update(spoken=spoken, period=period)
    (counts,) = warehouse.rows("""
        select
            (select count(*) from marts.dim_documents) as documents,
            (select count(*) from marts.dim_documents where reading = 'in_full') as in_full,
            (select count(*) from marts.dim_documents where reading = 'in_part') as in_part,
            (select count(*) from marts.dim_documents where reading = 'as_recorded') as as_recorded,
            (select count(*) from marts.fct_published_figures) as figures,
            (
                select count(*) from marts.fct_reconciliations
                where status = 'reconciled'
                    and check_kind in ('column_total', 'row_total', 'control_total', 'component_sum', 'percentage')
            ) as reconciled""")
    parts = {
        "counts": counts,
        "trust_grade": warehouse.rows("""select comment from duckdb_columns()
            where schema_name = 'marts' and table_name = 'dim_documents' and column_name = 'trust_grade'""")[0][
            "comment"
        ],
        "answers": answers(warehouse),
        "missing": missing_children(warehouse),
        "tips": cybertipline(warehouse),
        "refused": refused(warehouse),
        "trail": trail(warehouse),
        "claims": claims(warehouse),
        "discrepancies": discrepancies(warehouse),
        "conflicts": conflicts(warehouse),
        "restatements": warehouse.rows("select * from marts.fct_restatements order by measure_id, period_label"),
        "sources_title": {
            row["document_id"]: row["title"] for row in warehouse.rows("select * from marts.dim_documents")
        },
        "measures": {row["measure_id"]: row for row in warehouse.rows("select * from marts.dim_measures")},
    }
    # in two steps: only after the body is written is it known which sources it names
    body = environment.get_template("body.html.j2").render(parts)
    return environment.get_template("page.html.j2").render(body=Markup(body), sources=sources(warehouse), **parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the report page from the published file.")
    parser.add_argument("database", nargs="?", type=Path)
    parser.add_argument("page", nargs="?", type=Path, default=Path("report/index.html"))
    options = parser.parse_args()
    database = published(given=options.database)
    text = page(database)
    options.page.parent.mkdir(parents=True, exist_ok=True)
    write_whole(options.page, text)
    print(f"wrote {options.page}: {len(text.encode()) / 1000:,.0f} KB")
    pages = lookup.write(database, options.page.parent)
    print(f"wrote {options.page.parent / 'look-up.html'} and all that it leads to: {lookup.size(pages)}")
