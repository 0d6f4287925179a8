"""Measures the case-level feed and writes what it measured: python bench/referrals.py FOLDER [--feeds 36m] [--only scan,month]

Feeds of three sizes (FEEDS) are made in FOLDER: one million referrals are copied with new ids, so that every copy holds the
same mixture. Each step runs in a process of its own; CPU seconds and the largest memory are the system's count of that process
and its children. Results are kept in FOLDER/<feed>/results.json; what was not measured this time stays. Every number of the
sections that it writes (docs/performance.md, docs/referrals_at_scale.md) comes from there. --only make makes the feeds and
measures nothing; --only write measures nothing and writes. Polars is in .venv-clients, Spark in .venv-spark.
"""

import argparse
import datetime
import itertools
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / "referrals"), str(PROJECT)]
ORDER = "updated_at desc, status_date desc nulls last, case_status desc nulls last, closed_reason desc nulls last, agency_id desc"
# copies of a million referrals, and what is measured on them
FEEDS = {
    "36m": (30, ["scan", "pipeline", "nothing", "month", "aggregate", "polars"]),
    "100m": (83, ["scan", "pipeline"]),
    "7m": (6, ["scan", "pipeline", "spark"]),
}
PRICE = 0.10  # assumed, of a CPU hour
KEYS = "agency_id, date_trunc('month', received_date), incident_type, report_class, case_status, closed_reason"
MEMORY = "700MB"  # of DuckDB alone, so that the process stays at 1 GB
LONGEST = 600  # seconds that a step may take


def parquet(folder: Path) -> str:
    return f"read_parquet('{folder}/feed/*.parquet')"


def connect(folder: Path):
    import duckdb

    connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")})
    connection.execute("set preserve_insertion_order = false")
    return connection


def make(folder: Path, copies: int) -> dict:
    """The feed, and one more month of it (a new copy, with 15 of 100 versions of referrals that are there)."""
    from generate import generate

    seed = folder.parent / "seed"
    if not seed.exists():
        generate(folder.parent / "seed.new", ids=1_000_000, form="parquet", damage=0.0001)
        os.replace(folder.parent / "seed.new", seed)
    (folder / "feed").mkdir(exist_ok=True)
    connection = connect(folder)
    columns = f"* replace (cast(hash(referral_id, {{copy}}) >> 1 as bigint) as referral_id) from read_parquet('{seed}/*.parquet')"
    for copy in range(copies):
        target = folder / "feed" / f"part-{copy:03d}.parquet"
        if target.exists():
            continue
        there = next(folder.parent.glob(f"*/feed/{target.name}"), None)
        if there:
            os.link(there, target)
        else:
            connection.execute(f"copy (select {columns.format(copy=copy)}) to '{target}.new' (format parquet)")
            os.replace(f"{target}.new", target)
    (folder / "month").mkdir(exist_ok=True)
    if not (folder / "month/part-more.parquet").exists():
        connection.execute(f"""copy (
            select {columns.format(copy=1_000_000)}
            union all
            (select * replace (updated_at + interval 1 day as updated_at) from read_parquet('{folder}/feed/part-000.parquet') limit 180000)
        ) to '{folder}/month/part-more.parquet' (format parquet)""")
    rows = connection.execute(
        f"select count(*), count(*) - count(distinct i) from (select referral_id as i from read_parquet('{folder}/feed/part-000.parquet'))"
    ).fetchone()
    more = connection.execute(f"select count(*) from read_parquet('{folder}/month/*.parquet')").fetchone()[0]
    return {"rows": rows[0] * copies, "repeats": round(rows[1] / rows[0], 3), "month": more}


def scan(folder: Path, **_) -> dict:
    """Every column of every row, read and looked at once."""
    connection = connect(folder)
    columns = [name for name, *_ in connection.execute(f"describe select * from {parquet(folder)}").fetchall()]
    return {
        "rows": connection.execute(
            f"select count(*), {', '.join(f'max({name})' for name in columns)} from {parquet(folder)}"
        ).fetchone()[0]
    }


