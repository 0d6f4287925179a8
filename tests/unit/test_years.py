"""A new year needs rows, not code: no year is typed in what computes, checks or writes."""

import re

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_rates import Copied

YEAR = re.compile(r"(?<![\w.-])(?:19|20)\d\d(?!\w)")
CODE = [
    *[("models", "*.sql"), ("macros", "*.sql"), ("plugins", "*.py"), ("scripts", "*.py"), ("scripts", "*.j2")],
    *[("bi", "*.py"), ("bi", "*.yaml"), ("tests/e2e", "test_bi*.py")],
]
FORMAT = {"bi/assets/metadata.yaml"}  # a fixed day that the format asks for and nobody sees


def typed_years(text: str) -> list[str]:
    """Lines that name a year, comments aside: those may give an example. The name of SVG holds one."""
    text = text.replace("http://www.w3.org/2000/svg", "")
    text = re.sub(r"\{#.*?#\}", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.S)
    lines = [re.sub(r"(--|#) .*", "", line) for line in text.splitlines()]
    return [line.strip() for line in lines if YEAR.search(line)]


@pytest.mark.parametrize(
    "line",
    ["where calendar_year = 2024", "where period_label = '1998'", '"Calendar years 1998 and later"', "('2051-01-01')"],
)
def test_a_typed_year_is_seen(line):
    assert typed_years(line) == [line]


@pytest.mark.parametrize(
    "line", ["-- e.g. 2024", "limit 20000", "x # as of 2024", "19.5 + 1.2019", "{# since\n2024 #}"]
)
def test_what_is_no_typed_year(line):
    assert typed_years(line) == []


def test_no_year_is_typed():
    typed = {
        str(path.relative_to(PROJECT)): lines
        for folder, pattern in CODE
        for path in sorted((PROJECT / folder).rglob(pattern))
        if str(path.relative_to(PROJECT)) not in FORMAT and (lines := typed_years(path.read_text(encoding="utf-8")))
    }
    assert typed == {}


def test_days_span_the_known_periods():
    first, last, days, whole, begin, end = (
        Copied()
        .connection.execute(
            "select min(date_day), max(date_day), count(distinct date_day), count(*),"
            " (select min(cast(start_date as date)) from ncmec.registry.periods),"
            " (select max(cast(end_date as date)) from ncmec.registry.periods) from ncmec.semantic.time_spine"
        )
        .fetchone()
    )
    assert (first, last) == (begin, end)
    assert days == whole == (last - first).days + 1
