"""Asks for a declared metric: MetricFlow's `mf`, offline, on the published file and on nothing else.

make metrics QUERY="query --metrics cybertip_files_per_report --group-by metric_time__year"
"""

import os
import re
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # also where it is started as a file
from scripts import published  # noqa: E402

PUBLISHED = published(PROJECT).absolute()
# as the last green build left them (plugins/publish.py)
DEFINITIONS = PROJECT / "build" / "semantic_manifest.json"


def refusal(words: list[str]) -> str | None:
    """Why this question has no answer; None if MetricFlow may be asked."""
    import duckdb

    if PUBLISHED.stem != "ncmec":
        return f"{PUBLISHED}: metrics name its tables ncmec.marts.…; publish it as ncmec.duckdb, in any folder."
    if not DEFINITIONS.exists():
        return "build/semantic_manifest.json is missing. Type: make build"
    names = re.findall(r"\w+", " ".join(words))
    with duckdb.connect(PUBLISHED, read_only=True) as connection:
        undeclared = connection.execute(
            "select rate_id || ' is ' || declared_status || ': ' || reason from marts.dim_rates "
            "where declared_status <> 'computed' and list_contains(?, rate_id)",
            [names],
        ).fetchall()
    if undeclared:
        return "\n".join(sentence for (sentence,) in undeclared)
    if "query" in words and not any("metric_time" in word for word in words):
        return "Say which year: add metric_time__year to --group-by. Numbers of several years are not added up."
    return None


def prepare() -> None:
    """Before anything of dbt is imported: the published file, this project, no requests to the internet."""
    os.chdir(PROJECT)  # mf looks for the project where it is started, and there for the definitions below target
    os.makedirs("target", exist_ok=True)
    shutil.copyfile(DEFINITIONS, "target/semantic_manifest.json")
    os.environ |= {"DBT_TARGET": "published", "NCMEC_DATABASE": str(PUBLISHED)}

    import update_checker

    update_checker.UpdateChecker.check = lambda *_: None  # mf asks for its newest version at every call


def main() -> None:
    words = sys.argv[1:] or ["list", "metrics"]
    if reason := refusal(words):
        sys.exit(reason)
    prepare()
    from dbt_metricflow.cli.main import cli

    cli(words, prog_name="mf")


if __name__ == "__main__":
    main()
