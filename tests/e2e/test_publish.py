"""Only a green full build is published; whatever goes wrong, the published file stays as it was."""

import contextlib
import fcntl
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import duckdb
import pytest

from tests import forks
from tests.conftest import PROJECT, Project
from tests.small import small_project

sys.path.insert(0, str(PROJECT / "plugins"))
import publish

ID = "5d0c6f0e-4b1f-4a55-9d55-6d8f0b7e2c11"
# the publisher alone, on a finished scratch file; `before` runs once the module is loaded
PUBLISH = f"""
import json, os, subprocess, sys; sys.path.insert(0, "plugins")
from pathlib import Path
import duckdb, publish
{{before}}
publish.publish(
    duckdb.connect("build/ncmec.duckdb"), Path("ncmec.duckdb").absolute(), ["marts", "raw"], {ID!r}, json.dumps(dict(metrics=[]))
)
print("published")
"""
# the checks alone, as dbt makes them before it opens the scratch file
CHECK = """
import os, sys; sys.path.insert(0, "plugins")
from types import SimpleNamespace
import duckdb, publish
{before}
flags = SimpleNamespace(WHICH={command!r}, SELECT={select!r}, PROJECT_DIR=None)
publish.get_flags = lambda: flags
scratch = os.environ.get("NCMEC_SCRATCH") or "build/ncmec.duckdb"
publish.Plugin(
    "publish",
    {{"published_path": os.environ.get("NCMEC_DATABASE") or "ncmec.duckdb"}},
    SimpleNamespace(path=scratch, module_paths=[]),
)
print("accepted")
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


def python(project, code, **environment):
    return forks.call(["-c", code], project.folder, {**os.environ, **environment})[1]


def checked(project, command="build", select="marts", before="", **environment):
    """What the checks say before dbt opens the scratch file; a selection keeps that file."""
    if before:
        return python(project, CHECK.format(command=command, select=select, before=before), **environment)
    flags = SimpleNamespace(WHICH=command, SELECT=select, PROJECT_DIR=None)
    credentials = SimpleNamespace(path=environment.get("NCMEC_SCRATCH") or "build/ncmec.duckdb", module_paths=[])
    settings = {"published_path": environment.get("NCMEC_DATABASE") or "ncmec.duckdb"}
    with contextlib.chdir(project.folder), pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "get_flags", lambda: flags)
        patch.setattr(publish, "LOCKS", {})
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            publish.Plugin("publish", settings, credentials)
        except publish.PublishError as error:
            return str(error)
        finally:
            for handle in publish.LOCKS.values():
                os.close(handle)
    return "accepted"


def changed(source, target, *statements):
    """A copy of a database file with what somebody did to it."""
    shutil.copy(source, target)
    os.chmod(target, 0o644)
    with duckdb.connect(str(target)) as connection:
        for statement in statements:
            connection.execute(statement)
    return target


@pytest.fixture(scope="session")
def built_once(tmp_path_factory, worker_id):
    """Built once for all modules and workers; each test changes a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "built_once"
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return Project(folder)
        begun = small_project(folder.with_name("begun") / "project")
        before = os.umask(0o077)
        try:
            code, output = begun.dbt("build", "--store-failures")
        finally:
            os.umask(before)
        assert code == 0 and "PUBLISHED: all" in output, output
        begun.folder.rename(folder)
        return Project(folder)


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


COUNT = "select count(*) from marts.dim_documents"
READER = """
import duckdb, sys
con = duckdb.connect({path!r}, read_only=True)
for _ in range(2):
    print(con.sql({count!r}).fetchone()[0], flush=True)
    sys.stdin.readline()
"""


@contextlib.contextmanager
def undisturbed(path):
    """A program that has the published file open while another edition is put there, and new ones that see that one."""
    words = [sys.executable, "-c", READER.format(path=str(path), count=COUNT)]
    reader = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    documents = int(reader.stdout.readline())
    os.chmod(path, 0o640)
    yield
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.sql(COUNT).fetchone()[0] == documents + 1
    assert path.stat().st_mode & 0o777 == 0o440  # the permissions it had, without writing
    assert int(reader.communicate("\n\n")[0]) == documents


def one_more_document(project):
    with open(project.folder / "seeds/registry/documents.csv", "a", encoding="utf-8") as registry:
        registry.write(
            "new-document,New,Publisher,web_page,primary,B,as_recorded,Only planted.,2026-01-01,,2024,"
            "https://example.org/new,Publisher: New.\n"
        )


