"""The rules for rates, each shown failing on planted rows, a missing value included, and what they protect."""

import pytest

from tests.harness import Warehouse

TEST = "test.ncmec.rates_are_safe_to_quote"


class Copied(Warehouse):
    """Starts from the published tables instead of loading every seed again."""

    def _build(self, key, project=None):
        if project is None or self.nodes[key]["config"]["materialized"] == "view":
            super()._build(key, None)
        elif self.nodes[key]["resource_type"] != "test":
            self.connection.execute(
                f"attach if not exists '{project / 'build' / 'ncmec.duckdb'}' as published (read_only)"
            )
            source = self.relation(key).replace("ncmec.", "published.", 1)
            self.connection.execute(f"create table {self.relation(key)} as from {source}")


@pytest.fixture(scope="module")
def rebuilt() -> Warehouse:
    return Copied()


def problems(rebuilt, *statements: str) -> list[str]:
    """What the rule says of planted rows; undone afterwards."""
    rebuilt.connection.execute("begin")
    try:
        for statement in statements:
            rebuilt.connection.execute(statement)
        return [row[0] for row in rebuilt.connection.execute(rebuilt.nodes[TEST]["sql"]).fetchall()]
    finally:
        rebuilt.connection.execute("rollback")


def update(values: str, where: str) -> str:
    return f"update ncmec.marts.fct_rates set {values} where {where}"


RESOLVED = "rate_id = 'missing_report_resolution_rate' and period_label = '2024' and geography = 'US' and slice = 'all'"
OF_15 = "rate_id = 'missing_report_race_share' and slice like '%age_group=15 to 17%'"
RUNAWAY = "rate_id = 'missing_report_type_share' and period_label = '2024' and slice = 'report_type=Endangered Runaway'"
CHANGE = (
    "rate_id = 'cybertip_reports_year_over_year' and period_label = '2023' and geography = 'WORLD' and slice = 'all'"
)
NCIC = "rate_id = 'ncic_entries_year_over_year' and period_label = '2024'"
FOSTER = "rate_id = 'foster_episodes_never_reported_share'"
LOCATED = "rate_id = 'offender_location_arrest_rate'"
IN_CARE = "rate_id = 'missing_from_care_resolution_rate'"
ESCALATED = "rate_id = 'cybertip_escalation_arrest_rate'"
BY_COUNTRY = "rate_id = 'cybertip_country_share' and period_label = '2021' and geography = 'DE'"
US_CHANGE = "rate_id = 'cybertip_reports_year_over_year' and period_label = '2021' and geography = 'US'"

PLANTED = {
    "label of two subsets": (update("denominator_label = 'Missing-child reports, 2024'", OF_15), "names 2 different denominators"),
    "label missing": (update("denominator_label = null", OF_15), '"(blank)" names'),
    "level wrong": (update("slice_level = 'all'", OF_15), "do not say its slice"),
    "level missing": (update("slice_level = null", OF_15), "do not say its slice"),
    "member of another slice": (update("slice_member = 'Asian; 15 to 17'", OF_15), "do not say its slice"),
    "member missing": (update("slice_member = null", RUNAWAY), "do not say its slice"),
    "small not marked": (update("small_denominator = false", "denominator_value < 30"), "is not marked right as small"),
    "small missing": (update("small_denominator = null", RESOLVED), "is not marked right as small"),
    "quotient as percent": (update("change_percent = rate * 100", CHANGE), "is not the change from"),
    "change missing": (update("change_percent = null", CHANGE), "change_percent (missing) is not the change"),
    "change of no change": (update("change_percent = 3", RESOLVED), "is not the change from"),
    "printed only without text": (update("published_printed = null", IN_CARE), "shows no printed percentage"),
    "other printed text": (update("published_printed = '90%'", RESOLVED), 'the printed text "90%" is not that of'),
    "agreement of its own": (update("published_percent_agrees = false", RUNAWAY), "judge the printed percentage differently"),
    "agreement missing": (update("published_percent_agrees = null", RUNAWAY), "judge the printed percentage differently"),
    "secondary called primary": (update("source_kind = 'primary'", NCIC), "is called primary, but its parts are primary, secondary"),
    "not computable, wrong kind": (update("source_kind = 'primary'", ESCALATED), "is called primary, but its parts are not loaded, secondary"),
    "kind missing": (update("source_kind = null", RESOLVED), "is called (blank)"),
    "denominator of another table": (
        update(
            "denominator_figure_id = (select figure_id from ncmec.intermediate.int_figures where value = 29397681"
            " and document_id = 'ojjdp-transparency-2023' and table_id = 'transparency_reports_by_location')",
            BY_COUNTRY,
        ),
        "although its own table prints 29,397,681",
    ),
    "row for every year": (
        "insert into ncmec.marts.fct_rates select * replace ('2023' as period_label)"
        " from ncmec.marts.fct_rates where rate_id = 'cybertip_arrest_rate'",
        "has 2 rows with one reason",
    ),
    "estimate with bounds": (update("rate_low = 0.4", FOSTER), "has bounds, although a part is an estimate"),
    "estimate called exact": (update("rate_precision = 'exact'", FOSTER), "has bounds, although a part is an estimate"),
    "grade C called exact": (update("rate_precision = 'exact'", NCIC), "although a part is of grade C"),
    "grade C with bounds": (update("rate_low = rate, rate_high = rate", NCIC), "although a part is of grade C"),
    "conflict not shown": (update("conflict_ids = null", US_CHANGE), "does not say that us-reports-2021 touches it"),
    "another conflict shown": (update("conflict_ids = 'us-reports-2020'", US_CHANGE), "does not say that us-reports-2021 touches it"),
    "assumption missing": (update("assumption = null", LOCATED), "divides persons by requests as a proportion"),
    "answer without assumption": (
        "update ncmec.marts.answers set caveats = null where question_id = 'arrests-from-reports'",
        "answer arrests-from-reports does not say what rate offender_location_arrest_rate assumes",
    ),
}  # fmt: skip