def aggregate(folder: Path, **_) -> dict:
    """Last version of each referral, counted: plain SQL over Parquet. Every row is counted by its cell (agency, month, type, class,
    status, reason, as one number); the versions of ids that repeat are taken away again, and the last one of each comes back."""
    connection = connect(folder)
    source = parquet(folder)
    connection.execute("create temp table repeated (referral_id bigint)")
    for part in range(3):
        connection.execute(
            f"insert into repeated select referral_id from {source} where hash(referral_id) % 3 = {part} group by 1 having count(*) > 1"
        )

    def place(column: str) -> str:  # of a word among those that the feed has, 0 for none
        words = connection.execute(f"select distinct {column} from {source} where {column} is not null order by 1")
        listed = ", ".join("'" + word.replace("'", "''") + "'" for (word,) in words.fetchall())
        return f"coalesce(list_position([{listed}], {column}), 0)::bigint"

    month = "coalesce(year(received_date) * 12 + month(received_date), 0)"
    # status, reason, agency, month, type, class in 49 bits, in the order in which versions of the same time are compared
    cell = f"""({place("case_status")} << 44) | ({place("closed_reason")} << 39) | ({place("agency_id")} << 25) | ({month} << 10)
        | ({place("incident_type")} << 5) | {place("report_class")}"""
    connection.execute(f"create temp table every as select {cell} as cell, count(*) as n from {source} group by all")
    connection.execute(f"""create temp table contested as
        select referral_id, epoch_us(updated_at) as time, coalesce(status_date - date '1970-01-01', 0) as day, {cell} as cell
        from {source} semi join repeated using (referral_id)""")
    found = connection.execute("""
        with last as (
            select cast(max((coalesce(time, 0)::hugeint << 66) | (day::hugeint << 49) | cell) & ((1::hugeint << 49) - 1) as bigint) as cell
            from contested group by referral_id
        ),
        counted as (
            select cell, cast(sum(n) as bigint) as referrals from (
                from every union all
                select cell, -count(*) from contested group by 1 union all
                select cell, count(*) from last group by 1
            ) group by 1 having sum(n) <> 0
        )
        select sum(referrals), count(*) from counted""").fetchone()
    return {"referrals": int(found[0]), "cells": found[1]}


def polars(folder: Path, **_) -> dict:
    """The same in Polars, streaming: of the ids that repeat the last version is chosen."""
    import polars as pl

    rows = pl.scan_parquet(f"{folder}/feed/*.parquet")
    repeated = rows.group_by("referral_id").len().filter(pl.col("len") > 1).select("referral_id")
    by = ["updated_at", "status_date", "case_status", "closed_reason", "agency_id"]
    contested = rows.join(repeated, on="referral_id", how="semi", nulls_equal=True)
    last = contested.sort(by).unique(subset="referral_id", keep="last", maintain_order=True)
    counted = (
        pl.concat([rows.join(repeated, on="referral_id", how="anti", nulls_equal=True), last])
        .group_by(
            "agency_id",
            pl.col("received_date").dt.truncate("1mo"),
            "incident_type",
            "report_class",
            "case_status",
            "closed_reason",
        )
        .len()
        .collect(engine="streaming")
    )
    return {"referrals": int(counted["len"].sum()), "cells": len(counted)}


def counted(work: Path) -> dict:
    import duckdb

    with duckdb.connect(str(work), read_only=True) as connection:
        accepted = connection.execute("select sum(referrals)::bigint from heavy.referral_counts").fetchone()[0]
    return {"accepted": accepted, "bytes": work.stat().st_size}


def heavy(folder: Path, feeds: list[str], add: bool) -> dict:
    import run

    home = folder / "home"
    home.mkdir(exist_ok=True)
    os.environ.update(
        REFERRALS_WORK=str(home / "work.duckdb"), REFERRALS_SPILL=str(home / "spill"), REFERRALS_MEMORY=run.MEMORY
    )
    if not add:
        (home / "work.duckdb").unlink(missing_ok=True)
    files = [file for feed in feeds for file in run.take_in(folder / feed, home / "intake")]
    run.heavy(files, home, "2100-01-01", add=add)
    return counted(home / "work.duckdb") | {"limit": os.environ["REFERRALS_MEMORY"]}


