"""Checks are two sides of figures: each way in which a side can be wrong, on planted cells."""

import pytest

from tests.harness import shared_warehouse

COMPARED = [
    f"model.ncmec.{model}"
    for model in (
        "int_check_sides",
        "int_expected_checks",
        "int_checks",
        "int_missing_components",
        "fct_reconciliations",
    )
]
BY_TYPE = "ncmec.raw.raw_missing_child_reports_by_type"
COLUMN = "our-impact-2024/missing_child_reports_by_type/column_total/RESOLVED-2024"
ROW = "our-impact-2024/missing_child_reports_by_type/row_total/Family-Abduction-2024"


@pytest.fixture
def planted():
    """A function that runs statements and rebuilds what follows from them; undone after the test."""
    warehouse = shared_warehouse()
    warehouse.connection.execute("begin")

    def plant(statement: str, kind: str = ""):
        warehouse.connection.execute(statement)
        if kind:  # what the planted cell and these checks are made of; the rates behind percentages would take longest
            seed = f"seed.ncmec.{statement.split('ncmec.raw.')[1].split()[0]}"
            stale = {*warehouse.ancestors[f"model.ncmec.int_check_{kind}"], *COMPARED}
            for key in warehouse.order:
                if key in stale and key != seed and seed in warehouse.ancestors[key]:
                    warehouse._build(key)
        return warehouse.connection

    yield plant
    warehouse.connection.execute("rollback")


def result(connection, check_id: str) -> tuple:
    return connection.execute(
        "select status, published_value, recomputed_value, explanation from ncmec.marts.fct_reconciliations where check_id = ?",
        [check_id],
    ).fetchone()


def problems(test: str) -> list[str]:
    warehouse = shared_warehouse()
    key = next(key for key in warehouse.tests if warehouse.nodes[key]["name"] == test)
    return [row[0] for row in warehouse.connection.execute(warehouse.nodes[key]["sql"]).fetchall()]


def change(column: str, label: str, printed: str | None) -> str:
    value = "null" if printed is None else f"'{printed}'"
    return f"update {BY_TYPE} set {column} = {value} where report_type = '{label}'"


@pytest.mark.parametrize(
    "statement,check_id,published,recomputed,says",
    [
        (f"delete from {BY_TYPE} where report_type = 'Total'", COLUMN, None, 27033, "The printed number is missing"),
        (change("resolved", "Total", "-"), COLUMN, None, 27033, "The printed number is missing"),
        (change("resolved", "Total", None), COLUMN, None, 27033, "The printed number is missing"),
        (f"delete from {BY_TYPE} where report_type <> 'Total'", COLUMN, 27033, None, "Nothing was loaded"),
        (f"delete from {BY_TYPE}", COLUMN.removesuffix("-2024"), None, None, "The printed number is missing"),
        (f"delete from {BY_TYPE}", ROW.replace("Family-Abduction-2024", "(no-rows)"), None, None, "missing"),
        (change("grand_total", "Family Abduction", None), ROW, None, 1171, "The printed number is missing"),
        (change("resolved", "Family Abduction", None), ROW, 1171, 252, "does not agree"),
        (change("resolved", "Family Abduction", None), COLUMN, 27033, 26114, "does not agree"),
        (change("resolved", "Family Abduction", "920"), ROW, 1171, 1172, "does not agree"),
        (change("resolved", "Family Abduction", "920"), COLUMN, 27033, 27034, "does not agree"),
    ],
)
def test_a_side_that_vanished_or_is_wrong_is_broken(planted, statement, check_id, published, recomputed, says):
    found = result(planted(statement, kind="totals"), check_id)
    assert found[:3] == ("broken", published, recomputed)
    assert says in found[3]


@pytest.mark.parametrize(
    "label,printed,status",
    [
        ("Total", "about 27,000", "reconciled"),  # 26,000 to 28,000
        ("Total", "27,032+", "reconciled"),
        ("Total", "27,034+", "broken"),
        ("Total", "more than 27,033", "broken"),  # 27,033 itself is excluded
        ("Total", "less than 27,033", "broken"),
        ("Nonfamily Abduction", "fewer than 103", "reconciled"),  # up to 102
        ("Nonfamily Abduction", "fewer than 102", "broken"),
        ("Nonfamily Abduction", "90+", "reconciled"),  # a part without an upper bound leaves the sum without one
        ("Nonfamily Abduction", "103+", "broken"),
        ("Nonfamily Abduction", "about 100", "reconciled"),  # 0 to 200
        ("Nonfamily Abduction", "about 300", "broken"),  # 200 to 400
        ("Nonfamily Abduction", "-", "broken"),  # a dash adds nothing
    ],
)
def test_imprecise_cells_are_compared_as_ranges(planted, label, printed, status):
    assert result(planted(change("resolved", label, printed), kind="totals"), COLUMN)[0] == status


