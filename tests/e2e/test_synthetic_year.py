"""A year after all others is loaded by rows: nothing is stale, broken or hidden, wherever numbers are shown."""

import html
import os
import re
import shutil
import subprocess

import duckdb
import pytest

from tests.conftest import PROJECT, copy_project
from tests.e2e.test_publish import litter, undisturbed
from tests.synthetic import DOCUMENT, YEAR, add_years

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """Published over the file that stands in the checkout, while somebody reads that one."""
    project = copy_project(tmp_path_factory.mktemp("later") / "project")
    for part in ("scripts", "docs", "README.md", "NOTICE.md", "LICENSE", "CITATION.cff"):
        source = PROJECT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, project.folder / part)
    (project.year,) = add_years(project.folder / "seeds")
    project.approve_registries()
    shutil.copy(PROJECT / "ncmec.duckdb", project.published)
    with undisturbed(project.published):
        code, output = project.dbt("build")
        assert code == 0 and "PUBLISHED" in output, output
    assert litter(project) == []
    return project


def run(project, environment: str, *words: str) -> str:
    python = str(PROJECT / environment / "bin" / "python")
    done = subprocess.run(
        [python, *words],
        cwd=project.folder,
        env={**os.environ, "NCMEC_DATABASE": str(project.published)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_fact_of_the_document_has_the_year(later):
    with duckdb.connect(str(later.published), read_only=True) as connection:
        facts = connection.sql("""
            select distinct table_name, case when table_name like '%victims_by%' then 'as_of_year' else 'calendar_year' end
            from duckdb_columns() where schema_name = 'marts' and column_name in ('calendar_year', 'as_of_year')
                and table_name like 'fct\\_%' escape '\\' and table_name not in ('fct_published_figures', 'fct_platform_self_reports')
        """).fetchall()
        found = {
            fact: connection.sql(f"""
                select max({year}), count(*) filter (where {year} = {YEAR} and document_id = '{DOCUMENT}'),
                    count(*) filter (where {year} = {later.year}) from marts.{fact}""").fetchone()
            for fact, year in facts
        }
    held = {fact: numbers for fact, numbers in found.items() if numbers[1]}
    assert len(held) >= 10
    assert {fact: numbers for fact, numbers in held.items() if numbers[0] != int(later.year) or numbers[1] != numbers[2]} == {}  # fmt: skip


def test_answers_about_earlier_years_stand(later):
    """What was said of a year is said of it still."""
    query = "select question_id, numerator, denominator, value from {}.marts.answers order by question_id"
    with duckdb.connect(str(later.published), read_only=True) as connection:
        connection.execute(f"attach '{PROJECT / 'ncmec.duckdb'}' as today (read_only)")
        assert connection.sql(query.format("ncmec")).fetchall() == connection.sql(query.format("today")).fetchall()
        # a claim that a number is the latest is no longer true, and one without a year is judged by one year more
        verdicts = "select claim_id, verdict from {}.marts.fct_claims where evidence_kind <> 'latest' and explanation not like 'The statement names no year%' order by claim_id"
        assert (
            connection.sql(verdicts.format("ncmec")).fetchall() == connection.sql(verdicts.format("today")).fetchall()
        )


def test_the_report_shows_the_year(later):
    run(later, ".venv-report", "-m", "scripts.report")
    page = (later.folder / "report" / "index.html").read_text(encoding="utf-8")
    text = html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))
    year = later.year
    # the first card, the section of missing children and every series are of the latest year
    assert f"reports of missing children, {year}" in text and f"By type, {year}" in text and f"data to {year}" in text
    for table in ("missing-children-by-year", "files-by-year"):
        rows = (later.folder / "report" / "tables" / f"{table}.csv").read_text(encoding="utf-8-sig").splitlines()
        assert rows[1].startswith(f"{year},"), table
    headings = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page, flags=re.S)
    assert headings and not [heading for heading in headings if YEAR in heading]
    # so are the first numbers of a state and the list of states
    state = (later.folder / "report" / "states" / "virginia.html").read_text(encoding="utf-8")
    assert re.search(rf'<ul class="key">\s*<li><b><button [^>]*>[\d,]+</button></b> [^<]*, {year}\b', state)
    states = (later.folder / "report" / "states" / "index.html").read_text(encoding="utf-8")
    assert f'<th scope="col" class="num"><small>Reports</small> {year}</th>' in states


def test_pages_are_written_again(later):
    for page in ("erd", "codebook", "coverage", "readme", "guides"):
        run(later, ".venv", *(["scripts/erd.py"] if page == "erd" else ["-m", f"scripts.{page}"]))
    coverage = (later.folder / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert later.year in coverage
    assert f"reports of missing children in {later.year}" in (later.folder / "docs" / "how_to_write_it.md").read_text(
        encoding="utf-8"
    )
    assert "| 29568 |" in (later.folder / "README.md").read_text(encoding="utf-8")


def test_metrics_answer_for_the_year(later):
    question = ["query", "--quiet", "--metrics", "missing_child_reports_by_type", "--group-by", "metric_time__year"]
    answer = run(later, ".venv-metrics", "scripts/metrics.py", *question)
    assert [line.split()[-1] for line in answer.splitlines() if line.startswith((YEAR, later.year))] == ["29568"] * 2


def test_the_export_holds_the_year(later):
    run(later, ".venv-export", "-m", "scripts.export")
    text = (later.folder / "export" / "csv" / "fct_missing_child_reports_by_type.csv").read_text(encoding="utf-8")
    assert f",{later.year}," in text
