"""What the warehouse says about its numbers, broken on purpose in memory: breaks, conflicts, stages, labels."""

import pytest

from tests.harness import shared_warehouse


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def problems_of(warehouse, test, seed, *statements):
    """What one test of the project says after a change of one seed."""
    warehouse.connection.execute("begin")
    try:
        for statement in statements:
            warehouse.connection.execute(statement)
        key = next(key for key in warehouse.tests if warehouse.nodes[key]["name"] == test)
        warehouse.refresh({f"seed.ncmec.{seed}"}, warehouse.ancestors[key])
        return [row[0] for row in warehouse.connection.execute(warehouse.nodes[key]["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")


REACH = "insert into ncmec.registry.structural_break_reach values "
BREAK = "insert into ncmec.registry.structural_breaks values "


@pytest.mark.parametrize(
    ("seed", "statement", "problem"),
    [
        (
            "structural_breaks",
            BREAK + "('planted', '2022-01-01', 'Planted.', 'planted')",
            "break planted reaches no rate",
        ),
        (
            "structural_breaks",
            "update ncmec.registry.structural_breaks set first_day = null where break_id = 'ncic-entry-2021'",
            "break ncic-entry-2021 reaches no rate",
        ),
        (
            "structural_breaks",
            "update ncmec.registry.structural_breaks set first_day = '2031-01-01' where break_id = 'ncic-entry-2021'",
            "registry structural_break_reach, ncic-entry-2021, ncic_missing_child_entries, all: no loaded figure lies after it",
        ),
        (
            "structural_break_reach",
            REACH + "('bundling-2024', 'cybertip_reports', 'incident_type=Sextortion', 'flagged')",
            "registry structural_break_reach, bundling-2024, cybertip_reports, incident_type=Sextortion: no loaded figure lies on either side",
        ),
        (
            "structural_break_reach",
            REACH + "('bundling-2024', 'cybertip_reports', null, 'flagged')",
            "registry structural_break_reach, bundling-2024, cybertip_reports, (blank): no loaded figure lies on either side",
        ),
        (
            "structural_break_reach",
            REACH + "('bundling-2024', 'cybertip_incidents', 'all', 'flagged')",
            "registry structural_break_reach, bundling-2024, cybertip_incidents, all: no loaded figure lies before it",
        ),
        (
            "structural_break_reach",
            "delete from ncmec.registry.structural_break_reach where break_id = 'report-act-2024'",
            "break report-act-2024 reaches no rate",
        ),
        # each of these published the change of 2024 against 2023, which must not be compared
        (
            "structural_breaks",
            "update ncmec.registry.structural_breaks set first_day = '2023-01-01' where break_id = 'bundling-2024'",
            "registry structural_breaks, bundling-2024: its first day 2023-01-01 is not of the year in its name",
        ),
        (
            "structural_break_reach",
            "update ncmec.registry.structural_break_reach set comparability = 'flagged' where break_id = 'bundling-2024' and measure_id = 'cybertip_reports'",
            "registry structural_break_reach, bundling-2024, cybertip_reports, all is flagged, but the break says that it must not be compared",
        ),
        (
            "structural_break_reach",
            "update ncmec.registry.structural_break_reach set comparability = 'flagged' where break_id = 'cvip-analyzed-2024'",
            "registry structural_break_reach, cvip-analyzed-2024, cvip_files, all is flagged, but the break says that it must not be compared",
        ),
        (
            "structural_break_reach",
            "update ncmec.registry.structural_break_reach set comparability = 'not_comparable' where break_id = 'files-uploaded-2024' and slice = 'all'",
            "registry structural_break_reach, files-uploaded-2024, cybertip_files, all is not_comparable, but the break does not say that it must not be compared",
        ),
        (
            "structural_break_reach",
            "delete from ncmec.registry.structural_break_reach where break_id = 'bundling-2024' and measure_id = 'cybertip_esp_reports' and slice = 'all'",
            "registry structural_break_reach, bundling-2024: it reaches the parts of cybertip_esp_reports, whose whole is printed on both sides, and not the whole",
        ),
    ],
)
def test_a_break_that_warns_nobody_is_named(warehouse, seed, statement, problem):
    found = problems_of(warehouse, "breaks_reach_rates", seed, statement)
    assert any(problem in line for line in found), found


def test_breaks_are_crossed_by_day(warehouse):
    """A year that runs over the break has a new meaning against both its neighbours."""

    def crossed(rate_id, where="true"):
        return warehouse.connection.execute(
            f"select distinct period_label, structural_break_id from ncmec.marts.fct_rates where rate_id = '{rate_id}' and slice = 'all' and {where} order by 1"
        ).fetchall()

    assert crossed("cvip_files_year_over_year") == [
        ("2021", None),
        ("2022", "cvip-review-2022"),
        ("2023", "cvip-review-2022"),
        ("2024", "cvip-analyzed-2024"),
    ]
    assert {label for label, _ in crossed("missing_reports_year_over_year", "structural_break_id is not null")} == {
        "2016"
    }


def test_each_part_carries_its_own_break(warehouse):
    rows = dict(
        warehouse.connection.execute("""
        select slice, structural_break_id from ncmec.marts.fct_rates
        where rate_id = 'cybertip_reports_year_over_year' and period_label = '2024' and geography = 'WORLD'""").fetchall()
    )
    assert rows.pop("all") == "bundling-2024"
    obliged = {"Child Sex Trafficking", "Online Enticement of Children for Sexual Acts"}
    assert {slice.removeprefix("incident_type=") for slice, breaks in rows.items() if "report-act" in breaks} == obliged
    assert all("bundling-2024" in breaks for breaks in rows.values())


CONFLICT = "update ncmec.registry.conflicts set {} where conflict_id = '{}'"


@pytest.mark.parametrize(
    ("conflict_id", "change", "problem"),
    [
        ("ireland-2020", "conflict_kind = 'within_ncmec'", "a side is not published by NCMEC"),
        ("resolved-2024", "conflict_kind = 'within_ncmec'", "a side is not published by NCMEC"),
        ("missing-reports-2020", "conflict_kind = 'ncmec_and_police'", "the loaded sides are both NCMEC"),
        ("switzerland-2017-forwarded", "conflict_kind = 'ncmec_and_police'", "the loaded sides are neither NCMEC"),
        ("missing-reports-2020", "conflict_kind = 'other'", "both sides are NCMEC"),
        ("aylo-2020", "second_figure_id = 'iccl-19-oct-2022/headline-figures/body/ncmec-referrals-received-per-garda-ireland-garda/as-recorded', second_stated = '4,192'", "the first side is the platform"),
        ("resolved-2024", "conflict_kind = 'secondary_sources'", "a side is published by NCMEC itself"),
        ("recoveries-2020-donations", "nature = 'disagreement', second_figure_id = first_figure_id, second_stated = first_stated", "the two numbers are the same"),
        ("cvip-cumulative-2024", "first_operation = null, first_other_figure_id = null, first_stated = '430,600,000', nature = 'label'", "a conflict about a label is about one number"),
        ("us-reports-2022", "explanation = null", "nobody says what the two sides count"),
        # a year that neither of the two figures has stood before readers
        ("cybertip-1998-total", "period_label = '1989'", "no loaded figure of it is of 1989"),
        ("exploitative-list-2023", "first_stated = '314,001'", "the loaded figures give 239,001 and not 314,001"),
        ("exploitative-list-2023", "first_operation = 'times'", "an operation needs plus or minus"),
        ("exploitative-list-2023", "first_operation = null, first_stated = '314,001'", "two figures on one side need an operation"),
        ("us-reports-2022", "second_stated = null", "the loaded figure is 1,562,616 and not (blank)"),
        ("switzerland-2024", "first_stated = second_stated", "the two numbers are the same"),
    ],
)  # fmt: skip
def test_a_conflict_that_is_none_is_named(warehouse, conflict_id, change, problem):
    found = problems_of(warehouse, "conflicts_are_what_they_say", "conflicts", CONFLICT.format(change, conflict_id))
    assert any(f"conflict {conflict_id}: {problem}" in line for line in found), found


def test_numbers_that_can_both_hold_do_not_disagree(warehouse):
    # 'more than 29,000' and 29,568 are said of the same reports
    found = problems_of(
        warehouse,
        "conflicts_are_what_they_say",
        "conflicts",
        """insert into ncmec.registry.conflicts (conflict_id, conflict_kind, nature, title, period_label, first_side, first_stated,
            first_figure_id, second_side, second_stated, second_figure_id, source)
        values ('planted', 'within_ncmec', 'disagreement', 't', '2024', 'a', '29,000',
            'our-impact-2024/headline-figures/child-sex-trafficking/missing-children-reported/text', 'b', '29,568',
            'our-impact-2024/missing-child-reports-by-type/total/grand-total', 's')""",
    )
    assert found == ["conflict planted: both numbers can hold as they are printed, so they do not disagree"]


@pytest.mark.parametrize(
    ("conflict_id", "problem"),
    [
        ("missing-reports-2020", "prints 29,782 where key-facts-2020-data-edition"),
        # of a primary and a secondary source, and of two secondary ones
        ("virginia-incarcerated-2013", "prints 8,713 where ritv-ncmec-count-after-10-5-years-of-data"),
        ("offender-survey-2018", "prints 917,771 where dobbs-wire-912-643-people-on-the-registry"),
    ],
)
def test_an_unlisted_contradiction_is_named(warehouse, conflict_id, problem):
    found = problems_of(
        warehouse,
        "conflicts_are_what_they_say",
        "conflicts",
        f"delete from ncmec.registry.conflicts where conflict_id = '{conflict_id}'",
    )
    assert len(found) == 1 and problem in found[0], found


def test_the_rest_of_the_us_reports_is_as_explained(warehouse):
    """'exactly' only where the arithmetic of the loaded tables is exact."""
    rows = warehouse.connection.execute("""
        with countries as (
            select period_label, sum(case when geography = 'ZZ' then value end) as nowhere,
                sum(case when geography in ('AS', 'GU', 'MP', 'PR', 'VI') then value end) as territories
            from ncmec.intermediate.int_figures_current where measure_id = 'cybertip_reports' and slice = 'all' group by 1
        ),
        unknown as (
            select period_label, value from ncmec.intermediate.int_figures_current
            where measure_id = 'cybertip_reports' and slice = 'user_location=Unknown'
        )
        select conflicts.explanation, cast(difference - territories as bigint), cast(nowhere - unknown.value as bigint)
        from ncmec.marts.fct_conflicts as conflicts
        inner join countries using (period_label)
        inner join unknown using (period_label)
        where conflict_id like 'us-reports-%'""").fetchall()
    assert len(rows) == 4
    for explanation, rest, without_country in rows:
        assert ("exactly" in explanation) == (rest == without_country), explanation
        assert rest == 0 or f"{rest:,}" in explanation, explanation


def test_only_a_dated_later_document_restates(warehouse):
    warehouse.connection.execute("begin")
    try:
        restated = "select count(*) from ncmec.marts.fct_restatements where measure_id = 'cybertip_public_reports'"
        model = next(key for key in warehouse.order if key.endswith(".fct_restatements"))
        assert warehouse.connection.execute(restated).fetchone() == (0,)
        # the figure of 2022 as the report for 2023 prints it
        warehouse.connection.execute(
            "update ncmec.intermediate.int_figures_per_document set value = value + 1, value_low = value + 1, value_high = value + 1 "
            "where document_id = 'ojjdp-transparency-2023' and measure_id = 'cybertip_public_reports' and period_label = '2022'"
        )
        warehouse._build(model)
        assert warehouse.connection.execute(restated).fetchone() == (1,)
        warehouse.connection.execute(
            "update ncmec.intermediate.int_figures_per_document set published_on = null where document_id = 'ojjdp-transparency-2022'"
        )
        warehouse._build(model)
        assert warehouse.connection.execute(restated).fetchone() == (0,)
    finally:
        warehouse.connection.execute("rollback")


@pytest.mark.parametrize(
    ("seed", "statement", "problem"),
    [
        (
            "measures",
            "update ncmec.registry.measures set period_basis = 'calendar_year' where measure_id = 'faon_members'",
            "measure faon_members counts members, which are there at a time",
        ),
        (
            "measures",
            "update ncmec.registry.measures set period_basis = null where measure_id = 'social_media_followers'",
            "measure social_media_followers counts followers, which are there at a time",
        ),
        (
            "measures",
            "update ncmec.registry.measures set period_basis = 'calendar_year, as_of' where measure_id = 'hashes_listed'",
            "measure hashes_listed is both a state at a time and a count over a period",
        ),
        (
            "raw_headline_figures",
            "update ncmec.raw.raw_headline_figures set period_label = 'as of 2024-12-31' where printed = '1,268'",
            'headline "Children recovered through an AMBER Alert since the programme began" of our-impact-2024 says since or cumulative, but its period as of 2024-12-31 is as_of',
        ),
        (
            "raw_headline_figures",
            "update ncmec.raw.raw_headline_figures set period_label = 'up to 2024' where printed = '131,419'",
            'headline "Hotline calls in the year" of our-impact-2024 says in the year, but its period up to 2024 is cumulative',
        ),
        (
            "measures",
            "update ncmec.registry.measures set source = 'Fact-check article of 19 December 2025' where measure_id = 'ncic_missing_child_entries'",
            "measure ncic_missing_child_entries cites Fact-check article of 19 December 2025, but primary documents print it",
        ),
        (
            "measures",
            "update ncmec.registry.measures set additive_over = 'submitting_agency' where measure_id = 'cvip_files_submitted'",
            "measure cvip_files_submitted is declared additive over submitting_agency, but the loaded tables cut it by agency_type",
        ),
        (
            "measures",
            "update ncmec.registry.measures set additive_over = null where measure_id = 'cybertip_files'",
            "measure cybertip_files is not declared additive over file_type, but the parts of every printed total add up to it",
        ),
        (
            "measures",
            "update ncmec.registry.measures set additive_over = 'series_category, relationship_information' where measure_id = 'cvip_files'",
            "measure cvip_files is declared additive over series_category, but the parts of every printed total do not add up to it",
        ),
        (
            "outcome_stages",
            "update ncmec.registry.outcome_stages set slice = 'all' where stage = 'delivered to task forces'",
            "stage CyberTipline (U.S. recipients), delivered to task forces, 2023 has no figure, but ojjdp-transparency-2023/",
        ),
    ],
)
def test_a_label_that_says_something_else_is_named(warehouse, seed, statement, problem):
    found = problems_of(warehouse, "labels_are_what_they_say", seed, statement)
    assert any(problem in line for line in found), found


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("publication_status = 'published' where publication_status = 'stated_only'", "its figure stands in a secondary document"),
        ("publication_status = 'published' where publication_status = 'not_published'", "it has no figure"),
        ("publication_status = 'stated_only' where program = 'CyberTipline (U.S. recipients)'", "its figure stands in a primary document"),
        ("value = null where stage = 'received'", "its figure is another number"),
    ],
)  # fmt: skip
def test_a_stage_with_another_status_is_named(warehouse, change, problem):
    key = next(key for key in warehouse.tests if warehouse.nodes[key]["name"] == "labels_are_what_they_say")
    warehouse.connection.execute("begin")
    try:
        warehouse.connection.execute(f"update ncmec.marts.fct_outcome_stages set {change}")
        found = [row[0] for row in warehouse.connection.execute(warehouse.nodes[key]["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")
    assert found and any(problem in line for line in found), found
