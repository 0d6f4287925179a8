"""make export: the files are the marts, the package is valid, and damage is seen."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from datetime import date

import duckdb
import openpyxl
import pytest

from tests.conftest import PROJECT
from tests.small import small_edition

pytestmark = pytest.mark.slow
PYTHON = PROJECT / ".venv-export" / "bin" / "python"


def export(folder, **settings) -> subprocess.CompletedProcess:
    assert PYTHON.exists(), "Frictionless is not installed. Type: make .venv-export/installed"
    return subprocess.run(
        [PYTHON, "-m", "scripts.export"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), **settings},
        capture_output=True,
        text=True,
    )


def hashes(folder) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    (folder / "ncmec.duckdb").symlink_to(PROJECT / "ncmec.duckdb")
    outcome = export(folder)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder


def test_files_are_the_marts(exported, warehouse):
    tables = [
        row[0] for row in warehouse.sql("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    ]
    package = json.loads((exported / "export" / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"]: resource for resource in package["resources"]}
    assert sorted(described) == sorted([*tables, *(f"{table}_parquet" for table in tables), "ncmec_workbook"])
    reader = duckdb.connect()
    csv.field_size_limit(10**7)  # the definitions of metrics are one cell of publication
    for table in tables:
        schema = described[table]["schema"]
        order = ", ".join(schema["primaryKey"])
        rows = warehouse.sql(f"select * from marts.{table} order by {order}").fetchall()
        parquet = exported / "export" / "parquet" / f"{table}.parquet"
        assert reader.sql(f"select * from '{parquet}'").fetchall() == rows, table
        comments = dict(
            reader.sql(f"select decode(key), decode(value) from parquet_kv_metadata('{parquet}')").fetchall()
        )
        assert comments["table"] == described[table]["description"]
        assert [(field["name"], field["description"]) for field in schema["fields"]] == [
            (name, comments[f"column {name}"]) for name in (field["name"] for field in schema["fields"])
        ]
        # written out here once more, so that the comparison does not rest on the exporter's own words
        written = [
            ["" if cell is None else str(cell).lower() if isinstance(cell, bool) else cell for cell in row]
            for row in rows
        ]
        with open(exported / "export" / "csv" / f"{table}.csv", newline="", encoding="utf-8") as handle:
            header, *read = csv.reader(handle)
        assert header == [field["name"] for field in schema["fields"]]
        assert len(read) == len(written)
        for was, now in zip(written, read, strict=True):
            for cell, text in zip(was, now, strict=True):
                same = float(text) == cell if isinstance(cell, float) else text == str(cell)
                assert same, f"{table}: {cell!r} became {text!r}"
                assert not (isinstance(cell, float) and "." in text and text.endswith("0")), text


# another edition stands there as soon as the first table is read
SWAPPED = """
import os, sys
from scripts import export, marts
tables = marts.tables
def later(connection):
    os.utime("ncmec.duckdb", (1, 1))
    return tables(connection)
