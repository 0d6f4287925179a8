"""Every table and column is described: grain, unit, source, and what NULL means. dbt's page opens from a file."""

import json
import re
import shutil
import subprocess
import sys

import duckdb
import pytest

from scripts.erd import primary_keys
from tests.conftest import PROJECT

MANIFEST = PROJECT / "target" / "manifest.json"


def described(kinds: tuple[str, ...]) -> dict[str, dict]:
    nodes = json.loads(MANIFEST.read_text(encoding="utf-8"))["nodes"].values()
    return {node["name"]: node for node in nodes if node["resource_type"] in kinds}


@pytest.fixture(scope="module")
def marts() -> dict[str, dict]:
    return {name: node for name, node in described(("model",)).items() if node["schema"] == "marts"}


def test_every_table_and_column_is_described():
    """Of every layer: the published file holds only some of them. What does not travel in it may leave a column to
    columns.md, or to its namesake in a table before, after or beside it in its file: a column keeps its meaning."""
    nodes = described(("model", "seed"))
    middle = {name for name, node in nodes.items() if node["schema"] in ("staging", "intermediate")}
    words = [file.read_text(encoding="utf-8") for file in (PROJECT / "models").rglob("columns.md")]
    common = set(re.findall(r"{% docs (\w+) %}", "".join(words)))
    before: dict[str, set[str]] = {}

    def all_before(name: str) -> set[str]:
        if name not in before:
            parents = {key.split(".")[-1] for key in nodes[name].get("depends_on", {}).get("nodes", [])}
            before[name] = parents.union(*map(all_before, parents))
        return before[name]

    def stated_nearby(table: str, column: str) -> bool:
        way = all_before(table) | {name for name in nodes if table in all_before(name)}
        way |= {name for name, node in nodes.items() if node["patch_path"] == nodes[table]["patch_path"]}
        return any(column in nodes[name]["columns"] for name in way)

    scratch = duckdb.connect(str(PROJECT / "build" / "ncmec.duckdb"), read_only=True)
    built = scratch.sql("select table_name, column_name from duckdb_columns() where not internal").fetchall()
    silent = [name for name, node in nodes.items() if not node["description"].strip()]
    silent += [
        f"{table}.{column}"
        for table, column in built
        if not (
            table in middle
            and column not in nodes[table]["columns"]
            and (column in common or stated_nearby(table, column))
        )
        and not nodes[table]["columns"].get(column, {}).get("description", "").strip()
    ]
    assert silent == []
    # a description stands apart when several columns have it, or one of the middle leaves its own to it
    used = [block for node in nodes.values() for column in node["columns"].values() for block in column["doc_blocks"]]
    left = {column for table, column in built if table in middle and column not in nodes[table]["columns"] and not stated_nearby(table, column)}  # fmt: skip
    assert [name for name in sorted(common - left) if used.count(f"doc.ncmec.{name}") <= 1] == [], "used once"
    gone = {(name, column) for name, node in nodes.items() for column in node["columns"]} - set(built)
    assert gone == set(), "described, but not built"


def test_marts_state_grain_and_source(marts):
    wrong, keys = [], primary_keys(json.loads(MANIFEST.read_text(encoding="utf-8")))
    for name, node in marts.items():
        key = keys[name]
        text = " ".join(node["description"].split())
        if f"Grain: one row per {', '.join(key)} (primary key)." not in text:
            wrong.append(f"{name} does not state its grain, one row per {', '.join(key)}")
        if "Source:" not in text:
            wrong.append(f"{name} does not state its source")
    assert wrong == []


def test_numbers_name_their_unit(marts, warehouse):
    """In the comments of the published file; a count counts what a measure counts."""
    words = {row[0] for row in warehouse.sql("select distinct unit_of_count from marts.dim_measures").fetchall()}
    counted = re.compile(r"\b(" + "|".join(words) + r"|unit_of_count|that of its measure)\b")
    measured = re.compile(counted.pattern + r"|\b(that of the \w+|percent|fraction)\b")
    comments = warehouse.sql("""
        select table_name, column_name, data_type, comment from duckdb_columns()
        where schema_name = 'marts' and (data_type in ('BIGINT', 'DOUBLE') or data_type like 'DECIMAL%')
        union all
        select table_name, '', '', comment from duckdb_tables() where schema_name = 'marts'
    """).fetchall()
    units = {(table, column): re.findall(r" Unit: ([^.]+)\.$", comment) for table, column, _, comment in comments}
    assert [place for place, found in units.items() if len(found) != 1] == []
    assert [
        (table, column, units[table, column])
        for table, column, kind, _ in comments
        if column and not (counted if kind == "BIGINT" else measured).search(units[table, column][0])
    ] == []


def test_nullable_columns_say_what_null_means(marts):
    silent = [
        f"{name}.{column}: {settings['description']}"
        for name, node in marts.items()
        for column, settings in node["columns"].items()
        if not any(item["type"] == "not_null" for item in settings["constraints"])
        and "NULL" not in settings["description"]
    ]
    assert silent == [], "say what NULL means, or declare not_null"


def test_registry_columns_are_used():
    """A column that nothing selects says something that nobody checks."""
    sql = " ".join(
        file.read_text(encoding="utf-8")
        for folder in ("models", "macros", "tests")
        for file in (PROJECT / folder).rglob("*.sql")
    )
    words = set(re.findall(r"\w+", sql))
    dead = [
        f"{file.name}: {column}"
        for file in sorted((PROJECT / "seeds" / "registry").glob("*.csv"))
        for column in file.read_text(encoding="utf-8").split("\n")[0].strip().split(",")
        if column not in words
    ]
    assert dead == []


@pytest.mark.slow
def test_the_page_opens_from_a_file(browser, project):
    (project.folder / "build").mkdir()
    for file in ("ncmec.duckdb", "build/ncmec.duckdb"):
        shutil.copy(PROJECT / file, project.folder / file)
    published = project.published.read_bytes()
    code, output = project.dbt("--quiet", "docs", "generate", "--static")
    assert code == 0, output
    subprocess.run([sys.executable, PROJECT / "scripts" / "dbt_docs.py"], cwd=project.folder, check=True)
    assert project.published.read_bytes() == published
    page = browser.new_page()
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: wrong.append(f"not found: {request.url}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    address = (project.folder / "build" / "docs" / "index.html").as_uri()
    page.goto(f"{address}#!/model/model.ncmec.fct_rates")
    page.get_by_text("Grain: one row per rate_id, period_label, geography, slice").wait_for()
    page.locator('[ng-click="onLauncherClick()"]').first.click()
    page.locator("canvas").first.wait_for()
    page.wait_for_timeout(1000)
    drawn = page.evaluate(
        "Array.from(document.querySelectorAll('canvas')).some(canvas => canvas.width && "
        "new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer).some(Boolean))"
    )
    assert drawn, "the lineage graph is empty"
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    page.close()


def test_every_model_and_test_begins_with_what_it_does():
    files = [*(PROJECT / "models").rglob("*.sql"), *(PROJECT / "tests").rglob("*.sql")]
    silent = [file.name for file in files if not file.read_text(encoding="utf-8").startswith(("-- ", "{#"))]
    assert files and silent == []
