"""Fills in docs/metrics.md: the list of metrics, and the output below every `$ make metrics` example."""

import json
import re
import subprocess
from pathlib import Path

import duckdb

from scripts import published

PROJECT = Path(__file__).resolve().parent.parent
PAGE = PROJECT / "docs" / "metrics.md"
LISTING = re.compile(r"(?<=<!-- metrics -->\n).*?(?=<!-- end -->)", re.S)
EXAMPLE = re.compile(r"(```console\n\$ (?P<command>make metrics [^\n]*)\n).*?(?=```)", re.S)


def listing(connection: duckdb.DuckDBPyConnection) -> str:
    manifest = json.loads(connection.sql("select metric_definitions from marts.publication").fetchone()[0])
    models = {measure["name"]: model for model in manifest["semantic_models"] for measure in model["measures"]}
    lines = ["| metric | what it is | read from | group by |", "| --- | --- | --- | --- |"]
    for metric in sorted(
        manifest["metrics"], key=lambda metric: ("rate_id" in metric["config"]["meta"], metric["name"])
    ):
        model = models[metric["type_params"]["input_measures"][0]["name"]]
        if model["name"] == "rates" and metric["type"] == "simple":
            continue  # the parts of the rates that are read from fct_rates
        names = [entity["name"] for entity in model["entities"]] or [
            f"rate__{dimension['name']}" for dimension in model["dimensions"] if dimension["type"] == "categorical"
        ]
        group_by = "see above" if model["name"] == "rates" else ", ".join(names)
        lines.append(f"| {metric['name']} | {metric['label']} | {model['node_relation']['alias']} | {group_by} |")
    return "\n".join([*lines, ""])


def output(command: str) -> str:
    words = ["make", "-s", "metrics", command.removeprefix("make metrics ").replace('"', "")]
    process = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=120)
    text = re.sub(r"^make(\[\d+\])?: .*\n", "", process.stdout + process.stderr, flags=re.M)
    return "\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n"


def refreshed(text: str, connection: duckdb.DuckDBPyConnection) -> str:
    with_list = LISTING.sub(lambda _: listing(connection), text)
    return EXAMPLE.sub(lambda match: match[1] + output(match["command"]), with_list)


if __name__ == "__main__":
    with duckdb.connect(published(), read_only=True) as opened:
        page = refreshed(PAGE.read_text(encoding="utf-8"), opened)
    PAGE.write_text(page, encoding="utf-8")