def test_rates_are_safe_to_quote(rebuilt):
    assert problems(rebuilt) == []


@pytest.mark.parametrize("name", PLANTED)
def test_planted_row_is_found(rebuilt, name):
    statement, sentence = PLANTED[name]
    found = problems(rebuilt, statement)
    assert any(sentence in problem for problem in found), found


@pytest.mark.parametrize(
    "assumption",
    [None, "One offender per request.", "One of the persons found each.", "Each of the requests ended once."],
)
def test_a_proportion_over_two_units_names_both(rebuilt, assumption):
    """A declared assumption passes only if it names both units; without one the old rule holds."""
    statement = "update {seed} set assumption = ? where rate_id = 'offender_location_arrest_rate'"
    found = rebuilt.trial("seed.ncmec.rate_terms", [(statement, [assumption])])
    assert any("its numerator counts persons and its denominator requests" in problem for problem in found), found


@pytest.mark.parametrize(
    "change, sentence",
    [
        ("denominator_day = null", "the periods never match"),
        ("assumption = null", "the periods never match"),
        ("denominator_day = '01-01'", "is declared computed, but no period has both its numerator"),
        ("places = 'county'", 'int_geographies "county" does not exist'),
        ("denominator_day = '7-1'", 'denominator_day "7-1" has not the form'),
        ("shown_per = '2000'", 'shown_per "2000" has not the form'),
    ],
)
def test_a_stock_needs_its_declared_day_and_places(rebuilt, change, sentence):
    """People on 1 July under the reports of a year: only as declared, with what it assumes."""
    statement = f"update {{seed}} set {change} where rate_id = 'missing_reports_per_resident'"
    found = rebuilt.trial("seed.ncmec.rate_terms", [(statement, [])])
    assert any(sentence in problem for problem in found), found


PAIR = "numerator_population_id = 'cvip_request_files'"
HOTLINE = (
    "insert into {seed} select * replace ('arrests_per_call' as rate_id, 'Arrests per call' as rate_label, 'ratio' as scoring, "
    "'How many arrests are there for a call?' as question, 'hotline_calls' as denominator_measure_id, "
    "'Arrests, not of callers.' as exclusions) from {seed} where rate_id = 'offender_location_arrest_rate'"
)


