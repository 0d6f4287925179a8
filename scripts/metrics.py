"""Asks for a declared metric: MetricFlow's `mf`, offline, on the published file and on nothing else.

make metrics QUERY="query --metrics cybertip_files_per_report --group-by metric_time__year"
"""

import contextlib
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # also where it is started as a file
from scripts import published  # noqa: E402

PUBLISHED = published(PROJECT).absolute()


def grouped_by(words: list[str]) -> str:
    """A condition (--where) that names the year does not show it: the answer was one number of the latest year."""
    joined = "\n".join(words)
    return " ".join(re.findall(r"(?:^|\n)--group-by[\n=](.*)", joined))


def with_whole_path(words: list[str]) -> list[str]:
    """mf works in a folder that is gone afterwards: a file to write is meant where the question was typed."""
    words = [part for word in words for part in (word.split("=", 1) if word.startswith("--csv=") else [word])]
    befores = zip(["", *words], words, strict=False)
    return [os.path.abspath(word) if before == "--csv" and word != "-" else word for before, word in befores]


def refusal(words: list[str]) -> str | None:
    """Why this question has no answer; None if MetricFlow may be asked."""
    import duckdb

    if PUBLISHED.stem != "ncmec":
        return f"{PUBLISHED}: metrics name its tables ncmec.marts.…; publish it as ncmec.duckdb, in any folder."
    names = re.findall(r"\w+", " ".join(words))
    with duckdb.connect(PUBLISHED, read_only=True) as connection:
        columns = connection.sql("select column_name from duckdb_columns() where table_name = 'publication'").fetchall()
        if ("metric_definitions",) not in columns:
            return f"{PUBLISHED} is of an earlier release, which kept its metrics elsewhere. Type: make build"
        undeclared = connection.execute(
            "select rate_id || ' is ' || declared_status || ': ' || reason from marts.dim_rates "
            "where declared_status <> 'computed' and list_contains(?, rate_id)",
            [names],
        ).fetchall()
    if undeclared:
        return "\n".join(sentence for (sentence,) in undeclared)
    if "query" in words and "metric_time" not in grouped_by(words):
        return "Say which year: add metric_time__year to --group-by. Numbers of several years are not added up."
    return None


@contextlib.contextmanager
def project_as_published():
    """A folder of one's own: mf reads definitions below target, where every command of dbt writes others."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        # definitions and figures of one edition, whatever is published meanwhile
        edition = Path(folder) / PUBLISHED.name
        shutil.copyfile(PUBLISHED, edition)
        os.environ["NCMEC_DATABASE"] = str(edition)
        for part in ("dbt_project.yml", "profiles.yml", "plugins"):
            (Path(folder) / part).symlink_to(PROJECT / part)
        with duckdb.connect(edition, read_only=True) as connection:
            definitions = connection.sql("select metric_definitions from marts.publication").fetchone()[0]
        (Path(folder) / "target").mkdir()
        (Path(folder) / "target" / "semantic_manifest.json").write_text(definitions, encoding="utf-8")
        os.chdir(folder)
        yield
        os.chdir(PROJECT)


def prepare() -> None:
    """Before anything of dbt is imported: the published file, no requests to the internet."""
    os.environ |= {"DBT_TARGET": "published", "NCMEC_DATABASE": str(PUBLISHED)}

    import update_checker

    update_checker.UpdateChecker.check = lambda *_: None  # mf asks for its newest version at every call


def main() -> None:
    words = with_whole_path(sys.argv[1:]) or ["list", "metrics"]
    if reason := refusal(words):
        sys.exit(reason)
    prepare()
    from dbt_metricflow.cli.main import cli

    with project_as_published():
        cli(words, prog_name="mf")


if __name__ == "__main__":
    main()
