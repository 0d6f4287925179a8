"""The ways to connect that docs/connect.md shows work, and none of them reads a file, writes one or can be unlocked."""

import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_locked import LARGE

CLIENTS = PROJECT / ".venv-clients" / "bin" / "python"
PAGE = (PROJECT / "docs" / "connect.md").read_text(encoding="utf-8")
SNIPPETS = dict(re.findall(r"^##+ ([^\n]+)\n(?:(?!^#).)*?```python\n(.*?)```", PAGE, re.S | re.M))
COMMANDS = [shlex.split(command) for command in re.findall(r"```sh\n(.*?)\n```", PAGE)]
ATTACKS = {
    LARGE: "Out of Memory",
    "select * from read_text('secret.txt')": "Permission Error",
    "select * from 'secret.csv'": "Permission Error|does not exist",
    "copy marts.answers to 'leak.csv'": "Permission Error",
    "export database 'leak'": "Permission Error",
    "attach 'other.duckdb'": "Permission Error",
    "set enable_external_access = true": "locked|while database is running",
    "set lock_configuration = false": "locked",
    "create table marts.mine as select 1": "read-only",
}
# appended to a snippet of the page: its own connection is attacked
ATTACK = """
def ask(query):
    if "engine" in globals():
        with engine.connect() as connection:
            connection.exec_driver_sql(query).fetchall()
    else:
        with con.cursor() as cursor:
            cursor.execute(query)
            cursor.fetchall()

import re
for query, expected in {attacks}.items():
    try:
        ask(query)
    except Exception as refused:
        assert re.search(expected, str(refused)), f"{{query}}: {{refused}}"
        if "dbapi" in globals():
            con.rollback()
    else:
        raise AssertionError("was not refused: " + query)
print("refused all")
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "scripts").mkdir()
    for file in ("ncmec.duckdb", "scripts/connect.sql"):
        shutil.copy(PROJECT / file, tmp_path / file)
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.csv").write_text("secret\n1\n")
    yield tmp_path
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ncmec.duckdb",
        "scripts",
        "secret.csv",
        "secret.txt",
    ]


def run_snippet(python, folder, code: str) -> None:
    outcome = subprocess.run(
        [python, "-c", code + ATTACK.format(attacks=ATTACKS)], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.endswith("refused all\n")
    assert len(outcome.stdout.splitlines()) == 2, "the snippet prints one line"


def run(command: list, folder, query: str = "") -> str:
    outcome = subprocess.run(command, cwd=folder, input=query, capture_output=True, text=True, timeout=120)
    return outcome.stdout + outcome.stderr


def refuses(ask, warehouse) -> None:
    rows = warehouse.sql("select count(*) from marts.fct_published_figures").fetchone()[0]
    assert str(rows) in ask("select count(*) as figures from fct_published_figures")
    for query, expected in ATTACKS.items():
        assert re.search(expected, ask(query)), query


def test_python(folder):
    run_snippet(sys.executable, folder, SNIPPETS["Python"])


def test_command_line(folder, warehouse):
    command = next(command for command in COMMANDS if command[0] == "duckdb")
    executable = PROJECT / ".venv" / "bin" / "duckdb"
    refuses(lambda query: run([executable, *command[1:]], folder, f"{query};\n"), warehouse)


def test_new_data_is_seen_as_the_page_says(folder):
    """A notebook runs the cell that connects again: without closing it would go on with the edition before, and is refused."""
    assert "`con.close()`" in PAGE
    later = """
import os, shutil
shutil.copy("ncmec.duckdb", "later.duckdb"); os.chmod("later.duckdb", 0o644)
with duckdb.connect("later.duckdb") as writer:
    writer.execute("update marts.answers set answer = 'of a later edition'")
os.replace("later.duckdb", "ncmec.duckdb")
"""
    again = f"try:\n    exec({SNIPPETS['Python']!r})\nexcept duckdb.Error as refused:\n    print(refused)\n"
    code = SNIPPETS["Python"] + later + again + "con.close()\n" + SNIPPETS["Python"]
    said = run([sys.executable, "-c", code], folder).splitlines()
    assert [("of a later edition" in line) for line in said] == [False, False, True]
    assert "has been locked" in said[1]


@pytest.fixture
def clients():
    assert CLIENTS.exists(), "The clients are not installed. Type: make .venv-clients/installed"
    return CLIENTS


@pytest.mark.slow
@pytest.mark.parametrize("client", [client for client in SNIPPETS if client != "Python"])
def test_python_clients(clients, folder, client):
    run_snippet(clients, folder, SNIPPETS[client])


@pytest.mark.slow
@pytest.mark.parametrize("package", ["duckdb_sqlalchemy", "duckdb_engine"])
def test_both_sqlalchemy_dialects(clients, folder, package):
    chosen = f"from sqlalchemy.dialects import registry\nregistry.register('duckdb', '{package}', 'Dialect')\n"
    proof = f"assert type(engine.dialect).__module__.startswith('{package}')\n"
    run_snippet(clients, folder, chosen + SNIPPETS["SQLAlchemy"] + proof)


@pytest.mark.slow
def test_harlequin(clients, folder, warehouse):
    command = next(command for command in COMMANDS if command[0] == "harlequin")
    hsql = clients.with_name("hsql")
    refuses(lambda query: run([hsql, *command[1:], "--command", query], folder), warehouse)


def test_the_page_shows_what_is_tested():
    assert list(SNIPPETS) == ["Python", "pandas and Polars", "SQLAlchemy", "ADBC"]
    assert [command[0] for command in COMMANDS] == ["duckdb", "harlequin"]
