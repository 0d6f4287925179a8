# How long referrals go without a recorded outcome: Kaplan-Meier, those without one followed to the day of the feed.
# A point is shown only when at least smallest_cell outcomes lie between it and the one before, and after the last one.
from pathlib import Path

import pandas
from lifelines import KaplanMeierFitter

COLUMNS = ["period_label", "report_class", "days", "share_without_outcome", "referrals", "as_of_date"]


def curve(cells, smallest):
    """(days, share) where enough outcomes lie between two points; the outcomes after the last are enough too, or none."""
    fitted = KaplanMeierFitter().fit(cells["steps"] + 1, cells["has_ended"], weights=cells["referrals"])
    share = fitted.survival_function_.iloc[:, 0]
    ended = cells[cells["has_ended"]].groupby("steps")["referrals"].sum().cumsum()
    points, seen = [], 0
    for step, so_far in ended.items():
        left = ended.iloc[-1] - so_far
        if so_far - seen >= smallest and (left == 0 or left >= smallest):
            points.append((int(step + 1) * 30, round(float(share.loc[step + 1]), 3)))
            seen = so_far
    return points


def model(dbt, session):
    smallest = int(dbt.config.get("smallest_cell"))
    before = dbt.config.get("release_before")
    shown = dbt.ref("fct_referral_dispositions").df()
    cells = dbt.ref("int_cells").df()
    rows = []
    earlier = set()
    if before:
        path = str(Path(before) / "fct_referral_survival.parquet").replace("'", "''")
        rows = session.sql(f"select {', '.join(COLUMNS)} from read_parquet('{path}')").fetchall()
        old = str(Path(before) / "fct_referral_dispositions.parquet").replace("'", "''")
        earlier = {
            year for (year,) in session.sql(f"select distinct period_label from read_parquet('{old}')").fetchall()
        }
    for (year, shown_class), block in shown.groupby(["period_label", "report_class"]):
        if year in earlier:
            continue
        of_year = cells[cells["period_label"] == year]
        chosen = of_year if shown_class == "(several)" else of_year[of_year["report_class"] == shown_class]
        if not chosen["has_ended"].any():
            continue
        as_of = block["as_of_date"].iloc[0]
        rows += [
            (year, shown_class, days, share, int(block["referrals"].sum()), as_of)
            for days, share in curve(chosen, smallest)
        ]
    frame = pandas.DataFrame(rows, columns=COLUMNS)
    frame["as_of_date"] = pandas.to_datetime(frame["as_of_date"])
    return session.sql(
        "select cast(period_label as varchar) as period_label, cast(report_class as varchar) as report_class, cast(days as int) as days, "
        "cast(share_without_outcome as double) as share_without_outcome, cast(referrals as bigint) as referrals, "
        "cast(as_of_date as date) as as_of_date from frame"
    )
