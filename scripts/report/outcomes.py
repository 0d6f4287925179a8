"""The pages of questions and outcomes: what is answered, and what is published of each programme."""

import re
from itertools import groupby

from scripts.report.words import period


def answers(warehouse, titles_only: bool = False) -> list[dict]:
    rows = warehouse.rows("select * from marts.answers order by is_title_question desc, question_id")
    rows = [row for row in rows if row["is_title_question"] or not titles_only]
    for row in rows:
        rates = warehouse.rows(
            """select * from marts.fct_rates
            where rate_id = ? and numerator_figure_id is not distinct from ? and denominator_figure_id is not distinct from ?""",
            row["rate_id"],
            row["numerator_figure_id"],
            row["denominator_figure_id"],
        )
        row["rate"] = rates[0] if rates and rates[0]["rate"] is not None else None
        shown = (row["shown_figure_ids"] or "").split(", ")
        figures = [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"], *shown]
        # a list inside an answer, each with its name before a colon, is shown as one
        answer, *items = re.split(r"(?<=\. )(?=[A-Z][A-Za-z ]+(?: \([^)]*\))?: )", row["answer"])
        if len(items) < 3:
            answer, items = row["answer"], []
        row["answer"], row["items"] = answer, [warehouse.prose(item, figures, rates) for item in items]
        for column in ("answer", "denominator_definition", "caveats", "unknown_reason", "needed_to_know"):
            row[column] = warehouse.prose(row[column], figures, rates)
        row["width"] = (
            round(100 * row["rate"]["rate"], 2) if row["rate"] and row["rate"]["scoring"] == "proportion" else None
        )
    return rows


def trail(warehouse) -> dict:
    """Programmes, those that NCMEC itself publishes about first, each with its periods, newest first."""
    programs = {}
    for row in warehouse.rows("""
            select stages.*, max(case when documents.publisher like 'National Center for Missing%' then 1 else 0 end) over (partition by program) as is_ncmec
            from marts.fct_outcome_stages as stages
            inner join marts.dim_documents as documents on stages.document_id = documents.document_id
            order by is_ncmec desc, program, stage_order, stages.period_label"""):
        programs.setdefault(row["program"], []).append(row)
    shares = {
        (rate["numerator_figure_id"], rate["denominator_figure_id"]): rate
        for rate in warehouse.rows("select * from marts.fct_rates where rate is not null and scoring = 'proportion'")
    }
    for rows in programs.values():
        for row in rows:
            end = warehouse.ends[row["period_label"]]
            row["year"] = str(end.year) if end else period(row["period_label"])
            # only where a share is declared is one count a part of another: the order says nothing
            row["share"], row["of"] = next(
                ((shares[key], other) for other in rows if (key := (row["figure_id"], other["figure_id"])) in shares),
                (None, None),
            )
    return programs


def told_together(rows) -> list[tuple]:
    """The rows of one programme: neighbours without a number of which the same is said stand together."""
    told = []
    for row in rows:
        same = told and all(
            told[-1][1][key] == row[key] for key in ("figure_id", "period_label", "publication_status", "note")
        )
        if same and not row["figure_id"]:
            told[-1][0].append(row["stage"])
        else:
            told.append(([row["stage"]], row))
    return told


def latest_years(rows) -> list[tuple]:
    """The rows of each year, newest first, those without a year last."""
    years = {}
    for row in rows:
        years.setdefault(row["year"], []).append(row)
    return sorted(years.items(), key=lambda one: (one[0].isdigit(), one[0]), reverse=True)


def newest_trail(programs) -> dict:
    """The programmes of NCMEC, each stage in its newest period."""
    return {
        name: [
            max(rows, key=lambda row: row["period_label"])
            for _, rows in groupby(stages, lambda row: row["stage_order"])
        ]
        for name, stages in programs.items()
        # the long lines of single recipients stay on the page of outcomes
        if stages[0]["is_ncmec"] and len({row["stage_order"] for row in stages}) <= 8
    }
