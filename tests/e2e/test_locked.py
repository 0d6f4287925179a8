"""The lock is one definition, and a locked reader neither takes the machine nor can be ended by a question."""

import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest
import yaml

from scripts.locked import LOCKED, Reader, Refused, connect, lock, names_called
from tests.attacks import ENDING, TIME
from tests.conftest import PROJECT

# every text that shows the statements, and how often
SHOWN = {"README.md": 1, "docs/connect.md": 6, "scripts/connect.sql": 1}
# sorts what two limits of memory would not hold
LARGE = (
    "select count(*) from (select repeat(md5(cast(range as varchar)), 10) as text from range(8000000) order by text)"
)


def test_every_text_shows_the_whole_lock_in_its_order():
    for path, times in SHOWN.items():
        text = (PROJECT / path).read_text(encoding="utf-8")
        shown = re.findall(r"set (\w+) = '?([^;'\"\n]*)'?", text)
        assert shown == list(LOCKED.items()) * times, path
        # as options they are not heeded or exclude one another
        assert "max_temp_directory_size" not in re.sub(r"`max_temp_directory_size` is not heeded", "", text), path


def test_no_other_definition_of_the_lock():
    for file in [*PROJECT.glob("scripts/**/*.py"), *PROJECT.glob("bi/**/*.*"), *PROJECT.glob("tests/**/*.py")]:
        text = file.read_text(encoding="utf-8")
        assert '"lock_configuration": ' not in text or file.name in ("locked.py", "test_locked.py"), file


def test_the_profile_for_readers_is_the_lock():
    profiles = yaml.safe_load((PROJECT / "profiles.yml").read_text(encoding="utf-8"))
    options = profiles["ncmec"]["outputs"]["published"]["config_options"]
    assert options == {"access_mode": "READ_ONLY"}
    (plugin,) = profiles["ncmec"]["outputs"]["published"]["plugins"]
    assert [(name, str(value).lower()) for name, value in plugin["config"].items()] == [
        (name, value.lower()) for name, value in LOCKED.items()
    ]


def test_memory_and_disk_are_limited(warehouse):
    assert warehouse.execute(
        "select value from duckdb_settings() where name in ('memory_limit', 'temp_directory') order by name"
    ).fetchall() == [("953.6 MiB",), ("",)]
    with warehouse.cursor() as cursor, pytest.raises(duckdb.OutOfMemoryException):
        cursor.execute("select length(string_agg(repeat('x', 1000))) from range(5000000)").fetchall()


@pytest.mark.parametrize("way", ["lock", "make bi", "profile"])
def test_nothing_is_written_to_disk(tmp_path, way):
    """Readers of one file would share a folder beside it: each read there what another one wrote."""
    shutil.copy(PROJECT / "ncmec.duckdb", tmp_path)
    file = tmp_path / "ncmec.duckdb"
    if way == "profile":
        environment = {**os.environ, "NCMEC_DATABASE": str(file)}
        command = [sys.executable.replace("python", "dbt"), "--no-use-colors", "--log-level-file", "none", "show", "--target", "published", "--inline", LARGE]  # fmt: skip
        outcome = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120)
        assert outcome.returncode and "Out of Memory" in outcome.stdout, outcome.stdout
    else:
        opened = connect(file) if way == "make bi" else lock(duckdb.connect(str(file), read_only=True))
        with pytest.raises(duckdb.OutOfMemoryException):
            opened.execute(LARGE).fetchall()
    assert [path.name for path in tmp_path.iterdir()] == ["ncmec.duckdb"]


@pytest.fixture
def reader():
    return connect(PROJECT / "ncmec.duckdb", seconds=0.5)


@pytest.mark.parametrize("attack", TIME)
def test_a_long_question_is_stopped(reader, attack):
    with pytest.raises(Refused, match=r"longer than 0\.5 seconds"):
        reader.execute(TIME[attack]).fetchall()
    assert reader.execute("select 1").fetchall() == [(1,)]


@pytest.mark.parametrize("attack", ENDING)
def test_only_questions_are_taken(reader, tmp_path, attack):
    with pytest.raises(Refused, match=r"disabled|only answers questions"):
        reader.execute(ENDING[attack].format(leak=tmp_path / "leak"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "question",
    [
        "select count(*) from fct_rates",
        "from answers",
        "with a as (select 1 as n) select n from a",
        "values (1), (2)",
        "table answers",
        "describe answers",
        "show tables",
        "summarize answers",
        "explain select 1",
        "pivot fct_rates on status using count(*) group by rate_id",
        "select query, 'enable_logging()' from (select 1 as query) -- checkpoint()",
        "select count(*) from duckdb_columns()",
        "select 1; select 2",
    ],
)
def test_questions_are_answered(reader, question):
    reader._seconds = 30
    assert reader.execute(question).fetchall()
    assert reader.cursor().execute(question).fetchmany(1)


def test_names_are_found_where_functions_are_called():
    assert names_called('select "é", a.b /* c( */ (1), "Q""("(2), \'d(\' from e ( ) -- f(') == ["b", 'Q""(', "e"]


def test_no_function_of_the_engine_ends_a_reader():
    """Each function that DuckDB has, called without arguments in one process, which must live on and print nothing."""
    code = """if True:
        import sys
        from scripts.locked import connect
        reader = connect("ncmec.duckdb")
        names = [name for name, in reader.execute(
            "select distinct function_name from duckdb_functions() where function_name ~ '[a-z].*' order by 1").fetchall()]
        for name in names:
            for call in (f"from {name}()", f"call {name}()", f"pragma {name}", f"select {name}()"):
                try:
                    reader.execute(call).fetchmany(1)
                except Exception as refused:
                    str(refused)
        print(len(names), reader.execute("select 1").fetchall(), file=sys.stderr)
    """
    outcome = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=120)
    assert outcome.returncode == 0 and outcome.stdout == "", outcome
    assert re.fullmatch(r"\d{3,} \[\(1,\)\]\n", outcome.stderr), outcome.stderr


def test_nothing_else_runs_sql(reader):
    assert isinstance(reader.cursor(), Reader)
    for way in (reader.sql, reader.query, reader.executemany):
        with pytest.raises(Refused):
            way("checkpoint")
