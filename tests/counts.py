"""Counts what was tried and what held, from the reports that the two test suites leave: make counts

Writes the table into docs/faults.md. A case is one test with its parameters; those that could not run on this machine
are counted apart, and a family with none that ran is a failure.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

from tests import meanings
from tests.harness import PROJECT, shared_warehouse

PAGE = PROJECT / "docs" / "faults.md"
TABLE = re.compile(r"(?<=<!-- counts -->\n).*?(?=<!-- end -->)", re.S)
# family: where its tests stand, and which of them
FAMILIES = {
    "faults while building and publishing survived": (r"e2e\.test_publish(_attacks|_slips)?$", ""),
    "faults while setting up survived": (r"e2e\.test_(setup|published_path)$", ""),
    "damaged seed files named": (r"unit\.test_seed_guard", ""),
    "planted rows that break a rule named, and sound rows left alone": (
        r"e2e\.test_(violations|later_documents|rules|anchors|rates|statements|claims|meanings)|unit\.test_reading",
        "",
    ),
    "attacks through a reader's connection refused or stopped": (
        r"e2e\.test_(mcp|bi|locked)",
        "ends_or_changes|takes_the|in_time|loosen|refused|locked|long_question|only_questions",
    ),
}


def cases(reports: list[str]) -> list[tuple[str, str, str]]:
    """Module, name and outcome of every case that the suites tried."""
    found = []
    for report in reports:
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314  our own report
            kinds = {part.tag for part in case}
            outcome = "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "held"
            found.append((case.get("classname"), case.get("name"), outcome))
    return found


def main() -> int:
    missing = [report for report in sys.argv[1:] if not Path(report).exists()]
    if missing:
        sys.exit(f"{', '.join(missing)} is missing: make counts runs the suites that write it.")
    tried = cases(sys.argv[1:])
    lines = ["| what was tried | held | of | could not run here |", "| --- | ---: | ---: | ---: |"]
    all_held = True
    for family, (module, name) in FAMILIES.items():
        outcomes = [outcome for place, case, outcome in tried if re.search(module, place) and re.search(name, case)]
        held, skipped = outcomes.count("held"), outcomes.count("skipped")
        ran = len(outcomes) - skipped
        all_held = all_held and held == ran > 0
        lines.append(f"| {family} | {held} | {ran} | {skipped} |")
    judged = meanings.judge(shared_warehouse())
    seen = sum(bool(problems) for _, _, problems in judged)
    lines.append(f"| meanings swapped and seen by the rules alone | {seen:,} | {len(judged):,} | 0 |")
    table = "\n".join([*lines, ""])
    PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(table)
    return not all_held


if __name__ == "__main__":
    sys.exit(main())
