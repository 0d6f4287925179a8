"""The comparison of claims with their articles: prints the claims whose wording nobody has compared yet.

Without arguments it prints a form (CSV) for a second person, who reads the sentence in the article and
fills the coded columns before looking at our coding. With `--add FORM` it adds the filled form, unless a field
differs from our coding: then it says which, and writes nothing. With `--mark author_second_pass DATE` it records
that the author compared those claims.
"""

import csv
import datetime
import hashlib
import sys
from pathlib import Path

CLAIMS = Path("seeds/registry/claims.csv")
REVIEWS = Path("seeds/second_reading/claim_reviews.csv")
SHOWN = ["document_id", "section", "place_in_document", "statement"]
HEADER = [
    "claim_id", "wording_fingerprint", "reviewer", "reviewed_on",
    "coded_subject", "coded_period", "coded_claimed", "faithful", "remark",
]  # fmt: skip
WORDING = ["document_id", "section", "place_in_document", "statement", "claimed"]


def read(path: Path) -> list[dict]:
    with open(path, newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def fingerprint(claim: dict) -> str:
    """As tests/claims_are_reviewed.sql computes it."""
    return hashlib.md5(" | ".join(claim[column] or "∅" for column in WORDING).encode()).hexdigest()


def differences(claim: dict, row: dict) -> list[str]:
    """Where a filled row does not bear out our coding, as tests/claims_are_reviewed.sql judges it."""
    subjects = [claim[column] for column in ("measure_id", "rate_id", "topic_id", "evidence_kind") if claim[column]]
    remark, coded, ours = row["remark"].strip(), row["coded_period"], claim["period_label"]
    settled = remark.startswith("settled: ") or {coded, ours} == {"", "not stated"}
    # where the sentence names no year, only the evidence that the article cites fixes one
    chosen = coded == "not stated" and ours not in ("", "not stated") and claim["evidence_kind"] in ("figure", "rate")
    settled = settled and not (chosen and not remark.startswith("settled: evidence year"))
    pairs = [
        ("subject", row["coded_subject"], subjects[0], row["coded_subject"] in subjects),
        ("period", row["coded_period"], claim["period_label"], row["coded_period"] == claim["period_label"] or settled),
        ("number", row["coded_claimed"], claim["claimed"], row["coded_claimed"] == claim["claimed"] or claim["claimed_is"] != "stated"),
        ("faithful", row["faithful"], "yes", row["faithful"] == "yes"),
    ]  # fmt: skip
    return [f"{name} {said or '(blank)'} against {ours or '(blank)'}" for name, said, ours, same in pairs if not same]


def add(form: Path, claims: list[dict], reviews: dict[str, dict]) -> str:
    """Adds the filled rows of a form, or says what is wrong with it."""
    if not form.is_file():
        return f"There is no file {form}."
    try:
        with open(form, newline="", encoding="utf-8-sig") as handle:
            reader = csv.DictReader(handle)
            rows = [{column: (cell or "").strip() for column, cell in row.items() if column} for row in reader]
    except UnicodeDecodeError:
        return f"{form} is not a text in UTF-8; save it as CSV UTF-8."
    if reader.fieldnames != HEADER + SHOWN:
        return f"{form} has the columns {', '.join(reader.fieldnames or [])}; those of the form are {', '.join(HEADER + SHOWN)}."
    by_id, found, seen = {claim["claim_id"]: claim for claim in claims}, [], set()
    # a row that is left as it was printed waits for somebody else
    filled = [row for row in rows if any(row[column] for column in HEADER[3:])]
    for row in filled:
        claim = by_id.get(row["claim_id"])
        if claim is None or row["claim_id"] in seen:
            found.append(
                f"{row['claim_id'] or '(blank)'}: {'twice in the form' if claim else 'there is no such claim'}"
            )
        elif row["wording_fingerprint"] != fingerprint(claim):
            found.append(f"{row['claim_id']}: its wording changed since the form was printed")
        elif differing := differences(claim, row):
            found.append(f"{row['claim_id']}: {'; '.join(differing)}")
        seen.add(row["claim_id"])
        row["reviewed_on"] = row["reviewed_on"] or datetime.date.today().isoformat()
        try:
            datetime.date.fromisoformat(row["reviewed_on"])
        except ValueError:
            found.append(
                f'{row["claim_id"]}: reviewed_on "{row["reviewed_on"]}" is no day like {datetime.date.today()}'
            )
        if row["reviewer"] != "second_person":
            found.append(f'{row["claim_id"]}: the reviewer is "{row["reviewer"]}"; the form is for a second_person')
    if not filled or found:
        return "\n".join(found or [f"No row of {form} is filled."])
    reviews.update({row["claim_id"]: {column: row[column] for column in HEADER} for row in filled})
    write(claims, reviews)
    print(f"{REVIEWS}: {len(filled)} reviews added, {len(rows) - len(filled)} rows of the form not filled.")
    return ""


def write(claims: list[dict], reviews: dict[str, dict]) -> None:
    with open(REVIEWS, "w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(reviews[claim["claim_id"]] for claim in claims if claim["claim_id"] in reviews)


def main(arguments: list[str]) -> int:
    claims = read(CLAIMS)
    reviews = {row["claim_id"]: row for row in read(REVIEWS)} if REVIEWS.exists() else {}
    waiting = [
        claim for claim in claims if reviews.get(claim["claim_id"], {}).get("wording_fingerprint") != fingerprint(claim)
    ]
    if arguments[:1] == ["--mark"]:
        for claim in waiting:
            reviews[claim["claim_id"]] = {
                "claim_id": claim["claim_id"],
                "wording_fingerprint": fingerprint(claim),
                "reviewer": arguments[1],
                "reviewed_on": arguments[2],
                "faithful": "yes",
            }
        write(claims, reviews)
        return 0
    if arguments[:1] == ["--add"]:
        if problem := add(Path(arguments[1]), claims, reviews):
            print(f"{problem}\nNothing was written.", file=sys.stderr)
        return 1 if problem else 0
    # the form shows where to read, and what a second person has not seen yet stays out of it
    second = [
        claim for claim in claims if claim in waiting or reviews[claim["claim_id"]]["reviewer"] != "second_person"
    ]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER + SHOWN)
    for claim in second:
        blind = [claim["claim_id"], fingerprint(claim), "second_person", "", "", "", "", "", ""]
        writer.writerow([*blind, *(claim[column] for column in SHOWN)])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
