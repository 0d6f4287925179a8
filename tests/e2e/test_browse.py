"""make browse: the SQLite copy is the marts, and the server shows it to this machine only, follows and stops."""

import hashlib
import http.client
import json
import math
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import date

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts import marts, sqlite_copy
from scripts.readme import EXAMPLE
from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("copy") / "ncmec.db"
    return path, sqlite_copy.write(PROJECT / "ncmec.duckdb", path)[1]


@pytest.fixture(scope="module")
def copy(made):
    connection = sqlite3.connect(made[0])
    yield connection
    connection.close()


def test_the_edition_is_called_as_in_the_export(made, warehouse):
    tables = marts.tables(warehouse)
    files = {table.name: marts.as_csv(table, warehouse.sql(table.query).fetchall()) for table in tables}
    assert made[1] == marts.contents_hash({name: hashlib.sha256(file).hexdigest() for name, file in files.items()})


def spelt(cell):
    """As SQLite holds it; written out here once more."""
    return cell.isoformat() if isinstance(cell, date) else int(cell) if isinstance(cell, bool) else cell


def differences(copy, warehouse, table) -> list[str]:
    """Every row, then counts and sums as each engine makes them."""
    there = warehouse.sql(f"select * from marts.{table}")
    found = copy.execute(f"select * from {table}")
    wrong = [] if [column[0] for column in found.description] == there.columns else ["columns"]
    rows = sorted((tuple(map(spelt, row)) for row in there.fetchall()), key=repr)
    wrong += [] if sorted(found.fetchall(), key=repr) == rows else ["rows"]
    for column, kind in zip(there.columns, map(str, there.types), strict=True):
        if kind not in ("VARCHAR", "DATE"):
            ask = f"select count(*), count({column}), sum(cast({column} as double)) from {{}}{table}"
            here, known = copy.execute(ask.format("")).fetchone(), warehouse.sql(ask.format("marts.")).fetchone()
            same = here[:2] == known[:2] and math.isclose(here[2] or 0, known[2] or 0)
            wrong += [] if same else [column]
    return wrong


