"""The page of claims: each statement beside the numbers that judge it."""

import re

from markupsafe import Markup

from scripts.report.words import bounded, digits, is_cut, spoken, when


def in_words(warehouse, row) -> str | None:
    """What stands beside the claim: its figures, with unit and period, and what is between them."""
    evidence = [warehouse.figures[figure_id] for figure_id in row["evidence"]]
    if not evidence or row["computed_value"] is None:
        return None

    def of(figure):
        period = f" {when(figure['period_label'])}".rstrip()
        unit = "" if figure["unit_of_count"] in ("percent", "fraction") else f" {figure['unit_of_count']}"
        return Markup("{}{}{}").format(warehouse.figure(figure["figure_id"]), unit, period)

    value, kind = row["computed_value"], row["evidence_kind"]
    if kind == "figure" and len(evidence) > 1:
        added = Markup(" + ").join(warehouse.figure(figure["figure_id"]) for figure in evidence)
        return Markup("{} = {}").format(added, rounded(value) + f" {evidence[0]['unit_of_count']}")
    if kind == "figure":
        return of(evidence[0])
    if len(evidence) > 2:
        return Markup("{} from {}").format(rounded(value), Markup(", ").join(map(of, evidence)))
    first, second = evidence
    if kind == "rate":
        sign = "%" if abs(100 * first["value"] / second["value"] - value) < 1e-6 * value else ""
        return Markup("{} of {}: {}{}").format(warehouse.figure(first["figure_id"]), of(second), rounded(value), sign)
    if kind in ("arithmetic", "part"):
        # a product has no more digits than its shortest part
        product = spoken(bounded(value, max(2, min(digits(first["value"]), digits(second["value"]))), None))
        if second["unit_of_count"] == "percent":
            first, second = second, first
        word = "of" if first["unit_of_count"] == "percent" else "times"
        return Markup("{} {} {}: about {}").format(warehouse.figure(first["figure_id"]), word, of(second), product)
    if kind not in ("change", "fall", "difference"):
        return Markup("{} from {}").format(rounded(value), Markup(", ").join(map(of, evidence)))
    if crosses(warehouse, first, second):
        return Markup("{} against {}, counted differently: no change is formed").format(of(first), of(second))
    more = -value if kind == "fall" else value
    gap = rounded(abs(value)) + ("" if kind == "difference" else "%")
    return Markup("{} against {}: {} {}").format(of(first), of(second), gap, "more" if more > 0 else "fewer")


def crosses(warehouse, first: dict, second: dict) -> bool:
    """Whether a break that forbids the comparison lies between two figures of one measure."""
    ends = sorted(warehouse.ends[figure["period_label"]] for figure in (first, second))
    return first["measure_id"] == second["measure_id"] and any(
        row["comparability"] == "not_comparable" and ends[0] < row["first_day"] <= ends[1]
        for row in warehouse.breaks_of(first["figure_id"])
    )


def rounded(value: float) -> str:
    return spoken(round(value, 1))


def claims(warehouse, first: int | None = None, judged_only: bool = False) -> list[dict]:
    """Contradicted first, then by document; or the first few that a number contradicts; or without the words."""
    rows = warehouse.rows("""
        select claims.* from marts.fct_claims as claims
        inner join marts.dim_codes as codes on codes.code_list = 'verdict' and claims.verdict = codes.code
        order by claims.verdict <> 'contradicted', codes.sort_order, claims.document_id, claims.claim_id""")
    for row in rows:
        row["is_cut"] = row["verdict"] == "contradicted" and claim_is_cut(row)
    # of contradicted ones those last that are right but for their last digit
    rows.sort(key=lambda row: (row["verdict"] != "contradicted", row["is_cut"]))
    if judged_only:
        return rows
    if first:
        judged = [
            row
            for row in rows
            if row["verdict"] == "contradicted" and row["computed_value"] is not None and not row["is_cut"]
        ]
        rows = list({row["document_id"]: row for row in reversed(judged)}.values())[::-1][:first]
    for row in rows:
        row["evidence"] = [figure for figure in (row["evidence_figure_ids"] or "").split(", ") if figure]
        said = warehouse.rows(
            "select figure_id from marts.fct_published_figures where document_id = ? and place = ? and value = ? order by figure_id",
            row["document_id"],
            row["section"],
            row["claimed_value"],
        )
        # the statement repeats the article's own number, the verdict compares it with the evidence
        articles = [figure["figure_id"] for figure in said]
        row["words"] = f"{row['statement']} {warehouse.documents[row['document_id']]['title']}"
        row["statement"] = warehouse.prose(row["statement"], articles)
        row["has"] = in_words(warehouse, row)
        note, allowed = row["explanation"], None
        if row["has"]:
            # the words before are repeated by the figures themselves
            _, _, rest = note.partition(f" the claimed {row['claimed']}")
            # a statement without a year is held beside the year that fits it best
            unsaid = re.match(r"The statement names no year;[^.]*\.(?= Nearest)", row["explanation"])
            allowed, note = re.match(r"(?: \((.*?)\))?\. ?(.*)", rest, flags=re.S).groups()
            note = f"{unsaid[0]} Shown is the nearest. {note}" if unsaid else note
        shown = (row["shown_figure_ids"] or "").split(", ")
        # a bound that was read out of the words says nothing more than they do
        row["allowed"] = None if row["claimed_is"] == "reading" or (allowed or "").endswith("to any") else allowed
        row["note"] = warehouse.prose(note, [*row["evidence"], *articles, *shown])
        row["caveats"] = warehouse.prose(row["caveats"], row["evidence"])
    return rows


def claim_is_cut(row: dict) -> bool:
    """18.4 million for 18,462,422: the last digits are left off where they should be rounded."""
    return (
        row["computed_value"] is not None
        and row["claimed_value"] is not None
        and row["claimed_is"] == "stated"
        and is_cut(row["claimed_value"], row["computed_value"])
    )
