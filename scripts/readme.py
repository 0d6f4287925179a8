"""Fills in the results below the SQL examples of the documentation, from the published file.

An example is a ```sql block followed by a table; the table is replaced by the query's real output.
"""

import re
import sys
from pathlib import Path

import duckdb

PAGES = [
    "README.md",
    "NOTICE.md",
    "docs/conflicts.md",
    "docs/methods.md",
    "docs/metrics.md",
    "docs/two_keys.md",
    "docs/which_table.md",
]
EXAMPLE = re.compile(r"(```sql\n(?P<query>.*?)\n```\n\n)(?P<table>(?:\|[^\n]*\n)+)", re.S)


def connect() -> duckdb.DuckDBPyConnection:
    if not Path("ncmec.duckdb").exists():
        sys.exit("ncmec.duckdb is missing: run make build first")
    return duckdb.connect("ncmec.duckdb", read_only=True)


def shown(cell) -> str:
    if cell is None:
        return "NULL"
    text = f"{cell:.4f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
    return re.sub(r"\.0+$", "", text).replace("|", "\\|")


def result(connection, query: str) -> str:
    relation = connection.sql(query)
    lines = [relation.columns, ["---"] * len(relation.columns), *relation.fetchall()]
    return "".join("| " + " | ".join(map(shown, line)) + " |\n" for line in lines)


def refreshed(text: str, connection) -> str:
    return EXAMPLE.sub(lambda match: match[1] + result(connection, match["query"]), text)


if __name__ == "__main__":
    database = connect()
    for page in map(Path, PAGES):
        page.write_text(refreshed(page.read_text(encoding="utf-8"), database), encoding="utf-8")