@pytest.mark.parametrize(
    "seed, statement, sentence",
    [
        ("rates", HOTLINE, "of which neither is part of the other: say in registry population_pairs how the persons relate to the calls"),
        ("population_pairs", f"delete from {{seed}} where {PAIR}", "rate cvip_images_per_request divides cvip_request_files by cvip_requests"),
        ("population_pairs", f"update {{seed}} set relation = 'Files in what came.' where {PAIR}", "how the files relate to the requests, naming both"),
        ("population_pairs", f"update {{seed}} set relation = null where {PAIR}", "how the files relate to the requests, naming both"),
        ("population_pairs", f"update {{seed}} set numerator_population_id = null where {PAIR}", "registry population_pairs: a row has no key"),
        (
            "population_pairs", "insert into {seed} values ('cybertip_files', 'missing_child_reports', 'Files over reports.')",
            "no computed ratio divides cybertip_files by missing_child_reports",
        ),
    ],
)  # fmt: skip
def test_a_ratio_of_two_sets_is_declared(rebuilt, seed, statement, sentence):
    """Words about what is excluded are no link between two sets: arrests over calls once passed with a few."""
    found = rebuilt.trial(f"seed.ncmec.{seed}", [(statement, [])], rules_alone=True)
    assert any(sentence in problem for problem in found), found


def test_a_mean_of_years_ends_with_the_year_of_the_reports(rebuilt):
    sql = """
        select rates.rate_id, rates.period_label, rates.geography
        from ncmec.marts.fct_rates as rates
        inner join ncmec.marts.dim_rates as registry using (rate_id)
        left join ncmec.marts.fct_published_figures as people on rates.denominator_figure_id = people.figure_id
        left join ncmec.marts.dim_periods as periods on people.period_label = periods.period_label
        where registry.denominator_years is not null and (
            periods.period_type is distinct from 'mean_of_years' or year(periods.end_date) <> rates.period_label::int
            or year(periods.start_date) <> rates.period_label::int - registry.denominator_years::int + 1
            or people.value is distinct from rates.denominator_value or rates.rate_precision is distinct from 'estimate' or rates.assumption is null
        )"""
    assert rows(rebuilt, sql) == []
    states = "select count(distinct geography) from ncmec.marts.fct_rates where rate_id = 'missing_reports_per_resident_under_18' and rate is not null and geography like 'US-__'"
    assert rows(rebuilt, states) == [(52,)]


@pytest.mark.parametrize("years", ["null", "'1'", "'4'"])
def test_a_mean_needs_its_declared_years(rebuilt, years):
    statement = (
        f"update {{seed}} set denominator_years = {years} where rate_id = 'missing_reports_per_resident_under_18'"
    )
    found = rebuilt.trial("seed.ncmec.rate_terms", [(statement, [])], rules_alone=True)
    assert any(
        word in problem
        for problem in found
        for word in ("the periods never match", "has not the form", "no period has both")
    ), found


def test_reports_per_inhabitant_take_the_people_of_their_year(rebuilt):
    sql = """
        select rates.rate_id from ncmec.marts.fct_rates as rates
        inner join ncmec.marts.dim_rates as registry using (rate_id)
        left join ncmec.marts.fct_published_figures as people
            on rates.denominator_figure_id = people.figure_id
            and people.period_label = 'as of ' || rates.period_label || '-' || registry.denominator_day
            and people.geography = rates.geography and people.value = rates.denominator_value
        where registry.denominator_day is not null and (
            people.figure_id is null or rates.rate_precision <> 'estimate'
            or abs(rates.shown_rate * people.value - rates.numerator_value * registry.shown_per) > 0.001
            or not exists (
                select 1 from ncmec.marts.dim_geographies as places
                where places.dimension = registry.places and places.figure_geography = rates.geography
            )
        )"""
    assert rows(rebuilt, sql) == []
    states = "select count(distinct geography) from ncmec.marts.fct_rates where rate_id = 'missing_reports_per_resident' and geography like 'US-__'"
    assert rows(rebuilt, states) == [(52,)]  # the states, D.C. and Puerto Rico; not the country, whose areas differ


def rows(rebuilt, sql: str) -> list[tuple]:
    return rebuilt.connection.execute(sql).fetchall()


