"""make claim-form and claim-review: a second person's coding comes in by a form, or is refused field by field."""

import csv
import shutil
import subprocess
import sys

import pytest

from tests.conftest import PROJECT

CLAIM = "arrests-01"
REVIEWS = "seeds/second_reading/claim_reviews.csv"
FILLED = {"coded_subject": "offenders_located_and_arrested", "coded_period": "2024", "coded_claimed": "2,990", "faithful": "yes"}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """The claims and their reviews without that of one claim, which therefore stands in the form."""
    for part in ("registry/claims.csv", "second_reading/claim_reviews.csv"):
        (tmp_path / "seeds" / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "seeds" / part, tmp_path / "seeds" / part)
    lines = (tmp_path / REVIEWS).read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / REVIEWS).write_text("".join(line for line in lines if not line.startswith(CLAIM)), encoding="utf-8")
    return tmp_path


def run(folder, *arguments: str):
    command = [sys.executable, PROJECT / "scripts" / "review_claims.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def fill(folder, **cells: str) -> str:
    rows = list(csv.DictReader(run(folder).stdout.splitlines()))
    for row in rows:
        if row["claim_id"] == CLAIM:
            row.update({**FILLED, **cells})
    with open(folder / "form.csv", "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return str(folder / "form.csv")


def test_a_filled_form_is_added(folder):
    done = run(folder, "--add", fill(folder, reviewed_on="2026-11-24"))
    assert done.returncode == 0 and "1 reviews added" in done.stdout, done.stderr
    # in the place and the words of the project's own file
    assert (folder / REVIEWS).read_text(encoding="utf-8") == (PROJECT / REVIEWS).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "cells, sentence",
    [
        ({"coded_subject": "amber_alerts_issued"}, f"{CLAIM}: subject amber_alerts_issued against offenders_located_and_arrested\n"),
        ({"coded_period": "2023"}, f"{CLAIM}: period 2023 against 2024\n"),
        ({"coded_claimed": "2,991"}, f"{CLAIM}: number 2,991 against 2,990\n"),
        ({"faithful": "no"}, f"{CLAIM}: faithful no against yes\n"),
        ({"coded_subject": "", "coded_period": "2023"}, "subject (blank) against offenders_located_and_arrested; period 2023 against 2024\n"),
        ({"wording_fingerprint": "0"}, "its wording changed since the form was printed\n"),
        ({"claim_id": "nowhere-01"}, "nowhere-01: there is no such claim\n"),
        ({"reviewed_on": "yesterday"}, 'reviewed_on "yesterday" is no day like '),
        ({"reviewer": "me"}, 'the reviewer is "me"; the form is for a second_person\n'),
        ({"coded_subject": "", "coded_period": "", "coded_claimed": "", "faithful": ""}, "is filled.\n"),
    ],
)  # fmt: skip
def test_a_form_that_differs_is_refused_by_field(folder, cells, sentence):
    before = (folder / REVIEWS).read_bytes()
    done = run(folder, "--add", fill(folder, **cells))
    assert done.returncode == 1 and sentence in done.stderr and done.stderr.endswith("Nothing was written.\n"), (
        done.stderr
    )
    assert (folder / REVIEWS).read_bytes() == before


def test_a_settled_period_may_differ(folder):
    done = run(folder, "--add", fill(folder, coded_period="2023", remark="settled: by a third look"))
    assert done.returncode == 0, done.stderr


def test_no_form_and_another_table_are_refused(folder):
    assert "There is no file nowhere.csv." in run(folder, "--add", "nowhere.csv").stderr
    (folder / "other.csv").write_text("a,b\n1,2\n")
    assert "has the columns a, b; those of the form are claim_id, " in run(folder, "--add", "other.csv").stderr
