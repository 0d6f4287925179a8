"""Each rule of the warehouse, broken on purpose: it says so in plain words.

They are told by the compiled SQL of the project without dbt (tests/harness.py); a real `dbt build` refuses the first lot
in the slow suite, where it says the same."""

import csv
import shutil

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.harness import shared_warehouse


def add_row(project, path, **cells):
    file = project.folder / path
    with open(file, newline="", encoding="utf-8") as handle:
        header = next(csv.reader(handle))
    with open(file, "a", newline="", encoding="utf-8") as handle:
        csv.DictWriter(handle, header, lineterminator="\n").writerow(cells)


def planted_rate(project, rate_id, numerator, denominator, scoring="proportion", status="computed", **more):
    add_row(
        project,
        "seeds/registry/rates.csv",
        rate_id=rate_id,
        rate_label="Planted",
        question="Planted?",
        scoring=scoring,
        numerator_measure_id=numerator,
        denominator_measure_id=denominator,
        declared_status=status,
        **{"declared_precision": "exact", "source": "planted", **more},
    )


@pytest.fixture(scope="module")
def incompatible(tmp_path_factory):
    """Every kind of incompatible rate and claim, approved by a careless reviewer."""
    from tests.conftest import copy_project

    project = copy_project(tmp_path_factory.mktemp("violations") / "project")
    planted_rate(project, "planted_populations", "missing_from_care_reports", "cybertip_reports_escalated")
    planted_rate(project, "planted_fiscal", "missing_child_cases_resolved_ojjdp", "missing_child_reports")
    planted_rate(project, "planted_requests", "offender_location_requests", "missing_child_reports")
    planted_rate(project, "planted_exceeds", "missing_child_reports", "missing_from_care_reports")
    planted_rate(project, "planted_geography", "child_sex_trafficking_reports", "cybertip_reports", "ratio")
    planted_rate(project, "planted_undeclared", "missing_report_arrests", "missing_child_reports")
    planted_rate(
        project, "planted_no_reason", "missing_report_arrests", "missing_child_reports", status="not_computable"
    )
    planted_rate(
        project, "planted_published", "missing_report_arrests", "missing_child_reports", status="published_only",
        reason_code="numerator_not_published", reason="planted",
    )  # fmt: skip
    project.edit(
        "seeds/registry/rates.csv",
        "computed,at_least,,,Our Impact: 2024; fact-check",
        "computed,exact,,,Our Impact: 2024; fact-check",
    )
    project.edit(
        "seeds/raw/raw_headline_figures.csv", '"19,861",offender_location_requests', "0,offender_location_requests", 9
    )
    for printed in ("29.2 million", '"about 29,200,000"'):
        project.edit("seeds/raw/raw_headline_figures.csv", f"{printed},cybertip_incidents", "-,cybertip_incidents")
    project.edit(
        "seeds/registry/claims.csv", "not_computable,,,cybertip_arrest_rate", "not_computable,,,planted_missing"
    )
    project.edit("seeds/registry/claims.csv", "figure,offenders_located_and_arrested", "figure,planted_removed")
    project.edit(
        "seeds/registry/measures.csv",
        "Offender operations,Noncompliant sex offender operations assisted.,operations",
        "Offender operations,Noncompliant sex offender operations assisted.,raids",
    )
    project.edit(
        "seeds/registry/populations.csv", ",missing_from_care_reports,Our Impact", ",cybertip_incidents,Our Impact"
    )
    project.approve_registries()
    return project


@pytest.fixture(scope="module")
def refused(incompatible):
    return shared_warehouse().output(incompatible.folder)


INCOMPATIBLE = [
    "rate planted_populations is a proportion, but the population missing_from_care_reports is not part of cybertip_reports_escalated",
    "rate planted_fiscal divides figures by fiscal_year by figures by calendar_year: the periods never match",
    "rate planted_requests is a proportion, but its numerator counts requests and its denominator reports",
    "rate planted_exceeds in 2024, US, all is a proportion, but its numerator 29,568 exceeds its denominator 23,160",
    "rate planted_geography divides a count for US by a count for WORLD",
    "rate planted_undeclared is declared computed, but no period has both its numerator missing_report_arrests and its denominator missing_child_reports",
    "rate planted_no_reason is declared not_computable without a known reason code and a sentence",
    "rate planted_published is declared published_only, but no primary document prints its percentage",
    "rate cybertip_escalation_share in 2024, WORLD, all is at_least because of its parts, but is declared exact",
    "rate offender_location_arrest_rate in 2024, US, all: the denominator is zero",
    "rate cybertip_incidents_per_report is declared computed, but no period has both its numerator cybertip_incidents",
    'registry claims, arrests-17: rates "planted_missing" does not exist',
    'registry claims, arrests-01: measures "planted_removed" does not exist',
    "measure offender_operations counts raids, but its population offender_operations is counted in operations",
    "population missing_from_care_reports_resolved counts reports, but the set that contains it counts incidents",
]


