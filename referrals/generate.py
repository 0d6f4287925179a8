"""Writes a synthetic feed of referral versions: python referrals/generate.py FOLDER [--ids 20000] [--format csv].

Nothing in it is real: every agency is called SYNTHETIC-…, and the shares of outcomes are made up. The same seed gives
the same feed. Versions arrive in monthly files, some late, some twice; --damage spoils every kind of thing that a
feed can have wrong, and FOLDER.expected.json says how many rows of each kind were spoiled.
"""

import argparse
import json
from pathlib import Path

import duckdb
import yaml

HERE = Path(__file__).resolve().parent
WORDS = yaml.safe_load((HERE / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
COLUMNS = WORDS["contract"]
# each: reason in the quarantine, column, what stands there instead. What a typed Parquet file cannot hold is in TEXT_DAMAGES.
DAMAGES = {
    "no_id": ("referral_id", "null"),
    "agency_not_a_code": ("agency_id", "'Jane Example'"),
    "state_unknown": ("state_code", "'ZZ'"),
    "no_received_date": ("received_date", "null"),
    "incident_type_unknown": ("incident_type", "'Other'"),
    "report_class_unknown": ("report_class", "'urgent'"),
    "status_unknown": ("case_status", "'Arrested'"),
    "closed_reason_unknown": ("closed_reason", "'no reason'"),
    "no_updated_at": ("updated_at", "null"),
    "updated_before_received": ("updated_at", "timestamp '1999-01-01 00:00:00'"),
}
TEXT_DAMAGES = {
    "referral_id_not_read": ("referral_id", "'12a'"),
    "received_date_not_read": ("received_date", "'2023-02-30'"),
    "status_date_not_read": ("status_date", "'soon'"),
    "updated_at_not_read": ("updated_at", "'yesterday'"),
}


def listed(words) -> str:
    return "[" + ", ".join("'" + word.replace("'", "''") + "'" for word in words) + "]"


def versions(ids: int, months: int, start: str, seed: int, agencies: int) -> str:
    """One row per referral and version, with the month in which it arrives."""
    states = [state for state in WORDS["state_codes"] if len(state) == 2]
    return f"""
        with ids as (
            select i, hash(i, {seed}) as h, hash(i, {seed + 1}) as g from range({ids}) as t(i)
        ),
        referrals as (
            select
                cast(h >> 1 as bigint) as referral_id,
                'SYNTHETIC-' || lpad(cast(g % {agencies} as varchar), 3, '0') as agency_id,
                {listed(states)}[cast(g % {agencies} % {len(states)} as int) + 1] as state_code,
                date '{start}' + cast((h >> 8) % ({months} * 30) as int) as received_date,
                -- skewed as the published types are: nearly all of one type
                {listed(WORDS["incident_types"])}[case when (h >> 20) % 100 < 90 then 1 else cast((h >> 24) % {len(WORDS["incident_types"])} as int) + 1 end] as incident_type,
                case when (h >> 28) % 100 < 60 then 'actionable' else 'informational' end as report_class,
                (g >> 8) % 100 as fate,
                -- 15 of 100 come again, a few of them several times
                case when (g >> 16) % 100 < 85 then 1 when (g >> 16) % 100 < 97 then 2 when (g >> 16) % 100 < 99 then 3 else 5 end as times,
                1 + cast(-log(1 - ((g >> 24) % 1000) / 1000.0) * 200 as int) as days,
                h, g
            from ids
        ),
        numbered as (select *, unnest(range(times)) as v from referrals),
        told as (
            select *, times - v - 1 as left_over, hash(h, v) as r,
                -- the last version tells the fate; earlier ones nothing or an investigation
                case
                    when v < times - 1 then case when v = 0 then null else 'Ongoing Investigation' end
                    when fate < 40 then null
                    when fate < 46 then 'Arrest'
                    when fate < 48 then 'Conviction'
                    when fate < 60 then 'Ongoing Investigation'
                    when fate < 70 then 'Referred'
                    else 'Closed'
                end as case_status
            from numbered
        )
        select
            referral_id, agency_id, state_code, received_date, incident_type, report_class, case_status,
            case when case_status = 'Closed' and (g >> 32) % 10 > 0
                then {listed(WORDS["closed_reasons"])}[cast((g >> 36) % {len(WORDS["closed_reasons"])} as int) + 1] end as closed_reason,
            case when case_status is not null then received_date + days end as status_date,
            cast(received_date as timestamp) + interval 1 hour * (v * 800 + cast(r % 700 as int))
                + case when case_status is not null then interval 1 day * days else interval 0 day end as updated_at,
            r
        from told"""


def spoiled(damage: float, text: bool, seed: int) -> str:
    """Each column as it is, or in its share of the rows something that the contract does not allow."""
    kinds = DAMAGES | (TEXT_DAMAGES if text else {})
    columns = []
    for column in COLUMNS:
        cases = [
            f"when kind = {number} then {value}"
            for number, (spoilt, value) in enumerate(kinds.values())
            if spoilt == column
        ]
        as_written = f"cast({column} as varchar)" if text else column
        cases = [case.replace("timestamp '", "'") for case in cases] if text else cases
        columns.append(
            f"case {' '.join(cases)} else {as_written} end as {column}" if cases else f"{as_written} as {column}"
        )
    every = max(1, round(1 / damage)) if damage else 0
    kind = f"case when r % {every} = 0 then cast((r >> 32) % {len(kinds)} as int) end" if damage else "null"
    return f"select {', '.join(columns)}, arrives, kind from (select *, {kind} as kind from arriving)"


def generate(
    folder: Path,
    ids=20_000,
    months=36,
    start="2022-01-01",
    seed=1,
    agencies=12,
    form="csv",
    damage=0.0,
    hive=False,
    text=False,
    memory="4GB",
) -> dict:
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder / ".spill")})
    connection.execute("set preserve_insertion_order = false")
    kinds = list(DAMAGES | (TEXT_DAMAGES if form == "csv" or text else {}))
    # 2 of 100 arrive one to three months late, 1 of 100 arrives a second time the month after
    connection.execute(f"""
        create view arriving as
        with told as ({versions(ids, months, start, seed, agencies)})
        select *, strftime(updated_at + interval 1 month * case when r % 50 = 0 then 1 + cast((r >> 16) % 3 as int) else 0 end, '%Y-%m') as arrives from told
        union all
        select *, strftime(updated_at + interval 1 month, '%Y-%m') from told where (r >> 40) % 100 = 0""")
    rows = spoiled(damage, form == "csv" or text, seed)
    names = ", ".join(COLUMNS)
    options = "format parquet, row_group_size 122880" if form == "parquet" else "format csv, header"
    connection.execute(f"create table feed as {rows}" if ids <= 2_000_000 else f"create view feed as {rows}")
    if hive:
        connection.execute(
            f"copy (select {names}, arrives as batch from feed) to '{folder}' ({options}, partition_by (batch), overwrite_or_ignore)"
        )
    else:
        for (month,) in connection.execute("select distinct arrives from feed order by 1").fetchall():
            connection.execute(
                f"copy (select {names} from feed where arrives = '{month}') to '{folder / f'referrals-{month}.{form}'}' ({options})"
            )
    expected = {"rows": 0, "ids": ids, "damaged": {}}
    if ids <= 2_000_000:
        expected["rows"] = connection.execute("select count(*) from feed").fetchone()[0]
        expected["damaged"] = {
            kinds[kind]: count
            for kind, count in connection.execute(
                "select kind, count(*) from feed where kind is not null group by 1 order by 1"
            ).fetchall()
        }
    (folder.parent / f"{folder.name}.expected.json").write_text(json.dumps(expected, indent=1) + "\n", encoding="utf-8")
    return expected


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ids", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--start", default="2022-01-01")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--agencies", type=int, default=12)
    parser.add_argument("--format", dest="form", choices=["csv", "parquet"], default="csv")
    parser.add_argument("--damage", type=float, default=0.0)
    parser.add_argument("--hive", action="store_true")
    parser.add_argument("--text", action="store_true", help="Parquet whose columns are all text")
    print(json.dumps(generate(**vars(parser.parse_args()))))
