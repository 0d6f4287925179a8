"""make export: the files are the marts, the package is valid, and damage is seen."""

import csv
import hashlib
import json
import os
import shutil
import subprocess

import duckdb
import pytest

from tests.conftest import PROJECT

pytestmark = pytest.mark.slow
PYTHON = PROJECT / ".venv-export" / "bin" / "python"


def export(folder) -> subprocess.CompletedProcess:
    assert PYTHON.exists(), "Frictionless is not installed. Type: make .venv-export/installed"
    return subprocess.run(
        [PYTHON, "-m", "scripts.export"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
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
    assert sorted(described) == sorted([*tables, *(f"{table}_parquet" for table in tables)])
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


def test_twice_exported_is_the_same(exported):
    before = hashes(exported / "export")
    assert export(exported).returncode == 0
    assert hashes(exported / "export") == before
    assert [path.name for path in (exported / "build").iterdir()] == ["export.lock"]


DAMAGES = {
    "text in a number": ("csv/fct_offender_tracking.csv", "19861", "many!", "integer"),
    "a document that nobody lists": ("csv/fct_claims.csv", "factcheck-arrests", "factcheck-arrestz", "foreign key"),
    "a row twice": ("csv/dim_states.csv", "AK,", "AL,", "primary key"),
    "a changed digit": ("csv/fct_offender_tracking.csv", "19861", "19862", "hash-count"),
    "a changed byte of a Parquet file": ("parquet/dim_states.parquet", "PAR1", "PAR2", "hash-count"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_seen(exported, tmp_path, damage):
    path, old, new, said = DAMAGES[damage]
    shutil.copytree(exported / "export", tmp_path / "export")
    content = (tmp_path / "export" / path).read_bytes()
    assert old.encode() in content
    (tmp_path / "export" / path).write_bytes(content.replace(old.encode(), new.encode(), 1))
    outcome = subprocess.run(
        [PYTHON.with_name("frictionless"), "validate", "export/datapackage.json"],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "300"},
        capture_output=True,
        text=True,
    )
    assert outcome.returncode == 1
    assert said in outcome.stdout


def test_invalid_export_leaves_the_old_one(exported, tmp_path):
    """A figure whose document is missing: make export refuses."""
    shutil.copy(PROJECT / "ncmec.duckdb", tmp_path)
    shutil.copytree(exported / "export", tmp_path / "export")
    with duckdb.connect(str(tmp_path / "ncmec.duckdb")) as connection:
        connection.execute("delete from marts.dim_documents where document_id = 'our-impact-2024'")
    before = hashes(tmp_path / "export")
    outcome = export(tmp_path)
    assert outcome.returncode == 1
    assert "export/ is unchanged" in outcome.stdout and "our-impact-2024" in outcome.stdout
    assert hashes(tmp_path / "export") == before
    (tmp_path / "ncmec.duckdb").unlink()
    assert "Type: make build" in export(tmp_path).stderr