marts.tables = later
sys.exit(export.main())
"""


def test_an_export_bears_the_moment_of_what_it_read(tmp_path):
    small_edition(tmp_path / "ncmec.duckdb")
    os.utime(tmp_path / "ncmec.duckdb", (1e9, 1e9))
    outcome = subprocess.run(
        [PYTHON, "-c", SWAPPED], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(PROJECT)}, capture_output=True, text=True
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    record = json.loads((tmp_path / "export" / "release.json").read_text(encoding="utf-8"))
    assert record["published"].startswith("2001-09-09")


def test_twice_exported_is_the_same(exported):
    before = hashes(exported / "export")
    assert export(exported).returncode == 0
    assert hashes(exported / "export") == before
    assert [path.name for path in (exported / "build").iterdir()] == ["export.lock"]


HEAD = 8  # the line of the column names


def sheets_of(book) -> dict[str, str]:
    """Table to sheet, by the contents."""
    return {row[0]: row[1] for row in book["Contents"].iter_rows(min_row=4, values_only=True)}


def test_the_workbook_holds_the_marts(exported, warehouse):
    """Reopened with another library: every cell of every table, with its kind."""
    book = openpyxl.load_workbook(exported / "export" / "ncmec.xlsx", read_only=True)
    tables = warehouse.sql("select table_name, comment from duckdb_tables() where schema_name = 'marts'").fetchall()
    where = sheets_of(book)
    assert set(where) == {name for name, _ in tables}
    left_out = {table for table, sheet in where.items() if sheet.startswith("Left out: ")}
    assert left_out == set()
    assert set(book.sheetnames) == {"Notes", "Contents", "Columns"} | {where[name] for name in set(where) - left_out}
    assert all(len(name) <= 31 for name in book.sheetnames)
    for table, comment in tables:
        if table in left_out:
            continue
        rows = list(book[where[table]].iter_rows(values_only=True))
        above = " ".join(row[0] for row in rows[: HEAD - 1])
        assert comment.split(". ")[0] in above and all(word in above for word in ("Unit: ", "Source: ", "Breaks: ", "An empty cell is NULL"))  # fmt: skip
        names = rows[HEAD - 1]
        mine = [place for place, name in enumerate(names) if name and not name.startswith("name of ")]
        key = warehouse.execute("select list(column_name order by key_position) filter (key_position is not null) from marts.key_columns where table_name = ?", [table]).fetchone()[0]  # fmt: skip
        there = warehouse.sql(f"select * from marts.{table} order by {', '.join(key)}")
        kinds = [str(kind) for kind in there.types]
        assert [names[place] for place in mine] == there.columns, table
        expected = there.fetchall()
        assert len(rows) == HEAD + len(expected), table
        for row, wanted in zip(rows[HEAD:], expected, strict=True):
            for place, cell, kind in zip(mine, wanted, kinds, strict=True):
                read = row[place]
                if isinstance(cell, date):
                    read = read.date()
                if isinstance(cell, float):  # a workbook keeps 16 digits; Excel counts with 15
                    cell = float(f"{cell:.16G}")
                if isinstance(cell, str) and len(cell) > 32767:  # Excel's longest
                    cell = f"{len(cell):,} characters, more than a cell holds: see the CSV file"
                assert read == cell and (cell is None or isinstance(read, bool) == (kind == "BOOLEAN")), (
                    table,
                    cell,
                    read,
                )
                assert isinstance(read, str) == (kind == "VARCHAR" and cell is not None), (table, cell)
    states = list(book[where["fct_missing_child_reports_by_state"]].iter_rows(min_row=HEAD, values_only=True))
    names = {row[states[0].index("state_code")]: row[states[0].index("name of state_code")] for row in states[1:]}
    assert names["TX"] == "Texas"


TEXTS = [
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    '=HYPERLINK("http://x")',
    "{=1}",
    "http://example.org",
    "0123",
    "_x0041_",
    "a\nb",
]


@pytest.fixture(scope="module")
def odd(tmp_path_factory, exported):
    """A small edition whose texts begin with formula signs, told against the one before, and its workbook."""
    folder = tmp_path_factory.mktemp("odd")
    with duckdb.connect(str(small_edition(folder / "ncmec.duckdb"))) as connection:
        codes = connection.sql(
            f"select code_list, code from marts.dim_codes order by all limit {len(TEXTS)}"
        ).fetchall()
        for text, code in zip(TEXTS, codes, strict=True):
            connection.execute("update marts.dim_codes set meaning = ? where code_list = ? and code = ?", [text, *code])
        connection.execute("update marts.dim_confusions set sentence = repeat('x', 40000)")
    outcome = export(folder, EARLIER=str(exported / "export"))
    assert outcome.returncode == 0 and "figures: 0 added, 0 changed, 0 withdrawn; rates: 0 added" in outcome.stdout, (
        outcome
    )
    return folder, openpyxl.load_workbook(folder / "export" / "ncmec.xlsx")


def test_the_workbook_is_laid_out_as_official_statistics(odd):
    folder, book = odd
    with zipfile.ZipFile(folder / "export" / "ncmec.xlsx") as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        tables = [name for name in parts.namelist() if name.startswith("xl/tables/")]
        assert not [name for name in parts.namelist() if "external" in name.lower() or "vba" in name.lower()]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "mergeCell" in sheet]
    assert sum('state="frozen"' in sheet for sheet in sheets) == len(sheets) - 1, "all but the notes"
    assert len(tables) + sum("<autoFilter" in sheet for sheet in sheets) == len(sheets) - 1
    record = json.loads((folder / "export" / "release.json").read_text(encoding="utf-8"))
    notes = " ".join(row[0].value for row in book["Notes"].iter_rows())
    for words in (record["version"], record["contents"][:12], record["citation"]["text"], record["licence"]["name"], "Not affiliated", "An empty cell is NULL", "at_least"):  # fmt: skip
        assert words in notes, words
    for row in book["Contents"].iter_rows(min_row=4):
        if not row[1].value.startswith("Left out: "):
            assert row[1].hyperlink.location == f"'{row[1].value}'!A1"
    listed = [(row[0], row[2]) for row in book["Contents"].iter_rows(min_row=4, values_only=True)]
    kinds = [kind for _, kind in listed]
    assert kinds == sorted(kinds, key=["numbers", "names and definitions", "technical"].index)
    assert {"key_columns", "functions", "unanchored_figures"} <= {name for name, kind in listed if kind == "technical"}
    assert [book.sheetnames.index(sheet) for sheet in sheets_of(book).values()] == list(range(3, 3 + len(listed)))
    sheet = book[sheets_of(book)["fct_cybertip_reports_by_country"]]
    year, count = sheet.cell(HEAD + 1, 3), sheet.cell(HEAD + 1, sheet.max_column)
    assert [cell.value for cell in sheet[HEAD]][2] == "calendar_year" and year.number_format == "0"
    assert count.number_format == "#,##0" and sheet.freeze_panes == f"A{HEAD + 1}"
    assert "(from " in sheet["A5"].value and all(column.width <= 61 for column in sheet.column_dimensions.values())


def test_a_text_is_never_a_formula_and_a_long_one_is_named(odd):
    """What a document prints goes into a cell as it is."""
    _, book = odd
    where = sheets_of(book)
    too_long = [
        cell for row in book[where["dim_confusions"]].iter_rows(min_row=HEAD + 1, values_only=True) for cell in row
    ]
    assert "40,000 characters, more than a cell holds: see the CSV file" in too_long
    head, *rows = book[where["dim_codes"]].iter_rows(min_row=HEAD)
    place = [cell.value for cell in head].index("meaning")
    assert [row[place].value for row in rows[: len(TEXTS)]] == TEXTS
    assert {(row[place].data_type, row[place].hyperlink) for row in rows} == {("s", None)}


def test_an_edition_before_is_named_or_nothing_is_written(odd):
    folder, _ = odd
    record = json.loads((folder / "export" / "release.json").read_text(encoding="utf-8"))
    assert record["revisions"]["since"]["contents"] not in (None, record["contents"])
    assert record["revisions"]["rates"]["withdrawn"]
    before = hashes(folder / "export")
    outcome = export(folder, EARLIER=str(folder / "nothing"))
    assert outcome.returncode == 1 and "nothing is neither an export nor a published file" in outcome.stdout
    assert hashes(folder / "export") == before


DAMAGES = {
    "text in a number": ("csv/fct_offender_tracking.csv", "19861", "many!", "type-error"),
    "a document that nobody lists": ("csv/fct_claims.csv", "factcheck-arrests", "factcheck-arrestz", "foreign-key"),
    "a row twice": ("csv/dim_states.csv", "AK,", "AL,", "primary-key"),
    "a changed digit": ("csv/fct_cvip_requests_by_agency.csv", "1", "2", "hash-count"),
    "a changed byte of a Parquet file": ("parquet/dim_states.parquet", "PAR1", "PAR2", "hash-count"),
}


@pytest.fixture(scope="module")
def said_of_damages(exported, tmp_path_factory):
    """What the validator says of each file of an export in which each of these is damaged: to read the rest takes longest."""
    folder = tmp_path_factory.mktemp("damaged")
    shutil.copytree(exported / "export", folder / "export")
    for path, old, new, _ in DAMAGES.values():
        content = (folder / "export" / path).read_bytes()
        assert old.encode() in content
        (folder / "export" / path).write_bytes(content.replace(old.encode(), new.encode(), 1))
    outcome = subprocess.run(
        [PYTHON.with_name("frictionless"), "validate", "--json", "export/datapackage.json"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 1, outcome.stderr
    tasks = json.loads(outcome.stdout)["tasks"]
    return {task["place"]: [error["type"] for error in task["errors"]] for task in tasks}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen(said_of_damages, damage):
    path, _, _, said = DAMAGES[damage]
    assert said in said_of_damages[path]


def test_nothing_but_damage_is_seen(said_of_damages):
    damaged = {path for path, *_ in DAMAGES.values()}
    others = {path: set(errors) for path, errors in said_of_damages.items() if errors and path not in damaged}
    # what names the state that the row twice has overwritten
    assert [path for path, errors in others.items() if errors != {"foreign-key"}] == []


def test_invalid_export_leaves_the_old_one(exported, tmp_path):
    """A figure whose document is missing: make export refuses."""
    small_edition(tmp_path / "ncmec.duckdb", "delete from marts.dim_documents where document_id = 'our-impact-2024'")
    shutil.copytree(exported / "export", tmp_path / "export")
    before = hashes(tmp_path / "export")
    outcome = export(tmp_path)
    assert outcome.returncode == 1
    assert "export/ is unchanged" in outcome.stdout and "our-impact-2024" in outcome.stdout
    assert hashes(tmp_path / "export") == before
    (tmp_path / "ncmec.duckdb").unlink()
    assert "Type: make build" in export(tmp_path).stderr
