"""Servers that run on, checks of another checkout, what shrinks, half pages, other people's files in the export."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from scripts import published, write_together, write_whole
from scripts.locked import Refused, connect
from tests.conftest import PROJECT
from tests.e2e.test_publish import Project, built, built_once, digest, publish, refused  # noqa: F401  fixtures
from tests.small import small_edition

QUESTION = "select count(*) from marts.dim_states"


def test_a_server_that_runs_on_looks_at_every_connection(built):  # noqa: F811
    # closed each time, as a process goes on answering from a file that it holds open
    with contextlib.closing(connect(built.published)) as first:
        assert first.execute(QUESTION).fetchone()[0] > 50
    log = Path(f"{built.published}.wal")
    log.touch()
    with pytest.raises(Refused, match="is what somebody wrote"):
        connect(built.published)
    log.unlink()
    built.published.unlink()
    shutil.copy(built.folder / "build" / "ncmec.duckdb", built.published)
    with pytest.raises(Refused, match="nobody published"):
        connect(built.published)


def test_every_connection_reads_the_file_that_is_there_now(built):  # noqa: F811
    """A long question of somebody else in the same server must not keep the old edition for everybody."""
    later = built.folder / "later.duckdb"
    shutil.copy(built.published, later)
    later.chmod(0o644)
    with duckdb.connect(str(later)) as connection:
        connection.execute("update marts.publication set project_name = 'later'")
    question = "select project_name from publication"
    with contextlib.closing(connect(built.published)) as first:
        before = first.execute(question).fetchone()
        os.replace(later, built.published)
        with contextlib.closing(connect(built.published)) as second:
            assert (first.execute(question).fetchone(), second.execute(question).fetchone()) == (before, ("later",))


def test_a_file_that_is_named_is_looked_at_too(built):  # noqa: F811
    with pytest.raises(SystemExit, match="nobody published"):
        published(given=built.folder / "build" / "ncmec.duckdb")


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    page = tmp_path / "index.html"
    page.write_text("before")
    code = f"""
import resource, signal, sys; sys.path.insert(0, {str(PROJECT)!r})
from pathlib import Path
from scripts import write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
write_whole(Path({str(page)!r}), "x" * 5000)
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode
    assert page.read_text() == "before" and os.listdir(tmp_path) == ["index.html"]
    write_whole(page, "after")
    assert page.read_text() == "after"


def test_pages_are_written_together_or_not_at_all(tmp_path, monkeypatch):
    """A disk that was full after some of the pages: those of two editions stood side by side, their tables without a word."""
    pages = {"index.html": "after", "tables/a.csv": "after", "sources/b.html": b"after"}
    for address in pages:
        (tmp_path / address).parent.mkdir(exist_ok=True)
        (tmp_path / address).write_text("before")
    write_bytes, written = Path.write_bytes, []

    def until_full(file, data):
        written.append(file)
        if len(written) == len(pages):
            raise OSError("No space left on device")
        return write_bytes(file, data)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    with pytest.raises(OSError, match="No space left"):
        write_together(tmp_path, pages)
    monkeypatch.undo()
    assert {(tmp_path / address).read_text() for address in pages} == {"before"}
    assert sorted(os.listdir(tmp_path)) == ["index.html", "sources", "tables"]
    write_together(tmp_path, {**pages, "new/c.html": "after"})
    assert {path.read_text() for path in tmp_path.rglob("*.*")} == {"after"}
    assert sorted(os.listdir(tmp_path)) == ["index.html", "new", "sources", "tables"]


def test_two_pages_at_once(tmp_path, monkeypatch):
    """Both wrote into one file: the first one's page was what the second had written of its own by then."""
    page, replace = tmp_path / "index.html", Path.replace

    def after_another(fresh, target):
        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(os, "getpid", lambda: 0)
        write_whole(page, "second")
        assert page.read_text() == "second"
        return replace(fresh, target)

    monkeypatch.setattr(Path, "replace", after_another)
    write_whole(page, "first")
    assert page.read_text() == "first" and os.listdir(tmp_path) == ["index.html"]


def test_the_assistant_follows_a_link_to_another_release(tmp_path):
    """Started through the link current, it went on reading the release to which that had led on that day."""
    (tmp_path / "one" / "scripts").mkdir(parents=True)
    shutil.copy(PROJECT / "scripts" / "mcp_server.py", tmp_path / "one" / "scripts")
    (tmp_path / "current").symlink_to("one")
    code = f"""
import runpy, sys, types; sys.path.insert(0, {str(PROJECT / "scripts")!r})
sys.modules["mcp_server_motherduck.server"] = types.SimpleNamespace(create_mcp_server=None)
print(runpy.run_path({str(tmp_path / "current" / "scripts" / "mcp_server.py")!r})["PUBLISHED"])
"""
    environment = {name: value for name, value in os.environ.items() if name != "NCMEC_DATABASE"}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == str(tmp_path / "current" / "ncmec.duckdb")


def test_the_checks_are_those_of_the_project(built, tmp_path):  # noqa: F811
    """DBT_PROFILES_DIR names another checkout: its plugins judged this one."""
    shutil.copytree(built.folder, tmp_path / "other", symlinks=True)
    other = Project(tmp_path / "other")
    refused(
        built, "build", sentence="the checks came from another checkout", code=2, DBT_PROFILES_DIR=str(other.folder)
    )


