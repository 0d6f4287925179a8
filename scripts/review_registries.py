"""Approve registry rows: lists every row that changed since its last review, then records it.

Run it with a second person at the screen: make review
"""

import csv
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, "plugins")
from seed_guard import declared_columns

REGISTRY = Path("seeds/registry")
REVIEWS = Path("seeds/second_reading/registry_reviews.csv")
HEADER = ["registry", "row_start", "fingerprint"]


def current_rows() -> dict[tuple[str, str], str]:
    """(registry, fingerprint) to the row's text, as the macro registry_row_text writes it."""
    rows = {}
    declared = declared_columns(REGISTRY)
    for path in sorted(REGISTRY.glob("*.csv")):
        with open(path, newline="", encoding="utf-8-sig") as handle:
            for row in csv.DictReader(handle):
                text = " | ".join(row[column] or "∅" for column in declared[path.stem])
                rows[path.stem, hashlib.md5(text.encode()).hexdigest()] = text
    return rows


def main() -> int:
    current = current_rows()
    reviewed = {}
    if REVIEWS.exists():
        with open(REVIEWS, newline="", encoding="utf-8") as handle:
            reviewed = {(row["registry"], row["fingerprint"]): row["row_start"] for row in csv.DictReader(handle)}
    new = [key for key in current if key not in reviewed]
    gone = [key for key in reviewed if key not in current]
    for registry, fingerprint in gone:
        print(f"- {registry}: {reviewed[registry, fingerprint]}…")
    for registry, fingerprint in new:
        print(f"+ {registry}: {current[registry, fingerprint]}")
    if not new and not gone:
        print("Every registry row is as it was reviewed.")
        return 0
    if "--approve" not in sys.argv:
        print(f"\n{len(new)} new or changed rows, {len(gone)} gone. Approve them with: make review APPROVE=--approve")
        return 0
    with open(REVIEWS, "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        for (registry, fingerprint), text in sorted(current.items(), key=lambda item: (item[0][0], item[1])):
            writer.writerow([registry, text[:60].strip(), fingerprint])
    print(f"\nRecorded the review of {len(new)} rows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
