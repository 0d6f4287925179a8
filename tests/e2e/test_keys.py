"""Keys, references and codes: every one that is declared, shown speaking on a planted row."""

import re

import pytest

from tests.harness import shared_warehouse


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def told(warehouse, test: str, *statements: str) -> list[str]:
    """What this test says of the table as it is now, with nothing built again."""
    warehouse.connection.execute("begin")
    try:
        for statement in statements:
            warehouse.connection.execute(statement)
        return [row[0] for row in warehouse.connection.execute(warehouse.nodes[test]["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")


def twice(relation: str) -> list[str]:
    """One row once more; two empty ones where there is none."""
    return [f"insert into {relation} select * from {relation} limit 1"] + [f"insert into {relation} default values"] * 2


def test_every_mart_says_when_it_is_not_sound(warehouse):
    silent, declared = [], 0
    for key in warehouse.tests:
        test = warehouse.nodes[key]
        if (test.get("test_metadata") or {}).get("name") != "is_sound":
            continue
        table, arguments = test["attached_node"].split(".")[-1], test["test_metadata"]["kwargs"]
        relation = warehouse.relation(test["attached_node"])
        assert told(warehouse, key) == []
        plants = {f"{table} has 2 rows for {arguments['key'][0]} ": twice(relation)}
        for column in [name for kind in ("refers_to", "members", "codes") for name in arguments.get(kind, {})]:
            plants[f"{table}.{column} "] = [f"insert into {relation} ({column}) values ('nowhere')"]
        for beginning, statements in plants.items():
            declared += 1
            if not any(line.startswith(beginning) for line in told(warehouse, key, *statements)):
                silent.append(beginning)
    assert declared > 45 * 2 and silent == []


def test_every_table_of_the_middle_says_when_a_row_stands_twice(warehouse):
    key = "test.ncmec.middle_has_keys"
    tables = re.findall(r"select '(\w+) has ", warehouse.nodes[key]["sql"])
    middle = {
        node["name"]: name
        for name, node in warehouse.nodes.items()
        if node["resource_type"] == "model" and node["fqn"][1] != "marts"
    }
    assert sorted(tables) == sorted(middle) and told(warehouse, key) == []
    lines = told(
        warehouse, key, *(statement for name in middle.values() for statement in twice(warehouse.relation(name)))
    )
    assert [table for table in middle if not any(line.startswith(f"{table} has ") for line in lines)] == []


def test_a_cell_of_the_second_reading_without_a_document_or_table_is_named(warehouse):
    """Grouping by table must not drop what has none: a blank equals nothing in a join."""
    readings = warehouse.relation("seed.ncmec.second_reading")
    stray = f"insert into {readings} (row_label, printed) values ('stray', '5')"
    (line,) = told(warehouse, "test.ncmec.second_reading_agrees", stray)
    assert line.startswith('(blank), table (blank), row "stray"') and 'second reading "5"' in line
