"""The counts of one place or provider: its rows, newest first, and the drawing over years."""

import re
from urllib.parse import quote

from markupsafe import Markup, escape

from scripts.report.style import FONT, PLAIN, wrapped
from scripts.report.subjects import Subject
from scripts.report.words import first_sentence, spoken


def rest(look, subject: Subject, figure_id: str) -> list[tuple]:
    """What a figure is broken down by besides its place or provider: dimension, member."""
    own = set(subject.members.items())
    return [part for part in look.parts.get(figure_id, {}).items() if part not in own]


def part_label(look, dimension: str, member: str) -> str:
    row = look.members[dimension, member]
    if row["label"] in ("Unknown", "Other"):  # two dimensions can have it
        return f"{row['dimension_label']}: {row['label'].lower()}"
    return f"{row['dimension_label']} {row['label']}" if row["label"][:1].isdigit() else row["label"]


def part(look, subject: Subject, figure_id: str) -> list[dict]:
    """The same in words, with the page of the member where there is one."""
    words = []
    for part in rest(look, subject, figure_id):
        other = look.by_member.get(part)
        words.append({"text": part_label(look, *part), "path": other.path if other and other is not subject else None})
    place = look.places.get(look.figures[figure_id]["geography"])
    elsewhere = place and look.figures[figure_id]["geography"] not in (subject.geography, "WORLD")
    if elsewhere and not any(word["path"] for word in words):
        words.append({"text": place["name"], "path": None})
    return words


def remarks(look, figure: dict) -> str:
    notes = []
    if figure["reading"] == "as_recorded":
        notes.append("as recorded in a collection")
    if figure["source_kind"] == "secondary":
        notes.append("secondary source")
    if figure["table_is_partial"]:
        notes.append("its table lists a part only")
    return ", ".join(notes)


def best(look, subject: Subject, figure_ids: list[str]) -> list[str]:
    """Of several documents the one to trust most. In its table a provider printed under two names has two rows, which
    add up; what a text repeats does not."""
    by_document = {}
    for figure_id in figure_ids:
        figure = look.figures[figure_id]
        is_row = any(part in subject.members.items() for part in look.parts.get(figure_id, {}).items())
        key = (
            figure["source_kind"] != "primary",
            figure["trust_grade"],
            figure["reading"] != "in_full",
            not is_row,
        )
        by_document.setdefault(
            (*key, figure["precision"] != "exact", figure["document_id"], figure["table_id"]), []
        ).append(figure_id)
    chosen = min(by_document)
    names = {look.figures[id]["row_label"]: id for id in reversed(by_document[chosen])}
    return by_document[chosen][:1] if chosen[3] else list(reversed(names.values()))


def combined(look, subject: Subject, document_id: str, measure_id: str, label: str) -> list[tuple]:
    """The rows of one document that count this provider together with others: page, figure."""
    return [
        (look.by_member[part], figure_id)
        for part in subject.combined
        for figure_id in look.warehouse.by_meaning.get((document_id, measure_id, label, frozenset([part])), [])
    ]


def breaks_of(look, subject: Subject, measure_id: str, figure_ids: list[str], labels: list[str]) -> list[dict]:
    """Breaks that lie between two periods of a series, or at its latest."""
    own = {"parts", *(look.members[part]["part"] for part in subject.members.items())}
    if any(
        look.figures[id]["geography"] == look.measures[measure_id]["geography"] and not look.parts.get(id)
        for id in figure_ids
    ):
        own.add("all")
    ends = [look.ends[label] for label in labels if look.ends.get(label)]
    found = {}
    for row in look.breaks:
        if (
            row["measure_id"] == measure_id
            and row["slice"] in own
            and len(ends) > 1
            and min(ends) < row["first_day"] <= max(ends)
        ):
            found[row["structural_break_id"]] = row
    return list(found.values())


