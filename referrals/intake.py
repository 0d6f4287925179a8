"""Takes a feed in: which files it has, whether each keeps to the contract, and CSV or text turned into typed Parquet.

A column that the contract does not know refuses the whole feed by its name, before any row is read. A row that cannot
be read stays in the converted file with the reason, so that it is counted; its contents are not copied anywhere.
"""

import csv
import gzip
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
# what a translation may call: what they cannot read or do not know stays as it is, so that the quarantine says so
HELPERS = """
    -- %Y takes 23 for the year 23: a year has four digits
    create or replace temp macro as_written(moment, text, form) as if(year(moment) >= 1000, strftime(moment, form), text);
    create or replace temp macro as_day(text, shape) as as_written(try_strptime(text, shape), text, '%Y-%m-%d');
    create or replace temp macro as_time(text, shape) as as_written(try_strptime(text, shape), text, '%Y-%m-%d %H:%M:%S');
    create or replace temp macro as_word(text, known) as if(map_contains(known, text), known[text], text);
    create or replace temp macro as_pseudonym(text, secret) as cast('0x' || left(sha256(secret || text), 15) as bigint);
"""
OWN_WORDS = "Where your system has its own columns and words, translate them: TRANSLATE=…, docs/referrals.md."


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
        raise FeedError(
            f'{others[0]} is neither CSV nor Parquet (a workbook is saved as "CSV UTF-8"); a feed holds nothing else. Move it away.'
        )
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


def first_line(path: Path) -> tuple[str, list[str]]:
    """What stands between the columns of a CSV, and their names: the mark that makes the most columns (a German Excel writes semicolons)."""

    def read(mark: str) -> list[str]:
        opened = gzip.open if path.suffix.lower() == ".gz" else open
        # only the first line has to be UTF-8; another that is not goes to the quarantine
        with opened(path, "rb") as text:
            return next(csv.reader((line.decode("utf-8-sig") for line in text), delimiter=mark), [])

    try:
        return max(((mark, read(mark)) for mark in ",;\t|"), key=lambda found: len(found[1]))
    except UnicodeDecodeError:
        raise FeedError(
            f'{path} is not in UTF-8: save it anew as "CSV UTF-8" (in Excel a file type of its own beside "CSV").'
        ) from None
    except (OSError, EOFError, csv.Error):
        raise FeedError(f"{path} does not begin with a line of column names.") from None


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
    names = first_line(path)[1]
    if "" in map(str.strip, names):
        raise FeedError(
            f"{path}: its first line names {len(names)} columns, and one of them is empty. It has to hold the names of the columns, no title above "
            "them and no empty column beside them."
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FeedError(f"{path} has the column {twice[0]} twice.")
    return dict.fromkeys(names, "VARCHAR")


def refuse_other_columns(path: Path, columns: dict[str, str], of_folder: dict[str, str]) -> None:
    beyond = [name for name in columns if name not in CONTRACT]
    missing = [name for name in CONTRACT if name not in columns and name not in of_folder]
    both = [name for name in of_folder if name in columns]
    lacks = f"lacks columns of the contract: {', '.join(missing)}"
    if beyond:
        raise FeedError(
            f"{path} has columns that the contract does not allow: {', '.join(map(repr, beyond))}"
            f"{f'; it {lacks}' if missing else ''}. Nothing was read. {OWN_WORDS}"
        )
    if missing:
        raise FeedError(f"{path} {lacks}. Nothing was read. {OWN_WORDS}")
    if both:
        raise FeedError(f"{path}: {both[0]} stands in the file and in the name of its folder.")


def why_unread(column: str) -> str:
    """SQL: what is wrong with a text that should be a number, day or time; NULL where nothing is."""
    shape, cast, wanted = {
        "bigint": ("-?[0-9]{1,19}", "bigint", "64-bit whole number"),
        "date": ("[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}", "date", "day (2001-12-31)"),
        "timestamp": (
            "[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}.*)?",
            "timestamp",
            "time (2001-12-31 23:59:59)",
        ),
    }[CONTRACT[column]]
    return (
        f"when {column} is not null and (not regexp_full_match({column}, '{shape}') or try_cast({column} as {cast}) is null)"
        f" then '{column} is no {wanted}'"
    )


def read_as_it_is(path: Path, columns: dict[str, str], rejects: str) -> str:
    """SQL that reads a file of any columns; what is torn in a CSV is set aside in a table of that name, new for each reading."""
    if path.name.lower().endswith(".parquet"):
        return f"read_parquet({literal(path)}, hive_partitioning = false)"
    declared = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in columns)
    return (
        f"read_csv({literal(path)}, columns = {{{declared}}}, header = true, auto_detect = false, delim = {literal(first_line(path)[0])}, quote = '\"', "
        "escape = '\"', nullstr = '', store_rejects = true, rejects_limit = 0, "
        f"rejects_table = '{rejects}', rejects_scan = '{rejects}_scan', hive_partitioning = false)"
    )


