"""Takes a feed in: which files it has, whether each keeps to the contract, and CSV or text turned into typed Parquet.

A column that the contract does not know refuses the whole feed by its name, before any row is read. A row that cannot
be read stays in the converted file with the reason, so that it is counted; its contents are not copied anywhere.
"""

import csv
import hashlib
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import yaml

PROJECT = Path(__file__).resolve().parent
CONTRACT = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]["contract"]
TYPES = {"bigint": "BIGINT", "string": "VARCHAR", "date": "DATE", "timestamp": "TIMESTAMP"}
ENDINGS = (".csv", ".csv.gz", ".parquet")
# folders of a partitioned feed may be called so, with digits and hyphens, or after a column of the contract
PARTITIONS = ("year", "month", "day", "batch")


class FeedError(Exception):
    """A sentence for the person whose feed it is."""


@dataclass
class File:
    file: str  # path within the feed
    path: str  # what is read: the file itself, or its converted copy
    is_converted: bool
    rows_read: int
    fingerprint: str

    def as_row(self) -> dict:
        return asdict(self)


def literal(text) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def found(feed: Path) -> list[Path]:
    if not feed.exists():
        raise FeedError(f"There is no {feed}.")
    paths = [feed] if feed.is_file() else sorted(path for path in feed.rglob("*") if path.is_file())
    paths = [
        path for path in paths if not any(part.startswith(".") for part in path.relative_to(feed.parent).parts[1:])
    ]
    others = [path for path in paths if not path.name.lower().endswith(ENDINGS)]
    if others:
        raise FeedError(f"{others[0]} is neither CSV nor Parquet; a feed holds nothing else. Move it away.")
    if not paths:
        raise FeedError(f"There is no CSV or Parquet file in {feed}.")
    return paths


def partitions(feed: Path, path: Path) -> dict[str, str]:
    """Columns that stand in the names of folders (agency_id=…): those of the contract, and nothing personal beside them."""
    kept = {}
    for part in path.relative_to(feed).parts[:-1] if feed.is_dir() else ():
        key, equals, value = part.partition("=")
        if equals and key in CONTRACT:
            kept[key] = value
        elif equals and not (key in PARTITIONS and re.fullmatch(r"[0-9-]+", value)):
            raise FeedError(f"The folder {part} of {path} names a column that is not in the contract: {key}.")
    return kept


def header(connection, path: Path) -> dict[str, str]:
    """Columns and types as the file declares them; a CSV holds text."""
    if path.name.lower().endswith(".parquet"):
        try:
            columns = connection.execute(
                f"describe select * from read_parquet({literal(path)}, hive_partitioning = false)"
            ).fetchall()
        except duckdb.Error as error:
            raise FeedError(f"{path} is not readable as Parquet: {str(error).splitlines()[0]}") from None
        return {name: kind for name, kind, *_ in columns}
    import gzip

    opened = gzip.open if path.suffix.lower() == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
            names = next(csv.reader(text), [])
    except (UnicodeDecodeError, OSError, EOFError, csv.Error):
        raise FeedError(f"{path} does not begin with a line of column names in UTF-8.") from None
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FeedError(f"{path} has the column {twice[0]} twice.")
    return dict.fromkeys(names, "VARCHAR")


def refuse_other_columns(path: Path, columns: dict[str, str], of_folder: dict[str, str]) -> None:
    beyond = [name for name in columns if name not in CONTRACT]
    missing = [name for name in CONTRACT if name not in columns and name not in of_folder]
    both = [name for name in of_folder if name in columns]
    if beyond:
        raise FeedError(
            f"{path} has columns that the contract does not allow: {', '.join(map(repr, beyond))}. Nothing was read."
        )
    if missing:
        raise FeedError(f"{path} lacks columns of the contract: {', '.join(missing)}. Nothing was read.")
    if both:
        raise FeedError(f"{path}: {both[0]} stands in the file and in the name of its folder.")


def why_unread(column: str) -> str:
    """SQL: what is wrong with a text that should be a number, day or time; NULL where nothing is."""
    shape, cast, wanted = {
        "bigint": ("-?[0-9]{1,19}", "bigint", "64-bit whole number"),
        "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "date", "day (2001-12-31)"),
        "timestamp": (
            "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}.*)?",
            "timestamp",
            "time (2001-12-31 23:59:59)",
        ),
    }[CONTRACT[column]]
    return (
        f"when {column} is not null and (not regexp_full_match({column}, '{shape}') or try_cast({column} as {cast}) is null)"
        f" then '{column} is no {wanted}'"
    )