def common_source(look, rows: list[dict]) -> dict | None:
    """The document and remarks of all rows where they share them: said once, below the table."""
    sources = {
        (look.figures[row["figure_id"]]["document_id"] if row["figure_id"] else None, row["remarks"]) for row in rows
    }
    document_id, remarks = next(iter(sources), (None, ""))
    if len(sources) > 1 or document_id is None:
        return None
    return {"document_id": document_id, "title": look.documents[document_id]["title"], "remarks": remarks}


def whose(look, subject: Subject, figure_ids: list[str]) -> str:
    """What it means to be of this place or provider, where the main table says it."""
    dimension = subject.kind.dimensions[0]
    in_main = any(look.figures[id]["reading"] == "in_full" and dimension in look.parts.get(id, {}) for id in figure_ids)
    return look.members[dimension, subject.members[dimension]]["dimension_definition"] if in_main else ""


def points(look, subject: Subject, measure_id: str, figure_ids: list[str]) -> tuple[list[dict], bool]:
    """The whole by year, for a drawing; where nothing is counted by year, the last day of each year that is known."""
    wholes, days = {}, {}
    for figure_id in figure_ids:
        figure = look.figures[figure_id]
        if figure["value"] is None or part(look, subject, figure_id):
            continue
        if figure["period_type"] == "calendar_year":
            wholes.setdefault(figure["calendar_year"], []).append(figure_id)
        elif figure["period_type"] == "as_of" and look.measures[measure_id]["program"] != "Population":
            days.setdefault(look.ends[figure["period_label"]], []).append(figure_id)
    stock = not wholes and len(days) > 2
    if stock:
        wholes = {day.year: days[day] for day in sorted(days)}
    points = []
    for year in sorted(wholes):
        chosen = best(look, subject, wholes[year])
        points.append(
            {
                "year": year,
                "value": sum(look.figures[id]["value"] for id in chosen),
                "open": any(look.figures[id]["precision"] in ("at_least", "more_than") for id in chosen),
                "recorded": look.figures[chosen[0]]["reading"] == "as_recorded",
                "figures": chosen,
            }
        )
    return points, stock


def series(look, subject: Subject, measure_id: str) -> dict:
    """All figures of one measure: newest first, the whole before its parts. Made once: its page and the lists show it."""
    key = (subject.path, measure_id)
    if key not in look.made:
        look.made[key] = make_series(look, subject, measure_id)
    return look.made[key]


def make_series(look, subject: Subject, measure_id: str) -> dict:
    figure_ids = [id for id in subject.figures if look.figures[id]["measure_id"] == measure_id]
    # one breakdown after the other
    order = {
        id: [(part[0], look.members[part]["member_order"] or 0, part) for part in rest(look, subject, id)]
        for id in figure_ids
    }
    figure_ids.sort(key=lambda id: ([kind for kind, *_ in order[id]], order[id], look.figures[id]["document_id"], id))
    figure_ids.sort(key=lambda id: look.when(look.figures[id]["period_label"]), reverse=True)
    labels = list(dict.fromkeys(look.figures[id]["period_label"] for id in figure_ids))
    missing = sorted(
        {
            (label, document_id)
            for dimension in subject.members
            for label, document_id in look.tables.get((dimension, measure_id), [])
            if label not in labels
        },
        key=lambda gap: look.when(gap[0]),
    )
    breaks = breaks_of(look, subject, measure_id, figure_ids, labels)
    drawn, stock = points(look, subject, measure_id, figure_ids)
    plain = {"part": [], "remarks": "", "also": [], "printed_as": None, "together": None, "breaks": [], "combined": []}
    rows = [{**plain, "figure_id": id, "label": look.figures[id]["period_label"]} for id in figure_ids]
    rows += [
        {
            **plain,
            "figure_id": None,
            "label": label,
            "document_id": document_id,
            "combined": combined(look, subject, document_id, measure_id, label),
        }
        for label, document_id in missing
    ]
    rows.sort(key=lambda row: look.when(row["label"]), reverse=True)
    meanings = {}
    for row in rows:
        if row["figure_id"]:
            figure = look.figures[row["figure_id"]]
            row["part"] = part(look, subject, row["figure_id"])
            row["remarks"] = remarks(look, figure)
            key = (figure["document_id"], figure["table_id"], row["label"], str(row["part"]))
            meanings.setdefault(key, []).append(row)
    for alike in meanings.values():
        for row in alike if len(alike) > 1 else []:
            row["printed_as"] = look.figures[row["figure_id"]]["row_label"]
        chosen = best(look, subject, [row["figure_id"] for row in alike])
        if len(chosen) > 1:
            alike[-1]["together"] = sum(look.figures[id]["value"] for id in chosen)
    rows = told_once(look, subject, rows)
    # the oldest row of the first period after a break bears its line
    for change in breaks:
        after = [row for row in rows if look.ends.get(row["label"]) and look.ends[row["label"]] >= change["first_day"]]
        if after:
            after[-1]["breaks"] = [*after[-1]["breaks"], change]
    drawing = None
    if len(drawn) > 1:
        with_others = {row["label"] for row in rows if row["combined"]}
        drawing = chart(drawn, breaks, look.measures[measure_id], with_others)
    return {
        "measure": look.measures[measure_id],
        "whose": whose(look, subject, figure_ids),
        "rows": rows,
        "has_parts": any(row["part"] or row["printed_as"] for row in rows),
        "breaks": breaks,
        "points": drawn,
        "with_others": {row["label"]: row["combined"] for row in rows if row["combined"]},
        "stock": stock,
        "source": common_source(look, rows),
        "chart": drawing,
        "chart_file": picture(look, subject, measure_id, drawing, drawn, breaks) if drawing else None,
        "discrepancies": [look.discrepancies[id] for id in figure_ids if id in look.discrepancies],
    }


