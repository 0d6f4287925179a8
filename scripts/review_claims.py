"""The comparison of claims with their articles: prints the claims whose wording nobody has compared yet.

Without arguments it prints a form (CSV) for a second person, who reads the sentence in the article and
fills the coded columns before looking at our coding. With `--mark author_second_pass DATE` it records
that the author compared those claims; a second person's rows are pasted into the seed.
"""

import csv
import hashlib
import sys
from pathlib import Path

CLAIMS = Path("seeds/registry/claims.csv")
REVIEWS = Path("seeds/second_reading/claim_reviews.csv")
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
        with open(REVIEWS, "w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, HEADER, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(reviews[claim["claim_id"]] for claim in claims)
        return 0
    # the form shows where to read, and what a second person has not seen yet stays out of it
    second = [
        claim for claim in claims if claim in waiting or reviews[claim["claim_id"]]["reviewer"] != "second_person"
    ]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*HEADER, "document_id", "section", "place_in_document", "statement"])
    for claim in second:
        blind = [claim["claim_id"], fingerprint(claim), "second_person", "", "", "", "", "", ""]
        writer.writerow([*blind, *(claim[column] for column in WORDING[:4])])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