def pipeline(folder: Path, **_) -> dict:
    """The heavy tier with all its tests, by dbt: read, checked, quarantined, last versions stored, counted, reconciled."""
    return heavy(folder, ["feed"], add=False)


def month(folder: Path, **_) -> dict:
    """One more month added to that."""
    return heavy(folder, ["month"], add=True)


def spark(folder: Path, **_) -> dict:
    """The heavy tier with all its tests on Spark, on this machine."""
    import run
    from pyspark.sql import SparkSession

    told, stop = {}, SparkSession.stop

    def stopped(session) -> None:
        # the system does not count the JVM among the children of this process
        process = Path(f"/proc/{session.sparkContext._gateway.proc.pid}")
        ticks = process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[11:13]
        own = resource.getrusage(resource.RUSAGE_SELF)
        told["cpu_s"] = round(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") + own.ru_utime + own.ru_stime, 1)
        status = process.joinpath("status").read_text().splitlines()
        told["peak_mb"] = round(int(next(line.split()[1] for line in status if line.startswith("VmHWM"))) / 1024)
        stop(session)

    SparkSession.stop = stopped
    home = folder / "spark"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    os.environ.update(REFERRALS_DRIVER_MEMORY="4g", REFERRALS_WORK=str(home / "work.duckdb"))
    work = run.on_spark(run.take_in(folder / "feed", home / "intake"), home, "2100-01-01", "local[2]")
    return counted(work) | told


def nothing(folder: Path, **_) -> dict:
    """An empty batch added to it: what dbt takes for its start and the steps."""
    (folder / "nothing").mkdir(exist_ok=True)
    connect(folder).execute(
        f"copy (from read_parquet('{folder}/month/*.parquet') limit 0) to '{folder}/nothing/none.parquet' (format parquet)"
    )
    return heavy(folder, ["nothing"], add=True)


STEPS = {step.__name__: step for step in (make, scan, aggregate, polars, spark, pipeline, nothing, month)}


def measured(step: str, folder: Path, copies: int, python: str) -> dict:
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [python, __file__, str(folder), "--copies", str(copies), "--step", step]
    # the system's account of the largest process below: the JVM for Spark
    done = subprocess.run([sys.executable, "-c", WATCH, *command], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        return {"step": step, "failed": said[-120:]}
    *_, told = done.stdout.strip().splitlines()
    peak, said = told.split(" ", 1)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "step": step,
        "cpu_s": round(cpu, 1),
        "wall_s": round(time.monotonic() - started, 1),
        "peak_mb": round(int(peak) / 1024),
        **json.loads(said),
    }


WATCH = f"""
import resource, subprocess, sys
try:
    done = subprocess.run(sys.argv[1:], capture_output=True, text=True, timeout={LONGEST})
except subprocess.TimeoutExpired:
    sys.exit("not done in {LONGEST} s")
sys.stderr.write(done.stderr)
print(done.stdout)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, (done.stdout.strip().splitlines() or ["{{}}"])[-1])
if done.returncode < 0:
    sys.stderr.write(f"killed by signal {{-done.returncode}}")
sys.exit(done.returncode and 1)
"""

SAID = {
    "scan": "scan: every column of the Parquet files, once",
    "pipeline": "the heavy tier by dbt with all its tests: checked, quarantined, last versions stored, counted, reconciled",
    "month": "one more month added to it, dbt and tests included",
    "nothing": "an empty batch added to it: dbt's start and its steps",
    "aggregate": "last version of each referral and counts, plain SQL in DuckDB",
    "polars": "the same in Polars (streaming)",
    "spark": "the heavy tier by dbt with all its tests on Spark (`local[2]`)",
}
GB = 1024  # MB


def goals(feed: str, step: str, found: dict, scan: dict, busy: bool) -> str:
    """They are set for 36 million rows; those by the clock are left out without one."""
    from bench.__main__ import goal

    wall = {"pipeline": 60, "month": 6}.get(step)
    told = []
    if wall and not busy:
        told.append(f"s {goal(found['wall_s'], wall)}")
    if step in ("pipeline", "aggregate"):
        told.append(f"MB {goal(found['peak_mb'], GB)}")
    if step == "aggregate":
        told.append(f"times the scan {goal(found['cpu_s'] / scan['cpu_s'], 10)}")
    return "; ".join(told) if feed == "36m" else ""


def rows_of(results: dict, step: str) -> int:
    return {"month": results["make"]["month"], "nothing": 0}.get(step, results["make"]["rows"])


def table(feeds: dict[str, dict], busy: bool) -> str:
    lines = [
        "| step | rows | CPU s | by the clock, s | peak MB | times the scan (CPU) | times the scan (clock) | goal |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    for feed, results in feeds.items():
        for step in (step for step in SAID if step in results):
            found = results[step]
            rows = f"{rows_of(results, step):,}"
            if "failed" in found:
                lines.append(f"| {SAID[step]} | {rows} | {found['failed']} | | | | | |")
                continue
            times = [
                ""
                if step in ("month", "nothing", "scan") or (busy and name == "wall_s")
                else f"{found[name] / results['scan'][name]:.0f}"
                for name in ("cpu_s", "wall_s")
            ]
            cells = [SAID[step], rows, found["cpu_s"], "" if busy else found["wall_s"], f"{found['peak_mb']:,}", *times]
            lines.append(f"| {' | '.join(map(str, [*cells, goals(feed, step, found, results['scan'], busy)]))} |")
        for same in ("referrals", "cells"), ("accepted",):  # of plain SQL and Polars; of the heavy tier on both engines
            of_whole = [found for step, found in results.items() if step not in ("month", "nothing")]
            told = {tuple(found[name] for name in same) for found in of_whole if same[0] in found}
            if len(told) > 1:
                sys.exit(f"{feed}: the engines do not count alike: {told}")
    return "\n".join(lines)


def growth(feeds: dict[str, dict], busy: bool) -> str:
    """How the heavy tier grows from each size to the next, and what of a month is not dbt's start."""
    sized = [
        feed
        for feed in sorted(feeds.values(), key=lambda of: of["make"]["rows"])
        if "cpu_s" in feed.get("pipeline", {})
    ]
    told = []
    for small, large in itertools.pairwise(sized):
        rows, cpu = (
            large["make"]["rows"] / small["make"]["rows"],
            large["pipeline"]["cpu_s"] / small["pipeline"]["cpu_s"],
        )
        told.append(
            f"From {small['make']['rows']:,} to {large['make']['rows']:,} rows ({rows:.1f} times) the CPU seconds of the heavy tier grow {cpu:.1f} times."
        )
    for feed in sized:
        more, empty = feed.get("month", {}), feed.get("nothing", {})
        if "cpu_s" in more and "cpu_s" in empty:
            wall = "" if busy else f" and {more['wall_s'] - empty['wall_s']:.1f} s by the clock"
            told.append(
                f"Of the month added to {feed['make']['rows']:,} rows {more['cpu_s'] - empty['cpu_s']:.1f} CPU s{wall} are work on its rows: what is held is gone "
                "through four times (to find, to replace, to prove that no id stands twice, for the last day). The rest an empty batch takes too."
            )
    return " ".join(told)


def of_feed(feeds: dict[str, dict], busy: bool) -> str:
    import duckdb

    repeats = {round(100 * results["make"]["repeats"]) for results in feeds.values()}
    limits = sorted(
        {results["pipeline"]["limit"] for results in feeds.values() if "limit" in results.get("pipeline", {})}
    )
    days = sorted(
        {results[step]["day"] for results in feeds.values() for step in SAID if "day" in results.get(step, {})}
    )
    return (
        f"Measured on {' and '.join(days)} with DuckDB {duckdb.__version__} and Python {platform.python_version()}, {os.cpu_count()} cores"
        f"{', beside other jobs, so without a clock' if busy else ''}. {'/'.join(map(str, sorted(repeats)))} of 100 rows repeat an id. DuckDB's memory limit: {' or '.join(limits)} in the heavy tier, for a "
        f"whole process of 1 GB ({GB:,} MB), and {MEMORY} in the plain SQL.\n\n"
        + table(feeds, busy)
        + "\n\n"
        + growth(feeds, busy)
    )


def clock(hours: float) -> str:
    return f"{60 * hours:.0f} minutes" if hours < 2 else f"{hours:.1f} hours"


def of_billions(feeds: dict[str, dict]) -> str:
    """From what a million took in the largest feed that each engine went through."""

    def largest(step: str) -> tuple[int, float]:
        return max((of["make"]["rows"], of[step]["cpu_s"]) for of in feeds.values() if "cpu_s" in of.get(step, {}))

    (rows, cpu), (spark_rows, spark_cpu) = largest("pipeline"), largest("spark")
    million, spark_million = cpu / rows * 1e6, spark_cpu / spark_rows * 1e6
    lines = [
        f"The heavy tier took {cpu:.0f} CPU seconds for {rows:,} versions on DuckDB, {million:.1f} s for a million, and {spark_cpu:.0f} for {spark_rows:,} on Spark, "
        f"{spark_million:.1f} s for a million.",
        "",
        f"| versions | DuckDB, CPU hours | by the clock on 16 CPUs | Spark, CPU hours | by the clock on 64 CPUs | Spark at {PRICE:.2f} an hour |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for billions in (1, 10):
        duck, cluster = (each * 1000 * billions / 3600 for each in (million, spark_million))
        lines.append(
            f"| {billions} billion | {duck:.1f} | {clock(duck / 16)} | {cluster:.1f} | {clock(cluster / 64)} | {cluster * PRICE:.2f} |"
        )
    stored = [of["pipeline"] for of in feeds.values() if "bytes" in of.get("pipeline", {})]
    if stored:
        most = max(stored, key=lambda found: found["accepted"])
        lines += [
            "",
            f"On disk DuckDB's work file takes {most['bytes'] / most['accepted']:.0f} bytes for each of {most['accepted']:,} referrals: their last versions and all "
            "that was compared.",
        ]
    return "\n".join(lines)


def write(folder: Path, busy: bool) -> None:
    """Every section that this command writes, anew; other text of the pages stays."""
    from bench.__main__ import written

    feeds = {
        name: json.loads((folder / name / "results.json").read_text())
        for name in FEEDS
        if (folder / name / "results.json").exists()
    }
    sections = [("docs/performance.md", "feed", of_feed(feeds, busy))]
    if all(any("cpu_s" in of.get(step, {}) for of in feeds.values()) for step in ("pipeline", "spark")):
        sections.append(("docs/referrals_at_scale.md", "billions", of_billions(feeds)))
    for page, section, text in sections:
        path = PROJECT / page
        path.write_text(written(path.read_text(encoding="utf-8"), section, text), encoding="utf-8")
        print(f"\n{page}\n{text}")


def measure(folder: Path, copies: int, steps: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "results.json"
    results = json.loads(kept.read_text()) if kept.exists() else {}
    for step in steps:
        environment = {"polars": ".venv-clients", "spark": ".venv-spark"}.get(step, ".venv")
        found = measured(step, folder, copies, str(PROJECT / environment / "bin/python"))
        results[step] = found | {"day": datetime.date.today().isoformat()}
        print(folder.name, json.dumps(found), flush=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps(results, indent=1) + "\n")
        fresh.replace(kept)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", default=",".join(FEEDS))
    parser.add_argument(
        "--only", help="steps, comma-separated; make: only makes the feeds; write: only writes the pages"
    )
    parser.add_argument("--busy", action="store_true", help="measured beside other jobs: the clock is left out")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--copies", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = options.folder.resolve()
    if options.step:
        print(json.dumps(STEPS[options.step](folder, copies=options.copies)))
        sys.exit()
    only = options.only.split(",") if options.only else None
    for feed in options.feeds.split(","):
        copies, steps = FEEDS[feed]
        chosen = [step for step in ["make", *steps] if not only or step in only]
        measure(folder / feed, copies, chosen)
    if only != ["make"]:
        write(folder, options.busy)
