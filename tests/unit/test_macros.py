"""The macros that read and compare figures, on good, bad, NULL and edge rows."""

import json

import pytest

from tests.small import small_project

READINGS = [
    # printed, value, precision, low, high
    ("29,568", 29568, "exact", 29568, 29568),
    ("0", 0, "exact", 0, 0),
    (" 54 ", 54, "exact", 54, 54),
    ("seven", 7, "exact", 7, 7),
    ("91%", 91, "rounded", 90.5, 91.5),
    ("93.5%", 93.5, "rounded", 93.45, 93.55),
    ("0.1505", 0.1505, "rounded", 0.15045, 0.15055),
    ("20.5 million", 20500000, "rounded", 20450000, 20550000),
    ("175 Million", 175000000, "rounded", 174500000, 175500000),
    ("1 in 7", 14.285714, "rounded", 13.333333, 15.384615),
    ("about 26,900", 26900, "approximate", 26800, 27000),
    ("about 15.0%", 15, "approximate", 14.9, 15.1),
    ("≈15%", 15, "approximate", 14, 16),
    ("≈ 0.1505", 0.1505, "approximate", 0.1504, 0.1506),
    ("83,000+", 83000, "at_least", 83000, None),
    ("22.3M+", 22300000, "at_least", 22300000, None),
    ("at least 1,268", 1268, "at_least", 1268, None),
    ("more than 5 million", 5000000, "more_than", 5000000, None),
    ("more than a million", 1000000, "more_than", 1000000, None),
    ("<1%", 1, "less_than", 0, 1),
    ("less than 50%", 50, "less_than", 0, 50),
    ("about 100,000", 100000, "approximate", 90000, 110000),
    ("about 3%", 3, "approximate", 2, 4),
    ("about 1 million", 1000000, "approximate", 500000, 1500000),
    ("nearly 26,500", 26500, "approximate", 26400, 26500),
    ("just over 26,900", 26900, "approximate", 26900, 27000),
    ("almost 20.6 million", 20600000, "approximate", 20500000, 20600000),
    ("up to 5,000", 5000, "at_most", 0, 5000),
    ("20 to 21 million", 20500000, "range", 20000000, 21000000),
    ("between 900,000 and 1.1 million", 1000000, "range", 900000, 1100000),
    ("5%-7%", 6, "range", 5, 7),
    ("1 in 2", 50, "rounded", 45, 55),
    ("3 in 4", 75, "rounded", 70, 80),
    ("6 in 10", 60, "rounded", 55, 65),
    ("91 in 100", 91, "rounded", 90.5, 91.5),
    ("more than 1 in 2", 50, "more_than", 50, None),
    ("nearly 1 in 3", 33.333333, "approximate", 25, 33.333333),
    ("-", None, None, None, None),
]
# of a claim: printed, precision, low, high; what is not here is read as a print is
CLAIMED = [
    ("1 million", "rounded", 950000, 1050000),
    ("5 million", "rounded", 4750000, 5250000),
    ("36 million", "rounded", 35500000, 36500000),
    ("29.3 million", "rounded", 29250000, 29350000),
    ("about 1 million", "approximate", 900000, 1100000),
    ("nearly 1 million", "approximate", 900000, 1000000),
    ("just over 1 million", "approximate", 1000000, 1100000),
    ("about 100,000", "approximate", 90000, 110000),
    ("about 26,900", "approximate", 26800, 27000),
    ("29,800", "rounded", 29750, 29850),
    ("30,000", "rounded", 29500, 30500),
    ("1,000", "rounded", 950, 1050),
    ("29,568", "exact", 29568, 29568),
    ("900", "exact", 900, 900),
    ("91%", "rounded", 90.5, 91.5),
    ("about 60%", "approximate", 58, 62),
    ("about 95%", "approximate", 94, 96),
    ("about 3%", "approximate", 2.5, 3.5),
    ("about 200%", "approximate", 180, 220),
    ("about 15.0%", "approximate", 14.9, 15.1),
    ("nearly 1 in 2", "approximate", 45, 50),
    ("more than 5 million", "more_than", 5000000, None),
    ("20 to 21 million", "range", 20000000, 21000000),
]
UNREADABLE = [
    None,
    "",
    " ",
    "n/a",
    "1,23",
    "1.234.567",
    "29568,",
    "12a",
    "1 in 0",
    "1 in 1",
    "7 in 6",
    "21 to 20 million",
    "5 to 5",
    "--",
    "-5",
    "=1+1",
    "1'234",
    "29568",
    "%",
    "+",
    "million",
]


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("macros") / "project")


def inline(project, sql):
    code, output = project.dbt("--quiet", "show", "--output", "json", "--limit", "500", "--inline", sql)
    assert code == 0, output
    return json.loads(output[output.index("{") :])["show"]


