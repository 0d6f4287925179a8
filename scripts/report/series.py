"""Series over years, each a chart with its breaks and a table, and what must travel with a picture."""

from scripts.report import charts
from scripts.report.charts import Chart
from scripts.report.tables import Table
from scripts.report.words import first_sentence


def latest(warehouse, fact: str) -> int:
    return warehouse.rows(f"select max(calendar_year) as latest from marts.{fact}")[0]["latest"]


def source_lines(warehouse, rows, breaks=()) -> list[str]:
    """What must travel with a picture: where its numbers are from, newest first, and where its series breaks."""
    documents = [warehouse.figures[row["figures"][0]]["document_id"] for row in reversed(rows)]
    titles = list(dict.fromkeys(warehouse.documents[document_id]["title"] for document_id in documents))
    more = f" and {len(titles) - 3} more documents" if len(titles) > 3 else ""
    lines = [f"Source: {'; '.join(titles[:3])}{more}."]
    if any(row.get("is_open") for row in rows):
        lines.append("A bar without a top is printed as “at least”.")
    for one in breaks:
        reach = ", not comparable across" if one["strict"] else ""
        lines.append(f"{one['letter']}, {one['year']}{reach}: {first_sentence(one['description'])}")
    return lines


def by_year(warehouse, name: str, title: str, rows, *, axis: str, column: str, parts=None, parts_label="") -> dict:
    """A chart over years with its breaks and its table, newest year first."""
    breaks = warehouse.lettered_breaks([figure_id for row in rows for figure_id in row["figures"]])
    first, last = rows[0]["year"], rows[-1]["year"]
    table = []
    for row in sorted(rows, key=lambda row: row["year"], reverse=True):
        letters = " ".join(one["letter"] for one in breaks if one["year"] == row["year"])
        document_id = warehouse.figures[row["figures"][0]]["document_id"]
        known = warehouse.label("reading", warehouse.documents[document_id]["reading"])
        part = [row["part"]] if parts_label else []
        table.append([row["year"], *part, warehouse.count(row), letters, warehouse.document(document_id), known])
    columns = ["Year", *([parts_label] if parts_label else []), column, "Break", "Document", "How known"]
    years = range(int(first), int(last) + 1)
    missing = [str(year) for year in years if str(year) not in {row["year"] for row in rows}]
    kind = warehouse.figures[rows[0]["figures"][0]]
    # a number of a single unconfirmed source is named and not drawn
    unconfirmed = {
        row["period_label"]: row["figure_id"]
        for row in warehouse.figures.values()
        if row["period_label"] in missing and all(row[key] == kind[key] for key in ("measure_id", "geography", "slice"))
    }
    missing = {year: unconfirmed.get(year) for year in missing}
    drawing = charts.over_years(rows, breaks=breaks, title=axis, parts=parts, unconfirmed=list(unconfirmed))
    return {
        "chart": Chart(name, f"{title}, {first} to {last}", source_lines(warehouse, rows, breaks), drawing),
        "table": Table(name, f"{title}, {first} to {last}", columns, table),
        "breaks": breaks,
        "has_open": any(row["is_open"] for row in rows),
        "missing": missing,
        # a drawing of many years bears no numbers: on paper its table stands below it
        "has_numbers": len(years) <= charts.NUMBERED,
        "rows": rows,
        "first": first,
        "last": last,
    }


def unbroken(years) -> list[str]:
    """The newest years without a gap, newest first."""
    years = sorted(set(years), reverse=True)
    return [year for number, year in enumerate(years) if int(years[0]) - int(year) == number]
