"""Counts what was tried and what held, by running the tests that try it: make counts

Writes the table into docs/faults.md; the slow suites need every optional environment and Chromium.
"""

import re
import subprocess
import sys

from tests import meanings
from tests.harness import PROJECT, Warehouse

PAGE = PROJECT / "docs" / "faults.md"
TABLE = re.compile(r"(?<=<!-- counts -->\n).*?(?=<!-- end -->)", re.S)
FAMILIES = {
    "faults while building and publishing survived": (["tests/e2e/test_publish.py", "tests/e2e/test_publish_attacks.py"], ""),
    "faults while setting up survived": (["tests/e2e/test_setup.py"], ""),
    "damaged seed files named": (["tests/unit/test_seed_guard.py"], ""),
    "planted rows that break a rule named": (
        [f"tests/{path}.py" for path in (
            "e2e/test_violations", "e2e/test_later_documents", "e2e/test_rules", "e2e/test_anchors", "e2e/test_rates",
            "e2e/test_statements", "e2e/test_claims", "e2e/test_meanings", "unit/test_reading",
        )],
        "",
    ),
    "attacks through a reader's connection refused or stopped": (
        ["tests/e2e/test_mcp.py", "tests/e2e/test_bi.py", "tests/e2e/test_locked.py"],
        "ends_or_changes or takes_the or in_time or loosen or refused or locked",
    ),
}  # fmt: skip


def outcomes(paths: list[str], names: str) -> tuple[int, int]:
    """Cases that passed, and cases that ran."""
    words = [sys.executable, "-m", "pytest", "-q", "-m", "", *paths, *(["-k", names] if names else [])]
    closing = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True).stdout.strip().splitlines()[-1]
    passed, failed, errors = (
        sum(map(int, re.findall(rf"(\d+) {kind}", closing))) for kind in ("passed", "failed", "error")
    )
    return passed, passed + failed + errors


def main() -> int:
    lines = ["| what was tried | held | of |", "| --- | ---: | ---: |"]
    all_held = True
    for family, (paths, names) in FAMILIES.items():
        held, ran = outcomes(paths, names)
        all_held = all_held and held == ran > 0
        lines.append(f"| {family} | {held} | {ran} |")
    judged = meanings.judge(Warehouse())
    seen = sum(bool(problems) for _, _, problems in judged)
    lines.append(f"| meanings swapped and seen by the rules alone | {seen:,} | {len(judged):,} |")
    table = "\n".join([*lines, ""])
    PAGE.write_text(TABLE.sub(lambda _: table, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(table)
    return not all_held


if __name__ == "__main__":
    sys.exit(main())
