"""The list of documents, and the page of each with all its numbers."""

from itertools import groupby

from scripts.report.figures import Warehouse
from scripts.report.tables import Table
from scripts.report.words import in_order, period, row_words


def sources(warehouse: Warehouse) -> list[dict]:
    """What was read in full first; of those that were not at hand the publishers of the numbers before who repeats them."""
    rows = warehouse.rows("""
        select documents.*, readings.sort_order, count(figures.figure_id) as figures from marts.dim_documents as documents
        inner join marts.dim_codes as readings on readings.code_list = 'reading' and documents.reading = readings.code
        left join marts.fct_published_figures as figures on documents.document_id = figures.document_id
        group by all
        order by readings.sort_order, documents.source_kind, documents.publisher, documents.title, documents.document_id""")
    kinds = groupby(rows, lambda row: (row["reading"], row["source_kind"]))
    return [{"reading": reading, "source_kind": kind, "documents": list(of)} for (reading, kind), of in kinds]


def document(warehouse: Warehouse, document_id: str) -> dict:
    # the file has the rows of a document in the order in which they were transcribed
    figures = sorted(
        (row for row in warehouse.figures.values() if row["document_id"] == document_id),
        key=lambda row: row["position"],
    )
    table = Table(
        document_id,
        f"Numbers of {warehouse.documents[document_id]['title']}",
        ["Number", "Counts", "Of", "Period", "Place", "Row", "Column", "Where"],
        [
            [
                row["shown"],
                f"{row['measure_label']} ({row['unit_of_count']})",
                warehouse.parts_in_words(row["figure_id"]) or "all",
                period(row["period_label"]),
                row["place_name"],
                row["row_label"] if row["printed"] else row_words(row["row_label"]),
                row["column_label"],
                row["place"],
            ]
            for row in figures
        ],
        folder="",
    )
    places = {}
    for figure, row in zip(figures, table.rows, strict=True):
        places.setdefault(row[-1], []).append((figure, row))
    order = reading_order(figures)
    row = warehouse.documents[document_id]
    return {
        "document_row": row,
        "figures": figures,
        "table": table,
        "places": [of_place(place, places[place]) for place in sorted(places, key=order)],
    }


def reading_order(figures: list[dict]):
    """Key of a place: its number, or else where its running text stands; a table stands behind the text of its section."""
    text = {row["place"]: None for row in figures if row["table_id"] == "headline_figures"}
    number = {place: rank for rank, place in enumerate(text)}

    def key(place: str) -> tuple:
        section = place if place in number else place.split(", ")[0]
        return (*in_order(place)[:3], number.get(section, len(number)), place not in number, place)

    return key


def of_place(place: str, numbers: list[tuple]) -> dict:
    """The numbers of one place of a document. What is the same in every row is said once, the place in the heading."""
    columns = range(1, len(numbers[0][1]) - 1)
    same = [number for number in columns if len(numbers) > 1 and len({row[number] for _, row in numbers}) == 1]
    return {
        "place": place,
        "numbers": numbers,
        "same": same,
        "kept": [number for number in columns if number not in same],
    }
