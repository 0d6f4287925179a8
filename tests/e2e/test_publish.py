"""Only a green full build is published; whatever goes wrong, the published file stays as it was."""

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from tests.conftest import Project, copy_project

# the publisher alone, on a finished scratch file; `before` runs once the module is loaded
PUBLISH = """
import os, sys; sys.path.insert(0, "plugins")
from pathlib import Path
import duckdb, publish
{before}
publish.publish(duckdb.connect("build/ncmec.duckdb"), Path("ncmec.duckdb").resolve(), ["marts"], Path("build").resolve())
"""
SUM = "select sum(reports) from marts.fct_missing_child_reports_by_state where calendar_year = 2024"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def litter(project):
    """Files that a finished or broken build must not leave behind."""
    return [
        path.name
        for path in [*project.folder.glob("*"), *(project.folder / "build").glob("*")]
        if "publishing" in path.name
    ]


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    project = copy_project(tmp_path_factory.mktemp("built") / "project")
    before = os.umask(0o077)
    try:
        code, output = project.dbt("build", "--store-failures")
    finally:
        os.umask(before)
    assert code == 0 and "PUBLISHED: all" in output, output
    return project


@pytest.fixture
def built(built_once, tmp_path):
    shutil.copytree(built_once.folder, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")


def refused(project, *arguments, sentence, code=1, **environment):
    before = digest(project.published)
    got, output = project.dbt(*arguments, **environment)
    assert digest(project.published) == before
    assert sentence in output, output
    assert got == code, output
    assert litter(project) == []
    assert duckdb.connect(str(project.published), read_only=True).sql(SUM).fetchone()[0] == 29568


def test_reader_is_undisturbed_and_new_connection_sees_new_data(built):
    reader = subprocess.Popen(
        [sys.executable, "-c", f"""
import duckdb, sys
con = duckdb.connect({str(built.published)!r}, read_only=True)
ask = lambda: con.sql("select count(*) from marts.dim_documents").fetchone()[0]
print(ask(), flush=True)
sys.stdin.readline()
print(ask(), flush=True)
"""],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    documents = int(reader.stdout.readline())
    os.chmod(built.published, 0o640)
    with open(built.folder / "seeds/registry/documents.csv", "a", encoding="utf-8") as registry:
        registry.write(
            "new-document,New,Publisher,report,primary,A,2026,2024,https://example.org,Publisher (2026). New.\n"
        )
    built.approve_registries()
    code, output = built.dbt("build")
    assert code == 0 and "PUBLISHED" in output, output
    assert (
        duckdb.connect(str(built.published), read_only=True)
        .sql("select count(*) from marts.dim_documents")
        .fetchone()[0]
        == documents + 1
    )
    assert built.published.stat().st_mode & 0o777 == 0o440  # the permissions it had, without writing
    assert int(reader.communicate("\n")[0]) == documents
    assert litter(built) == []


def test_failing_test(built):
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,449", "33,130,448")
    refused(built, "build", sentence="NOT PUBLISHED: 2 of ")


def test_failing_test_fail_fast(built):
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,449", "33,130,448")
    refused(built, "build", "--fail-fast", sentence="NOT PUBLISHED")


def test_failing_model(built):
    built.edit("models/marts/dimensions/dim_states.sql", "state_name", "state_nome")
    refused(built, "build", sentence="NOT PUBLISHED: ")


def test_broken_contract(built):
    built.edit("models/marts/dimensions/dim_states.sql", "    state_name,", "    1 as state_name,")
    refused(built, "build", sentence="NOT PUBLISHED: ")


def test_damaged_seed(built):
    with open(built.folder / "seeds/raw/raw_cybertip_files_by_type.csv", "a", encoding="utf-8") as seed:
        seed.write("our-impact-2024,Audio\n")
    refused(
        built,
        "build",
        code=2,
        sentence="raw_cybertip_files_by_type.csv, row 6: 2 cells, but the header has 3: 'our-impact-2024,Audio'",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("--select", "+fct_offender_tracking"),
        ("--exclude-resource-type", "unit_test"),
        pytest.param(("--resource-type", "model"), marks=pytest.mark.slow),
        pytest.param(("--exclude", "second_reading_agrees"), marks=pytest.mark.slow),
    ],
    ids=lambda arguments: arguments[0],
)
def test_part_of_the_project_keeps_the_scratch_and_says_why(built, arguments):
    scratch = (built.folder / "build" / "ncmec.duckdb").stat().st_ino
    refused(built, "build", *arguments, code=0, sentence=f"({arguments[0]} leaves part of the project out)")
    assert (built.folder / "build" / "ncmec.duckdb").stat().st_ino == scratch


@pytest.mark.parametrize(
    "flag",
    [
        ("--empty",),
        pytest.param(("--sample", "1 year"), marks=pytest.mark.slow),
        pytest.param(("--defer", "--state", "target"), marks=pytest.mark.slow),
    ],
    ids=lambda flag: flag[0],
)
def test_other_data_is_refused(built, flag):
    """Nothing is built: not even the scratch file changes."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    before = digest(scratch)
    refused(built, "build", *flag, code=2, sentence=f"NOT PUBLISHED: {flag[0]} ")
    assert digest(scratch) == before


def test_retry_and_the_other_commands(built):
    """They work on the scratch file as it is, say that nothing was published, and explain what failed."""
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,449", "33,130,448")
    refused(built, "build", sentence="NOT PUBLISHED: 2 of ")
    refused(built, "test", "--select", "second_reading_agrees", sentence='first reading "33,130,448"')
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,448", "33,130,449")
    refused(
        built, "seed", "--select", "raw_cybertip_files_by_type", code=0, sentence="Nothing was published: `dbt seed`"
    )
    refused(
        built, "run", "--select", "raw_cybertip_files_by_type+", code=0, sentence="Nothing was published: `dbt run`"
    )
    refused(built, "test", "--select", "second_reading_agrees", code=0, sentence="Nothing was published: `dbt test`")


@pytest.mark.slow
def test_retry_of_a_build_keeps_the_scratch(built):
    built.edit("models/marts/dimensions/dim_states.sql", "state_name", "state_nome")
    refused(built, "build", sentence="NOT PUBLISHED: ")
    built.edit("models/marts/dimensions/dim_states.sql", "state_nome", "state_name")
    refused(built, "retry", code=0, sentence="(dbt retry leaves part of the project out)")


@pytest.mark.slow
def test_from_another_folder(built, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    before = built.published.stat().st_mtime_ns
    outcome = subprocess.run(
        [built.command, "--log-level-file", "none", "build", "--project-dir", built.folder, "--profiles-dir", built.folder],
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert "PUBLISHED: all" in outcome.stdout, outcome.stdout + outcome.stderr
    assert built.published.stat().st_mtime_ns > before
    assert not list(elsewhere.glob("**/*.duckdb"))


def test_two_builds_at_once(built):
    first = built.start("build")
    time.sleep(4)
    started = time.monotonic()
    code, output = built.dbt("build")
    assert code != 0 and "Another dbt process is running in this project" in output, output
    assert time.monotonic() - started < 15
    code, output = built.dbt("show", "--inline", "select 1 as one")
    assert code != 0 and "Another dbt process is running in this project" in output and "Traceback" not in output
    output, _ = first.communicate(timeout=120)
    assert first.returncode == 0 and "PUBLISHED: all" in output, output


def test_unwritable_target(built):
    # a folder of that name stands in the way: not even root can replace it by a file
    target = built.folder / "taken"
    (target / "inside").mkdir(parents=True)
    before = digest(built.published)
    code, output = built.dbt("build", NCMEC_DATABASE=str(target))
    assert code != 0 and "NOT PUBLISHED" in output and "is unchanged" in output, output
    assert digest(built.published) == before and litter(built) == []


def test_file_size_limit_as_a_full_disk(built):
    """A quota hits while the finished copy is written: published file untouched, next build fine."""
    before = digest(built.published)
    outcome = subprocess.run(
        [sys.executable, "-c", PUBLISH.format(before="")],
        cwd=built.folder,
        capture_output=True,
        text=True,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)),
        ),
    )
    assert outcome.returncode != 0 and "is unchanged" in outcome.stderr
    assert digest(built.published) == before and litter(built) == []


@pytest.mark.parametrize(
    "path,old,new",
    [
        ("tests/second_reading_agrees.sql", "-- Two keys", "{{ config(enabled=false) }}\n-- Two keys"),
        ("dbt_project.yml", "models:\n", "data_tests:\n  +warn_if: '>10'\n  +error_if: '>10'\n\nmodels:\n"),
        pytest.param(
            "dbt_project.yml", "models:\n", "data_tests:\n  +severity: warn\n\nmodels:\n", marks=pytest.mark.slow
        ),
        pytest.param("dbt_project.yml", "models:\n", "data_tests:\n  +limit: 0\n\nmodels:\n", marks=pytest.mark.slow),
    ],
    ids=["disabled", "thresholds", "warnings", "limit"],
)
def test_softened_test(built, path, old, new):
    built.edit(path, old, new)
    refused(built, "build", code=0, sentence="NOT PUBLISHED: a required test did not run or was softened")


def test_scratch_and_published_must_differ(built):
    refused(built, "build", code=2, sentence="are the same", NCMEC_SCRATCH=str(built.published))
    refused(built, "run", code=2, sentence="are the same", NCMEC_SCRATCH=str(built.published))
    precious = built.folder / "precious.txt"
    precious.write_text("not a database")
    refused(built, "build", code=2, sentence="is not a DuckDB file", NCMEC_SCRATCH=str(precious))
    assert precious.read_text() == "not a database"


@pytest.mark.slow
@pytest.mark.parametrize("room", [2, 6, 12, 18, 24, 28])
def test_full_disk(built_once, tmp_path, room):
    """A real full disk, at different fill levels: the whole project on a small tmpfs."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = (
        room
        + sum(path.stat().st_size for path in built_once.folder.rglob("*") if path.is_file()) // (1 << 20)
        - built_once.published.stat().st_size // (1 << 20)
        + 1
    )
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(disk)], capture_output=True
    ).returncode:
        pytest.skip("cannot mount a tmpfs here")
    try:
        shutil.copytree(built_once.folder, disk / "project", symlinks=True, ignore=shutil.ignore_patterns("build"))
        project = Project(disk / "project")
        before = digest(project.published)
        code, output = project.dbt("build")
        if code:
            assert digest(project.published) == before
        assert duckdb.connect(str(project.published), read_only=True).sql(SUM).fetchone()[0] == 29568
        subprocess.run(["mount", "-o", "remount,size=500m", str(disk)], check=True)
        code, output = project.dbt("build")
        assert code == 0 and "PUBLISHED: all" in output, output
        assert litter(project) == []
    finally:
        subprocess.run(["umount", str(disk)])