def test_reader_is_undisturbed_and_new_connection_sees_new_data(built):
    """So does the real project, which takes longer: test_synthetic_year.py."""
    with undisturbed(built.published):
        one_more_document(built)
        code, output = built.dbt("build")
        assert code == 0 and "PUBLISHED" in output, output
    assert litter(built) == []


def test_failing_test(built):
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,449", "33,130,448")
    refused(built, "build", sentence=" steps did not pass")


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
        ("--select", "+fct_published_figures"),
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
    refused(built, "build", sentence=" steps did not pass")
    refused(built, "test", "--select", "second_reading_agrees", sentence='first reading "33,130,448"')
    built.edit("seeds/raw/raw_cybertip_files_by_type.csv", "33,130,448", "33,130,449")
    refused(
        built, "seed", "--select", "raw_cybertip_files_by_type", code=0, sentence="Nothing was published: `dbt seed`"
    )
    models = ["stg_printed_cells", "int_figures"]
    refused(built, "run", "--select", *models, code=0, sentence="Nothing was published: `dbt run`")
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


@contextlib.contextmanager
def stopped_build(project):
    """A build that holds the lock and goes on only when it is told to."""
    scratch = project.folder / "build" / "ncmec.duckdb"
    scratch.unlink()
    process = project.start("build")
    deadline = time.monotonic() + 60
    while not scratch.exists():  # it is made once the lock is held
        assert process.poll() is None and time.monotonic() < deadline, process.communicate()
        time.sleep(0.01)
    process.send_signal(signal.SIGSTOP)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGCONT)


def test_two_builds_at_once(built):
    """`dbt clean` does not free the lock; every other command gets a sentence."""
    before = digest(built.published)
    with stopped_build(built) as first:
        for command in (["build"], ["show", "--inline", "select 1 as one"], ["clean"], ["build"]):
            code, output = built.dbt(*command)
            if command == ["clean"]:
                assert code == 0, output
            else:
                assert code != 0 and "Another dbt process is running in this project" in output, output
                assert "Traceback" not in output
    output, _ = first.communicate(timeout=120)
    # its scratch file was cleaned away under it: published whole or not at all
    assert "PUBLISHED: all" in output or digest(built.published) == before, output
    assert litter(built) == []


def test_unwritable_target(built):
    # a folder of that name stands in the way: not even root can replace it by a file
    target = built.folder / "taken"
    (target / "inside").mkdir(parents=True)
    before = digest(built.published)
    output = checked(built, NCMEC_DATABASE=str(target))
    assert (
        output.startswith(str(target)) and "is not a file; name another path. Nothing was built or published." in output
    ), output
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
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16)),
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
    refused(built, "build", code=2, sentence="NOT PUBLISHED: a required test did not run or was softened")


def test_scratch_and_published_must_differ(built):
    refused(built, "build", code=2, sentence="are the same", NCMEC_SCRATCH=str(built.published))
    assert "are the same" in checked(built, "run", NCMEC_SCRATCH=str(built.published))
    precious = built.folder / "precious.txt"
    precious.write_text("not a database")
    assert "is not a DuckDB file" in checked(built, select=None, NCMEC_SCRATCH=str(precious))
    assert precious.read_text() == "not a database"


@pytest.mark.parametrize(
    "variable,name,sentence",
    [
        ("NCMEC_SCRATCH", "ncmec.duckdb.lock", "is a name that publishing needs for itself"),
        ("NCMEC_SCRATCH", "ncmec.duckdb.wal", "is a name that publishing needs for itself"),
        ("NCMEC_SCRATCH", "ncmec.duckdb.publishing-1", "is a name that publishing needs for itself"),
        ("NCMEC_DATABASE", "build/ncmec.duckdb.wal", "is a name that builds need for themselves"),
        ("NCMEC_DATABASE", "marts.duckdb", "a database named marts cannot be told from a schema"),
        ("NCMEC_SCRATCH", "Registry.duckdb", "a database named registry cannot be told from a schema"),
        ("NCMEC_DATABASE", "circle.duckdb", "leads in a circle"),
        ("NCMEC_SCRATCH", "circle.duckdb", "leads in a circle"),
    ],
)
def test_paths_that_cannot_be(built, variable, name, sentence):
    (built.folder / "circle.duckdb").symlink_to("circle.duckdb")
    output = checked(built, **{variable: str(built.folder / name)})
    assert sentence in output and "Nothing was built or published." in output, output
    assert "accepted" in checked(built, NCMEC_SCRATCH="", NCMEC_DATABASE="")


