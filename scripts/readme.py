"""Fills in the results below the SQL examples of the documentation, from the published file.

An example is a ```sql block followed by a table; the table is replaced by the query's real output.
"""

import re
import sys
from pathlib import Path

import duckdb

from scripts import published

PAGES = [
    "README.md",
    "NOTICE.md",
    "docs/check.md",
    "docs/conflicts.md",
    "docs/methods.md",
    "docs/metrics.md",
    "docs/two_keys.md",
    "docs/which_table.md",
]
EXAMPLE = re.compile(r"(```sql\n(?P<query>.*?)\n```\n\n)(?P<table>(?:\|[^\n]*\n)+)", re.S)


def connect() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    # under its usual name, whatever the file is called
    connection.execute("attach '{}' as ncmec (read_only)".format(str(published()).replace("'", "''")))
    connection.execute("use ncmec")
    return connection


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


def refresh(pages: list[Path], connection) -> None:
    """All pages or none."""
    fresh = {}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for example in EXAMPLE.finditer(text):
            try:
                result(connection, example["query"])
            except duckdb.Error as error:
                sys.exit(f"No page was written: {page} asks\n\n{example['query']}\n\nDuckDB says: {error}")
        fresh[page] = refreshed(text, connection)
    for page, text in fresh.items():
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    refresh([Path(page) for page in PAGES], connect())