def read(project, texts, of_claim):
    rows = ", ".join(
        f"({n}, {'null' if t is None else chr(39) + t.replace(chr(39), chr(39) * 2) + chr(39)})"
        for n, t in enumerate(texts)
    )
    sql = (
        "with cells as (select * from (values "
        + rows
        + ") as c (n, printed)), parsed_cells as ({{ parse_printed('cells', of_claim="
        + str(of_claim).lower()
        + ") }}) "
    )
    sql += "select n, cast(value as double) as value, precision, cast(value_low as double) as value_low, cast(value_high as double) as value_high, null_reason from parsed_cells order by n"
    return inline(project, sql)


@pytest.fixture(scope="module")
def readings(shared_project):
    return read(shared_project, [reading[0] for reading in READINGS] + UNREADABLE, of_claim=False)


def test_a_claim_allows_less_than_a_print(shared_project):
    found = read(shared_project, [reading[0] for reading in CLAIMED], of_claim=True)
    rows = [(row["precision"], row["value_low"], row["value_high"]) for row in found]
    assert rows == [
        (precision, pytest.approx(low), high and pytest.approx(high)) for _, precision, low, high in CLAIMED
    ]


@pytest.mark.parametrize("number", range(len(READINGS)), ids=[reading[0] for reading in READINGS])
def test_parse_printed_reads(readings, number):
    _printed, value, precision, low, high = READINGS[number]
    row = readings[number]
    assert row["precision"] == precision
    assert (row["null_reason"] is None) == (value is not None)
    for column, expected in (("value", value), ("value_low", low), ("value_high", high)):
        assert row[column] == (None if expected is None else pytest.approx(expected, abs=1e-6)), column


@pytest.mark.parametrize("number", range(len(UNREADABLE)), ids=[repr(text) for text in UNREADABLE])
def test_parse_printed_refuses(readings, number):
    row = readings[len(READINGS) + number]
    assert (row["value"], row["null_reason"]) == (None, "unparsable")


INTERVALS = [
    # a, b, overlap, a contains b
    ("91%", "91%", True, True),
    ("91%", "90.5%", True, False),
    ("91%", "92%", False, False),
    ("91%", "93%", False, False),
    ("83,000+", "84,000", True, True),
    ("83,000+", "83,000", True, True),
    ("more than 26,355", "26,355", False, False),
    ("more than 26,355", "more than 26,355", True, True),
    ("at least 5", "more than 5", True, True),
    ("more than 5", "at least 5", True, False),
    ("<1%", "0.2%", True, True),
    ("<1%", "1%", True, False),
    ("5", "6", False, False),
    ("5", "5", True, True),
    ("20.5 million", "20,512,803", True, True),
    ("20,512,803", "20.5 million", True, False),
    (None, "5", False, False),
    ("5", None, False, False),
    (None, None, False, False),
]


@pytest.fixture(scope="module")
def comparisons(shared_project):
    def text(value):
        return "cast(null as varchar)" if value is None else f"'{value}'"

    rows = ", ".join(f"({n}, {text(a)}, {text(b)})" for n, (a, b, *_) in enumerate(INTERVALS))
    return inline(
        shared_project,
        "with pairs as (select * from (values " + rows + ") as p (n, a, b)), "
        "lefts as (select n, a as printed from pairs), rights as (select n, b as printed from pairs), "
        "a as ({{ parse_printed('lefts') }}), b as ({{ parse_printed('rights') }}) "
        "select a.n, {{ intervals_overlap('a', 'b') }} as overlap, {{ interval_contains('a', 'b') }} as contains "
        "from a inner join b on a.n = b.n order by a.n",
    )


@pytest.mark.parametrize("number", range(len(INTERVALS)), ids=[f"{a} ~ {b}" for a, b, *_ in INTERVALS])
def test_intervals(comparisons, number):
    _, _, overlap, contains = INTERVALS[number]
    assert (comparisons[number]["overlap"], comparisons[number]["contains"]) == (overlap, contains)


def test_text_macros(shared_project):
    row = inline(
        shared_project,
        "select {{ slug(\"'Lost, Injured, or <1%'\") }} as a, {{ slug('null') }} as b, {{ format_number('20512803.000000') }} as c, "
        "{{ format_number('15.0546') }} as d, {{ format_number('cast(null as decimal(20, 6))') }} as e, "
        "{{ is_finite(\"cast('inf' as double)\") }} as f, {{ is_finite('1.5::double') }} as g",
    )[0]
    assert (row["a"], row["b"], row["c"], row["d"], row["e"]) == (
        "lost-injured-or-<1%",
        "",
        "20,512,803",
        "15.0546",
        None,
    )
    assert (row["f"], row["g"]) == (False, True)