@pytest.mark.slow
@pytest.mark.parametrize("room", [0, 1, 2, 3, 4, 6])
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
@pytest.mark.parametrize("moment", [1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0])
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
        assert not litter(built)
        assert (
            duckdb.connect(str(built.published), read_only=True)
            .sql("select count(*) from marts.fct_reconciliations where status <> 'broken'")
            .fetchone()[0]
            == 4
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
    assert litter(built) == [f"ncmec.duckdb.publishing-{copying.pid}"] and digest(built.published) == before
    code, _ = built.dbt("build")
    assert code == 0 and litter(built) == []


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.4.4", "1.5.0"])
def test_older_clients_open_the_file(built_once, tmp_path, version):
    words = ["install", "--quiet", "--no-deps", "--only-binary", ":all:", "--target", tmp_path, f"duckdb=={version}"]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True)
    script = f"import duckdb; con = duckdb.connect({str(built_once.published)!r}, read_only=True); print(duckdb.__version__, con.sql({SUM!r}).fetchone()[0])"
    words = [sys.executable, "-c", script]
    outcome = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
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


@pytest.mark.parametrize(
    "statement,name",
    [
        ("create table main.my_notes as select 'precious' as note", "table main.my_notes"),
        ("create table marts.my_notes as select 'precious' as note", "table marts.my_notes"),
        ("create view marts.mine as select 1 as one", "view marts.mine"),
        ("create macro marts.twice(x) as 2 * x", "macro marts.twice"),
        ("create macro main.all_of_it() as table select 1 as one", "macro main.all_of_it"),
        ("create type raw.size as enum ('s', 'm')", "type raw.size"),
        ("create sequence raw.mine", "sequence raw.mine"),
        ("create index mine on marts.dim_states (state_name)", "index marts.mine"),
        ("create schema drafts", "schema drafts"),
    ],
    ids=lambda value: value.replace(" ", "-") if len(value) < 25 else "",
)
def test_other_peoples_objects_in_a_published_file(built, tmp_path, statement, name):
    """It is not replaced, and the message names what is theirs and nothing else."""
    extended = changed(built.published, tmp_path / "extended.duckdb", statement)
    before = digest(extended)
    output = checked(built, NCMEC_DATABASE=str(extended))
    assert f"holds other people's tables or other objects ({name}); name another path" in output, output
    assert digest(extended) == before


def test_other_peoples_files(built, tmp_path):
    """Neither rebuilt nor replaced, whatever they call their tables; what is ours is, whatever its path."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    for number, statements in enumerate(
        (
            ["create schema marts", "create table marts.sales as select 1 as one"],
            ["create schema marts", "create table marts.publication as select 1 as one"],
            ["create schema marts", "create table marts.publication as select 1 as project_id"],
            ["create schema marts", "create view marts.publication as select 1 as project_id"],
            ["create macro mine(x) as x"],
        )
    ):
        foreign = tmp_path / f"foreign{number}.duckdb"
        with duckdb.connect(str(foreign)) as connection:
            for statement in statements:
                connection.execute(statement)
        before = digest(foreign)
        for variable, command in (("NCMEC_SCRATCH", "build"), ("NCMEC_SCRATCH", "run"), ("NCMEC_DATABASE", "build")):
            output = checked(built, command, select=None, **{variable: str(foreign)})
            assert f"({variable}) was not made by this project" in output and "Nothing was built" in output, output
        assert digest(foreign) == before
    other_id = changed(built.published, tmp_path / "id.duckdb", "update marts.publication set project_id = 'other'")
    assert "was not made by this project" in checked(built, NCMEC_DATABASE=str(other_id))
    assert "is a scratch file" in checked(built, NCMEC_DATABASE=str(scratch), NCMEC_SCRATCH=str(tmp_path / "x.duckdb"))
    published = changed(built.published, tmp_path / "p.duckdb")
    assert "is a published file" in checked(built, select=None, NCMEC_SCRATCH=str(published))
    (tmp_path / "empty.duckdb").touch()
    duckdb.connect(str(tmp_path / "new.duckdb")).close()
    for path in (published, tmp_path / "empty.duckdb", tmp_path / "new.duckdb", tmp_path / "none.duckdb"):
        assert "accepted" in checked(built, NCMEC_DATABASE=str(path))


def test_files_of_the_first_release(built, tmp_path):
    """They carry no id and no list: their schemas tell, and nothing else may lie in them."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    undo = ["drop table marts.publication", "drop schema if exists dbt_test__audit cascade"]
    first = changed(scratch, tmp_path / "first.duckdb", *undo)
    assert "accepted" in checked(built, NCMEC_DATABASE=str(first))
    assert "accepted" in checked(built, NCMEC_SCRATCH=str(first))
    for number, (statement, name) in enumerate(
        (
            ("create table main.mine as select 1 as one", "table main.mine"),
            ("create macro marts.mine(x) as x", "macro marts.mine"),
            ("create schema drafts", "schema drafts"),
        )
    ):
        extended = changed(first, tmp_path / f"{number}.duckdb", statement)
        output = checked(built, NCMEC_DATABASE=str(extended))
        assert f"other objects ({name});" in output, output


