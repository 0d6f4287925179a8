"""Measures the case-level feed: python bench/referrals.py FOLDER [--copies 30] [--only scan,pipeline,…]

Each step runs in a process of its own; CPU seconds and the largest memory are the system's count of that process and its
children. A feed of one million referrals is copied with new ids, so that every copy holds the same mixture. Results are
kept in FOLDER/results.json. --table FOLDER … writes those of one or more folders into the table of docs/performance.md.
Polars is in .venv-clients, Spark in .venv-spark.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "referrals"))
ORDER = "updated_at desc, status_date desc nulls last, case_status desc nulls last, closed_reason desc nulls last, agency_id desc"
PAGE = PROJECT / "docs/performance.md"
KEYS = "agency_id, date_trunc('month', received_date), incident_type, report_class, case_status, closed_reason"
MEMORY = "950MB"  # of DuckDB alone, so that the process stays at 1 GB
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

    if not (folder / "seed").exists():
        generate(folder / "seed", ids=1_000_000, form="parquet", damage=0.0001)
    (folder / "feed").mkdir(exist_ok=True)
    connection = connect(folder)
    columns = f"* replace (cast(hash(referral_id, {{copy}}) >> 1 as bigint) as referral_id) from read_parquet('{folder}/seed/*.parquet')"
    for copy in range(copies):
        target = folder / "feed" / f"part-{copy:03d}.parquet"
        if not target.exists():
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


def spark(folder: Path, **_) -> dict:
    """The same in Spark on this machine."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "4g")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    session.read.parquet(f"{folder}/feed").createOrReplaceTempView("feed")
    found = session.sql(f"""
        select sum(n), count(*) from (select {KEYS}, count(*) as n from (
            select *, row_number() over (partition by referral_id order by {ORDER}) as place from feed
        ) where place = 1 group by {KEYS})""").collect()[0]
    # the system does not count the JVM among the children of this process
    process = Path(f"/proc/{session.sparkContext._gateway.proc.pid}")
    ticks = process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[11:13]
    peak = next(
        line.split()[1] for line in process.joinpath("status").read_text().splitlines() if line.startswith("VmHWM")
    )
    session.stop()
    used = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return {"referrals": int(found[0]), "cells": found[1], "cpu_s": round(used, 1), "peak_mb": round(int(peak) / 1024)}


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
    import duckdb

    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as connection:
        return {
            "referrals": connection.execute("select sum(referrals)::bigint from heavy.referral_counts").fetchone()[0]
        }


def pipeline(folder: Path, **_) -> dict:
    """The heavy tier with all its tests, by dbt: read, checked, quarantined, last versions stored, counted, reconciled."""
    return heavy(folder, ["feed"], add=False)


def month(folder: Path, **_) -> dict:
    """One more month added to that."""
    return heavy(folder, ["month"], add=True)


STEPS = {step.__name__: step for step in (make, scan, aggregate, polars, spark, pipeline, month)}


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
    "aggregate": "last version of each referral and counts, plain SQL in DuckDB",
    "polars": "the same in Polars (streaming)",
    "spark": "the same in Spark (`local[2]`), its start included",
}


def table(folders: list[Path], busy: bool) -> list[str]:
    lines = [
        "| step | rows | CPU s | by the clock, s | peak MB | times the scan (CPU) | times the scan (clock) |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for folder in folders:
        results = json.loads((folder / "results.json").read_text())
        for step, said in SAID.items():
            found = results.get(step)
            if not found:
                continue
            rows = results["make"]["month" if step == "month" else "rows"]
            if "failed" in found:
                lines.append(f"| {said} | {rows:,} | {found['failed']} | | | | |")
                continue
            times = [
                ""
                if step in ("month", "scan") or (busy and name == "wall_s")
                else f"{found[name] / results['scan'][name]:.0f}"
                for name in ("cpu_s", "wall_s")
            ]
            lines.append(
                f"| {said} | {rows:,} | {found['cpu_s']} | {'' if busy else found['wall_s']} | {found['peak_mb']:,} | {' | '.join(times)} |"
            )
        counted = {(found["referrals"], found["cells"]) for found in results.values() if "cells" in found}
        assert len(counted) < 2, f"{folder}: the engines do not count alike: {counted}"
    return lines


def write(folders: list[Path], busy: bool) -> None:
    """The table of the section on referrals, in place of the one that stands there."""
    before, section = PAGE.read_text(encoding="utf-8").split("<!-- referrals -->")
    lines = section.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("| step "))
    last = next(number for number in range(first, len(lines)) if not lines[number].startswith("|"))
    lines[first:last] = table(folders, busy)
    PAGE.write_text(before + "<!-- referrals -->" + "\n".join(lines), encoding="utf-8")
    print("\n".join(table(folders, busy)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--copies", type=int, default=30)
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--step")
    parser.add_argument(
        "--table", action="store_true", help="writes the results of the folders into docs/performance.md"
    )
    parser.add_argument("--busy", action="store_true", help="measured beside other jobs: the clock is left out")
    options = parser.parse_args()
    if options.table:
        sys.exit(write(options.folder, options.busy))
    folder = options.folder[0].resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if options.step:
        print(json.dumps(STEPS[options.step](folder, copies=options.copies)))
        sys.exit()
    kept = folder / "results.json"
    results = json.loads(kept.read_text()) if kept.exists() else {}
    for step in options.only.split(","):
        environment = {"polars": ".venv-clients", "spark": ".venv-spark"}.get(step, ".venv")
        found = measured(step, folder, options.copies, str(PROJECT / environment / "bin/python"))
        results[step] = found
        print(json.dumps(found), flush=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps(results, indent=1) + "\n")
        fresh.replace(kept)