def convert(connection, path: Path, columns: dict[str, str], of_folder: dict[str, str], target: Path) -> None:
    """One typed Parquet file with every row of the original: its number, and why it cannot be read."""
    connection.execute("drop table if exists torn")
    if path.name.lower().endswith(".parquet"):
        source = f"read_parquet({literal(path)}, hive_partitioning = false, file_row_number = true)"
        number, torn = "file_row_number + 1", False
    else:
        declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
        connection.execute("set preserve_insertion_order = true")
        connection.execute("drop table if exists reject_scans; drop table if exists reject_errors")
        source = (
            f"read_csv({literal(path)}, columns = {{{declared}}}, header = true, auto_detect = false, delim = ',', quote = '\"', "
            "escape = '\"', nullstr = '', store_rejects = true, rejects_limit = 0, hive_partitioning = false)"
        )
        number, torn = "row_number() over ()", True
    texts = ", ".join(
        f"nullif(trim(cast({literal(of_folder[name]) if name in of_folder else name} as varchar)), '') as {name}"
        for name in CONTRACT
    )
    cases = " ".join(why_unread(name) for name, kind in CONTRACT.items() if kind != "string")
    typed = ", ".join(f"try_cast({name} as {TYPES[kind]}) as {name}" for name, kind in CONTRACT.items())
    connection.execute(f"create or replace temp table lines as select {texts}, {number} as line from {source}")
    if torn:
        connection.execute("create table torn as select distinct line - 1 as line from reject_errors")
    else:
        connection.execute("create table torn (line bigint)")
    fresh = target.with_suffix(".new")
    # a line that is torn was left out of the count of the lines after it
    connection.execute(f"""
        copy (
            with gaps as (select line, line - row_number() over (order by line) as lines_before from torn),
            counted as (
                select lines.*, cast(line + (select count(*) from gaps where gaps.lines_before < lines.line) as bigint) as row_number
                from lines
            )
            select {typed}, row_number, case {cases} end as unread
            from {"counted" if connection.execute("select count(*) from torn").fetchone()[0] else "(select *, line as row_number from lines)"}
            union all
            select {", ".join(f"cast(null as {TYPES[kind]})" for kind in CONTRACT.values())}, line, 'the line does not have the columns of the header'
            from torn
        ) to {literal(fresh)} (format parquet)""")
    connection.execute("drop table lines; drop table torn")
    os.replace(fresh, target)


def fingerprint(path: Path) -> str:
    stat = path.stat()
    return hashlib.sha256(f"{stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()[:16]


def take_in(feed: Path, store: Path, memory: str = "600MB", say=lambda text: None) -> list[File]:
    """The files of the feed, each as something that can be read by its type; nothing is converted twice."""
    feed = feed.resolve()
    store.mkdir(parents=True, exist_ok=True)
    paths = found(feed)
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(store / "spill")})
    try:
        declared = {}
        for path in paths:
            of_folder = partitions(feed, path)
            columns = header(connection, path)
            refuse_other_columns(path, columns, of_folder)
            declared[path] = columns, of_folder
        files = []
        for number, path in enumerate(paths, start=1):
            columns, of_folder = declared[path]
            name = str(path.relative_to(feed)) if feed.is_dir() else path.name
            exact = path.name.lower().endswith(".parquet") and not of_folder
            exact = exact and all(columns[column] == TYPES[kind] for column, kind in CONTRACT.items())
            mark = fingerprint(path)
            read = path
            if not exact:
                read = store / f"{hashlib.sha256(f'{path} {mark}'.encode()).hexdigest()[:24]}.parquet"
                if not read.exists():
                    if number % max(1, len(paths) // 10) == 0:
                        say(f"  reading file {number} of {len(paths)}: {name}")
                    try:
                        convert(connection, path, columns, of_folder, read)
                    except duckdb.Error as error:
                        raise FeedError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
            rows = connection.execute(
                f"select cast(coalesce(sum(num_rows), 0) as bigint) from parquet_file_metadata({literal(read)})"
            ).fetchone()[0]
            files.append(File(name, str(read), not exact, rows, mark))
        return files
    finally:
        connection.close()
