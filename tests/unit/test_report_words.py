"""How the report words numbers, periods and sentences."""

import pytest

from scripts.report.words import (
    bounded,
    in_order,
    is_cut,
    percent,
    place_words,
    plain,
    rate_name,
    row_words,
    short,
    when,
)


@pytest.mark.parametrize(
    ("shorter", "longer", "cut"),
    [
        (16_900_000, 16_987_361, True),
        (34.6, 34.68, True),
        (62_900_000, 62_992_859, True),
        (17_000_000, 16_987_361, False),  # rounded
        (34.2, 34.24, False),  # cut and rounded are one
        (29_200_000, 20_512_803, False),
        (100, 1_999, False),
        (0, 5, False),
    ],
)
def test_a_number_is_cut_off_where_rounding_gives_another(shorter, longer, cut):
    assert is_cut(shorter, longer) is cut


def test_a_bound_is_rounded_away_from_what_it_says():
    assert bounded(0.002486, 2, down=True) == 0.0024 and bounded(69.19, 3, down=False) == 69.2
    assert bounded(43.27, 2, down=None) == 43


def test_numbers_have_the_digits_that_count():
    assert [percent(rate) for rate in (0.15055, 0.00672, 0.9)] == ["15.1%", "0.67%", "90.0%"]
    assert [short(value) for value in (3902.04, 1.4235, 0.01289)] == ["3,902", "1.42", "0.013"]
    # in one column with 0.21% and 0.013
    assert [percent(0.002), percent(0.0000101), percent(0), short(0.02)] == ["0.20%", "0.0010%", "0%", "0.020"]
    named = {"rate_label": "CyberTipline reports per inhabitant", "shown_per": 100_000}
    assert rate_name(named) == "CyberTipline reports per 100,000 inhabitants"
    assert rate_name({"rate_label": "Arrests per request", "shown_per": None}) == "Arrests per request"


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("2024", "in 2024"),
        ("as of 2020-12-31", "on 31 December 2020"),
        ("as of 2016-06", "in June 2016"),
        ("as of 2024", "as of 2024"),
        ("2025-H1", "in the first half of 2025"),
        ("FY 2021", "in fiscal year 2021"),
        ("2010-07 to 2011-06", "from July 2010 to June 2011"),
        ("up to 2024", "up to 2024"),
        ("not stated", ""),
    ],
)
def test_a_period_is_spoken(label, words):
    assert when(label) == words


def test_rows_of_collections_and_sentences_of_the_warehouse_are_in_words():
    assert (
        row_words("registered sex offenders Florida as of 2016-06") == "registered sex offenders Florida in June 2016"
    )
    # two fiscal years, and no November
    assert row_words("ncmec tips Wisconsin ICAC 2010-11") == "ncmec tips Wisconsin ICAC 2010-11"
    said = {
        "No loaded figure counts it.": "No figure at hand counts it.",
        "No number is loaded for earlier years.": "No number is at hand for earlier years.",
        "published, not loaded": "published, not at hand",
        "From 2024-H1 to 2025-H1": "From the first half of 2024 to the first half of 2025",
        "cases opened in 2010-07 to 2011-06": "cases opened in July 2010 to June 2011",
        "uploaded and downloaded": "uploaded and downloaded",
    }
    assert {text: plain(f"<p>{text}</p>")[3:-4] for text in said} == said
    # addresses stay as they are
    assert plain('<a href="x-loaded-y/2024-H1">2,990</a>') == '<a href="x-loaded-y/2024-H1">2,990</a>'


def test_places_of_a_document_stand_in_its_order():
    places = [
        "Appendix A",
        "Section III",
        "Section II.F",
        "II.C. Registered",
        "Section II.A",
        "I. Introduction",
        "page 10",
        "page 9",
    ]
    assert sorted(places, key=in_order) == ["I. Introduction", "Section II.A", "II.C. Registered", "Section II.F", "Section III", "page 9", "page 10", "Appendix A"]  # fmt: skip
    assert sorted(["2. Trend", "1. What", "Executive summary"], key=in_order) == [
        "Executive summary",
        "1. What",
        "2. Trend",
    ]
    assert place_words("body") == "running text" and place_words("Body of law") == "Body of law"
