"""A synthetic year: a document that is loaded once more, under another name and for the year after all others."""

import csv
from pathlib import Path

DOCUMENT, YEAR = "our-impact-2024", "2024"


class Rows:
    """One seed file, rewritten with more rows."""

    def __init__(self, path: Path):
        self.path = path
        with open(path, encoding="utf-8", newline="") as handle:
            self.header, *self.rows = csv.reader(handle)

    def dictionaries(self) -> list[dict]:
        return [dict(zip(self.header, row, strict=True)) for row in self.rows]

    def add(self, rows: list[dict]) -> None:
        with open(self.path, "a", encoding="utf-8", newline="") as handle:
            csv.DictWriter(handle, self.header, lineterminator="\n").writerows(rows)


def add_year(seeds: Path) -> str:
    """Rows only, as a person would add them; returns the year."""
    periods = Rows(seeds / "registry" / "periods.csv")
    year = str(max(int(row["calendar_year"]) for row in periods.dictionaries() if row["calendar_year"]) + 1)

    def moved(text: str) -> str:
        return text.replace(YEAR, year)

    known = {row["period_label"]: row for row in periods.dictionaries()}
    labels = {
        row["period_label"]
        for path in [*seeds.glob("raw/*.csv"), seeds / "registry" / "document_tables.csv"]
        for row in Rows(path).dictionaries()
        if row["document_id"] == DOCUMENT and YEAR in row.get("period_label", "")
    } | {YEAR}
    periods.add(
        [
            {column: moved(cell) for column, cell in known[label].items()}
            | {"definition": f"{moved(known[label]['definition']).removesuffix('.')} {year}."}
            for label in sorted(labels)
        ]
    )
    # coverage asks about every fiscal year up to the latest year
    fiscal = f"FY {int(year) - 1}"
    if fiscal in known and f"FY {year}" not in known:
        later = {column: cell.replace(str(int(year) - 1), year).replace(str(int(year) - 2), str(int(year) - 1)) for column, cell in known[fiscal].items()}  # fmt: skip
        periods.add([later])
    for path in [*seeds.glob("raw/*.csv"), *(seeds / "registry").glob("document*.csv"), seeds / "second_reading" / "second_reading.csv"]:  # fmt: skip
        file = Rows(path)
        if path.stem == "document_statements":
            continue
        # what the table prints stays, what says of when it is moves
        moving = {"document_id", "period_label", "first_period_label", "last_period_label", "data_period_label"} | (
            set(file.header) if path.stem == "documents" else set()
        )
        file.add(
            [
                {column: moved(cell) if column in moving else cell for column, cell in row.items()}
                for row in file.dictionaries()
                if row["document_id"] == DOCUMENT
            ]
        )
    discrepancies = Rows(seeds / "registry" / "known_discrepancies.csv")
    discrepancies.add(
        [
            {column: moved(cell) if column == "check_id" else cell for column, cell in row.items()}
            | {"discrepancy_id": f"{row['discrepancy_id']}-{year}"}
            for row in discrepancies.dictionaries()
            if row["check_id"].startswith(f"{DOCUMENT}/")
        ]
    )
    return year
