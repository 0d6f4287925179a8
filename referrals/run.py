"""From a feed to a release: python referrals/run.py [FEED]; without a feed it makes a synthetic one and uses that.

Everything is worked out in build/referrals, which stays on this machine. referrals.duckdb, which may leave it, is a
finished copy of the released tables that replaces the one before in one step. The feed itself is only read: whatever is
stopped is done again from it.
"""

import argparse
import contextlib
import datetime
import fcntl
import gc
import json
import os
import shutil
import sys
import time
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
sys.path.insert(0, str(HERE))
import page  # noqa: E402
from intake import CONTRACT, FeedError, literal, take_in  # noqa: E402

RELEASED = [
    "fct_referral_dispositions",
    "fct_referral_rates",
    "fct_referral_survival",
    "fct_referral_coverage",
    "release",
]
# of DuckDB alone: with Python, dbt and what DuckDB does not count the process stays below 1 GB
MEMORY = os.environ.get("REFERRALS_MEMORY") or "550MB"
# rows that are looked at together where memory is tight (Spark divides by itself)
PART, PASS = 4_000_000, 33_000_000


def say(text: str) -> None:
    print(text, flush=True)


def loaded(work: Path, files: list) -> list | None:
    """The files that a finished run has not read yet; None where it cannot be added to and all is read anew."""
    done = work.parent / "finished"
    if not work.exists() or not done.exists():
        return None
    try:
        with duckdb.connect(str(work), read_only=True) as connection:
            before = set(connection.execute("select file, fingerprint from heavy.feed_files").fetchall())
    except duckdb.Error:
        return None
    if before - {(file.file, file.fingerprint) for file in files}:
        return None  # a file that was read is gone or another one
    return [file for file in files if (file.file, file.fingerprint) not in before]


def dbt(*arguments: str, variables: dict, target: Path) -> None:
    gc.disable()  # dbt's start makes a million objects that all stay: looking for what may go takes half a second
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # takes two seconds
    from dbt.cli.main import dbtRunner

    failures = []

    def told(event) -> None:
        if event.info.name in ("LogStartLine",):
            say(f"  {event.info.msg.split(' [')[0].rstrip('. ')}")
        elif event.info.level == "error" and event.info.msg.strip():
            failures.append(event.info.msg)

    folders = ["--project-dir", str(HERE), "--profiles-dir", str(HERE), "--target-path", str(target)]
    flags = ["--quiet", "--no-use-colors", "--log-level-file", "none", "--no-write-json"]
    result = dbtRunner(callbacks=[told]).invoke(
        [*flags, "build", *folders, "--vars", json.dumps(variables), *arguments]
    )
    if DuckDBConnectionManager._ENV is not None:  # dbt keeps the file open, which others then cannot read
        DuckDBConnectionManager.env().close()
        DuckDBConnectionManager.close_all_connections()
    if not result.success:
        raise FeedError("\n".join(failures) or f"dbt stopped: {result.exception}")


def heavy(files: list, home: Path, last_day: str, *arguments: str, add: bool = False, target: str = "duckdb") -> None:
    rows = sum(file.rows_read for file in files)
    os.environ["REFERRALS_RUN"] = json.dumps(
        {
            "files": [file.as_row() for file in files],
            "last_day": last_day,
            # so many that the ids of one part, or the repeated ids of one pass, fit into the memory
            "parts": 1 + rows // PART,
            "passes": 1 if target == "spark" else 1 + rows // PASS,
        }
    )
    dbt(
        "--select",
        "tag:heavy",
        "--indirect-selection",
        "cautious",
        "--target",
        target,
        # a batch is small enough for two models at a time
        *(["--threads", "2"] if add else ["--full-refresh"]),
        *arguments,
        variables={"warehouse": ""},
        target=home / "target",
    )


