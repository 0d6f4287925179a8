"""Measures the case-level feed: python bench/referrals.py FOLDER [--copies 30] [--only scan,pipeline,…]

Each step runs in a process of its own; CPU seconds and the largest memory are the system's count of that process and its
children. A feed of one million referrals is copied with new ids, so that every copy holds the same mixture. Results are
kept in FOLDER/results.json; the table is in docs/performance.md. Polars is in .venv-clients, Spark in .venv-spark.
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
KEYS = "agency_id, date_trunc('month', received_date), incident_type, report_class, case_status, closed_reason"
MEMORY = "1GB"


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
    return {"rows": rows[0] * copies, "repeats": round(rows[1] / rows[0], 3)}


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
    """Last version of each referral, counted: plain SQL over Parquet in two tiers (only ids that repeat are ranked)."""
    connection = connect(folder)
    source = parquet(folder)
    connection.execute("create temp table repeated (referral_id bigint)")
    for part in range(4):
        connection.execute(
            f"insert into repeated select referral_id from {source} where hash(referral_id) % 4 = {part} group by 1 having count(*) > 1"
        )
    found = connection.execute(f"""
        select sum(referrals) from (
            select {KEYS}, sum(referrals) as referrals from (
                select {KEYS.replace("date_trunc('month', received_date)", "date_trunc('month', received_date) as received_date")}, count(*) as referrals
                from {source} anti join repeated using (referral_id) group by all
                union all
                select {KEYS.replace("date_trunc('month', received_date)", "date_trunc('month', received_date) as received_date")}, count(*) from (
                    select * from {source} semi join repeated using (referral_id)
                    qualify row_number() over (partition by referral_id order by {ORDER}) = 1
                ) group by all
            ) group by all
        )""").fetchone()[0]
    return {"referrals": int(found)}


def polars(folder: Path, **_) -> dict:
    """The same in Polars: sorted by time, the last of each id, counted."""
    import polars as pl

    rows = pl.scan_parquet(f"{folder}/feed/*.parquet")
    last = rows.sort("updated_at").unique(subset="referral_id", keep="last")
    counted = last.group_by(
        "agency_id",
        pl.col("received_date").dt.truncate("1mo"),
        "incident_type",
        "report_class",
        "case_status",
        "closed_reason",
    ).len()
    return {"referrals": int(counted.collect(engine="streaming")["len"].sum())}


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
        select sum(n) from (select {KEYS}, count(*) as n from (
            select *, row_number() over (partition by referral_id order by {ORDER}) as place from feed
        ) where place = 1 group by {KEYS})""").collect()[0][0]
    # the system does not count the JVM among the children of this process
    process = Path(f"/proc/{session.sparkContext._gateway.proc.pid}")
    ticks = process.joinpath("stat").read_text().rsplit(")", 1)[1].split()[11:13]
    peak = next(
        line.split()[1] for line in process.joinpath("status").read_text().splitlines() if line.startswith("VmHWM")
    )
    session.stop()
    used = sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
    return {"referrals": int(found), "cpu_s": round(used, 1), "peak_mb": round(int(peak) / 1024)}


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
    done = subprocess.run(["/usr/bin/env", "python3", "-c", WATCH, *command], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        return {"step": step, "failed": done.stderr.strip().splitlines()[-1:]}
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


WATCH = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
sys.stderr.write(done.stderr)
print(done.stdout)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, (done.stdout.strip().splitlines() or ["{}"])[-1])
sys.exit(done.returncode)
"""

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=30)
    parser.add_argument("--only", default=",".join(STEPS))
    parser.add_argument("--step")
    options = parser.parse_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.step:
        print(json.dumps(STEPS[options.step](options.folder, copies=options.copies)))
        sys.exit()
    kept = options.folder / "results.json"
    results = json.loads(kept.read_text()) if kept.exists() else {}
    for step in options.only.split(","):
        environment = {"polars": ".venv-clients", "spark": ".venv-spark"}.get(step, ".venv")
        found = measured(step, options.folder, options.copies, str(PROJECT / environment / "bin/python"))
        results[step] = found
        print(json.dumps(found), flush=True)
        fresh = kept.with_suffix(".new")
        fresh.write_text(json.dumps(results, indent=1) + "\n")
        fresh.replace(kept)