def test_own_trials_lock_nobody_out(built):
    """A developer's model in the scratch file's schema main: rebuilt with the rest, never shipped."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    trial = "create table main.my_try as select 1 as one; create view main.my_view as select * from main.my_try"
    with duckdb.connect(str(scratch)) as connection:
        connection.execute(trial)
    assert "accepted" in checked(built, "run")
    assert "published" in python(built, PUBLISH.format(before=""))
    with duckdb.connect(str(built.published), read_only=True) as connection:
        assert connection.sql("select * from duckdb_tables() where schema_name = 'main'").fetchall() == []
    with duckdb.connect(str(scratch)) as connection:
        connection.execute("create view marts.my_view as select 1 as one")
    output = python(built, PUBLISH.format(before=""))
    assert "other objects (view marts.my_view)" in output and "is unchanged" in output, output
    assert "accepted" in checked(built, select=None) and not scratch.exists()


def test_published_file_stands_alone(built, tmp_path):
    """Two editions attached at once, under names of their own, each answer with their own numbers."""
    one = changed(built.published, tmp_path / "one.duckdb")
    two = changed(built.published, tmp_path / "two.duckdb", "delete from raw.raw_missing_child_reports_by_state")
    connection = duckdb.connect()
    connection.execute(f"attach '{one}' as ncmec (read_only); attach '{two}' as later (read_only)")
    found = connection.sql("select distinct database_name, schema_name from duckdb_tables()").fetchall()
    assert set(found) == {(name, schema) for name in ("ncmec", "later") for schema in ("marts", "raw")}
    assert connection.sql("select * from duckdb_views() where not internal").fetchall() == []
    rows = "select count(*) from {}.raw.raw_missing_child_reports_by_state"
    assert connection.sql(rows.format("later")).fetchone() == (0,)
    assert connection.sql(rows.format("ncmec")).fetchone() > (0,)
    listed = connection.sql("select contents from later.marts.publication").fetchone()[0].split(", ")
    tables = connection.sql(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'later' order by 1"
    )
    assert listed == [name for (name,) in tables.fetchall()]


def test_missing_folder_is_found_before_the_build(built, tmp_path):
    output = checked(built, NCMEC_DATABASE=str(tmp_path / "not" / "there.duckdb"))
    assert "does not exist. Nothing was built or published." in output, output


def test_linked_scratch(built):
    """Hard links: part of a build writes into no other file, and nothing is left behind when that fails."""
    scratch = built.folder / "build" / "ncmec.duckdb"
    backup = built.folder / "backup.duckdb"
    os.link(scratch, backup)
    output = checked(built, "run", before="publish.os.replace = lambda *_: 1 / 0")
    assert "ZeroDivisionError" in output and not list(scratch.parent.glob("*.own")), output
    (scratch.parent / "ncmec.duckdb.own").write_text("of a build that was killed")
    assert "accepted" in checked(built, "run") and not list(scratch.parent.glob("*.own"))
    assert scratch.stat().st_ino != backup.stat().st_ino and digest(scratch) == digest(backup)
    scratch.unlink()
    os.link(built.published, scratch)
    assert "is a published file" in checked(built, "run")
    assert "is a published file" in checked(built, select=None)


COMMANDS = """
import sys; from dbt.cli.main import dbtRunner
for command in {commands!r}:
    outcome = dbtRunner().invoke(["--log-level-file", "none", *command])
    print(command[0], "succeeded" if outcome.success else f"failed: {{outcome.exception}}", flush=True)