def on_spark(files: list, home: Path, last_day: str, master: str) -> Path:
    """The heavy tier on a Spark session; its tables stay Parquet, and the work file holds views of them for the light tier."""
    import pyspark
    from pyspark.sql import SparkSession, functions

    warehouse = home / "spark"
    shutil.rmtree(warehouse, ignore_errors=True)
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master).appName("referrals")
    settings = {
        "spark.sql.ansi.enabled": "true",  # a bad cast is an error and never a NULL
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.warehouse.dir": str(warehouse),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.shuffle.partitions": os.environ.get("REFERRALS_SHUFFLE", "8"),
        "spark.driver.memory": os.environ.get("REFERRALS_DRIVER_MEMORY", "2g"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    read = []
    for converted in (False, True):
        paths = [file.path for file in files if file.is_converted == converted]
        if not paths:
            continue
        rows = session.read.parquet(*paths)
        # as feed_files has it: Spark tells a URI
        path = functions.url_decode(functions.regexp_replace(rows["_metadata.file_path"], r"\+", "%2B"))
        file = functions.regexp_replace(path, "^file:/+", "/")
        number = rows["row_number"] if converted else rows["_metadata.row_index"] + 1
        unread = rows["unread"] if converted else functions.lit(None).cast("string")
        read.append(rows.select(*CONTRACT, file.alias("file"), number.alias("row_number"), unread.alias("unread")))
    rows = read[0] if len(read) == 1 else read[0].unionByName(read[1])
    rows.createOrReplaceTempView("feed_rows")
    try:
        heavy(files, home, last_day, target="spark")
    finally:
        session.stop()
    work = home / "work.duckdb"
    with duckdb.connect(str(work)) as connection:
        connection.execute("create schema heavy")
        for table in sorted(folder.name for folder in (warehouse / "heavy.db").iterdir()):
            files_of_table = literal(warehouse / "heavy.db" / table / "*.parquet")
            connection.execute(f"create view heavy.{table} as from read_parquet({files_of_table})")
    return work


def release_before(published: Path, folder: Path, synthetic: bool) -> str:
    """The released tables of the file that is there, for the years that it holds; "" where there are none to repeat."""
    shutil.rmtree(folder, ignore_errors=True)
    if not published.exists():
        return ""
    try:
        with duckdb.connect(str(published), read_only=True) as connection:
            was_synthetic, years = connection.execute("select is_synthetic, years from marts.release").fetchone()
            if was_synthetic:
                return ""
            if synthetic:
                raise FeedError(
                    f"{published} holds a release of a real feed; a synthetic one needs a file of its own: REFERRALS_DATABASE=/path/to/other.duckdb"
                )
            if not years:
                return ""
            folder.mkdir(parents=True)
            for table in ("fct_referral_dispositions", "fct_referral_survival"):
                connection.execute(f"copy marts.{table} to {literal(folder / f'{table}.parquet')} (format parquet)")
    except duckdb.Error as error:
        raise FeedError(
            f"{published} is no release of this project ({str(error).splitlines()[0]}); move it away."
        ) from None
    return str(folder)


def publish(work: Path, published: Path) -> None:
    """A finished, checked copy replaces the file that is there; until then that one stays as it is."""
    fresh = published.with_name(f"{published.name}.publishing-{os.getpid()}")
    for left in published.parent.glob(f"{published.name}.publishing-*"):
        left.unlink(missing_ok=True)
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: fresh.unlink(missing_ok=True))
        with duckdb.connect() as connection:
            connection.execute(f"attach {literal(work)} as work (read_only)")
            connection.execute(f"attach {literal(fresh)} as fresh (block_size 16384)")
            connection.execute("create schema fresh.marts")
            for table in RELEASED:
                connection.execute(f"create table fresh.marts.{table} as from work.light.{table} order by all")
                for what, comment in connection.execute(
                    """select 'table fresh.marts.' || table_name, comment from duckdb_tables()
                    where database_name = 'work' and schema_name = 'light' and table_name = $1 and comment is not null
                    union all select 'column fresh.marts.' || table_name || '.' || column_name, comment from duckdb_columns()
                    where database_name = 'work' and schema_name = 'light' and table_name = $1 and comment is not null""",
                    [table],
                ).fetchall():
                    connection.execute(f"comment on {what} is {literal(comment)}")
            connection.execute("detach fresh")
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(fresh, published)


def summary(work: Path, published: Path, before: str, started: float) -> None:
    with duckdb.connect(str(work), read_only=True) as connection:
        read, accepted, superseded, quarantined = connection.execute("""
            select (select sum(rows_read) from heavy.feed_files), (select count(*) from heavy.referrals),
                (select count(*) from heavy.superseded), (select count(*) from heavy.quarantine)""").fetchone()
        reasons = connection.execute("""
            select reason, count(*), arg_min(file, (file, row_number)), cast(arg_min(row_number, (file, row_number)) as bigint)
            from heavy.quarantine group by 1 order by 2 desc, 1""").fetchall()
        listed = work.with_name("quarantine.csv")
        connection.execute(
            f"copy (from heavy.quarantine order by file, row_number) to {literal(f'{listed}.new')} (format csv, header)"
        )
    os.replace(f"{listed}.new", listed)
    say(f"\n  rows read            {read:>14,}")
    say(f"  accepted             {accepted:>14,}  (one for each referral)")
    say(f"  superseded           {superseded:>14,}  (a later version replaced them)")
    say(f"  in quarantine        {quarantined:>14,}")
    for reason, count, file, row in reasons:
        say(f"      {count:>7,}  {reason} (first: {file}, row {row:,})")
    with duckdb.connect(str(published), read_only=True) as connection:
        rates = page.rows(
            connection,
            """from marts.fct_referral_rates
            where rate_id = 'referral_arrest_rate' and agency_id = 'all' and report_class in ('all', 'actionable')
            qualify row_number() over (partition by period_label order by report_class) = 1 order by period_label""",
        )
        is_synthetic = connection.execute("select is_synthetic from marts.release").fetchone()[0]
    say(f"\n  Arrests{' (SYNTHETIC: nothing here is real)' if is_synthetic else ''}")
    for row in rates:
        say(f"    {page.sentence(row)}")
    if not rates:
        say("    No year: no row was accepted.")
    elif quarantined:
        say(f"    The {quarantined:,} rows in quarantine are in none of these numbers.")
    if before:
        say(f"    {before}: repeated as {published.name} had given them out, whatever the feed says now.")
        say(f"    Was that file never given to anybody? Move it away and run again: {published}")
    say(f"\n  {work.with_name('page.html')}  (the same to read)")
    say(f"  {published}  (may leave the machine; schema marts)\n  {work}  (stays here: exact counts, quarantine)")
    say(f"  {listed}  (stays here: file, row and reason of each row that was not accepted)")
    say(f"  done in {time.monotonic() - started:.0f} s")


def run(
    feed: Path | None, published: Path, home: Path, spark: str | None = None, translation: Path | None = None
) -> None:
    started = time.monotonic()
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    lock = (home / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FeedError(f"Another run works in {home}; try again when it has ended.") from None
    work = home / "work.duckdb"
    os.environ.update(REFERRALS_WORK=str(work), REFERRALS_SPILL=str(home / "spill"), REFERRALS_MEMORY=MEMORY)
    if feed is None:
        from generate import generate

        feed = home / "sample"
        if not feed.exists():
            say("Making a synthetic feed (nothing in it is real) …")
            generate(home / "sample.new", damage=0.01)
            os.replace(home / "sample.new", feed)
    warehouse = Path(os.environ.get("NCMEC_DATABASE") or PROJECT / "ncmec.duckdb").resolve()
    say(f"Taking in {feed} …")
    try:
        query = translation.read_text(encoding="utf-8-sig") if translation else ""
    except (OSError, UnicodeDecodeError):
        raise FeedError(f"{translation} is not there, or no text in UTF-8.") from None
    files = take_in(feed, home / "intake", MEMORY, say, query)
    fresh = None if spark else loaded(work, files)
    last_day = str(datetime.date.today() + datetime.timedelta(days=2))
    if fresh is None or fresh:
        (home / "finished").unlink(missing_ok=True)
        if fresh is None:
            work.unlink(missing_ok=True)
            Path(f"{work}.wal").unlink(missing_ok=True)
        say(f"Sorting out {sum(file.rows_read for file in fresh or files):,} rows of {len(fresh or files)} files …")
        if spark:
            on_spark(files, home, last_day, spark)  # always whole, so it leaves nothing to add to
        else:
            heavy(fresh or files, home, last_day, add=bool(fresh))
            (home / "finished").touch()
        for copy in set((home / "intake").glob("*.parquet")) - {Path(file.path) for file in files}:
            copy.unlink()  # of a file that is gone or was changed
    else:
        say("No new file since the last run.")
    with duckdb.connect(str(work), read_only=True) as connection:
        synthetic = connection.execute(
            "select coalesce(bool_and(agency_id like 'SYNTHETIC-%'), false) from heavy.referral_counts"
        ).fetchone()[0]
    variables = {
        "warehouse": str(warehouse) if warehouse.exists() else "",
        "release_before": release_before(published, home / "before", synthetic),
    }
    say("Working out rates …")
    dbt(
        "--select",
        "path:models/light",
        "path:seeds",
        "path:tests/light",
        variables=variables,
        target=home / "target-light",
    )
    publish(work, published)
    page.write(published, home / "page.html")
    years = ""
    if variables["release_before"]:
        released = literal(Path(variables["release_before"]) / "fct_referral_dispositions.parquet")
        years = duckdb.execute(
            f"select string_agg(distinct period_label, ', ' order by period_label) from {released}"
        ).fetchone()[0]
    summary(work, published, years, started)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("feed", nargs="?", type=Path)
    parser.add_argument("--spark", metavar="MASTER", help="runs the heavy tier on Spark: local[*], spark://…")
    parser.add_argument(
        "--translate", metavar="SQL", type=Path, help="a query that makes the contract's columns of yours"
    )
    options = parser.parse_args()
    if options.translate and not options.feed:
        sys.exit("A translation needs the export that it translates: make referrals FEED=export.csv TRANSLATE=…")
    home = Path(os.environ.get("REFERRALS_HOME") or PROJECT / "build" / "referrals").resolve()
    published = Path(
        os.environ.get("REFERRALS_DATABASE")
        or PROJECT / ("referrals.duckdb" if options.feed else "referrals-sample.duckdb")
    ).resolve()
    try:
        run(options.feed, published, home if options.feed else home / "try", options.spark, options.translate)
    except FeedError as error:
        sys.exit(str(error))
