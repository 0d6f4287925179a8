"""Writes the marts of the published file as one SQLite file: typed, keyed, joined and with full-text search.

Reads only the published file, read-only and locked. Numbers, whole numbers and texts keep their kind; a date is its
ISO text, a truth value 1 or 0, and the file itself refuses anything else in such a column.
"""

import datetime
import hashlib
import sqlite3
from decimal import Decimal
from pathlib import Path

from scripts import marts
from scripts.locked import connect

TYPES = {"VARCHAR": "text", "DATE": "text", "BOOLEAN": "integer", "INTEGER": "integer", "BIGINT": "integer"}
REFUSES = {"DATE": "check (date({0}) is {0})", "BOOLEAN": "check ({0} in (0, 1))"}


def quoted(name: str) -> str:
    return f'"{name}"'


def create(table: marts.Table) -> str:
    lines = []
    for column in table.columns:
        name = quoted(column.name)
        words = [name, TYPES.get(column.type, "real"), "" if column.nullable else "not null"]
        lines.append(" ".join(filter(None, [*words, REFUSES.get(column.type, "").format(name)])))
    lines.append(f"primary key ({', '.join(map(quoted, table.key))})")
    for column, other in table.joins.items():  # Datasette shows labels only where the key is named
        lines.append(f"foreign key ({quoted(column)}) references {quoted(other.name)} ({quoted(other.key[0])})")
    return f"create table {quoted(table.name)} ({', '.join(lines)}) strict"


def searched(table: marts.Table) -> list[str]:
    """The words of a table; of ids only its own key."""
    return [
        column.name
        for column in table.columns
        if column.type == "VARCHAR" and (not column.name.endswith(("_id", "_ids")) or [column.name] == table.key)
    ]


def index_words(copy: sqlite3.Connection, table: marts.Table) -> None:
    """Full-text search of a table over its words and over what its codes are called: Texas finds US-TX."""
    words = [f"coalesce(this.{quoted(name)}, '')" for name in searched(table)]
    joined = ""
    for number, (column, other) in enumerate(table.joins.items()):
        if label := other.label_column():
            key = quoted(other.key[0])
            joined += (
                f" left join {quoted(other.name)} as other_{number} on this.{quoted(column)} = other_{number}.{key}"
            )
            words.append(f"coalesce(other_{number}.{quoted(label)}, '')")
    if words:
        index = quoted(f"{table.name}_fts")
        copy.execute(f"create virtual table {index} using fts5 (words, content='', tokenize='porter unicode61')")
        all_words = " || ' ' || ".join(words)
        copy.execute(
            f"insert into {index} (rowid, words) select this.rowid, {all_words} from {quoted(table.name)} as this{joined}"
        )


def stored(cell):
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def write(database: Path, target: Path) -> tuple[list[marts.Table], str]:
    """The tables, and the hash of their contents, which is that of the export."""
    source = connect(database)
    copy = sqlite3.connect(target)
    hashes = {}
    try:
        copy.execute("pragma journal_mode = off")
        copy.execute("pragma synchronous = off")  # made anew with every start
        tables = marts.tables(source)
        for table in tables:
            rows = source.execute(table.query).fetchall()
            hashes[table.name] = hashlib.sha256(marts.as_csv(table, rows)).hexdigest()
            copy.execute(create(table))
            places = ", ".join("?" * len(table.columns))
            copy.executemany(
                f"insert into {quoted(table.name)} values ({places})", (tuple(map(stored, row)) for row in rows)
            )
        for table in tables:
            for column in table.joins:
                copy.execute(
                    f"create index {quoted(f'{table.name}_{column}')} on {quoted(table.name)} ({quoted(column)})"
                )
        for table in tables:
            index_words(copy, table)
        copy.execute("analyze")
        copy.commit()
    finally:
        copy.close()
        source.close()
    return tables, marts.contents_hash(hashes)
