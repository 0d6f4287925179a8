"""Synthetic years: a document that is loaded again, under other names and for the years after all others."""

import csv
from pathlib import Path

DOCUMENT, YEAR = "our-impact-2024", "2024"
MOVING = {"document_id", "period_label", "first_period_label", "last_period_label", "data_period_label"}


class Rows:
    """One seed file to which rows are added."""

    def __init__(self, path: Path):
        self.path = path
        with open(path, encoding="utf-8", newline="") as handle:
            self.rows = list(csv.DictReader(handle))
            self.header = list(self.rows[0]) if self.rows else []

    def add(self, rows: list[dict]) -> None:
        with open(self.path, "a", encoding="utf-8", newline="") as handle:
            csv.DictWriter(handle, self.header, lineterminator="\n").writerows(rows)


def fiscal_years(known: dict[str, dict], first: int, last: int) -> list[dict]:
    """Coverage asks about every fiscal year up to the latest year."""
    model = known.get(f"FY {first - 1}")
    shifts = [year - first + 1 for year in range(first, last + 1) if model and f"FY {year}" not in known]

    def later(cell: str, shift: int) -> str:
        return cell.replace(str(first - 1), str(first - 1 + shift)).replace(str(first - 2), str(first - 2 + shift))

    return [{column: later(cell, shift) for column, cell in model.items()} for shift in shifts]


def add_years(seeds: Path, count: int = 1) -> list[str]:
    """Rows only, as a person would add them; returns the years."""
    periods = Rows(seeds / "registry" / "periods.csv")
    known = {row["period_label"]: row for row in periods.rows}
    first = max(int(row["calendar_year"]) for row in periods.rows if row["calendar_year"]) + 1
    years = [str(first + later) for later in range(count)]
    printed = [Rows(path) for path in [*seeds.glob("raw/*.csv"), seeds / "registry" / "document_tables.csv"]]
    labels = {YEAR} | {
        row["period_label"]
        for file in printed
        for row in file.rows
        if row["document_id"] == DOCUMENT and YEAR in row.get("period_label", "")
    }
    periods.add(
        [
            {column: cell.replace(YEAR, year) for column, cell in known[label].items()}
            | {"definition": f"{known[label]['definition'].replace(YEAR, year).removesuffix('.')} {year}."}
            for year in years
            for label in sorted(labels)
        ]
        + fiscal_years(known, first, first + count - 1)
    )
    for path in [*seeds.glob("raw/*.csv"), *(seeds / "registry").glob("document*.csv"), seeds / "second_reading" / "second_reading.csv"]:  # fmt: skip
        if path.stem == "document_statements":
            continue
        file = Rows(path)
        # what the table prints stays, what says of when it is moves
        moving = MOVING | (set(file.header) if path.stem == "documents" else set())
        file.add(
            [
                {column: cell.replace(YEAR, year) if column in moving else cell for column, cell in row.items()}
                for year in years
                for row in file.rows
                if row["document_id"] == DOCUMENT
            ]
        )
    discrepancies = Rows(seeds / "registry" / "known_discrepancies.csv")
    discrepancies.add(
        [
            {column: cell.replace(YEAR, year) if column == "check_id" else cell for column, cell in row.items()}
            | {"discrepancy_id": f"{row['discrepancy_id']}-{year}"}
            for year in years
            for row in discrepancies.rows
            if row["check_id"].startswith(f"{DOCUMENT}/")
        ]
    )
    return years