@pytest.mark.parametrize("sentence", INCOMPATIBLE)
def test_incompatible_rate_or_claim_is_refused(refused, sentence):
    assert sentence in refused


@pytest.mark.slow
def test_a_real_build_refuses_them_in_the_same_words(incompatible):
    code, output = incompatible.dbt("build")
    assert code == 1 and not incompatible.published.exists(), output
    # dbt prints the first problems of each test; the rest is in the same list
    assert [sentence for sentence in [*INCOMPATIBLE, "NOT PUBLISHED: "] if sentence not in output] == [], output


@pytest.fixture(scope="module")
def unreadable(tmp_path_factory):
    """Cells that are no figures and labels that nobody knows."""
    from tests.conftest import copy_project

    project = copy_project(tmp_path_factory.mktemp("unreadable") / "project")
    table = "seeds/raw/raw_missing_child_reports_by_type.csv"
    project.edit(table, "252,919", "25x2,91.5")
    project.edit(table, "Missing Young Adult,66", "Missing Grown-up,66")
    project.edit(table, "Nonfamily Abduction,2", "Nonfamily Abduction,")
    project.edit("seeds/raw/raw_identified_victims_by_relationship.csv", "663,20%", "663,20")
    for year in ("1999", "2000", "2001", "2002"):
        add_row(
            project, "seeds/raw/raw_printed_cells.csv", document_id="nobody-2026", table_id="transparency_yearly_totals",
            period_label=year, row_label="All of them", column_label="REPORTS", printed="7",
        )  # fmt: skip
    return shared_warehouse().output(project.folder)


@pytest.mark.parametrize(
    "sentence",
    [
        'seeds/raw/raw_missing_child_reports_by_type.csv, our-impact-2024, missing_child_reports_by_type, row "Family Abduction", column "ACTIVE": cannot read "25x2" as a figure',
        'row "Family Abduction", column "RESOLVED": "91.5" is not a whole number, but the column counts reports',
        'label "Missing Grown-up" of report_type has no row in registry dimension_members (nearest known: "Missing Young Adult"): 3 cells, first ',
        'figures_are_readable: document "nobody-2026" has no row in registry documents: 4 cells, first seeds/raw/raw_printed_cells.csv, nobody-2026',
        "second_reading_agrees: nobody-2026, table transparency_yearly_totals: no cell stands in the second reading, 4 in the other",
        'row "Nonfamily Abduction", column "ACTIVE": blank cell',
        'seeds/raw/raw_identified_victims_by_relationship.csv, our-impact-2024, identified_victims_by_relationship, row "Parent or Guardian", column "PERCENTAGE": "20" and the unit percent do not go together',
        'row "Family Abduction", column "ACTIVE": first reading "25x2", 2024; second reading "252", 2024',
    ],
)
def test_unreadable_cell_is_named(unreadable, sentence):
    assert sentence in unreadable


def test_one_cause_is_one_line(unreadable):
    """A table of a document that nobody registered: not a line for each of its cells."""
    told = [line.split(": ")[0] for line in unreadable.splitlines() if "nobody-2026" in line]
    assert sorted(told) == ["figures_are_readable", "figures_are_readable", "second_reading_agrees"]


def test_reconciliation_explains_itself(project):
    # both transcribers make the same slip, so only the totals can notice
    for path in ("seeds/raw/raw_missing_child_reports_by_state.csv", "seeds/second_reading/second_reading.csv"):
        text = (project.folder / path).read_text(encoding="utf-8")
        text = text.replace("AL,37,170,207", "AL,37,171,207").replace(
            "missing_child_reports_by_state,,AL,RESOLVED,170", "missing_child_reports_by_state,,AL,RESOLVED,171"
        )
        (project.folder / path).write_text(text, encoding="utf-8")
    # and a listed discrepancy no longer names a real check
    project.edit(
        "seeds/registry/known_discrepancies.csv", "online-enticement/percentage,18,", "online-enticement/gone,18,"
    )
    # and the marts no longer hold together: a claim without its note, an answer with a gap, an unlisted restatement
    project.edit("seeds/registry/claims.csv", "Entries and reports are different units; ", "")
    project.edit("seeds/registry/questions.csv", "took in {denominator}", "took in {denominater}")
    conflicts = project.folder / "seeds/registry/conflicts.csv"
    rows = [
        row for row in conflicts.read_text(encoding="utf-8").splitlines() if not row.startswith("ncic-entries-2019")
    ]
    conflicts.write_text("\n".join(rows) + "\n", encoding="utf-8")
    project.approve_registries()
    output = shared_warehouse().output(project.folder)
    for sentence in (
        "claim missing-05 compares reports with entries without a note that says why",
        "answer latest-missing-children has a gap: In 2024 NCMEC took in {denominater} reports",
        "prints 421,387 where key-facts-2020-data-edition/headline-figures/body/ncic-entries-missing-under18-under-18/as-recorded prints 421,394: if both are printed so, list the pair in registry conflicts",
        "row_total of our-impact-2024, missing_child_reports_by_state, AL 2024: printed 207, recomputed 208.",
        "column_total of our-impact-2024, missing_child_reports_by_state, RESOLVED 2024: printed 27,033, recomputed 27,034.",
        "fact_total of our-impact-2024, fct_missing_child_reports_by_state, sum of reports in 2024: printed 29,568, recomputed 29,569.",
        "known discrepancy online-enticement-percentage names a check that does not exist",
    ):
        assert sentence in output, sentence


