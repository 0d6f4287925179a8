"""What would notice a slip that both readings share: another figure, or nothing (unanchored_figures)."""

import pytest

from tests.harness import shared_warehouse

CELLS = "ncmec.raw.raw_printed_cells"
SECOND = "ncmec.second_reading.second_reading"
SLIP = "printed = format('{:,}', cast(replace(printed, ',', '') as bigint) + 1)"


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def said(warehouse, *names: str) -> list[str]:
    """What these tests (or all) say of the two seeds; only what they need is built again."""
    tests = [key for key in warehouse.tests if not names or warehouse.nodes[key]["name"] in names]
    wanted = set().union(*(warehouse.ancestors[key] for key in tests))
    warehouse.refresh({"seed.ncmec.raw_printed_cells", "seed.ncmec.second_reading"}, wanted)
    return [row[0] for key in tests for row in warehouse.connection.execute(warehouse.nodes[key]["sql"]).fetchall()]


def problems_after_slips(warehouse, figure_ids: list[str], *names: str) -> list[str]:
    """Both readings read these cells of the transparency reports one too high; what does the project say?"""
    connection = warehouse.connection
    connection.execute("begin")
    try:
        connection.execute(
            "create temp table slips as select document_id, table_id, row_label, column_label, period_label "
            "from ncmec.intermediate.int_figures where list_contains(?, figure_id)",
            [figure_ids],
        )
        for table in (CELLS, SECOND):
            connection.execute(
                f"update {table} set {SLIP} where (document_id, table_id, row_label, column_label, period_label) in (from slips)"
            )
        return said(warehouse, *names)
    finally:
        connection.execute("rollback")


def cells(warehouse, where: str) -> list[str]:
    return [
        row[0]
        for row in warehouse.connection.execute(f"""
            select figure_id from ncmec.intermediate.int_figures as figures
            where table_id like 'transparency%' and precision = 'exact' and {where} order by figure_id
        """).fetchall()
    ]


def test_no_figure_notices_a_slip_in_those_that_are_listed(warehouse):
    """The list is true: all of them slip at once, in both readings, and no test speaks."""
    listed = cells(warehouse, "figure_id in (select figure_id from ncmec.marts.unanchored_figures where bounds = 0)")
    assert listed
    assert problems_after_slips(warehouse, listed) == []


@pytest.mark.parametrize(
    "table", ["transparency_new_esps", "transparency_feedback", "transparency_cvip_files_by_relationship"]
)
def test_another_figure_notices_a_slip_in_those_that_are_not(warehouse, table):
    """These tables print no total; the other edition of the report prints the same cells."""
    anchored = cells(
        warehouse,
        f"table_id = '{table}' and document_id = 'ojjdp-transparency-2023' "
        "and figure_id not in (select figure_id from ncmec.marts.unanchored_figures) "
        "and (measure_id, period_label, slice) in (select (measure_id, period_label, slice) "
        "from ncmec.intermediate.int_figures where document_id = 'ojjdp-transparency-2022')",
    )
    problems = problems_after_slips(warehouse, anchored, "conflicts_are_what_they_say")
    assert len([line for line in problems if "list the pair in registry conflicts" in line]) == len(anchored) > 0


def test_a_part_above_its_whole_is_named(warehouse):
    connection = warehouse.connection
    connection.execute("begin")
    try:
        where = "table_id = 'transparency_cvip_files_by_relationship' and row_label = 'Girlfriend' and column_label = 'UNIQUE FILES' and period_label = '2023'"
        for table in (CELLS, SECOND):
            connection.execute(f"update {table} set printed = '12' where {where}")
        problems = said(warehouse, "reconciliations_hold")
    finally:
        connection.execute("rollback")
    assert len(problems) == 1
    assert problems[0].startswith("part_of_whole of ojjdp-transparency-2023, transparency_cvip_files_by_relationship, ")
    assert "printed 12, recomputed 11. The part is more than the whole that it belongs to." in problems[0]
