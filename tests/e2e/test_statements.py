"""What the warehouse says about its numbers, broken on purpose in memory: breaks, conflicts, stages, labels."""

import pytest

from tests.conftest import PROJECT
from tests.harness import Warehouse


@pytest.fixture(scope="module")
def warehouse():
    return Warehouse(PROJECT)


def problems_of(warehouse, test, seed, *statements):
    """What one test of the project says after a change of one seed."""
    warehouse.connection.execute("begin")
    try:
        for statement in statements:
            warehouse.connection.execute(statement)
        key = next(key for key in warehouse.tests if warehouse.nodes[key]["name"] == test)
        for node in warehouse.order:
            changed = f"seed.ncmec.{seed}" in warehouse.ancestors[node]
            if changed and node in warehouse.ancestors[key] and warehouse.nodes[node]["resource_type"] == "model":
                warehouse._build(node)
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
        ("2024", None),
    ]
    assert crossed("cybertip_files_per_report")[-1] == ("2024", "bundling-2024, files-uploaded-2024")
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
