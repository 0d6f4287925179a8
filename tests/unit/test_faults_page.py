"""docs/faults.md names for each fault the test that proves what it says: every name is a test that exists."""

import re

from tests.conftest import PROJECT

PAGE = PROJECT / "docs" / "faults.md"
FILES = sorted((PROJECT / "tests").rglob("test_*.py"))
TESTS = {name for file in FILES for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)}


def unproved(page: str) -> list[str]:
    """Names that are no test, and rows of a table of faults that name none."""
    wrong = []
    for name, cut in re.findall(r"`(?:tests/\w+/)?(test_\w+?(?:\.py)?)(…)?`", page):
        exists = {
            True: any(test.startswith(name) for test in TESTS),
            False: name in TESTS or name in {file.name for file in FILES},
        }
        if not exists[bool(cut)]:
            wrong.append(name)
    for section in page.split("\n## "):
        rows = [line for line in section.splitlines() if line.startswith("| ")]
        if rows and rows[0].endswith("| test |"):
            wrong += [row for row in rows[2:] if not re.search(r"`test_|same file", row.split(" | ")[-1])]
    return wrong


def test_every_fault_names_a_test_that_exists():
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("`test_") > 50
    assert unproved(page) == []


def test_a_name_that_is_no_test_is_seen():
    assert unproved("`test_nothing_such` `test_a_name_that…` `test_no_such_start…` `test_gone.py`") == [
        "test_nothing_such", "test_no_such_start", "test_gone.py"
    ]  # fmt: skip
    assert unproved("\n## x\n| fault | test |\n| --- | --- |\n| a | `test_locks.py` |\n| b | nobody |") == [
        "| b | nobody |"
    ]