def test_a_sum_with_a_missing_component_is_no_sum(planted):
    check_id = "cybertipline-by-country-2022/cybertip_reports_by_country/component_sum/cybertip-reports-by-country/total/reports"
    public = "delete from ncmec.raw.raw_printed_cells where table_id = 'transparency_reports_by_source' and row_label like '%ublic%'"
    # the component is there for that period, but only a part of it
    planted(
        "insert into ncmec.raw.raw_headline_figures (document_id, section, row_label, column_label, printed, measure_id, period_label, dimension, member) "
        "values ('our-impact-2024', 'planted', 'planted', 'text', '5', 'cybertip_public_reports', '2022', 'esp', 'Adobe')",
        kind="components",
    )
    found = result(planted(public, kind="components"), check_id)
    assert found[:3] == ("broken", 32059029, None) and "Nothing was loaded" in found[3]


def test_a_component_that_no_document_has_is_named_and_a_deleted_one_is_missed(planted):
    check_id = "cybertipline-by-country-2022/cybertip_reports_by_country/component_sum/cybertip-reports-by-country/total/reports"
    public = "delete from ncmec.raw.raw_printed_cells where table_id = 'transparency_reports_by_source' and row_label like '%ublic%'"
    planted(public, kind="components")
    found = result(planted(public, kind="row_counts"), check_id)
    assert found[:3] == ("not_checkable", 32059029, None)
    assert "No loaded document has cybertip_public_reports for 2022" in found[3]
    assert any("row_count of ojjdp-transparency-2023" in line for line in problems("reconciliations_hold"))


def test_a_check_whose_sides_are_gone_is_expected_all_the_same(planted):
    connection = planted(f"delete from ncmec.intermediate.int_check_sides where check_id = '{COLUMN}'")
    for model in COMPARED[2:]:
        shared_warehouse()._build(model)
    assert result(connection, COLUMN)[:3] == ("broken", None, None)


@pytest.mark.parametrize(
    "statement",
    [
        "delete from {sides} where side = 'published' and check_id = '{check}'",
        "delete from {sides} where side = 'recomputed' and check_id = '{check}'",
        "delete from {sides} where check_id = '{check}' and figure_id like '%nonfamily-abduction%'",
        "update {sides} set figure_id = 'no such figure' where check_id = '{check}' and side = 'published'",
        "insert into {sides} select check_id, 'recomputed', figure_id, role from {sides} where check_id = '{check}' and side = 'published'",
        "update {checks} set recomputed_value = null where check_id = '{check}'",
        "update {checks} set published_value = 27034 where check_id = '{check}'",
        "delete from {sides} where role = 'numerator' and check_id like '{percentage}'",
        "delete from {sides} where side = 'recomputed' and check_id like '{percentage}'",
    ],
)
def test_the_published_sides_add_up_to_what_the_check_shows(planted, statement):
    percentage = "our-impact-2024/headline_figures/percentage/%"
    planted(
        statement.format(
            sides="ncmec.marts.fct_check_sides",
            checks="ncmec.marts.fct_reconciliations",
            check=COLUMN,
            percentage=percentage,
        )
    )
    found = problems("marts_show_their_figures")
    assert found and all(line.startswith("check our-impact-2024/") for line in found)