def test_the_copy_is_the_marts_both_ways(copy, warehouse):
    tables = {row[0] for row in warehouse.sql("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall()}  # fmt: skip
    copied = {name for (name,) in copy.execute("select name from sqlite_master where type = 'table'") if "_fts" not in name and not name.startswith("sqlite_")}  # fmt: skip
    assert copied == tables
    assert {table: wrong for table in tables if (wrong := differences(copy, warehouse, table))} == {}


@pytest.mark.parametrize("damage", ["update {} set reports = reports + 1 where rowid = 7", "delete from {} where rowid = 7", "update {} set reports = 1e7 where rowid = 7", "insert into {} select document_id, calendar_year + 1, state_code, case_status, geography, period_label, reports from {} limit 1"])  # fmt: skip
def test_another_number_or_row_is_seen(copy, warehouse, damage):
    table = "fct_missing_child_reports_by_state"
    copy.execute(damage.format(table, table))
    assert differences(copy, warehouse, table)
    copy.rollback()
    assert not differences(copy, warehouse, table)


@pytest.mark.parametrize(
    "table, column, wrong",
    [
        ("fct_cybertip_reports_by_esp", "reports", "many"),
        ("fct_published_figures", "value", "1,234"),
        ("fct_published_figures", "is_total", 2),
        ("dim_documents", "published_from", "yesterday"),
        ("dim_documents", "title", None),
    ],
)
def test_the_copy_refuses_what_is_not_of_the_kind(copy, table, column, wrong):
    with pytest.raises(sqlite3.IntegrityError):
        copy.execute(f"update {table} set {column} = ?", [wrong])
    copy.rollback()


def test_keys_lead_to_rows_and_words_to_names(copy, warehouse):
    assert copy.execute("pragma foreign_key_check").fetchall() == []
    assert {row[2] for row in copy.execute("pragma foreign_key_list(fct_rates)")} >= {"dim_rates", "dim_measures", "dim_geographies"}  # fmt: skip
    found = copy.execute(
        "select geography from fct_missing_child_reports_by_state where rowid in "
        "(select rowid from fct_missing_child_reports_by_state_fts where fct_missing_child_reports_by_state_fts match 'texas')"
    ).fetchall()
    asked = "select count(*) from marts.fct_missing_child_reports_by_state where geography = 'US-TX'"
    assert len(found) == warehouse.sql(asked).fetchone()[0] > 0 and set(found) == {("US-TX",)}


def test_the_questions_name_no_year():
    assert not re.search(r"\b(19|20)\d\d\b", re.sub(r"^--.*$", "", (PROJECT / "scripts" / "browse.sql").read_text(), flags=re.M))  # fmt: skip


# the server -------------------------------------------------------------------------------------------

PYTHON = PROJECT / ".venv-browse" / "bin" / "python"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, folder, port=None):
        assert PYTHON.exists(), "Datasette is not installed. Type: make .venv-browse/installed"
        self.folder, self.port = folder, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "log"
        self.process = subprocess.Popen(
            [PYTHON, "-m", "scripts.browse", "--port", str(self.port)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(PROJECT), "NCMEC_DATABASE": str(folder / "ncmec.duckdb")},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            # a test run in the background would hand its deaf ear for Ctrl-C on
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )

    def says(self, words: str, seconds: float = 120) -> str:
        deadline = time.monotonic() + seconds
        while words not in (said := self.log.read_text()):
            assert time.monotonic() < deadline and self.process.poll() is None, said
            time.sleep(0.1)
        return said

    def ask(self, path: str, method="GET", host=None, **parameters):
        address = f"{self.url}{path}?{urllib.parse.urlencode(parameters)}"
        request = urllib.request.Request(address, method=method, headers={"Host": host} if host else {})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.headers

    def rows(self, path: str, **parameters) -> list[dict]:
        status, answer, _ = self.ask(f"/ncmec/{path}.json", _shape="array", **parameters)
        assert status == 200, answer
        return json.loads(answer)

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 0
        return self.log.read_text()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browse")
    shutil.copy(PROJECT / "ncmec.duckdb", folder)
    served = Server(folder)
    served.says("Ctrl-C stops")
    yield served
    if served.process.poll() is None:
        served.stop()


@pytest.mark.slow
def test_every_table_is_served_whole_with_its_description(server, warehouse):
    described = json.loads(server.ask("/-/metadata.json")[1])["databases"]["ncmec"]["tables"]
    tables = warehouse.sql("select table_name, comment from duckdb_tables() where schema_name = 'marts'").fetchall()
    assert set(described) == {name for name, _ in tables}
    for name, comment in tables:
        _, answer, _ = server.ask(f"/ncmec/{name}.json", _size="1")
        rows = warehouse.sql(f"select count(*) from marts.{name}").fetchone()[0]
        assert json.loads(answer)["filtered_table_rows_count"] == rows, name
        assert described[name]["description"] == comment
        comments = warehouse.execute("select column_name, comment from duckdb_columns() where schema_name = 'marts' and table_name = ?", [name]).fetchall()  # fmt: skip
        assert all(described[name]["columns"][column].startswith(text) for column, text in comments)
    labelled = server.rows("fct_missing_child_reports_by_state", _labels="on", _search="texas")[0]
    assert labelled["geography"] == {"value": "US-TX", "label": "Texas"}


@pytest.mark.slow
def test_the_questions_of_the_readme_are_answered_as_there(server, warehouse):
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    section = readme[readme.index("## Five questions") :]
    queries = [
        example["query"]
        for example in EXAMPLE.finditer(section)
        if re.search(r"\?[^?]*$", section[: example.start()].rsplit("\n\n", 2)[-2].split(":")[0])
    ]
    asked = json.loads(server.ask("/ncmec.json")[1])["queries"]
    named = {query["sql"]: query["name"] for query in asked}
    assert len(queries) >= 5
    for query in queries:
        name = named[query.replace("ncmec.marts.", "")]
        there = warehouse.sql(query.replace("ncmec.marts.", "marts."))
        assert server.rows(name) == [dict(zip(there.columns, row, strict=True)) for row in there.fetchall()], name
    assert len(asked) > len(queries)
    assert all(server.ask(f"/ncmec/{query['name']}")[0] == 200 for query in asked), "with every box empty"


@pytest.mark.slow
def test_a_place_a_provider_and_a_source_are_found(server, warehouse):
    reports, resolved = warehouse.sql("""
        select sum(reports), sum(reports) filter (where case_status = 'Resolved')
        from marts.fct_missing_child_reports_by_state where geography = 'US-TX'
    """).fetchone()
    found = server.rows("state", state="texas")
    assert (sum(row["reports"] for row in found), sum(row["resolved"] for row in found)) == (reports, resolved)
    for path, parameter, word, count in [
        ("provider", "provider", "Google", "marts.fct_cybertip_reports_by_esp join marts.dim_esps using (esp_name) where printed_names ilike '%google%' or parent_company ilike '%google%' or esp_name ilike '%google%'"),
        ("country", "country", "Canada", "marts.fct_cybertip_reports_by_country where country_code = 'CA'"),
        ("number", "number", "27,033", "marts.fct_published_figures where value = 27033"),
    ]:  # fmt: skip
        rows = server.rows(path, **{parameter: word})
        assert len(rows) == warehouse.sql(f"select count(*) from {count}").fetchone()[0] > 0, path
    assert {row["geography"] for row in server.rows("find", words="texas resolved")} == {"US-TX"}
    assert server.rows("find", words='"*( unheard-of') == server.rows("find", words=' "" ') == []
    _, page, _ = server.ask("/ncmec/number", number="27,033")
    assert '<a href="/ncmec/fct_published_figures/our-impact-2024~2F' in page, "the id leads to the row"


@pytest.mark.slow
def test_every_page_says_which_edition_and_asks_nobody_else(server, browser):
    page = browser.new_page()
    outside, wrong = [], []
    page.on("request", lambda request: None if request.url.startswith((server.url, "data:")) else outside.append(request.url))  # fmt: skip
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    edition = re.search(r"Edition (\w{12}, published .* UTC), on", server.log.read_text()).group(1)
    for path in ("/", "/ncmec/fct_rates", "/ncmec/state?state=texas", "/ncmec/dim_documents/our-impact-2024", "/ncmec?sql=select+1"):  # fmt: skip
        page.goto(server.url + path)
        assert f"edition {edition}" in page.inner_text("body").replace("Edition", "edition"), path
    page.goto(f"{server.url}/ncmec/fct_rates")
    assert not page.locator("dl.column-descriptions").is_visible()
    page.get_by_text("What the columns mean").click()
    assert page.locator("dl.column-descriptions").is_visible()
    for path in ("/ncmec", "/ncmec/fct_missing_child_reports_by_state", "/ncmec/state?state=texas"):
        page.goto(server.url + path)
        found = Axe().run(page).response["violations"]
        assert [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in ("serious", "critical")] == [], path  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server.url}/ncmec/fct_missing_child_reports_by_state")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
    assert (outside, wrong) == ([], [])