"""


def test_second_command_of_one_process_is_checked(built):
    """dbt keeps what it opened for equal credentials, and with them, formerly, the checks of the first command."""
    scratch = str(built.folder / "build" / "ncmec.duckdb")
    commands = [["show", "--inline", "select 1 as one"], ["build", "--empty"]]
    output = python(built, COMMANDS.format(commands=commands), NCMEC_SCRATCH=scratch)
    assert "show succeeded" in output and "build failed" in output and "NOT PUBLISHED: --empty" in output, output


@pytest.mark.slow
def test_builds_of_one_process(built):
    with duckdb.connect(str(built.folder / "build" / "ncmec.duckdb")) as connection:
        connection.execute("create table marts.left_over as select 1 as one")
    commands = [["show", "--inline", "select 1 as one"], ["build"], ["build"]]
    output = python(built, COMMANDS.format(commands=commands))
    assert output.count("build succeeded") == 2 and output.count("PUBLISHED: all") == 2, output
    with duckdb.connect(str(built.published), read_only=True) as connection:
        assert "left_over" not in connection.sql("select contents from marts.publication").fetchone()[0]


def test_scratch_that_is_open_in_the_same_process(built):
    """DuckDB would hand the deleted file to the new build."""
    with duckdb.connect(str(built.folder / "build" / "ncmec.duckdb")):
        output = checked(built, select=None)
    assert "is open in this Python process" in output and "Nothing was built or published." in output, output


def test_log_beside_a_link(built, tmp_path):
    """DuckDB names the log after the path by which the file was opened."""
    (tmp_path / "link.duckdb").symlink_to(built.published)
    (tmp_path / "first.duckdb").symlink_to("link.duckdb")
    for log in (tmp_path / "link.duckdb.wal", tmp_path / "first.duckdb.wal", built.folder / "ncmec.duckdb.wal"):
        log.touch()
        output = checked(built, NCMEC_DATABASE=str(tmp_path / "first.duckdb"))
        assert f"{log} is what somebody wrote" in output, output
        log.unlink()
    assert "accepted" in checked(built, NCMEC_DATABASE=str(tmp_path / "first.duckdb"))


@pytest.mark.parametrize(
    "event,sentence",
    [
        ("os.unlink('ncmec.duckdb'); duckdb.connect('ncmec.duckdb').execute('create table mine as select 1').close()", "was not made by this project (table main.mine)"),
        ("os.chmod('ncmec.duckdb', 0o644); duckdb.connect('ncmec.duckdb').execute('create macro mine(x) as x').close()", "other objects (macro main.mine)"),
        ("os.chmod('ncmec.duckdb', 0o644); w = subprocess.Popen([sys.executable, '-c', 'import duckdb; c = duckdb.connect(\\'ncmec.duckdb\\'); print(1, flush=True); input()'], stdin=-1, stdout=-1); w.stdout.readline()", "is open for writing in another program"),
    ],
    ids=["foreign file", "foreign object", "writer"],
)  # fmt: skip
def test_what_happens_during_the_build(built, event, sentence):
    before = f"ready = publish.take_over_permissions\ndef then(*a):\n    ready(*a)\n    {event}\npublish.take_over_permissions = then"
    output = python(built, PUBLISH.format(before=before))
    assert "NOT PUBLISHED" in output and sentence in output and "is unchanged" in output, output
    assert "Nothing was built" not in output and litter(built) == []


def test_copies_of_killed_builds(built):
    """They are removed by whoever holds the lock; one that cannot be removed hides no sentence."""
    (built.folder / "ncmec.duckdb.publishing-7").touch()
    (built.folder / "ncmec.duckdb.publishing-7.wal").touch()
    assert "accepted" in checked(built) and litter(built) == []
    before = "def no(*_): raise OSError('no')\npublish.remove = no\npublish.take_over_permissions = no"
    output = python(built, PUBLISH.format(before=before))
    assert "NOT PUBLISHED" in output and "is unchanged: no" in output, output


def test_equal_fingerprints_only_for_equal_tables():
    def fingerprint(rows):
        with duckdb.connect() as connection:
            connection.execute(f"create schema marts; create table marts.t as {rows}")
            return publish.fingerprints(connection, "memory", ["marts"])

    first = fingerprint("select 1 as t, 2 as other")
    assert first == fingerprint("select 1 as t, 2 as other")
    assert first != fingerprint("select 1 as t, 3 as other")
    assert first != fingerprint("select 1 as t, 2 as another")
    assert first != fingerprint("select 1 as t, cast(2 as varchar) as other")
    assert first != fingerprint("select 1 as t, null as other")
    assert first != fingerprint("select 1 as t, 2 as other where false")
    assert fingerprint("select 1 as t where false") != fingerprint("select 'a' as t where false")


def test_lock_file_of_another_user(built):
    """It is locked by who can only read it, and what cannot be locked is said in words."""
    opening = "opening = os.open\ndef only_reading(path, how, *a):\n    if how & os.O_RDWR: raise PermissionError(13, 'no')\n    return opening(path, how, *a)\nos.open = only_reading"
    assert "accepted" in checked(built, before=opening)
    held = "import fcntl; held = open('ncmec.duckdb.lock', 'a'); fcntl.flock(held, fcntl.LOCK_EX)\n"
    assert "Another dbt process is running" in checked(built, before=held + opening)
    (built.folder / "ncmec.duckdb.lock").unlink()
    assert "accepted" in checked(built, before="os.umask(0o077)")
    assert (built.folder / "ncmec.duckdb.lock").stat().st_mode & 0o777 == 0o666
    (built.folder / "ncmec.duckdb.lock").unlink()
    (built.folder / "ncmec.duckdb.lock").mkdir()
    output = checked(built)
    assert "cannot be opened" in output and "Nothing was built or published." in output, output


def test_file_of_another_user(built):
    """Its owner cannot be kept by everybody; the file is published all the same."""
    if os.geteuid():
        pytest.skip("only root can give a file away")
    os.chown(built.published, 1234, 1234)
    before = "def no(*_): raise PermissionError(1, 'no')\nos.chown = no"
    assert "published" in python(built, PUBLISH.format(before=before))


def test_reader_in_the_same_process(built):
    """DuckDB answers a second connection of a process from the file that is already open."""
    with duckdb.connect(str(built.folder / "build" / "ncmec.duckdb")) as connection:
        connection.execute("update marts.dim_states set state_name = 'A later name' where state_code = 'AL'")
    before = "reader = duckdb.connect('ncmec.duckdb', read_only=True); reader.sql('from marts.dim_states').fetchall()"
    output = python(built, PUBLISH.format(before=before))
    assert "published" in output, output


@pytest.mark.parametrize(
    "line,command",
    [
        ("retry", "retry"),
        ("--quiet retry", "retry"),
        ("--log-level-file none retry", "retry"),
        ("--profile build retry", "retry"),
        ("--log-path=retry build", "build"),
        ("--log-path retry build", "build"),
        ("build --project-dir /home/x/retry", "build"),
        ("build -s retry", "build"),
        ("", None),
    ],
)
def test_name_of_the_command(line, command):
    """`retry` counts where it is the command, not in a path."""
    assert publish.subcommand(line.split()) == command


def test_folder_named_profiles_and_empty_variables(built, tmp_path):
    os.rename(built.folder, tmp_path / "profiles")
    clone = Project(tmp_path / "profiles")
    code, output = clone.dbt("show", "--inline", "select 41 + 1 as answer", NCMEC_SCRATCH="", NCMEC_DATABASE="")
    assert code == 0 and "42" in output, output


def test_seed_whose_cell_begins_with_an_apostrophe(built):
    """Nothing about a seed is guessed, least of all which character quotes."""
    built.edit("seeds/registry/states.csv", "AL,Alabama,", "AL,'Ohana,")
    built.edit("seeds/registry/states.csv", "Alaska", "Alaska'")
    code, output = built.dbt("seed", "--select", "states")
    assert code == 0, output
    with duckdb.connect(str(built.folder / "build" / "ncmec.duckdb"), read_only=True) as connection:
        names = connection.sql("select state_code, state_name from registry.states").fetchall()
    assert ("AL", "'Ohana") in names and ("AK", "Alaska'") in names