def test_every_check_publishes_both_sides():
    """But a count of rows, and of the sum of a fact only what is printed; the lists of figures are the same."""
    rows = (
        shared_warehouse()
        .connection.execute("""
        select checks.check_kind, count(sides.figure_id) filter (where side = 'published') > 0 as published,
            count(sides.figure_id) filter (where side = 'recomputed') > 0 as recomputed,
            list_sort(coalesce(string_split(any_value(recomputed_from_figure_ids), ', '), []))
            = list_sort(coalesce(list(sides.figure_id) filter (where side = 'recomputed'), [])) as same_list,
            count(sides.figure_id) filter (where side = 'published') > 1
            or any_value(published_figure_id) is not distinct from max(sides.figure_id) filter (where side = 'published') as same_figure
        from ncmec.marts.fct_reconciliations as checks
        left join ncmec.marts.fct_check_sides as sides using (check_id) group by checks.check_kind, check_id
    """)
        .fetchall()
    )
    assert len(rows) > 800 and all(same_list and same_figure for *_, same_list, same_figure in rows)
    assert {kind for kind, published, *_ in rows if not published} == {"row_count"}
    assert {kind for kind, _, recomputed, *_ in rows if not recomputed} == {"row_count", "fact_total", "component_sum"}


@pytest.mark.parametrize(
    "rule,published,recomputed,agrees",
    [
        ("ranges_meet", "5, 5, 5, false, false", "5, 5, 5, false, false", True),
        ("ranges_meet", "5, 5, 5, false, false", "6, 6, 6, false, false", False),
        ("ranges_meet", "5, 4, 6, false, true", "6, 6, 6, false, false", False),
        ("ranges_meet", "null, null, null, false, false", "5, 5, 5, false, false", False),
        ("ranges_meet", "5, 5, 5, false, false", "null, null, null, null, null", False),
        ("same_number", "5, 5, null, true, false", "5, null, null, null, null", True),
        ("same_number", "5, 0, 10, false, false", "6, 0, 10, false, false", False),
        ("same_number", "null, null, null, false, false", "null, null, null, false, false", False),
        ("not_more", "5, 5, 5, false, false", "5, 5, 5, false, false", True),
        ("not_more", "6, 6, 6, false, false", "5, 5, 5, false, false", False),
        ("not_more", "5, 5, 5, false, false", "null, null, null, false, false", False),
        ("a rule that nobody knows", "5, 5, 5, false, false", "5, 5, 5, false, false", False),
    ],
)
def test_one_rule_for_all_checks(rule, published, recomputed, agrees):
    sql = shared_warehouse().nodes["model.ncmec.int_checks"]["sql"]
    compiled = sql[sql.index("case expected.rule") : sql.index(" as agrees")]
    columns = "value, value_low, value_high, low_is_open, high_is_open"
    found = shared_warehouse().connection.execute(
        f"select {compiled} from (values ('{rule}')) as expected (rule) cross join (values ({published})) as published ({columns}) "
        f"cross join (values ({recomputed})) as recomputed ({columns})"
    )
    assert found.fetchone() == (agrees,)


def declared_sums() -> dict[str, dict]:
    """Fact to the node of its test sums_to_printed_total."""
    nodes = shared_warehouse().nodes.values()
    return {
        node["attached_node"]: node
        for node in nodes
        if (node.get("test_metadata") or {}).get("name") == "sums_to_printed_total"
    }


def test_every_number_of_a_fact_says_what_it_counts():
    declared = declared_sums()
    counted = {key: set(node["test_metadata"]["kwargs"]["measures"]) for key, node in declared.items()}
    facts = {key: shared_warehouse().nodes[key]["columns"].items() for key in counted}
    assert counted == {
        key: {name for name, column in columns if column["data_type"] == "bigint"} for key, columns in facts.items()
    }


@pytest.mark.parametrize(
    "statement,says",
    [
        ("update {fact} set images = images + 1", "but its check recomputes 20,489,637 for cvip_images"),
        ("update {fact} set images = null", "no year is (nothing): there is nothing to compare with the printed total"),
        ("delete from {fact}", "no year is (nothing): there is nothing to compare with the printed total"),
        ("delete from {checks} where line like 'sum of images%'", "but no check compares it with the printed total"),
        ("update {checks} set status = 'broken' where line like 'sum of images%'", "and its check is broken against"),
        ("update {checks} set status = null where line like 'sum of images%'", "and its check is (blank) against"),
    ],
)
def test_a_fact_that_does_not_sum_to_its_printed_total_is_named(planted, statement, says):
    fact = "ncmec.marts.fct_cvip_requests_by_agency"
    test = "cvip_requests_by_agency_sums_to_printed_total"
    assert problems(test) == []
    planted(statement.format(fact=fact, checks="ncmec.marts.fct_reconciliations"))
    found = [line for line in problems(test) if line.startswith("fct_cvip_requests_by_agency.images")]
    assert len(found) == 1 and says in found[0]