@pytest.mark.slow
def test_the_checks_of_an_older_checkout_publish_nothing(built, tmp_path):  # noqa: F811
    """Its plugin does not look where it lies; what it is handed, it does not understand."""
    shutil.copytree(built.folder, tmp_path / "other", symlinks=True)
    other = Project(tmp_path / "other")
    other.edit("plugins/publish.py", 'config["results"]', 'config["steps"]')
    before = digest(built.published)
    code, output = built.dbt("build", DBT_PROFILES_DIR=str(other.folder))
    assert code and "PUBLISHED: all" not in output and digest(built.published) == before, output


@pytest.mark.parametrize("what", ["a document", "a table"])
def test_what_is_published_does_not_shrink_unasked(built, what):  # noqa: F811
    """An older checkout over a newer edition (NCMEC_DATABASE of both, git bisect), or a file that got lost."""
    later = built.folder / "later.duckdb"
    shutil.copy(built.published, later)
    later.chmod(0o644)
    with duckdb.connect(str(later)) as connection:
        if what == "a document":
            connection.execute(
                "update marts.dim_documents set document_id = 'later' where document_id = 'our-impact-2024'"
            )
            name = "document later"
        else:
            connection.execute("create table marts.more as select 1 as one")
            connection.execute("update marts.publication set contents = contents || ', marts.more'")
            name = "table marts.more"
    shutil.copy(later, built.published.with_name("n"))
    os.replace(built.published.with_name("n"), built.published)
    refused(built, "build", sentence=f"holds what this project does not: {name}", code=2)


@pytest.mark.slow
def test_a_model_whose_file_is_gone(built):  # noqa: F811
    (built.folder / "models/semantic/_semantic.yml").write_text("models:\n  - name: time_spine\n")
    (built.folder / "models/semantic/time_spine.sql").unlink()
    before = digest(built.published)
    code, output = built.dbt("build")
    assert code and "Did not find matching node" in output, output
    assert digest(built.published) == before


@pytest.mark.slow
def test_a_file_that_dbt_did_not_look_for(built):  # noqa: F811
    (built.folder / "models/marts/more.sql").write_text("{{ config(contract={'enforced': false}) }} select 1 as one")
    refused(
        built,
        "build",
        sentence="models/marts/more.sql is not as dbt read it",
        code=2,
        DBT_PARTIAL_PARSE_FILE_DIFF="false",
    )


def test_a_group_that_reads_goes_on_reading(built, monkeypatch):  # noqa: F811
    """Who may not give the file to its owner may give it to the group."""
    asked = []

    def chown(path, owner, group):
        asked.append((owner, group))
        if owner != -1:
            raise PermissionError(1, "no")

    os.chown(built.published, 1234, 4444) if not os.geteuid() else pytest.skip("only root can give a file away")
    monkeypatch.setattr(publish.os, "chown", chown)
    copy = built.folder / "copy"
    copy.touch()
    publish.take_over_permissions(copy, built.published)
    assert (-1, 4444) in asked


# the export without its validator, which has an environment of its own; `before` runs once it is loaded
EXPORT = """
import sys, types
stub = types.ModuleType("frictionless")
stub.Package = None
sys.modules["frictionless"] = stub
sys.path.insert(0, {project!r})
from pathlib import Path
from scripts import export
export.problems = lambda _: []
{before}
sys.exit(export.main())
"""


def exported(folder, before=""):
    """Of the file beside the export's folder."""
    return subprocess.run(
        [sys.executable, "-c", EXPORT.format(project=str(PROJECT), before=before)],
        cwd=folder,
        env={**os.environ, "NCMEC_DATABASE": ""},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def export_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    small_edition(folder / "ncmec.duckdb")
    outcome = exported(folder)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return folder


def test_what_others_keep_in_the_export_is_not_deleted(export_once, tmp_path):
    shutil.copytree(export_once, tmp_path / "one")
    note = tmp_path / "one" / "export" / "notes.txt"
    note.write_text("mine")
    outcome = exported(tmp_path / "one")
    assert outcome.returncode and "holds what no export wrote (export/notes.txt)" in outcome.stdout
    assert note.read_text() == "mine"
    note.unlink()
    (tmp_path / "one" / "export").rename(tmp_path / "shared")
    (tmp_path / "one" / "export").symlink_to(tmp_path / "shared")
    outcome = exported(tmp_path / "one")
    assert outcome.returncode and "is a link" in outcome.stdout and (tmp_path / "one" / "export").is_symlink()


def test_an_export_that_was_killed_between_its_two_steps_comes_back(export_once, tmp_path):
    shutil.copytree(export_once, tmp_path / "one")
    folder = tmp_path / "one"
    (folder / "export").rename(folder / "build" / "export.old")
    assert exported(folder, "export.problems = lambda _: ['not valid']").returncode
    assert (folder / "export" / "datapackage.json").exists()


@pytest.mark.slow
def test_two_exports_at_once(export_once, tmp_path):
    """The second wrote into the folder that the first had validated."""
    shutil.copytree(export_once, tmp_path / "one")
    folder = tmp_path / "one"
    wait = (
        "import time\ndef problems(_):\n    Path('ready').touch(); time.sleep(3); return []\nexport.problems = problems"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", EXPORT.format(project=str(PROJECT), before=wait)],
        cwd=folder,
        env={**os.environ, "NCMEC_DATABASE": ""},
        stdout=subprocess.DEVNULL,
    )
    while not (folder / "ready").exists():
        assert first.poll() is None
        time.sleep(0.05)
    second = exported(folder)
    assert (first.wait(), second.returncode) == (0, 0), second.stderr
    package = json.loads((folder / "export" / "datapackage.json").read_text())
    assert all((folder / "export" / resource["path"]).exists() for resource in package["resources"])