@pytest.mark.slow
@pytest.mark.parametrize("moment", [1.0, 2.5, 4.0, 5.0, 6.0, 7.0, 7.5, 8.0])
def test_killed_build(built, moment):
    before = digest(built.published)
    process = built.start("build")
    try:
        process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    # killed before the swap: the old file, byte for byte; killed after it: the whole new one
    if digest(built.published) != before:
        assert moment > 5 and not (built.folder / "build" / "ncmec.duckdb.publishing").exists()
        assert (
            duckdb.connect(str(built.published), read_only=True)
            .sql("select count(*) from marts.fct_reconciliations where status <> 'broken'")
            .fetchone()[0]
            > 200
        )
    assert duckdb.connect(str(built.published), read_only=True).sql(SUM).fetchone()[0] == 29568
    code, output = built.dbt("build")
    assert code == 0 and "PUBLISHED: all" in output, output
    assert litter(built) == []


@pytest.mark.slow
def test_killed_while_publishing(built):
    """The copy is under way when the process dies: the old file stays, the next build cleans up."""
    copying = subprocess.Popen(
        [sys.executable, "-c", PUBLISH.format(before="publish.os.replace = lambda *_: os.kill(os.getpid(), 9)")],
        cwd=built.folder,
    )
    before = digest(built.published)
    assert copying.wait() == -9
    assert litter(built) == ["ncmec.duckdb.publishing"] and digest(built.published) == before
    code, _ = built.dbt("build")
    assert code == 0 and litter(built) == []


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.4.4", "1.5.0"])
def test_older_clients_open_the_file(built_once, tmp_path, version):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "old"], check=True)
    python = tmp_path / "old" / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"duckdb=={version}"], check=True)
    script = f"import duckdb; con = duckdb.connect({str(built_once.published)!r}, read_only=True); print(duckdb.__version__, con.sql({SUM!r}).fetchone()[0])"
    outcome = subprocess.run([python, "-c", script], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.split() == [version, "29568"]


def test_leftover_write_ahead_log(built):
    """Somebody changed a value in the published file and was killed: DuckDB would replay it over every publication."""
    os.chmod(built.published, 0o644)
    writer = f"import duckdb, os; con = duckdb.connect({str(built.published)!r}); con.execute('update marts.fct_missing_child_reports_by_state set reports = 1'); os._exit(0)"
    subprocess.run([sys.executable, "-c", writer], check=True)
    log = built.folder / "ncmec.duckdb.wal"
    assert log.exists()
    before = digest(built.published), digest(log)
    code, output = built.dbt("build")
    assert code != 0 and str(log) in output and "Close the program" in output and "PUBLISHED:" not in output, output
    assert (digest(built.published), digest(log)) == before
    log.unlink()
    assert duckdb.connect(str(built.published), read_only=True).sql(SUM).fetchone()[0] == 29568


def test_open_writer(built):
    os.chmod(built.published, 0o644)
    writer = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb, sys; con = duckdb.connect({str(built.published)!r}); print(1, flush=True); sys.stdin.readline()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    writer.stdout.readline()
    before = digest(built.published)
    code, output = built.dbt("build")
    assert code != 0 and "is open for writing in another program" in output and f"PID {writer.pid}" in output, output
    writer.communicate("\n")
    assert digest(built.published) == before


@pytest.mark.parametrize(
    "moment,before",
    [
        ("a log appears just before the swap", "find = publish.refuse_differences; publish.refuse_differences = lambda *a: (find(*a), open('ncmec.duckdb.wal', 'w').close())"),
        ("a log appears with the swap", "swap = os.replace; publish.os.replace = lambda *a: (swap(*a), open('ncmec.duckdb.wal', 'w').close())"),
        ("the copy is another one", "write = publish.write_copy\ndef other(*a):\n    write(*a)\n    with duckdb.connect(str(a[1])) as c: c.execute('delete from marts.dim_states where state_code is not distinct from (select min(state_code) from marts.dim_states)')\npublish.write_copy = other"),
        ("a value changes after the swap", "swap = os.replace\ndef other(copy, published):\n    os.chmod(copy, 0o644)\n    with duckdb.connect(str(copy)) as c: c.execute('update marts.fct_missing_child_reports_by_state set reports = 1')\n    swap(copy, published)\npublish.os.replace = other"),
    ],
    ids=lambda value: value.replace(" ", "-") if value.startswith(("a ", "the ")) else "",
)  # fmt: skip
def test_what_readers_would_get_is_what_was_built(built, moment, before):
    old = digest(built.published)
    outcome = subprocess.run(
        [sys.executable, "-c", PUBLISH.format(before=before)], cwd=built.folder, capture_output=True, text=True
    )
    assert outcome.returncode != 0, outcome.stdout
    expected = "ncmec.duckdb.wal" if "log" in moment else "does not hold what was built"
    assert expected in outcome.stderr, outcome.stderr
    if moment in ("a log appears just before the swap", "the copy is another one"):
        assert "is unchanged" in outcome.stderr and digest(built.published) == old
    assert litter(built) == []


def test_published_read_only_and_nothing_but_the_project(built):
    """Built under a strict umask, with stored failures: readable by all, writable by none, no audit schema."""
    assert built.published.stat().st_mode & 0o777 == 0o444
    schemas = "select distinct schema_name from duckdb_tables()"
    stored = duckdb.connect(str(built.folder / "build" / "ncmec.duckdb"), read_only=True).sql(schemas).fetchall()
    assert ("dbt_test__audit",) in stored
    assert ("dbt_test__audit",) not in duckdb.connect(str(built.published), read_only=True).sql(schemas).fetchall()


def test_copied_project_loads_its_own_seeds(built, tmp_path):
    """dbt remembers the folder a seed was first parsed in; the original is changed and then gone."""
    shutil.copytree(built.folder, tmp_path / "it's a [copy]", symlinks=True)
    copy = Project(tmp_path / "it's a [copy]")
    copy.edit("seeds/registry/states.csv", "Alabama", "Alabama of the copy")
    built.folder.rename(tmp_path / "moved")
    code, output = copy.dbt("seed", "--select", "states")
    assert code == 0, output
    names = duckdb.connect(str(copy.folder / "build/ncmec.duckdb"), read_only=True).sql(
        "select state_name from registry.states"
    )
    assert ("Alabama of the copy",) in names.fetchall()


def test_other_peoples_files(built, tmp_path):
    """Neither rebuilt nor replaced: a database of somebody else, or a copy of ours with their tables."""
    foreign = tmp_path / "ncmec.duckdb"
    with duckdb.connect(str(foreign)) as connection:
        connection.execute("create schema marts; create table marts.sales as select 1 as one")
    before = digest(foreign)
    refused(built, "build", code=2, sentence="was not made by this project", NCMEC_SCRATCH=str(foreign))
    refused(built, "run", code=2, sentence="was not made by this project", NCMEC_SCRATCH=str(foreign))
    code, output = built.dbt("build", NCMEC_DATABASE=str(foreign))
    assert code == 2 and "was not made by this project" in output, output
    assert digest(foreign) == before
    extended = tmp_path / "extended.duckdb"
    shutil.copy(built.published, extended)
    os.chmod(extended, 0o644)
    with duckdb.connect(str(extended)) as connection:
        connection.execute("create table main.my_notes as select 'precious' as note")
    code, output = built.dbt("build", NCMEC_DATABASE=str(extended))
    assert code == 2 and "holds other people's tables" in output and "main.my_notes" in output, output


def test_missing_folder_is_found_before_the_build(built, tmp_path):
    started = time.monotonic()
    code, output = built.dbt("build", NCMEC_DATABASE=str(tmp_path / "not" / "there.duckdb"))
    assert code == 2 and "does not exist. Nothing was built" in output, output
    assert " OK " not in output and time.monotonic() - started < 15


def test_linked_scratch_and_published(built):
    """A tool that merges equal files made them one: part of a build must not write into the published file."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    scratch.unlink()
    os.link(built.published, scratch)
    built.edit("seeds/registry/states.csv", "Alabama", "Alabama not reviewed")
    refused(built, "seed", "--select", "states", code=0, sentence="Nothing was published")
    assert scratch.stat().st_ino != built.published.stat().st_ino


@pytest.mark.slow
def test_clean_does_not_free_a_held_lock(built):
    first = built.start("build")
    time.sleep(5)
    assert built.dbt("clean")[0] == 0
    code, output = built.dbt("build")
    assert code != 0 and "Another dbt process is running" in output, output
    before = digest(built.published)
    output, _ = first.communicate(timeout=200)
    assert "PUBLISHED: all" in output or digest(built.published) == before, output
