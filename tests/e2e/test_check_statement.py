"""check_statement judges as the claims are judged, and never where names, places or units do not fit."""

import csv

import pytest

from tests.conftest import PROJECT

KINDS = {"figure": "", "rate": "", "change": "up ", "fall": "down ", "difference": "up "}
# from public pages, as a reader would type them
STATEMENTS = [
    ("cybertip_reports", "2023", "36.2 million", {}, "supported"),
    ("cybertip_reports", "2023", "more than 300%", {"slice": "incident_type=Online Enticement of Children for Sexual Acts", "base_period": "2021"}, "supported"),
    ("cybertip_reports", "2021", "more than 29 million", {}, "supported"),
    ("cybertip_reports", "2020", "21.7 million", {}, "contradicted"),
    # the number of another year; that of the year itself is not loaded, which is no contradiction
    ("ncic_missing_child_entries", "2022", "421,394", {}, "not_checkable"),
    ("ncic_missing_child_entries", "2022", "365,348", {}, "not_checkable"),
    # the printed numbers give it, and must not be compared
    ("cybertip_reports", "2024", "a decline of 43%", {"base_period": "2023"}, "not_comparable"),
    ("cybertip_reports", "2024", "rose 55%", {"slice": "incident_type=Child Sex Trafficking", "base_period": "2023"}, "supported"),
    ("cybertip_reports", "2024", "rose 192%", {"slice": "incident_type=Online Enticement of Children for Sexual Acts", "base_period": "2023"}, "supported"),
    ("cybertip_reports_escalated", "2024", "more than 51,000", {}, "not_checkable"),
    ("cybertip_reports", "2025-Q2", "more than 2 million", {}, "not_checkable"),
    ("missing_from_care_resolution_percent", "2024", "92%", {}, "supported"),
    ("cybertip_reports", "2010", "more than 223,000", {}, "supported"),
    ("missing_report_race_share", "2024", "36%", {"slice": "race_ethnicity=Black"}, "supported"),
    ("likely_trafficking_share_of_missing", "2024", "1 in 2", {}, "contradicted"),
    ("cybertip_country_share", "2023", "more than 50%", {"geography": "US"}, "contradicted"),
    ("cybertip_arrest_rate", "2024", "15%", {}, "not_computable"),
]  # fmt: skip


