"""The marts of the published file as the doors need them: tables with keys, joins and descriptions, rows in order."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from scripts.erd import joined_tables

PROJECT = Path(__file__).resolve().parent.parent


@dataclass
class Column:
    name: str
    type: str
    nullable: bool
    comment: str

    @property
    def unit(self) -> str | None:
        """The comment of a column of numbers ends with its unit."""
        found = re.search(r" Unit: ([^.]+)\.$", self.comment)
        return found and found[1]


@dataclass
class Table:
    name: str
    comment: str
    key: list[str]
    columns: list[Column] = field(default_factory=list)
    joins: dict[str, "Table"] = field(default_factory=dict)  # column: the table whose key it holds

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def query(self) -> str:
        return f"select * from marts.{self.name} order by {', '.join(self.key)}"

    def label_column(self) -> str | None:
        """How a row of this dimension is called: measure_id is measure_label, state_code is state_name, …"""
        stem = self.key[0].rsplit("_", 1)[0]
        return next((name for name in (f"{stem}_label", f"{stem}_name", "title", "name") if name in self.names[1:]), None)  # fmt: skip

    def sentence(self, begins: str) -> str | None:
        """The sentence of the description that begins so (Grain, Source, Unit, NULL), without that word."""
        found = re.search(rf"\b{begins}: (.*?)\.(?= [A-Z][A-Za-z]+: |$)", self.comment)
        return found and found[1]


def tables(connection) -> list[Table]:
    """Every table of the marts; connection is the published file, opened in any way."""
    found = {
        name: Table(name, comment, key)
        for name, comment, key in connection.execute("""
            select table_name, tables.comment, list(keys.column_name order by keys.key_position)
            from duckdb_tables() as tables
            inner join marts.key_columns as keys using (table_name)
            where tables.schema_name = 'marts' and keys.key_position is not null
            group by all
            order by table_name
        """).fetchall()
    }
    columns = connection.execute("""
        select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()
        where schema_name = 'marts' order by table_name, column_index
    """).fetchall()
    for name, *column in columns:
        found[name].columns.append(Column(*column))
    keys = {table.name: table.key for table in found.values()}
    for table in found.values():
        table.joins = {column: found[name] for column, name in joined_tables(keys, table.name, table.names).items()}
    return list(found.values())


def text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def as_csv(table: Table, rows: list[tuple]) -> bytes:
    if any(cell == "" for row in rows for cell in row):
        raise SystemExit(f"{table.name} holds an empty text, which CSV cannot tell from NULL")
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.names)
    writer.writerows(map(text, row) for row in rows)
    return written.getvalue().encode()


def contents_hash(hashes: dict[str, str]) -> str:
    """One hash of the hashes of the CSV files, as `sha256sum *.csv | sha256sum` gives it in their folder."""
    lines = [f"{digest}  {name}.csv\n" for name, digest in sorted(hashes.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def citation(name: str, page: Path | None = None) -> str | None:
    """A plain entry of CITATION.cff."""
    found = re.search(rf"^{name}: (.+)$", (page or PROJECT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    return found and found[1].strip("'\"")


# CITATION.cff names no repository until there is a public one: no address is made up
REPORT_ERRORS = (
    "Report an error in the issue tracker of the repository that you got this from, or tell whoever gave it to you"
)
WHAT_TO_SAY = "the address or id of the number, what you read in the document and where, and which edition this is"


def repository() -> str | None:
    """The public address of the project, where it has one."""
    return citation("repository-code") or citation("url")


def report_errors() -> str:
    """Where to report an error, on pages and in the release record alike."""
    place = f"{REPORT_ERRORS} ({repository()})" if repository() else REPORT_ERRORS
    return f"{place}: {WHAT_TO_SAY}."


def published_at(database: Path) -> datetime:
    """When a green build put the file there."""
    return datetime.fromtimestamp(int(database.stat().st_mtime), UTC)
