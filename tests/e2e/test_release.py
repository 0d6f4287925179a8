"""release.json: what an edition is, by its schema, and what changed since the one before."""

import csv
import hashlib
import json
import shutil

import duckdb
import pytest

from scripts import marts, release
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def edition(warehouse):
    contents = [(table, warehouse.sql(table.query).fetchall()) for table in marts.tables(warehouse)]
    return contents, {table.name: hashlib.sha256(marts.as_csv(table, rows)).hexdigest() for table, rows in contents}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    """An edition before: a figure said something else, one was called otherwise, a rate and a statement were others."""
    path = tmp_path_factory.mktemp("before") / "earlier.duckdb"
    shutil.copy(PROJECT / "ncmec.duckdb", path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        figures = [name for (name,) in connection.sql("select figure_id from marts.fct_published_figures order by 1 limit 2").fetchall()]  # fmt: skip
        connection.execute("update marts.fct_published_figures set printed = 'about 1', value = 1 where figure_id = ?", figures[:1])  # fmt: skip
        connection.execute("update marts.fct_published_figures set figure_id = 'gone/1' where figure_id = ?", figures[1:])  # fmt: skip
        connection.execute("delete from marts.fct_rates where rate_id = 'offender_location_arrest_rate'")
        connection.execute("update marts.fct_claims set verdict = 'contradicted' where claim_id = 'arrests-03'")
    return path, figures


def written(edition, before):
    return release.record(marts.published_at(PROJECT / "ncmec.duckdb"), *edition, before)


def test_an_edition_says_what_it_is(edition, warehouse):
    told = written(edition, None)
    assert release.problems(told) == []
    assert told["revisions"] == {"since": None, "note": "no earlier edition at hand"}
    assert {table["name"]: table["rows"] for table in told["tables"]} == {
        table: warehouse.sql(f"select count(*) from marts.{table}").fetchone()[0]
        for (table,) in warehouse.sql("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()
    }
    documents = warehouse.sql("select document_id from marts.dim_documents order by 1").fetchall()
    assert [(document["document_id"],) for document in told["documents"]] == documents
    assert told["contents"][:12] in told["citation"]["text"]
    words = " ".join(release.notes(told, [("exact", "As printed.")]))
    assert all(part in words for part in (told["citation"]["text"], told["contents"][:12], "no earlier edition", "exact: As printed"))  # fmt: skip


@pytest.mark.parametrize(
    "path, value",
    [(["contents"], "1234"), (["published"], "yesterday"), (["version"], None), (["tables"], []), (["tables", 0, "rows"], -1), (["documents", 0, "title"], 5), (["revisions", "since"], {})],
)  # fmt: skip
def test_the_schema_refuses_what_is_no_record(edition, path, value):
    told = written(edition, None)
    place = told
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert release.problems(told)


def test_every_revision_is_named(edition, before):
    path, (changed, renamed) = before
    told = written(edition, release.edition_before(path))
    assert release.problems(told) == []
    revisions = told["revisions"]
    assert revisions["since"]["contents"] != told["contents"]
    assert (revisions["figures"]["added"], revisions["figures"]["withdrawn"]) == ([renamed], ["gone/1"])
    (change,) = revisions["figures"]["changed"]
    assert change["id"] == changed and change["before"] == {"printed": "about 1", "value": "1"}
    assert set(change["after"]) == {"printed", "value"} and change["after"] != change["before"]
    assert all(name.startswith("offender_location_arrest_rate/") for name in revisions["rates"]["added"])
    assert revisions["rates"]["added"] and not revisions["rates"]["changed"]
    assert revisions["statements"]["changed"] == [
        {"id": "arrests-03", "before": {"verdict": "contradicted"}, "after": {"verdict": "supported"}}
    ]
    assert revisions["note"].startswith("figures: 1 added, 1 changed, 1 withdrawn; rates: ")


def test_an_export_is_an_edition_before_and_the_same_edition_keeps_its_words(edition, before, tmp_path):
    told = written(edition, release.edition_before(before[0]))
    (tmp_path / "csv").mkdir()
    for table, rows in edition[0]:
        (tmp_path / "csv" / f"{table.name}.csv").write_bytes(marts.as_csv(table, rows))
    (tmp_path / "release.json").write_text(json.dumps(told))
    assert written(edition, release.edition_before(tmp_path)) == told
    figures = tmp_path / "csv" / "fct_published_figures.csv"
    figures.write_bytes(figures.read_bytes().rsplit(b"\r\n", 2)[0] + b"\r\n")
    with pytest.raises(release.Unreadable, match="its CSV files are no longer those that were exported"):
        release.edition_before(tmp_path)
    hashes = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "csv").iterdir()}
    (tmp_path / "release.json").write_text(json.dumps(told | {"contents": marts.contents_hash(hashes)}))
    again = written(edition, release.edition_before(tmp_path))["revisions"]
    assert len(again["figures"]["added"]) == 1 and again["since"]["published"] == told["published"]
    (tmp_path / "release.json").unlink()  # of an export before there were such records
    assert written(edition, release.edition_before(tmp_path))["revisions"]["since"]["version"] is None


@pytest.mark.parametrize("kind", ["missing", "text", "empty folder", "scratch", "cut record"])
def test_what_is_no_edition_is_named(tmp_path, kind):
    path = tmp_path / "earlier"
    if kind == "text":
        path.write_text("figures")
    elif kind != "missing":
        path.mkdir()
    if kind == "cut record":
        (path / "csv").mkdir()
        (path / "release.json").write_text("{")
    if kind == "scratch":
        path = path / "earlier.duckdb"
        shutil.copy(PROJECT / "ncmec.duckdb", path)
        path.chmod(0o644)
        with duckdb.connect(str(path)) as connection:
            connection.execute("update marts.publication set contents = null")
    with pytest.raises(release.Unreadable, match="is neither an export nor a published file: "):
        release.edition_before(path)


def test_the_hash_is_what_a_reader_can_compute(edition, tmp_path):
    contents, hashes = edition
    for table, rows in contents:
        (tmp_path / f"{table.name}.csv").write_bytes(marts.as_csv(table, rows))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(tmp_path.iterdir())]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == marts.contents_hash(hashes)
    csv.field_size_limit(10**7)
    table, rows = contents[0]
    with pytest.raises(SystemExit, match="holds an empty text"):
        marts.as_csv(table, [("", *rows[0][1:])])
