"""Writes one page without scripts from a release and nothing else: python referrals/page.py referrals.duckdb page.html"""

import os
import sys
from pathlib import Path

import duckdb
import jinja2

HERE = Path(__file__).resolve().parent


def percent(share) -> str:
    return "not known" if share is None else f"{100 * share:.1f}%" if share == 0 or share >= 0.0005 else "under 0.05%"


def rows(connection, query: str) -> list[dict]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def sentence(row: dict) -> str:
    """An arrest rate as it can be quoted: with its denominator, bounds, coverage and day."""
    if row["reason"]:
        return f"{row['period_label']}: not given. {row['reason']}"
    kind = "" if row["report_class"] == "all" else f"{row['report_class']} "
    low, high = percent(row["rate_low"]), percent(row["rate_high"])
    share = low if low == high else f"between {low} and {high}"
    return (
        f"Of {row['denominator_value']:,} {kind}referrals received in {row['period_label']}, {share} led to an arrest; "
        f"there is feedback on {percent(row['coverage'])} (as of {row['as_of_date']})."
    )


def curves(connection) -> list[dict]:
    points = rows(connection, "select * from marts.fct_referral_survival order by period_label, report_class, days")
    longest = max((point["days"] for point in points), default=1)
    drawn = {}
    for point in points:
        drawn.setdefault((point["period_label"], point["report_class"]), []).append(point)
    for of_one in drawn.values():
        path, height = "M0,2", 2
        for point in of_one:
            x, y = 420 * point["days"] / longest, 2 + 86 * (1 - point["share_without_outcome"])
            path += f" L{x:.1f},{height:.1f} L{x:.1f},{y:.1f}"
            height = y
        shown = [of_one[0], *(point for point in of_one[1:-1] if point["days"] in (90, 180, 360)), *of_one[1:][-1:]]
        of_one[0]["path"] = path
        of_one[0]["told"] = ", ".join(
            f"{point['days']} days {percent(point['share_without_outcome'])}" for point in shown
        )
    return [of_one[0] for of_one in drawn.values()]


def write(release: Path, page: Path) -> None:
    with duckdb.connect(str(release), read_only=True) as connection:
        found = rows(
            connection,
            """select * from marts.fct_referral_rates where agency_id = 'all' and (report_class = 'actionable' or slice = 'all')
            order by rate_id, period_label, report_class""",
        )
        rates = {}
        for row in found:
            # actionable referrals; the whole feed only for years that are not given out
            if row["report_class"] == "actionable" or row["reason_code"] in ("too_young", "too_few"):
                rates.setdefault(row["rate_id"], []).append(row)
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True)
        text = environment.get_template("page.html.j2").render(
            release=rows(connection, "select * from marts.release")[0],
            rates=[{"rows": of_one} for of_one in rates.values()],
            sentences=[sentence(row) for row in rates.get("referral_arrest_rate", []) if row["status"] == "computed"],
            curves=curves(connection),
            coverage=rows(
                connection,
                "select * from marts.fct_referral_coverage where report_class = 'all' order by period_label, recipient_type",
            ),
            percent=percent,
        )
    fresh = page.with_name(f"{page.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, page)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
