"""Who publishes elsewhere (NCMEC_DATABASE) gets reports of that file; without a file every script says what to type."""

import json
import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest

from scripts import published
from scripts.readme import refresh
from tests.conftest import PROJECT
from tests.small import without_largest_tables

# each with the environment in which it runs
IN_VENV = {"scripts.readme": None, "scripts.codebook": None, "scripts.coverage": None}
WITH_TOOLS = {
    "scripts.report": "report",
    "scripts.export": "export",
    "scripts.browse": "browse",
    "scripts.metrics": "metrics",
    "scripts.mcp_server": "mcp",
}
COMMANDS = [
    *(pytest.param(module, tool, id=module) for module, tool in IN_VENV.items()),
    *(pytest.param(module, tool, id=module, marks=pytest.mark.slow) for module, tool in WITH_TOOLS.items()),
]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """A published file of another name and place, which tells itself from the project's."""
    path = tmp_path_factory.mktemp("else where") / "it's mine.duckdb"
    shutil.copy(PROJECT / "ncmec.duckdb", path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        connection.execute("update marts.dim_documents set title = title || ' ELSEWHERE'")
        connection.execute("update marts.dim_measures set definition = definition || ' ELSEWHERE'")
        connection.execute("update marts.coverage set note = coalesce(note, '') || ' ELSEWHERE'")
    return path


def run(module, tool, folder, database, *arguments, check=True):
    python = PROJECT / f".venv-{tool}" / "bin" / "python" if tool else sys.executable
    # the server is started as a file, by a client that knows nothing of the project
    what = [PROJECT / "scripts" / "mcp_server.py"] if module == "scripts.mcp_server" else ["-m", module]
    return subprocess.run(
        [python, *what, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "NCMEC_DATABASE": str(database)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=check,
    )


def copy_of_pages(folder):
    for page in ["README.md", "NOTICE.md", *(f"docs/{path.name}" for path in (PROJECT / "docs").glob("*.md"))]:
        (folder / page).parent.mkdir(exist_ok=True)
        shutil.copy(PROJECT / page, folder / page)
    (folder / "build").mkdir()
    return folder


@pytest.mark.parametrize("module, tool", COMMANDS)
def test_a_missing_file_is_named_with_what_to_type(tmp_path, module, tool):
    missing = tmp_path / "no where" / "ncmec.duckdb"
    outcome = run(module, tool, copy_of_pages(tmp_path), missing, check=False)
    said = outcome.stdout + outcome.stderr
    assert outcome.returncode and f"{missing} is missing. Type: make build" in said and "Traceback" not in said


@pytest.mark.parametrize(
    "module, written",
    [
        ("scripts.codebook", "docs/codebook.md"),
        ("scripts.coverage", "docs/coverage.md"),
        pytest.param("scripts.report", "report/index.html", marks=pytest.mark.slow),
        pytest.param("scripts.export", "export/csv/dim_documents.csv", marks=pytest.mark.slow),
    ],
)
def test_the_file_that_was_published_is_read(tmp_path, elsewhere, module, written):
    if module == "scripts.export":  # of a whole edition most of the time goes into its largest tables
        elsewhere = without_largest_tables(shutil.copy(elsewhere, tmp_path / "its own.duckdb"))
    run(module, WITH_TOOLS.get(module), copy_of_pages(tmp_path), elsewhere)
    assert "ELSEWHERE" in (tmp_path / written).read_text(encoding="utf-8")


@pytest.fixture(params=["scratch file", "file with a log beside it"])
def unpublished(request, tmp_path):
    """What lies where a published file is expected, and the sentence that says what it is."""
    path = tmp_path / "un published" / "ncmec.duckdb"
    path.parent.mkdir()
    shutil.copy(PROJECT / "ncmec.duckdb", path)
    path.chmod(0o644)
    if request.param == "scratch file":
        with duckdb.connect(str(path)) as connection:
            connection.execute("update marts.publication set contents = null")
        return path, f"{path} is a scratch file, which nobody published."
    path.with_name("ncmec.duckdb.wal").touch()
    return path, f"{path}.wal is what somebody wrote into the published file"


@pytest.mark.parametrize("module, tool", COMMANDS)
def test_what_nobody_published_is_not_read(tmp_path, unpublished, module, tool):
    path, sentence = unpublished
    outcome = run(module, tool, copy_of_pages(tmp_path), path, check=False)
    said = outcome.stdout + outcome.stderr
    assert outcome.returncode and sentence in said and "Traceback" not in said


def test_dashboards_of_what_nobody_published_are_refused(unpublished):
    path, sentence = unpublished
    words = [sys.executable, PROJECT / "bi" / "start.py", path.parent]
    outcome = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert outcome.returncode and sentence in outcome.stderr and "Traceback" not in outcome.stderr


def test_an_unset_or_empty_variable_means_the_file_beside(tmp_path, monkeypatch):
    (tmp_path / "ncmec.duckdb").touch()
    monkeypatch.chdir(tmp_path)
    for value in (None, ""):
        monkeypatch.delenv("NCMEC_DATABASE", raising=False)
        if value is not None:
            monkeypatch.setenv("NCMEC_DATABASE", value)
        assert published().resolve() == tmp_path / "ncmec.duckdb"


def test_the_assistants_configuration_names_the_file(tmp_path):
    """Clients start the server somewhere else and need not hand on the environment."""
    outcome = run("scripts.mcp_config", None, tmp_path, "mine.duckdb")
    assert json.loads(outcome.stdout)["mcpServers"]["ncmec"]["env"] == {"NCMEC_DATABASE": str(tmp_path / "mine.duckdb")}
    assert "env" not in json.loads(run("scripts.mcp_config", None, tmp_path, "").stdout)["mcpServers"]["ncmec"]


@pytest.mark.slow
@pytest.mark.parametrize("module, tool", [("scripts.metrics", "metrics"), ("scripts.mcp_server", "mcp")])
def test_what_names_its_tables_ncmec_says_so_of_a_file_of_another_name(tmp_path, elsewhere, module, tool):
    outcome = run(module, tool, tmp_path, elsewhere, check=False)
    assert outcome.returncode and outcome.stderr.endswith("publish it as ncmec.duckdb, in any folder.\n")


@pytest.mark.slow
def test_metrics_of_a_file_in_another_folder(tmp_path, elsewhere):
    file = tmp_path / "it's" / "ncmec.duckdb"
    file.parent.mkdir()
    shutil.copy(elsewhere, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("update marts.fct_missing_child_reports_by_type set reports = reports + 1000000")
    question = ["query", "--quiet", "--metrics", "missing_child_reports_by_type", "--group-by", "metric_time__year"]
    here = run("scripts.metrics", "metrics", tmp_path, "", *question).stdout
    assert run("scripts.metrics", "metrics", tmp_path, file, *question).stdout != here


def test_dashboards_of_a_file_of_another_name_are_refused(elsewhere):
    recipe = subprocess.run(
        ["make", "-n", "bi", "PYTHON=true", f"NCMEC_DATABASE={elsewhere}"], cwd=PROJECT, capture_output=True, text=True
    ).stdout
    line = recipe[recipe.index('if test -z ""') :]
    outcome = subprocess.run(
        ["sh", "-c", line], env={**os.environ, "NCMEC_DATABASE": str(elsewhere)}, capture_output=True, text=True
    )
    assert outcome.returncode and outcome.stderr.startswith("make bi serves a file called ncmec.duckdb, in any folder")


def test_no_script_has_a_path_of_its_own():
    named = [
        path.name
        for path in (PROJECT / "scripts").rglob("*.py")
        if re.search(r"""["']ncmec\.duckdb["']""", path.read_text(encoding="utf-8"))
    ]
    # the server runs as one file and reads the variable itself
    assert sorted(named) == ["__init__.py", "mcp_server.py"]


def test_make_builds_only_where_there_is_no_file(tmp_path, elsewhere):
    def make(database):
        words = ["make", "--no-print-directory", "published", "PYTHON=/does/not/exist", f"NCMEC_DATABASE={database}"]
        return subprocess.run(words, cwd=PROJECT, capture_output=True, text=True)

    assert (make(elsewhere).returncode, make(elsewhere).stdout) == (0, "")
    assert "/does/not/exist is no Python" in make(tmp_path / "ncmec.duckdb").stderr


@pytest.mark.parametrize(
    "query", ["select nothing_such from ncmec.marts.answers", "selec 1", "select 1; select 2 from x"]
)
def test_a_failing_query_of_a_page_is_named_and_no_page_is_written(tmp_path, query):
    pages = []
    for name in ("fine.md", "broken.md"):
        pages.append(tmp_path / name)
        asked = "select 1 as one" if name == "fine.md" else query
        pages[-1].write_text(f"```sql\n{asked}\n```\n\n| one |\n| --- |\n| old |\n")
    before = [page.read_text() for page in pages]
    with pytest.raises(SystemExit) as stopped:
        refresh(pages, duckdb.connect())
    assert str(pages[1]) in str(stopped.value) and query in str(stopped.value) and "DuckDB says: " in str(stopped.value)
    assert [page.read_text() for page in pages] == before


@pytest.mark.parametrize(
    ("words", "year"),
    [
        (["--group-by", "metric_time__year,x"], True),
        (["--group-by=x,metric_time"], True),
        (["--group-by", "x", "--where", "metric_time__year > 2020"], False),
        (["--where=metric_time__year > 2020"], False),
        (["--order", "metric_time__year"], False),
    ],
)
def test_the_year_of_a_metric_stands_in_the_answer(words, year):
    """Asked with a condition on the year, MetricFlow answered with one number of the latest, and did not say so."""
    from scripts.metrics import grouped_by

    assert ("metric_time" in grouped_by(["query", "--metrics", "m", *words])) == year