NOT_JUDGED = [
    ("cybertip_rprts", "2023", "36.2 million", {}, "unknown_measure_or_rate", "cybertip_reports"),
    (None, "2023", "36.2 million", {}, "unknown_measure_or_rate", "No measure"),
    ("cybertip_reports", "2023x", "36.2 million", {}, "unknown_period", "Loaded: "),
    ("cybertip_reports", None, "36.2 million", {}, "unknown_period", "Loaded: "),
    ("cybertip_reports", "December 2023", "36.2 million", {}, "unknown_period", "Loaded of the same year: 2023."),
    ("Provider reports", "2023", "5", {"slice": "YouTube"}, "unknown_slice", "known: parts by provider (ESP)."),
    ("Share by provider", "2023", "49.6% of all reports", {"slice": "Facebook"}, "wrong_unit", "stands all"),
    ("cybertip_reports", "2023", "rose 5%", {"base_period": "long ago"}, "wrong_base_period", "long ago"),
    ("cybertip_reports", "2023", "rose 5%", {"base_period": "2023"}, "wrong_base_period", "earlier"),
    ("cybertip_reports", "2021", "rose 5%", {"base_period": "2023"}, "wrong_base_period", "earlier"),
    ("cybertip_reports", "2023", "5", {"slice": "incident_type=Enticement"}, "unknown_slice", "Online Enticement"),
    ("cybertip_reports", "2023", "5", {"geography": "Utopia"}, "unknown_geography", "known"),
    ("cybertip_reports", "2023", "91%", {}, "wrong_unit", "counts reports"),
    ("cybertip_reports", "2023", "1 in 7", {}, "wrong_unit", "counts reports"),
    ("cybertip_reports", "2023", "36.2 million files", {}, "wrong_unit", "counts reports"),
    ("missing_child_reports", "2024", "29,568 children", {}, "wrong_unit", "counts reports"),
    ("cybertip_reports", "2024", "20.5 million police reports", {}, "wrong_unit", "counts reports"),
    ("cybertip_reports", "2024", "56,000 police reports a day", {}, "wrong_unit", "counts reports"),
    ("registered_sex_offenders", "as of 2011-11", "2,000 a day", {}, "wrong_unit", "no average of a day"),
    ("missing_report_resolution_rate", "2024", "91 per 100,000", {}, "wrong_unit", "write it in percent"),
    ("missing_report_resolution_rate", "2024", "91% a day", {}, "wrong_unit", "no average of a day"),
    ("cybertip_reports", "2024", "more", {"compared_with": "cybertip_files"}, "wrong_unit", "they are not compared"),
    ("cybertip_reports", "2024", "more", {"compared_with": "cybertip_fils"}, "unknown_measure_or_rate", "cybertip_files"),
    ("cybertip_reports", "2024", "2 percentage points", {"base_period": "2023"}, "wrong_unit", "no percentage points"),
    ("missing_report_resolution_rate", "2024", "2 percentage points", {}, "wrong_base_period", "base period"),
    ("cybertip_reports", "2024", "20.5 million in 2023", {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2024", "fell 43% from 2022", {"base_period": "2023"}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2025", "fell from the year before by 5%", {"base_period": "2023"}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2024", "fell 43% from the year before", {"base_period": "2022"}, "wrong_unit", "counts reports"),
    ("cybertip_reports", "2024", "21 to 20 million", {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2024", "1 in 7", {"base_period": "2023"}, "claimed_not_readable", "Write it"),
    ("cybertip_reports_per_inhabitant", "2023", "5", {"geography": "Georgia"}, "ambiguous_name", "US-GA"),
    ("missing_from_care_resolution_percent", "2024", "92", {}, "wrong_unit", "percent"),
    ("missing_report_resolution_rate", "2024", "27,033", {}, "wrong_unit", "percent"),
    ("cybertip_reports_year_over_year", "2023", "12%", {}, "wrong_unit", "base period"),
    ("missing_report_resolution_rate", "2024", "rose 1%", {"base_period": "2023"}, "change_of_a_rate", "percentage points"),
    ("cybertip_reports", "2024", "43%", {"base_period": "2023"}, "direction_not_said", "fell"),
    ("cybertip_reports", "2023", "many", {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2023", "", {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2023", "-", {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2023", None, {}, "claimed_not_readable", "Write it"),
    ("cybertip_reports", "2023", "rose 12%", {}, "wrong_base_period", "give the base period"),
    ("cybertip_reports_escalated", "2024", "51,000", {}, "no_figure_loaded", "No figure"),
]  # fmt: skip
UNITS = [
    "29,568 reports",
    "29568",
    "29.6 thousand",
    "about 29,600",
    29568,
    "more than 29000",
    "29,568 missing-child reports",
]  # fmt: skip
CHANGES = [
    ("fell 43%", "not_comparable"), ("-43%", "not_comparable"), ("15.7 million fewer", "not_comparable"), ("a 43% decline", "not_comparable"), ("43% drop in reports", "not_comparable"), ("43% increase", "not_comparable"), ("15.7 million fewer reports", "not_comparable"),
    ("down by more than 40 percent", "not_comparable"), ("rose 43%", "not_comparable"), ("15.7 million more reports", "not_comparable"), ("fell 50%", "not_comparable"), ("fewer", "not_comparable"), ("more", "not_comparable"), ("halved", "not_comparable"), ("nearly halved", "not_comparable"),
    ("plummeted 43 per cent from 2023 to 2024", "not_comparable"), ("fell by two fifths", "not_comparable"), ("fell 43% year over year", "not_comparable"), ("fell by more than a third", "not_comparable"),
]  # fmt: skip
MULTIPLES = [
    ("nearly tripled", "supported"), ("almost three times as many", "supported"), ("doubled", "contradicted"), ("more than doubled", "supported"), ("2.9-fold", "supported"), ("threefold increase", "supported"), ("tripled", "supported"), ("quadrupled", "contradicted"),
    ("192 percent increase", "supported"), ("surged by 192% from the previous year", "supported"), ("rose by nearly 200%", "supported"), ("rose by nearly 190%", "contradicted"), ("192%", "not_checkable"), ("more than 150%", "supported"), ("more than 90%", "not_checkable"), ("a more than 150 percent increase", "supported"), ("about triple", "supported"), ("about double", "contradicted"), ("fell threefold", "contradicted"), ("doubled or so, they say", "not_checkable"),
]  # fmt: skip
AVERAGES = [
    ("cybertip_reports", "2021", "about 80,000 a day", "supported"),
    ("cybertip_reports", "2021", "an average of 80,000 reports per day", "supported"),
    ("cybertip_reports", "2023", "100,000 tips a day", "supported"),
    ("cybertip_reports", "2023", "100,000 reports every day", "supported"),
    ("cybertip_reports", "2024", "about 100,000 a day", "contradicted"),
    ("cybertip_reports", "2023", "nearly 70 reports a minute", "supported"),
    ("cybertip_reports", "2023", "3 million a month", "supported"),
    ("missing_child_reports", "2023", "about 2,300 a day", "contradicted"),
]  # fmt: skip
RISE, GROWTH = {"base_period": "2022"}, {"base_period": "2023"}
RATE, QUOTIENT = "missing_report_resolution_rate", "cybertip_files_per_report"
# words and numbers that can be meant in two ways, each beside one that cannot
MEANT_TWICE = [
    ("cybertip_reports", "2023", "rose 3% to 36.2 million", RISE, "contradicted"), ("cybertip_reports", "2023", "up 13% to 36.2 million", RISE, "supported"), ("cybertip_reports", "2023", "rose 1 million to 36.2 million", RISE, "not_checkable"), ("cybertip_reports", "2023", "rose between 4 and 5 million", RISE, "supported"), ("cybertip_reports", "2023", "up 12% to 13%", RISE, "supported"),
    ("cybertip_reports", "2023", "32,059,029 to 36,210,368", RISE, "not_checkable"), ("cybertip_reports", "2023", "36.2 million", RISE, "not_checkable"), ("cybertip_reports", "2023", "113%", RISE, "not_checkable"), ("cybertip_reports", "2023", "13% of the reports", RISE, "not_checkable"), ("cybertip_reports", "2023", "13% increase in the reports", RISE, "supported"), ("cybertip_reports", "2024", "57% of the reports", GROWTH, "not_checkable"),
    ("missing_child_reports", "2023", "28,886 and 29,568", {}, "not_checkable"), ("missing_child_reports", "2023", "between 28,886 and 29,568", {}, "supported"),
    ("missing_child_reports", "2024", "29.568", {}, "not_checkable"), ("missing_child_reports", "2024", "more than 29.568", {}, "not_checkable"), ("missing_child_reports", "2024", "29,568.00", {}, "supported"), ("cybertip_reports", "2024", "20,513 million", {}, "not_checkable"), ("cybertip_reports", "2024", "21,513 million", {}, "contradicted"),
    (RATE, "2024", "91,427%", {}, "not_checkable"), (QUOTIENT, "2024", "3,071", {}, "not_checkable"), (QUOTIENT, "2024", "3.071", {}, "supported"), (QUOTIENT, "2024", "3 files per report", {}, "supported"), (QUOTIENT, "2024", "4", {}, "contradicted"),
    ("cybertip_reports", "2023", "up to 300,000 a day", {}, "not_checkable"), ("cybertip_reports", "2023", "as many as 90,000 a day", {}, "contradicted"), ("cybertip_reports", "2023", "fewer than 100,000 a day", {}, "supported"),
    ("cybertip_reports", "2023", "1.18 times as many", RISE, "contradicted"), ("cybertip_reports", "2023", "1.13 times as many", RISE, "supported"), ("missing_child_reports", "2024", "1.02 times as many", GROWTH, "supported"), ("missing_child_reports", "2024", "1.07 times as many", GROWTH, "contradicted"), ("missing_child_reports", "2024", "1.0 times as many", GROWTH, "not_checkable"),
    (RATE, "2024", "90% at least", {}, "supported"), (RATE, "2024", "90% or higher", {}, "supported"), (RATE, "2024", "92% and above", {}, "contradicted"), (RATE, "2024", "91% at most", {}, "contradicted"), (RATE, "2024", "90% minimum", {}, "not_checkable"), ("missing_child_reports", "2024", "29,000 or more", {}, "supported"), ("missing_child_reports", "2024", "29,000 or fewer reports", {}, "contradicted"),
    ("missing_child_reports", "2024", "29,568", {"slice": "日本"}, "not_checkable"), ("missing_child_reports", "2024", "29,568", {"slice": "—"}, "not_checkable"), ("missing_child_reports", "2024", "more", {"compared_with": "日本"}, "not_checkable"),
    (RATE, "2024", "91% unresolved", {}, "not_checkable"), (RATE, "2024", "91% were not resolved", {}, "not_checkable"), (RATE, "2024", "91% resolved", {}, "supported"), (RATE, "2024", "91% more", {}, "not_checkable"), (RATE, "2024", "91% higher than before", {}, "not_checkable"), ("offender_location_arrest_rate", "2024", "15% increase", {}, "not_checkable"), ("offender_location_arrest_rate", "2024", "half a percent", {}, "not_checkable"), ("offender_location_arrest_rate", "2024", "15 per cent points", {}, "not_checkable"), ("offender_location_arrest_rate", "2024", "15% other than arrests", {}, "not_checkable"), ("missing_from_care_resolution_percent", "2024", "92% not recovered", {}, "not_checkable"),
]  # fmt: skip
CONFUSED = [
    ("cybertip_reports", "62,992,859", "CyberTipline files"),
    ("cybertip_files", "20.5 million", "CyberTipline reports"),
    ("offenders_located_and_arrested", "19,861", "Offender location requests"),
]  # fmt: skip
TRIPLED = {"slice": "Online Enticement of Children for Sexual Acts", "base_period": "2023"}
MISSING = ("missing_child_reports", "2024")
ARGUMENTS = ["about", "period", "claimed", "slice", "base_period", "geography", "compared_with"]


def check_all(warehouse, asked: list[dict]) -> list[dict]:
    """Many statements in one query, in their order: a call by itself takes half a second, mostly to plan it."""
    values = ", ".join(["(?" + ", cast(? as varchar)" * len(ARGUMENTS) + ")"] * len(asked))
    cursor = warehouse.execute(
        f"""select asked.n, judged.*
        from (values {values}) as asked (n, {", ".join(f"a_{name}" for name in ARGUMENTS)}),
            lateral (
                from marts.check_statement(asked.a_about, asked.a_period, asked.a_claimed,
                    {", ".join(f"{name} := asked.a_{name}" for name in ARGUMENTS[3:])})
            ) as judged
        order by asked.n""",
        [cell for n, row in enumerate(asked) for cell in (n, *(row.get(name) for name in ARGUMENTS))],
    )
    columns = [column[0] for column in cursor.description]
    rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    assert [row.pop("n") for row in rows] == list(range(len(asked))), "not one row each"
    return rows


def check(warehouse, about, period, claimed, **more):
    return check_all(warehouse, [{"about": about, "period": period, "claimed": claimed, **more}])[0]


@pytest.fixture(scope="module")
def answer(warehouse):
    """The answers to all statements of the lists in this file, asked at once."""
    known = {}

    def key(about, period, claimed, more):
        return (about, str(period), str(claimed), *sorted(more.items()))

    def of(about, period, claimed, **more):
        return known[key(about, period, claimed, more)]

    asked = [
        (about, period, claimed, more) for about, period, claimed, more, *_ in STATEMENTS + NOT_JUDGED + MEANT_TWICE
    ]
    asked += [(*MISSING, claimed, {}) for claimed in UNITS]
    asked += [("cybertip_reports", 2024, claimed, {"base_period": 2023}) for claimed, _ in CHANGES]
    asked += [("cybertip_reports", "2024", claimed, TRIPLED) for claimed, _ in MULTIPLES]
    asked += [(about, period, claimed, {}) for about, period, claimed, _ in AVERAGES]
    asked += [(about, "2024", claimed, {}) for about, claimed, _ in CONFUSED]
    rows = [{"about": about, "period": period, "claimed": claimed, **more} for about, period, claimed, more in asked]
    known.update(zip((key(*case) for case in asked), check_all(warehouse, rows), strict=True))
    return of


def test_every_claim_about_a_number_gets_the_verdict_that_it_has(warehouse):
    """Of every kind that the function can express; two measures of different units are not compared by it."""
    verdicts = {
        row[0]: row[1:]
        for row in warehouse.sql(
            "select claim_id, verdict, reason_code, computed_value from marts.fct_claims"
        ).fetchall()
    }
    with open(PROJECT / "seeds" / "registry" / "claims.csv", encoding="utf-8", newline="") as handle:
        claims = [row for row in csv.DictReader(handle) if row["evidence_kind"] in KINDS and row["period_label"]]
    # by names: a code can be that of a state and of a country
    written = dict(warehouse.sql("select distinct means, write_as from marts.checkable_names where kind = 'place'").fetchall())  # fmt: skip
    asked = [
        {
            "about": claim["rate_id"] or claim["measure_id"],
            "period": claim["period_label"],
            "claimed": KINDS[claim["evidence_kind"]] + claim["claimed"],
            "slice": claim["slice"] or "all",
            "base_period": claim["base_period_label"] or None,
            "geography": written.get(claim["geography"]),
            "compared_with": claim["other_measure_id"] or None,
        }
        for claim in claims
    ]
    wrong = []
    for claim, found in zip(claims, check_all(warehouse, asked), strict=True):
        verdict, reason, value = verdicts[claim["claim_id"]]
        if found["reason_code"] in ("unknown_slice", "unknown_geography"):
            found["reason_code"] = "no_figure_loaded"  # says which of the four is not there
        if claim["other_measure_id"] and "ifferent units" in claim["note"]:
            assert found["reason_code"] == "wrong_unit", found
            continue
        if (found["verdict"], found["reason_code"], found["computed_value"]) != (verdict, reason, value):
            wrong.append((claim["claim_id"], found, verdict, reason, value))
    assert len(claims) > 100 and wrong == []


@pytest.mark.parametrize(
    "about,period,claimed,more,verdict", STATEMENTS, ids=[f"{row[0]} {row[2]}" for row in STATEMENTS]
)
def test_statements_of_public_pages(answer, about, period, claimed, more, verdict):
    found = answer(about, period, claimed, **more)
    assert found["verdict"] == verdict, found
    assert (found["evidence"] is not None) == (verdict in ("supported", "contradicted", "not_comparable"))
    assert (found["nearest_right_statement"] is not None) >= (verdict == "contradicted")


@pytest.mark.parametrize("about,period,claimed,more,reason,says", NOT_JUDGED)
def test_what_does_not_fit_is_not_judged(answer, about, period, claimed, more, reason, says):
    found = answer(about, period, claimed, **more)
    assert (found["verdict"], found["reason_code"]) == ("not_checkable", reason), found
    assert says in found["explanation"], found
    assert found["computed_value"] is None or reason == "direction_not_said"


@pytest.mark.parametrize("claimed", UNITS)
def test_the_unit_may_be_written_out(answer, claimed):
    found = answer(*MISSING, claimed)
    assert found["verdict"] == "supported", found


@pytest.mark.parametrize("claimed,verdict", CHANGES)
def test_a_change_is_said_in_many_ways(answer, claimed, verdict):
    """The change lies over a break that forbids it: what the numbers give is refused, and so is what they do not give."""
    found = answer("cybertip_reports", 2024, claimed, base_period=2023)
    assert found["verdict"] == verdict, found
    assert (found["reason_code"] == "structural_break") == (verdict == "not_comparable")
    assert ("must not be compared" in found["explanation"]) == (verdict == "not_comparable")


def test_what_can_be_meant_twice_gets_no_verdict(answer):
    found = [answer(about, period, claimed, **more)["verdict"] for about, period, claimed, more, _ in MEANT_TWICE]
    wrong = [(*row, verdict) for row, verdict in zip(MEANT_TWICE, found, strict=True) if verdict != row[-1]]
    assert not wrong


@pytest.mark.parametrize("claimed,verdict", MULTIPLES)
def test_a_multiple_is_a_change(answer, claimed, verdict):
    assert answer("cybertip_reports", "2024", claimed, **TRIPLED)["verdict"] == verdict


@pytest.mark.parametrize("about,period,claimed,verdict", AVERAGES)
def test_an_average_is_a_declared_division(answer, about, period, claimed, verdict):
    found = answer(about, period, claimed)
    assert found["verdict"] == verdict, found
    assert verdict == "not_checkable" or "no document prints" in found["caveats"]


def test_two_measures_or_two_parts_are_compared(warehouse):
    both = {"slice": "Endangered Runaway", "compared_with": "Family Abduction"}
    assert check(warehouse, "missing_child_reports", "2024", "more", **both)["verdict"] == "supported"
    assert (
        check(warehouse, "missing_child_reports", "2024", "more than 30 times as many", **both)["verdict"]
        == "contradicted"
    )
    found = check(warehouse, "cvip_requests", "2024", "fewer", compared_with="Offender location requests")
    assert found["verdict"] == "supported" and "Offender location requests" in found["evidence"]
    wrong = check(warehouse, "cvip_requests", "2024", "more", compared_with="offender_location_requests")
    assert wrong["verdict"] == "contradicted" and "times as many" in wrong["nearest_right_statement"], wrong


def test_names_as_people_write_them(warehouse):
    """By label as by id, a slice by its member; what several have is nobody's name."""
    found = check(warehouse, "CyberTipline Reports", "2023", "17,353", slice="child sex trafficking")
    assert (found["verdict"], found["about"]) == ("supported", "cybertip_reports")
    assert check(warehouse, "Registrants not living in the community", "2023", "5%")["reason_code"] == "ambiguous_name"
    assert check(warehouse, "missing_child_reports", "2024", "5", slice="Endangered")["reason_code"] == "unknown_slice"


def test_what_is_not_there_never_gets_a_verdict(warehouse):
    """Of every measure and rate that has a number: another period, slice, place, unit or order of periods than there is."""
    numbers = warehouse.sql("""
        select known.about, known.period_label, known.printed, known.value, measures.unit_of_count
        from marts.checkable_numbers as known
        left join marts.dim_measures as measures on known.about = measures.measure_id
        where known.slice = 'all' and known.is_whole_area
        qualify row_number() over (partition by known.about order by known.precision = 'exact' desc, known.period_label desc) = 1
        order by known.about
    """).fetchall()
    wrong, right = [], []
    for about, period, printed, value, unit in numbers:
        is_share = unit in (None, "percent", "fraction")
        claimed = "more than 0%" if is_share else "more than 0"
        given = {"about": about, "period": period, "claimed": claimed}
        wrong += [
            {**given, "period": f"{period} or so"},
            {**given, "slice": "report_type=Nobody"},
            {**given, "geography": "XX-nowhere"},
            {**given, "claimed": "more than 0 unicorns" if not is_share else "more than 5,000 reports"},
            {**given, "claimed": "more than 0" if is_share and unit is not None else "less than 100%"}
            if unit
            else {**given, "claimed": "more than 7"},
            {**given, "claimed": "more", "base_period": period},
            {**given, "claimed": "rose 5%"},
            {**given, "claimed": "more", "compared_with": f"{about}_not"},
        ]
        if not is_share and value is not None and printed.replace(",", "").isdigit():
            right.append({**given, "claimed": printed})
    # a quotient may be any number: only shares have a unit of their own
    ratios = {row[0] for row in warehouse.sql("select rate_id from marts.dim_rates where scoring = 'ratio'").fetchall()}
    wrong = [
        row
        for row in wrong
        if not (row["about"] in ratios and row["claimed"] in ("more than 7", "more than 5,000 reports"))
    ]
    judged = [
        (row, found["verdict"])
        for row, found in zip(wrong, check_all(warehouse, wrong), strict=True)
        if found["verdict"] in ("supported", "contradicted", "not_comparable")
    ]
    assert len(wrong) > 1000 and judged == []
    # and what is there gets one, so that the rows above are refused for what is wrong with them
    assert len(right) > 50 and {found["verdict"] for found in check_all(warehouse, right)} == {"supported"}


def test_a_place_may_be_named(warehouse):
    by_name = check(warehouse, "missing_child_reports", "2024", "2,508", geography="Texas")
    assert by_name == check(warehouse, "missing_child_reports", "2024", "2,508", geography="US-TX")
    assert by_name["verdict"] == "supported"


def test_what_would_be_right(warehouse):
    found = check(warehouse, "missing_child_reports", "2023", "29,800")
    assert (
        found["nearest_right_statement"]
        == "Missing-child reports: 28,886 reports in 2023. The claimed 29,800 fits 2020 (29,782)."
    )
    found = check(warehouse, "missing_child_reports", "2023", "over 29,800 reports")
    # a bound fits what it allows: 29,782 is not over 29,800, but a page prints it so
    assert "is printed of another period: at least 29,800 in 2020 (key-facts" in found["nearest_right_statement"]
    found = check(warehouse, "amber_alerts_issued", "2019", "150")
    assert found["verdict"] == "contradicted" and found["nearest_right_statement"].endswith("About 150 would be right.")
    found = check(warehouse, "ncic_missing_child_entries", "2022", "421,394")
    assert "The claimed 421,394 fits 2019" in found["nearest_right_statement"]


@pytest.mark.parametrize("about,claimed,fits", CONFUSED)
def test_a_number_of_a_confused_measure_is_known(answer, about, claimed, fits):
    """In both directions of a pair; the pair is named with every answer."""
    found = answer(about, "2024", claimed)
    assert found["verdict"] == "contradicted" and f"It fits {fits}" in found["nearest_right_statement"], found
    assert fits in found["often_confused_with"]


def test_a_change_over_a_break_says_so(warehouse):
    assert "bundling" in check(warehouse, "cybertip_reports", "2024", "fell 43%", base_period="2023")["caveats"]
    assert check(warehouse, "cybertip_reports", "2022", "rose 9%", base_period="2021")["caveats"] is None


def test_the_printed_twin_of_a_share_is_named_first(warehouse):
    """A share is computed of two counts, or printed as a percentage: where one has no number of the period, the other may."""
    twins = warehouse.sql("""
        select rates.rate_label, prints.measure_label, any_value(known.period_label), any_value(known.printed)
        from marts.dim_rates as rates
        inner join marts.dim_measures as prints on rates.published_measure_id = prints.measure_id
        inner join marts.checkable_numbers as known on prints.measure_id = known.about and known.is_whole_area and known.slice = 'all'
        where not exists (select 1 from marts.checkable_numbers as n where n.about = rates.rate_id and n.period_label = known.period_label)
        group by 1, 2""").fetchall()
    assert twins
    asked = [{"about": rate, "period": period, "claimed": "1%"} for rate, _, period, _ in twins]
    for (_, measure, *_), found in zip(twins, check_all(warehouse, asked), strict=True):
        if found["reason_code"] != "no_figure_loaded":
            assert found["verdict"] == "not_computable", found  # the registry says why
            continue
        assert found["explanation"].startswith(f"Ask for {measure}: "), found
        # told once, and no other period instead
        told = found["nearest_right_statement"] or ""
        assert "Ask for" not in told and " fits " not in told and " is printed of " not in told, found
    # and the other way round
    assert "Ask for Resolved share of missing-child reports" in check(warehouse, "Printed resolution rate", "2021", "91%")["explanation"]  # fmt: skip
    assert "Ask for Printed share by report type: 10%" in check(warehouse, "Share by report type", "2015", "10%", slice="Family Abduction")["explanation"]  # fmt: skip


def test_every_computed_rate_can_be_asked_for(warehouse):
    """Also one that is made by adding or subtracting, and by the name of its slice; one that rests on a weak source is only told."""
    left = warehouse.sql("""
        select rates.rate_id, rates.period_label, rates.slice, rates.trust_grade < 'C' or rates.source_kind = 'primary', any_value(places.write_as)
        from marts.fct_rates as rates
        left join marts.checkable_names as places on rates.rate_id = places.about and places.kind = 'place' and rates.geography = places.means
        where rates.rate is not null and not exists (
            select 1 from marts.checkable_numbers as n
            where n.about = rates.rate_id and n.period_label = rates.period_label and n.geography = rates.geography and n.slice = rates.slice and n.value = rates.rate
        )
        group by all""").fetchall()
    assert not [row for row in left if row[3]]
    asked = [{"about": about, "period": period, "claimed": "5", "slice": slice_} for about, period, slice_, *_ in left]
    weak = check_all(warehouse, asked)
    assert weak and not [found for found in weak if found["verdict"] == "supported"]
    assert all(
        "only stated, as " in found["explanation"] for found in weak if found["reason_code"] == "no_figure_loaded"
    )
    pairs = warehouse.sql("""
        select rate_id, max_by(period_label, slice), max(slice), any_value(geography) from marts.fct_rates
        where rate is not null and contains(slice, ';') and geography in ('US', 'WORLD') group by rate_id""").fetchall()
    for written in (lambda slice_: slice_, lambda slice_: "; ".join(part.split("=")[1] for part in reversed(slice_.split("; ")))):  # fmt: skip
        asked = [{"about": about, "period": period, "claimed": "5", "slice": written(slice_)} for about, period, slice_, _ in pairs]  # fmt: skip
        for (about, _, slice_, _), found in zip(pairs, check_all(warehouse, asked), strict=True):
            assert found["slice"] == slice_ and found["reason_code"] != "unknown_slice", (about, found)


def test_what_a_weak_source_alone_states_is_named_of_each_place(warehouse):
    """Of a place or a part that has no other number too: who states it, and no word that nothing is loaded of the place."""
    stated = warehouse.sql("""
        select figures.measure_id, figures.period_label, places.write_as, min(figures.document_id)
        from marts.fct_published_figures as figures
        inner join marts.checkable_names as places on figures.measure_id = places.about and places.kind = 'place' and places.means = figures.geography and not places.is_loaded
        where figures.slice = 'all' and figures.value is not null
        group by 1, 2, 3""").fetchall()
    assert stated
    asked = [
        {"about": measure, "period": period, "claimed": "5", "geography": place} for measure, period, place, _ in stated
    ]
    for (*_, document), found in zip(stated, check_all(warehouse, asked), strict=True):
        assert found["verdict"] == "not_checkable" and found["computed_value"] is None, found
        if found["reason_code"] == "no_figure_loaded":
            assert "only stated" in found["explanation"] and document in found["explanation"], found


SAID = [
    # about, period, claimed, more, is said, is not said
    ("CyberTipline reports", "2023", "rose 14%", {"base_period": "2022"}, "give a rise of 12.949%, which lies outside", "warehouse"),
    ("CyberTipline reports", "2024", "fell 43%", {"base_period": "2023"}, "give a fall of 43.351%", "warehouse"),
    ("CyberTipline reports", "2023", "36.2 million", {}, "The published number is 36,210,368, which lies within", "warehouse"),
    ("Resolved share of missing-child reports", "2024", "90%", {}, "give 91.4265%, which lies outside", "warehouse"),
    ("CyberTipline reports", "2021", "35%", {"base_period": "2020"}, "write rose 35% or fell 35%", ""),
    ("Provider reports", "2022", "more than doubled to 2.1 million", {"slice": "Google", "base_period": "2021"}, '"more than doubled" supported, "2.1 million" contradicted', "2-fold"),
    ("missing_child_reports", "2024", "29,568 children", {}, "not children", "Shares of it"),
    ("CyberTipline reports", "2019", "6.8%", {"geography": "Pakistan"}, "Shares of it: ", "year_over_year"),
    ("CyberTipline reports", "2023", "5 million", {"geography": "Bavaria"}, " places (", "Bulgaria"),
    ("CyberTipline reports", "2023", "5 million", {"geography": "Phillipines"}, "Philippines", " places ("),
    ("Active NCIC records under 18", "end of 2023", "97,127", {}, "Loaded: ", "in as of"),
    ("CyberTipline reports by country share", "2019", "11.7%", {}, "nearest: cybertip_country_share", ""),
    ("escalated reports", "2023", "63,892", {}, "nearest: cybertip_reports_escalated", ""),
    ("India", "2019", "5", {}, "India is a place (geography) of: ", ""),
    # what people call it, where that is one thing, and what it can mean where it is several
    ("recovery rate", "2024", "91%", {}, "write Printed resolution rate", ""),
    ("reports on child sex trafficking", "2023", "17,353", {}, "write Reports on the topic child sex trafficking", "year before"),
    ("share of the ten largest registries", "June 2018", "more than half", {}, "56%", "fifteen"),
    ("Provider reports", "2023", "5", {"slice": "Meta"}, "Or Meta Platforms (parent company): ask for ", ""),
    ("Share by parent company of providers", "2023", "85%", {"slice": "Meta"}, "85.2938%, which lies within", ""),
    ("Provider reports", "2023", "3,974", {"slice": "PlayStation"}, "3,974, which lies within", ""),
    # the very number
    ("Provider reports", "2023", "over 1,470,958", {"slice": "Google"}, "exactly the number, and neither more nor less", ""),
    ("Provider reports", "2023", "597,087", {"slice": "X"}, "597,087 in 2023 (cybertipline-by-esp-2023", ""),
    ("Provider reports", "2023", "597,087", {"slice": "X"}, "273,416 (X Corp) and 597,087 (Twitter, Inc. / Vine.co)", ""),
    ("Provider reports", "2023", "14,70,958", {"slice": "Google"}, "1,470,958, which lies within", ""),
    ("Provider reports", "2023", "1,14,70,958", {"slice": "Google"}, "1,470,958, which lies outside", ""),
    # what is recorded was not read, and what is stated of the year goes before another year
    ("NCMEC reports received by Germany", "2017", "over 35,000", {}, "A collection records at least 35,000", "The document prints"),
    ("CyberTipline files", "2019", "over 41 million", {"slice": "Videos"}, "only stated, as 41,280,816", " fits "),
    # units, periods and places
    ("Missing-child reports", "2022", "27,644 cases", {}, 'calls them cases: "missing children cases assisted", ncmec-ceo-email', ""),
    ("Missing-child reports", "2024", "130 resolved", {}, "in the names: Resolved share of missing-child reports", "a document calls"),
    ("Rise of registered sex offenders between surveys", "December 2017 to June 2018", "29,560", {}, "29,560, which lies within", ""),
    ("Rise of registered sex offenders between surveys", "2006 to November 2011", "140,592", {}, "140,592, which lies within", ""),
    ("registered sex offenders", "June 2018", "rose 3.3%", {"base_period": "December 2017"}, "No period is called December 2017. Earlier ones with a number: as of 2017-05-24", ""),
    ("registered sex offenders", "November 2011", "rose 23.2%", {"base_period": "2006"}, "Earlier ones with a number: as of 2006,", ""),
    ("Global Platform referrals", "2022", "rose from 5,177 to 35,624", {"base_period": "2021"}, "Not of the whole but of one place: give ", "of 1 places"),
]  # fmt: skip


def test_what_is_said_is_said_well(warehouse):
    rows = [{"about": about, "period": period, "claimed": claimed, **more} for about, period, claimed, more, *_ in SAID]
    for row, found in zip(SAID, check_all(warehouse, rows), strict=True):
        said = " ".join(filter(None, [found["explanation"], found["nearest_right_statement"]]))
        assert row[4] in said and not (row[5] and row[5] in said), (row, said)
        assert said.count("give one as geography") <= 1 and said.count("Ask for") <= 1, said
        assert not any(slip in said for slip in (" 1 periods", "in as of", "Rates of it", "The warehouse has")), said
