"""The page of differences: numbers that do not add up, that contradict each other, or that were restated."""

import re
from collections import Counter
from itertools import takewhile

from scripts.report.tables import Table
from scripts.report.words import is_cut, period

CUT = "cut off, not rounded"


def discrepancies(warehouse) -> list[dict]:
    """Printed numbers that their own parts do not give; lines with one explanation stand together."""
    rows = warehouse.rows("""
        select checks.*, known.discrepancy_id from marts.fct_reconciliations as checks
        inner join marts.dim_known_discrepancies as known on checks.check_id = known.check_id
        where checks.status = 'known_discrepancy'
        order by count(*) over (partition by checks.explanation), checks.explanation, checks.document_id, known.discrepancy_id""")
    parts = {}
    for row in warehouse.rows("""
        select check_id, figure_id from marts.fct_check_sides where side = 'recomputed'
        order by check_id, role = 'numerator' desc, figure_id"""):
        parts.setdefault(row["check_id"], []).append(row["figure_id"])
    for row in rows:
        row["printed"] = warehouse.figures[row["published_figure_id"]]
        row["parts"] = parts.get(row["check_id"], [])
        row["is_cut"] = is_cut(row["published_value"], row["recomputed_value"])
        row["name"] = line_name(row["printed"])
        row["sign"] = "%" if row["printed"]["unit_of_count"] == "percent" else ""
    # one explanation can be of many lines, one pair of numbers be met by several checks
    groups, by_pair, by_reason = [], {}, {}
    for row in rows:
        pair = (row["published_value"], row["recomputed_value"])
        group = by_pair.get(pair) or by_reason.get(row["explanation"])
        if group is None:
            groups.append(group := [])
        by_pair[pair] = by_reason[row["explanation"]] = group
        group.append(row)
    return [
        {
            "explanations": [
                warehouse.prose(
                    explanation,
                    [figure_id for row in lines for figure_id in [row["published_figure_id"], *row["parts"]]],
                )
                for explanation in dict.fromkeys(row["explanation"] for row in lines)
            ],
            "lines": lines,
            "told": same_lines(lines),
        }
        for lines in sorted(groups, key=len)
    ]


def same_lines(lines: list[dict]) -> list[list[dict]]:
    """Checks that a reader could not tell apart, the one with most parts first: one printed text, one result."""
    told = {}
    for row in lines:
        key = (row["name"], row["printed"]["shown"], row["recomputed_value"], row["document_id"])
        told.setdefault(key, []).append(row)
    return [sorted(rows, key=lambda row: -len(row["parts"])) for rows in told.values()]


def line_name(figure: dict) -> str:
    """The row and column of a number and its period, without what only says that it stands in a text."""
    row, column, of = figure["row_label"], figure["column_label"], period(figure["period_label"])
    if column.casefold() in ("text", "callout", "as recorded", row.casefold()):
        # a bare total is called what it counts
        name = figure["measure_label"] if row.casefold() == "total" else row
    else:
        name = f"{row}, {column.lower() if column.isupper() else column}"
    return name if of in name else f"{name}, {of}"


def conflicts(warehouse) -> list[dict]:
    """By nature and subject: the years of one subject, and subjects of one explanation, stand together."""
    rows = warehouse.rows("""
        select conflicts.* from marts.fct_conflicts as conflicts
        inner join marts.dim_codes as kinds on kinds.code_list = 'conflict_nature' and conflicts.nature = kinds.code
        order by kinds.sort_order, conflicts.conflict_kind, conflicts.period_label desc, conflicts.conflict_id""")
    alike = Counter((row["nature"], row["explanation"]) for row in rows if row["explanation"] != "unexplained")
    groups = {}
    for row in rows:
        row["is_cut"] = any(
            is_cut(*pair)
            for pair in (
                (row["first_value"], row["second_value"]),
                (row["second_value"], row["first_value"]),
            )
        )
        row["subject"] = subject_of(row["title"])
        figures = [row["first_figure_id"], row["second_figure_id"]]
        row["note"] = "" if row["explanation"] == "unexplained" else warehouse.prose(row["explanation"], figures)
        of_one_reason = alike[row["nature"], row["explanation"]] > 1
        groups.setdefault((row["nature"], row["explanation"] if of_one_reason else row["subject"]), []).append(row)
    for lines in groups.values():
        title = title_of(lines)
        for row in lines:
            # what of its title the heading above does not say
            row["which"] = (
                row["title"].removeprefix(title).strip(" ,") if row["title"] != title else row["period_label"]
            )
    return [
        {
            "nature": nature,
            "title": title_of(lines),
            "rows": lines,
            # told once where all lines have the same one
            "note": lines[0]["note"] if len({str(row["note"]) for row in lines}) == 1 else None,
        }
        for (nature, _), lines in groups.items()
    ]


def title_of(lines: list[dict]) -> str:
    """Of one line its own title, of several what they share."""
    if len(lines) == 1:
        return lines[0]["title"]
    subjects = list(dict.fromkeys(row["subject"] for row in lines))
    if len(subjects) == 1:
        return subjects[0]
    words = [subject.split() for subject in subjects]
    shared = [word for word, *_ in takewhile(lambda them: len(set(them)) == 1, zip(*words, strict=False))]
    ends = [" ".join(one[len(shared) :]) for one in words]
    return " ".join([*shared, f"{', '.join(ends[:-1])} and {ends[-1]}"])


def subject_of(title: str) -> str:
    """A label without the period that stands behind its comma"""
    return re.sub(r",? (?:in |of |at the end of )?(?:FY )?\d{4}$", "", title)


def restatements(warehouse) -> Table:
    rows = warehouse.rows("""
        select restated.*, measures.measure_label from marts.fct_restatements as restated
        inner join marts.dim_measures as measures on restated.measure_id = measures.measure_id
        order by restated.measure_id, restated.period_label, restated.slice""")
    columns = ["Measure", "Period", "Earlier", "Later", "What it is", "Explanation"]
    table = [
        [
            row["measure_label"],
            period(row["period_label"]),
            warehouse.figure(row["earlier_figure_id"]),
            warehouse.figure(row["later_figure_id"]),
            CUT if is_cut(row["earlier_value"], row["later_value"]) else "restated",
            row["explanation"],
        ]
        for row in rows
    ]
    return Table("restatements", "Numbers that a later document prints otherwise", columns, table, style="stack")
