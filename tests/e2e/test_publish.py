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
    code, output = project.dbt("build")
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


def test_part_of_the_project(built):
    refused(
        built,
        "build",
        "--select",
        "+fct_offender_tracking",
        code=0,
        sentence="NOT PUBLISHED: only part of the project was built",
    )
    refused(
        built,
        "build",
        "--exclude-resource-type",
        "unit_test",
        code=0,
        sentence="NOT PUBLISHED: only part of the project was built",
    )
    refused(
        built,
        "build",
        "--exclude-resource-type",
        "test",
        code=0,
        sentence="NOT PUBLISHED: only part of the project was built",
    )


def test_empty_build(built):
    before = digest(built.published)
    _code, output = built.dbt("build", "--empty")
    assert "NOT PUBLISHED" in output and digest(built.published) == before, output


def test_two_builds_at_once(built):
    first = built.start("build")
    time.sleep(4)
    started = time.monotonic()
    code, output = built.dbt("build")
    assert code != 0 and "Another dbt process is running in this project" in output, output
    assert time.monotonic() - started < 15
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
    script = "import sys; sys.path.insert(0, 'plugins'); from pathlib import Path; import publish; publish.publish(Path('build/ncmec.duckdb'), Path('ncmec.duckdb').resolve())"
    outcome = subprocess.run(
        [sys.executable, "-c", script],
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
        [sys.executable, "-c", """
import os, sys; sys.path.insert(0, "plugins")
from pathlib import Path
import publish
publish.os.replace = lambda *_: os.kill(os.getpid(), 9)
publish.publish(Path("build/ncmec.duckdb"), Path("ncmec.duckdb").resolve())
"""],
        cwd=built.folder,
    )  # fmt: skip
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