def translated(connection, path: Path, columns: dict[str, str], translation: str, rejects: str) -> dict[str, str]:
    """The columns that a translation makes of the view `export`, which is the file as it is. Text is trimmed, empty text is NULL."""
    texts = ", ".join(
        'nullif(trim("{0}"), \'\') as "{0}"'.format(name.replace('"', '""'))
        for name, kind in columns.items()
        if kind == "VARCHAR"
    )
    replaced = f"* replace ({texts})" if texts else "*"
    try:
        connection.execute(HELPERS)
        # every column is read, asked for or not: DuckDB 1.5 may fail at bad text in a column that it skips
        connection.execute("set disabled_optimizers = 'unused_columns'")
        connection.execute(
            f"create or replace temp view export as select {replaced} from {read_as_it_is(path, columns, rejects)}"
        )
        connection.execute(f"create or replace temp view translation as {translation}")
        return {name: kind for name, kind, *_ in connection.execute("describe translation").fetchall()}
    except duckdb.Error as error:
        raise FeedError(f"The translation does not fit {path}: {' '.join(str(error).split())[:300]}") from None


def convert(
    connection, path: Path, columns: dict[str, str], of_folder: dict[str, str], target: Path, translation: str = ""
) -> None:
    """One typed Parquet file with every row of the original: its number, and why it cannot be read."""
    connection.execute("drop table if exists torn")
    connection.execute("set preserve_insertion_order = true")
    torn = not path.name.lower().endswith(".parquet")
    rejects = f"torn_{target.stem}"
    source = read_as_it_is(path, columns, rejects)
    if translation:
        translated(connection, path, columns, translation, rejects)
        source = "translation"
    texts = ", ".join(
        f"nullif(trim(cast({literal(of_folder[name]) if name in of_folder else name} as varchar)), '') as {name}"
        for name in CONTRACT
    )
    cases = " ".join(why_unread(name) for name, kind in CONTRACT.items() if kind != "string")
    typed = ", ".join(f"try_cast({name} as {TYPES[kind]}) as {name}" for name, kind in CONTRACT.items())
    connection.execute(
        f"create or replace temp table lines as select {texts}, row_number() over () as line from {source}"
    )
    if torn:
        connection.execute(f"""
            create table torn as
            select cast(line - 1 as bigint) as line, case when bool_or(cast(error_type as varchar) like 'INVALID %') then 'the line is not in UTF-8'
                else 'the line does not have the columns of the header' end as unread
            from {rejects} group by all""")
    else:
        connection.execute("create table torn (line bigint, unread varchar)")
    if translation:
        kept, there = connection.execute(
            "select (select count(*) from lines), (select count(*) from export)"
        ).fetchone()
        if kept != there:
            raise FeedError(
                f"The translation makes {kept:,} rows of the {there:,} of {path}: it has to keep every row, once."
            )
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
            select {", ".join(f"cast(null as {TYPES[kind]})" for kind in CONTRACT.values())}, line, unread
            from torn
        ) to {literal(fresh)} (format parquet)""")
    connection.execute("drop table lines; drop table torn")
    os.replace(fresh, target)


def rules() -> str:
    """What decides how a row is read: where any of it changes, what earlier runs made of the files no longer holds."""
    paths = [Path(__file__), PROJECT / "dbt_project.yml", *sorted((PROJECT / "macros").iterdir())]
    paths += sorted((PROJECT / "models/heavy").glob("*.sql"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()


def fingerprint(path: Path, read_by: str) -> str:
    stat = path.stat()
    return hashlib.sha256(f"{stat.st_size} {stat.st_mtime_ns} {read_by}".encode()).hexdigest()[:16]


def take_in(feed: Path, store: Path, memory: str = "550MB", say=lambda text: None, translation: str = "") -> list[File]:
    """The files of the feed, each as something that can be read by its type; nothing is converted twice. A translation is a query
    over `export`, the file as it is; what it makes has to keep to the contract."""
    feed = feed.resolve()
    store.mkdir(parents=True, exist_ok=True)
    paths = found(feed)
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(store / "spill")})
    try:
        declared = {}
        for path in paths:
            of_folder = partitions(feed, path)
            columns = header(connection, path)
            made = translated(connection, path, columns, translation, "unread") if translation else columns
            refuse_other_columns(path, made, of_folder)
            declared[path] = columns, of_folder
        files, read_by = [], rules() + translation
        for number, path in enumerate(paths, start=1):
            columns, of_folder = declared[path]
            name = str(path.relative_to(feed)) if feed.is_dir() else path.name
            exact = path.name.lower().endswith(".parquet") and not of_folder and not translation
            exact = exact and all(columns[column] == TYPES[kind] for column, kind in CONTRACT.items())
            mark = fingerprint(path, read_by)
            read = path
            if not exact:
                read = store / f"{hashlib.sha256(f'{path} {mark}'.encode()).hexdigest()[:24]}.parquet"
                if not read.exists():
                    if number % max(1, len(paths) // 10) == 0:
                        say(f"  reading file {number} of {len(paths)}: {name}")
                    try:
                        convert(connection, path, columns, of_folder, read, translation)
                    except duckdb.Error as error:
                        raise FeedError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None
            rows = connection.execute(
                f"select cast(coalesce(sum(num_rows), 0) as bigint) from parquet_file_metadata({literal(read)})"
            ).fetchone()[0]
            files.append(File(name, str(read), not exact, rows, mark))
        return files
    finally:
        connection.close()
