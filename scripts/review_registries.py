"""Approve registry rows: lists every row that changed since its last approval, then records who approved them today.

Run it with a second person at the screen: make review
"""

import csv
import datetime
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, "plugins")
from seed_guard import declared_columns

REGISTRY = Path("seeds/registry")
APPROVALS = Path("seeds/second_reading/registry_approvals.csv")
LETTERS, A_LINE = str.maketrans("0123456789", "ghijklmnop"), 300
HEADER = ["registry", "reviewer", "approved_on", "fingerprints"]


def current_rows() -> dict[tuple[str, str], str]:
    """(registry, fingerprint) to the row's text, as the macros registry_row_text and fingerprint write them."""
    rows = {}
    declared = declared_columns(REGISTRY)
    for path in sorted(REGISTRY.glob("*.csv")):
        with open(path, newline="", encoding="utf-8-sig") as handle:
            for row in csv.DictReader(handle):
                text = " | ".join(row[column] or "∅" for column in declared[path.stem])
                rows[path.stem, hashlib.md5(text.encode()).hexdigest()[:10].translate(LETTERS)] = text
    return rows


def approvals() -> dict[tuple[str, str, str], list[str]]:
    if not APPROVALS.exists():
        return {}
    with open(APPROVALS, newline="", encoding="utf-8") as handle:
        found = {}
        for row in csv.DictReader(handle):
            found.setdefault(tuple(row[name] for name in HEADER[:3]), []).extend(row["fingerprints"].split())
        return found


def main() -> int:
    current, approved = current_rows(), approvals()
    known = {(registry, mark) for (registry, _, _), marks in approved.items() for mark in marks}
    new = [key for key in current if key not in known]
    gone = known - current.keys()
    for (registry, reviewer, day), marks in approved.items():
        if lost := sum((registry, mark) in gone for mark in marks):
            print(f"- {registry}: {lost} of the rows that {reviewer} approved on {day} changed or are gone")
    for registry, mark in new:
        print(f"+ {registry}: {current[registry, mark]}")
    if not new and not gone:
        print("Every registry row is as it was approved.")
        return 0
    if "--approve" not in sys.argv:
        print(
            f'\n{len(new)} new or changed rows, {len(gone)} gone. Approve them with: make review APPROVED_BY="your name"'
        )
        return 0
    reviewer = " ".join(sys.argv[sys.argv.index("--approve") + 1 :]) or sys.exit("Who approves them? --approve NAME")
    for registry, mark in new:
        approved.setdefault((registry, reviewer, datetime.date.today().isoformat()), []).append(mark)
    with open(APPROVALS, "w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(HEADER)
        for (registry, who, day), marks in sorted(approved.items()):
            kept = [mark for mark in marks if (registry, mark) not in gone]
            for start in range(0, len(kept), A_LINE):
                writer.writerow([registry, who, day, " ".join(kept[start : start + A_LINE])])
    print(f"\nRecorded that {reviewer} approved {len(new)} rows.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