SUMS = {
    "provider reports by parent company": """
        select period_label, slice_member, numerator_value from ncmec.marts.fct_rates where rate_id = 'cybertip_parent_company_share'
        except
        select cast(calendar_year as varchar), parent_company, sum(reports)
        from ncmec.marts.fct_cybertip_reports_by_esp inner join ncmec.marts.dim_esps using (esp_name) group by all""",
    "deliveries to all and to U.S. recipients": """
        select period_label, denominator_slice, denominator_value from ncmec.marts.fct_rates
        where rate_id = 'cybertip_feedback_per_delivery' and denominator_slice not like 'recipient_type%'
        except
        select cast(calendar_year as varchar), 'all', sum(deliveries) from ncmec.marts.fct_cybertip_deliveries group by all
        except
        select cast(calendar_year as varchar), 'recipient_group=U.S. law enforcement', sum(deliveries)
        from ncmec.marts.fct_cybertip_deliveries where recipient_type <> 'International Law Enforcement' group by all""",
    "likely trafficking by age group": """
        select denominator_slice, numerator_value from ncmec.marts.fct_rates
        where rate_id = 'likely_trafficking_share_of_missing' and slice_dimension = 'age_group'
        except
        select 'age_group=' || case when cast(age_missing as int) < 12 then '9 to 11' when cast(age_missing as int) < 15 then '12 to 14'
            when cast(age_missing as int) < 18 then '15 to 17' else '18 to 20' end, sum(reports)
        from ncmec.marts.fct_child_sex_trafficking_reports_by_age_and_gender group by all""",
}


@pytest.mark.parametrize("name", SUMS)
def test_sums_are_those_of_the_facts(rebuilt, name):
    assert rows(rebuilt, SUMS[name]) == []
    # nothing to compare would be no check
    assert len(rows(rebuilt, SUMS[name].split("except")[0])) >= 4


def test_shares_of_one_denominator_add_up(rebuilt):
    """Members of a dimension that a table prints whole, or a group adds up, make the whole. Selected rows make less."""
    wrong = rows(
        rebuilt,
        """select rate_id, period_label, denominator_slice, sum(rate) from ncmec.marts.fct_rates
        where rate_id in ('cybertip_parent_company_share', 'cybertip_esp_share', 'cybertip_delivery_class_share', 'missing_report_age_share')
        and coalesce(split_part(numerator_figure_id, ', ', 1), '') not in (select figure_id from ncmec.marts.fct_published_figures where table_is_partial)
        group by all having abs(sum(rate) - 1) > 0.000001""",
    )
    assert wrong == []
    partial = rows(
        rebuilt,
        """select sum(rate) from ncmec.marts.fct_rates inner join ncmec.marts.fct_published_figures on figure_id = split_part(numerator_figure_id, ', ', 1)
        where table_is_partial and rate_id = 'cybertip_esp_share' group by fct_rates.period_label""",
    )
    assert len(partial) >= 2 and all(share < 1 for (share,) in partial)


def test_a_group_with_a_missing_member_is_no_group(rebuilt):
    statement = "delete from {seed} where row_label = 'Local Law Enforcement' and period_label = '2023'"
    rebuilt.connection.execute("begin")
    try:
        seed = "seed.ncmec.raw_printed_cells"
        rebuilt.connection.execute(statement.format(seed=rebuilt.relation(seed)))
        for key in rebuilt.order:
            if key != seed and seed in rebuilt.ancestors[key] and key in rebuilt.ancestors["model.ncmec.fct_rates"]:
                rebuilt._build(key)
        left = rows(
            rebuilt,
            """select distinct period_label from ncmec.marts.fct_rates
            where rate_id = 'cybertip_delivery_class_share' and slice = 'report_class=Actionable' order by 1""",
        )
    finally:
        rebuilt.connection.execute("rollback")
    assert left == [("2020",), ("2021",), ("2022",)]


@pytest.mark.parametrize(
    "rate_id,period,slice_,expected",
    [
        ("offender_location_arrest_rate", "2024", "all", (2990, 19861)),
        ("cybertip_delivery_class_share", "2023", "report_class=Actionable", (18358338, 36521898)),
        ("cybertip_delivery_class_share", "2023", "recipient_group=U.S. law enforcement; report_class=Actionable", (2215469, 3017040)),
        ("cybertip_feedback_per_delivery", "2023", "recipient_group=U.S. law enforcement", (312835, 3017040)),
        ("cybertip_files_per_provider_report", "2023", "all", (105653162, 35944826)),
        ("likely_trafficking_share_of_missing", "2024", "age_group=15 to 17", (3621, 20379)),
        ("cvip_unique_share", "2023", "all", (18951794, 34325711)),
        ("amber_alert_success_share", "2020", "all", (46, 196)),
        ("ncic_under_18_share", "2024", "all", (349557, 533936)),
        ("likely_trafficking_share_of_runaways", "2024", "all", (None, 27293)),
        ("missing_report_race_share", "2024", "age_group=15 to 17; race_ethnicity=Black", None),
    ],
)  # fmt: skip
def test_parts_are_the_printed_numbers(warehouse, rate_id, period, slice_, expected):
    found = warehouse.execute(
        "select numerator_value, denominator_value from marts.fct_rates where rate_id = ? and period_label = ? and slice = ?",
        [rate_id, period, slice_],
    ).fetchall()
    assert found == [expected] if expected else found[0][1] == 20379