@pytest.mark.slow
def test_only_questions_of_this_machine(server):
    status, _, headers = server.ask("/ncmec")
    assert status == 200 and "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers
    assert server.ask("/ncmec", host="statistics.example")[:2] == (400, f"This server answers to {server.url}/ only.\n")
    assert server.ask("/ncmec", host=f"localhost:{server.port}")[0] == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert server.ask("/ncmec", method=method)[:2] == (405, "This server answers questions (GET) only.\n")
    assert server.ask("/ncmec.db")[0] in (403, 404)
    with pytest.raises(OSError), socket.create_connection((socket.gethostbyname(socket.gethostname()), server.port), 2) as other:  # fmt: skip
        # where the machine's name is 127.0.0.1 too
        if other.getpeername()[0].startswith("127."):
            raise OSError


ENDLESS = "with recursive r(n) as (select 1 union all select n + 1 from r) select max(n) from r"
REFUSED = {
    "a change": ("delete from answers", "Statement must be a SELECT"),
    "a change behind with": ("with x as (select 1) delete from answers", "readonly"),
    "another file": ("attach 'x.db' as x", "Statement must be a SELECT"),
    "a file written": ("vacuum into 'x.db'", "Statement must be a SELECT"),
    "a program": ("select load_extension('x')", "not authorized"),
    "two at once": ("select 1; select 2", "one statement at a time"),
    "a slip": ("select nothing_such from answers", "no such column: nothing_such"),
    "no end": (ENDLESS, "SQL query took too long"),
    "one huge value": ("select zeroblob(900000000)", "string or blob too big"),
    "much of everything": ("select replace(hex(zeroblob(300000)), '0', 'x') || rowid from fct_rates limit 1000", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_named_and_the_server_goes_on(server, what):
    sql, words = REFUSED[what]
    began = time.monotonic()
    try:
        status, answer, _ = server.ask("/ncmec.json", sql=sql)
    except (http.client.HTTPException, OSError):
        assert not words  # more than the process may hold: cut off
        status, answer = 400, ""
    assert (status == 400 and words in json.loads(answer)["error"]) or not words, answer[:300]
    assert "Traceback" not in answer and time.monotonic() - began < 30
    assert server.rows("fct_offender_tracking")
    assert not (server.folder / "x.db").exists()


@pytest.mark.slow
def test_long_answers_are_cut_and_say_so(server, warehouse):
    status, answer, _ = server.ask("/ncmec.json", sql="select * from fct_rates")
    assert status == 200 and json.loads(answer)["truncated"] and len(json.loads(answer)["rows"]) == 1000
    _, whole, _ = server.ask("/ncmec/fct_rates.csv", _stream="on")
    assert len(whole.splitlines()) == warehouse.sql("select count(*) from marts.fct_rates").fetchone()[0] + 1


@pytest.mark.slow
def test_a_new_publication_is_followed_and_nothing_else(server):
    published = server.folder / "ncmec.duckdb"
    before, first = published.read_bytes(), server.rows("fct_offender_tracking")[0]

    def put(change: str) -> None:
        fresh = published.with_name("fresh")
        fresh.write_bytes(before)
        with duckdb.connect(str(fresh)) as connection:
            connection.execute(change)
        fresh.replace(published)
        assert server.rows("fct_offender_tracking")  # somebody looks

    put("update marts.publication set contents = null")
    server.says("Still serving edition")
    assert "is a scratch file, which nobody published" in server.log.read_text()
    assert server.rows("fct_offender_tracking")[0] == first
    put("update marts.fct_offender_tracking set location_requests = location_requests + 1")
    assert server.rows("fct_offender_tracking")[0] == first, "the old edition answers meanwhile"
    server.says("Now serving edition")
    assert server.rows("fct_offender_tracking")[0]["location_requests"] == first["location_requests"] + 1
    published.unlink()
    assert server.rows("fct_offender_tracking"), "between two editions"
    published.write_bytes(before)
    server.ask("/ncmec")
    deadline = time.monotonic() + 120
    while server.log.read_text().count("Now serving edition") < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert server.rows("fct_offender_tracking")[0] == first


@pytest.mark.slow
def test_an_edition_that_could_not_be_read_is_tried_again(server):
    published = server.folder / "ncmec.duckdb"
    log, before = published.with_name("ncmec.duckdb.wal"), published.read_bytes()
    first = server.rows("fct_offender_tracking")[0]["location_requests"]

    def seen(words: str) -> int:
        return server.log.read_text().count(words)

    def look_until(words: str, times: int) -> None:
        deadline = time.monotonic() + 120
        while seen(words) < times:
            assert server.rows("fct_offender_tracking"), "the old edition answers meanwhile"
            assert time.monotonic() < deadline, server.log.read_text()
            time.sleep(0.5)

    fresh = published.with_name("fresh")
    fresh.write_bytes(before)
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("update marts.fct_offender_tracking set location_requests = location_requests + 1")
    refused, served = seen("Still serving edition"), seen("Now serving edition")
    log.write_bytes(b"somebody's")
    fresh.replace(published)
    look_until("Still serving edition", refused + 3)
    (serving,) = (server.folder / "build" / "browse" / str(server.port)).glob(f"{served + 1}.db")
    assert serving.stat().st_size, "the copy that answers stays, however many fail"
    log.unlink()
    look_until("Now serving edition", served + 1)
    assert server.rows("fct_offender_tracking")[0]["location_requests"] == first + 1


@pytest.mark.slow
def test_it_starts_in_words_and_stops_with_ctrl_c(tmp_path):
    shutil.copy(PROJECT / "ncmec.duckdb", tmp_path)
    server = Server(tmp_path)
    server.says("Ctrl-C stops")
    second = subprocess.run(
        [PYTHON, "-m", "scripts.browse", "--port", str(server.port)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "NCMEC_DATABASE": ""},
        capture_output=True,
        text=True,
    )
    assert second.returncode and second.stderr == f"Port {server.port} of 127.0.0.1 is taken or not allowed: make browse PORT=8002\n"  # fmt: skip
    assert server.rows("fct_offender_tracking"), "the folder of the first is its own"
    said = server.stop()
    assert said.endswith("Stopped.\n") and "Traceback" not in said
    assert not list((tmp_path / "build" / "browse").iterdir())