def test_verdicts_follow_the_figures():
    """After changes to a raw seed, without asking the checks."""
    warehouse = shared_warehouse()
    seed = "seed.ncmec.raw_headline_figures"
    figure = "update ncmec.raw.raw_headline_figures set printed = '{}' where document_id = 'our-impact-2024' and measure_id = '{}'"
    arrested, recovered = "offenders_located_and_arrested", "missing_from_care_resolution_percent"
    printed_arrests = (
        "update ncmec.raw.raw_headline_figures set measure_id = 'cybertip_report_arrests' where printed = '54'"
    )

    def verdicts(*statements):
        warehouse.connection.execute("begin")
        try:
            for statement in statements:
                warehouse.connection.execute(statement)
            if statements:
                warehouse.refresh({seed}, warehouse.ancestors["model.ncmec.fct_claims"])
            return dict(warehouse.connection.execute("select claim_id, verdict from ncmec.marts.fct_claims").fetchall())
        finally:
            warehouse.connection.execute("rollback")

    as_printed = verdicts()
    assert (as_printed["arrests-01"], as_printed["arrests-46"]) == ("supported", "supported")
    after = verdicts(figure.format("2,996", arrested), figure.format("88%", recovered), printed_arrests)
    assert after["arrests-01"] == after["missing-08"] == after["arrests-46"] == "contradicted"
    after = verdicts(figure.format("3,990", arrested), figure.format("-", recovered))
    assert (after["arrests-03"], after["missing-08"]) == ("contradicted", "not_checkable")
    assert verdicts(figure.format("about 3,000", arrested))["arrests-03"] == "not_checkable"


def test_every_registry_is_under_review():
    names = {path.stem for path in (PROJECT / "seeds" / "registry").glob("*.csv")}
    text = (PROJECT / "tests" / "registries_are_reviewed.sql").read_text(encoding="utf-8")
    assert {name for name in names if f"'{name}'" not in text} == set()


@pytest.mark.parametrize(
    "change",
    [
        "fct_reconciliations set published_value = published_value + 1 where check_kind = 'row_total'",
        "fct_reconciliations set published_value = null where check_kind = 'row_total'",
        "fct_outcome_stages set value = value + 1 where value is not null",
        "fct_outcome_stages set value = null where figure_id is not null",
        "answers set numerator = numerator + 1",
        "answers set denominator_figure_id = null",
    ],
)
def test_a_number_that_is_not_its_figure_is_named(tmp_path, change):
    problems = problems_after(tmp_path, change)
    assert problems and all("shows another number" in problem for problem in problems)


@pytest.mark.parametrize("figure", ["'no such figure'", "null"])
def test_a_printed_figure_that_is_not_the_one_compared_is_named(tmp_path, figure):
    problems = problems_after(
        tmp_path, f"fct_reconciliations set published_figure_id = {figure} where check_kind = 'row_total'"
    )
    assert problems and all("as what is printed, but its published side is" in problem for problem in problems)


@pytest.mark.parametrize(
    "change",
    [
        "rate = rate * 1.001",
        "rate = cast('inf' as double)",
        "rate = null",
        "rate_low = rate + 0.01",
        "numerator_value = null",
        "numerator_value = numerator_value + 1, rate = (numerator_value + 1) / denominator_value",
    ],
)
def test_a_rate_that_is_not_its_parts_is_named(tmp_path, change):
    problems = problems_after(tmp_path, f"fct_rates set {change} where rate_id = 'offender_location_arrest_rate'")
    assert problems and all("offender_location_arrest_rate" in problem and "2024" in problem for problem in problems)


def problems_after(tmp_path, change: str) -> list[str]:
    """Run on a damaged copy of the built file, as no seed can make a model divide wrongly."""
    damaged = tmp_path / "ncmec.duckdb"
    shutil.copy(PROJECT / "build" / "ncmec.duckdb", damaged)
    query = (PROJECT / "target/compiled/ncmec/tests/marts_show_their_figures.sql").read_text(encoding="utf-8")
    with duckdb.connect(damaged) as connection:
        assert connection.execute(query).fetchall() == []
        connection.execute(f"update marts.{change}")
        return [problem for (problem,) in connection.execute(query).fetchall()]