def test_outside_care_is_the_range_that_92_percent_leaves(warehouse):
    """From 91.5% to 92.5% of 23,160 reports were resolved in care, out of 27,033 resolved of 29,568."""
    low, high = warehouse.sql(
        "select rate_low, rate_high from marts.fct_rates where rate_id = 'missing_outside_care_resolution_rate'"
    ).fetchone()
    reports = 29568 - 23160
    assert (27033 - 0.925 * 23160 - 1) / reports <= low <= (27033 - 0.925 * 23160) / reports
    assert (27033 - 0.915 * 23160) / reports <= high <= (27033 - 0.915 * 23160 + 1) / reports


def test_whole_counts_read_as_whole_counts(warehouse):
    assert (
        str(
            warehouse.sql("select max(numerator_value) from marts.fct_rates where numerator_value = 27033").fetchone()[
                0
            ]
        )
        == "27033"
    )


def rule_of(rebuilt, model: str, first: str, after: str) -> str:
    sql = rebuilt.nodes[f"model.ncmec.{model}"]["sql"]
    start = sql.index(first)
    return sql[start : sql.index(after, start)]


@pytest.mark.parametrize(
    "rate,printed,agrees",
    [
        ("0.923, 0.923, 0.923, false, false", "90, 90, null, false, false", True),  # at least 90%
        ("0.899, 0.899, 0.899, false, false", "90, 90, null, false, false", False),
        ("0.915, 0.915, 0.915, false, false", "91, 90.5, 91.5, false, true", False),  # 91% ends below 91.5
        ("0.905, 0.905, 0.905, false, false", "91, 90.5, 91.5, false, true", True),
        ("0.004, 0.004, 0.004, false, false", "1, 0, 1, false, true", True),  # <1%
        ("0.01, 0.01, 0.01, false, false", "1, 0, 1, false, true", False),
        ("0.90, 0.89, 0.91, false, true", "91, 90.5, 91.5, false, true", True),  # ranges meet
        ("0.90, 0.89, 0.905, false, true", "91, 90.5, 91.5, false, true", False),
        ("0.60, 0.60, null, false, false", "91, 90.5, 91.5, false, true", True),  # a lower bound allows more
        ("0.60, null, null, false, false", "91, 90.5, 91.5, false, true", False),  # without bounds as it stands
        ("null, null, null, false, false", "91, 90.5, 91.5, false, true", False),
        ("0.91, 0.91, 0.91, false, false", "null, null, null, false, false", False),
    ],
)
def test_one_rule_for_the_printed_percentage(rebuilt, rate, printed, agrees):
    """The compiled rule of the rates and that of the checks, on planted ranges."""
    of_rates = rule_of(
        rebuilt, "int_rates", "coalesce(\n        all_rates.rate is not null", " end as published_percent_agrees"
    )
    quotient = rule_of(rebuilt, "int_check_percentages", "cast(computed.rate * 100", "\n    from ")
    of_checks = rule_of(rebuilt, "int_checks", "case expected.rule", " as agrees")
    found = rebuilt.connection.execute(
        f"""with all_rates as (from (values ({rate})) as rates (rate, rate_low, rate_high, low_is_open, high_is_open)),
        published as (from (values ({printed})) as printed (value, value_low, value_high, low_is_open, high_is_open)),
        recomputed as (select {quotient} from all_rates as computed),
        expected as (select 'ranges_meet' as rule)
        select {of_rates}, {of_checks} from all_rates cross join published cross join recomputed cross join expected"""
    ).fetchone()
    assert found == (agrees, agrees)