def told_once(look, subject: Subject, rows: list[dict]) -> list[dict]:
    """The same number of the same thing, printed in several places, is one row; of a provider two rows of a table are two names."""
    kept, seen = [], {}
    for row in rows:
        figure = look.figures[row["figure_id"]] if row["figure_id"] else None
        if figure is None or row["together"] is not None:
            kept.append(row)
            continue
        key = (row["label"], str(row["part"]), figure["value"], figure["precision"])
        first = seen.get(key)
        same_table = first and all(
            figure[name] == look.figures[first["figure_id"]][name] for name in ("document_id", "table_id")
        )
        if first is None or (same_table and subject.members and row["printed_as"] != first["printed_as"]):
            seen.setdefault(key, row)
            kept.append(row)
        else:
            first["also"] = [*first["also"], row["figure_id"]]
    return kept


def chart(points: list[dict], breaks: list[dict], measure: dict, with_others: set[str]) -> Markup:
    """Columns by year: a year without a figure is a gap, a bound has no upper edge, a break is a line."""
    first, last = points[0]["year"], points[-1]["year"]
    number = last - first + 1
    step = max(26, min(76, 344 // number))
    width, height, top, bottom = number * step + 8, 190, 24, 166
    largest = max(point["value"] for point in points) or 1
    by_year = {point["year"]: point for point in points}
    drawn = [f'<path class="base" d="M0 {bottom}.5H{width}"/>']
    for place, year in enumerate(range(first, last + 1)):
        left = place * step + 4
        middle = left + step / 2
        if step > 40 or (year - last) % 2 == 0:
            drawn.append(f'<text x="{middle:g}" y="{bottom + 18}">{year}</text>')
        if not (point := by_year.get(year)):
            gap = ("with others" if str(year) in with_others else "no figure") if step > 50 else "–"
            drawn.append(f'<text class="gap" x="{middle:g}" y="{bottom - 6}">{gap}</text>')
            continue
        tall = round((bottom - top) * point["value"] / largest, 1)
        x, y, wide = left + step * 0.14, bottom - tall, step * 0.72
        words = "bar" + (" recorded" if point["recorded"] else "") + (" open" if point["open"] else "")
        drawn.append(
            f'<rect class="{words}" data-year="{year}" x="{x:.4g}" y="{y:.5g}" width="{wide:.4g}" height="{max(tall, 0.5):.4g}"/>'
        )
        if point["open"]:
            drawn.append(f'<path class="up" d="M{middle - 5:g} {y - 2:g}l5 -6l5 6"/>')
        if step > 40:
            value = point["value"]
            text = (
                spoken(value)
                if value < 10**6
                else f"{value / 10**6:.1f}M"
                if value < 10**8
                else f"{value / 10**6:.0f}M"
            )
            over = y - (11 if point["open"] else 6)
            drawn.append(f'<text class="value" x="{middle:g}" y="{over:g}">{text}</text>')
    for change in breaks:
        x = (change["first_day"].year - first) * step + 4
        words = "break" if change["comparability"] == "not_comparable" else "break flagged"
        drawn.append(f'<path class="{words}" d="M{x}.5 4V{bottom}"/>')
    said = ", ".join(f"{point['year']}: {spoken(point['value'])}" for point in points)
    return (
        Markup(f'<svg class="columns" viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="')
        + f"{measure['measure_label']} by year. {said}."
        + Markup(f'">{"".join(drawn)}</svg>')
    )


def picture(look, subject: Subject, measure_id: str, drawing: Markup, points: list[dict], breaks: list[dict]) -> str:
    """The same drawing as a file that is part of the page, with what must travel along: title, sources, marks, breaks."""
    measure = look.measures[measure_id]
    documents = [look.figures[point["figures"][0]]["document_id"] for point in reversed(points)]
    titles = list(dict.fromkeys(look.documents[document_id]["title"] for document_id in documents))
    more = f" and {len(titles) - 3} more documents" if len(titles) > 3 else ""
    notes = [f"Source: {'; '.join(titles[:3])}{more}."]
    if any(point["recorded"] for point in points):
        notes.append("Outlined: as recorded in a collection, not read in print.")
    if any(point["open"] for point in points):
        notes.append("With an arrow: that many or more.")
    for change in breaks:
        label = look.labels["comparability", change["comparability"]]
        notes.append(f"Dashed line, {change['first_day'].year}: {label}. {first_sentence(change['description'])}")
    view, inner = re.search(r'viewBox="0 0 ([^"]+)".*?>(.*)</svg>', drawing, flags=re.DOTALL).groups()
    width, height = map(int, view.split())
    heading = wrapped(f"{subject.name}: {measure['measure_label']} ({measure['unit_of_count']})", 58)
    lines = [line for note in notes for line in wrapped(note, 84)]
    top, wide = 22 * len(heading) + 14, max(width, 540)
    words = [f'<text class="title" x="4" y="{22 * row + 20}">{escape(line)}</text>' for row, line in enumerate(heading)]
    below = top + height + 16
    words += [
        f'<text class="note" x="4" y="{17 * row + below}">{escape(line)}</text>' for row, line in enumerate(lines)
    ]
    tall = below + 17 * len(lines)
    style = (
        f"text{{font:12px {FONT};fill:{PLAIN['muted']};text-anchor:middle}}.value{{fill:{PLAIN['ink']}}}"
        f".title{{font-size:17px;font-weight:bold;fill:{PLAIN['ink']};text-anchor:start}}.note{{text-anchor:start}}"
        f".base{{stroke:{PLAIN['muted']}}}.bar{{fill:{PLAIN['accent']}}}.recorded{{fill:{PLAIN['soft']};stroke:{PLAIN['accent']}}}"
        f".up{{fill:none;stroke:{PLAIN['accent']}}}.break{{stroke:{PLAIN['ink']};stroke-dasharray:5 4}}.flagged{{stroke:{PLAIN['second']}}}"
    )
    file = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}"><style>{style}</style>'
        f'<rect width="100%" height="100%" fill="{PLAIN["paper"]}"/>{"".join(words)}<g transform="translate(0 {top})">{inner}</g></svg>'
    )
    return "data:image/svg+xml;charset=utf-8," + quote(file, safe=" ,;:/()'*!?=&@$~")
