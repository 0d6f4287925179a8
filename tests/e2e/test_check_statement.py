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
    ("cybertip_reports", "2024", "a decline of 43%", {"base_period": "2023"}, "supported"),
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


def check(warehouse, about, period, claimed, **more):
    names = "".join(f", {name} := ?" for name in more)
    cursor = warehouse.execute(
        f"select * from marts.check_statement(?, ?, ?{names})", [about, period, claimed, *more.values()]
    )
    columns = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    assert len(rows) == 1, (about, period, claimed, more, rows)
    return dict(zip(columns, rows[0], strict=True))


def test_every_claim_about_a_number_gets_the_verdict_that_it_has(warehouse):
    """Of every kind that the function can express: a comparison of two measures is none."""
    verdicts = {
        row[0]: row[1:]
        for row in warehouse.sql(
            "select claim_id, verdict, reason_code, computed_value from marts.fct_claims"
        ).fetchall()
    }
    with open(PROJECT / "seeds" / "registry" / "claims.csv", encoding="utf-8", newline="") as handle:
        claims = [
            row for row in csv.DictReader(handle) if row["evidence_kind"] in KINDS and not row["other_measure_id"]
        ]
    wrong = []
    for claim in claims:
        more = {"slice": claim["slice"] or "all"}
        if claim["base_period_label"]:
            more["base_period"] = claim["base_period_label"]
        if claim["geography"]:
            more["geography"] = claim["geography"]
        about = claim["rate_id"] or claim["measure_id"]
        words = KINDS[claim["evidence_kind"]] + claim["claimed"]
        found = check(warehouse, about, claim["period_label"], words, **more)
        verdict, reason, value = verdicts[claim["claim_id"]]
        if found["reason_code"] in ("unknown_slice", "unknown_geography"):
            found["reason_code"] = "no_figure_loaded"  # says which of the four is not there
        if (found["verdict"], found["reason_code"], found["computed_value"]) != (verdict, reason, value):
            wrong.append(
                (
                    claim["claim_id"],
                    words,
                    found["verdict"],
                    found["reason_code"],
                    found["computed_value"],
                    verdict,
                    reason,
                    value,
                )
            )
    assert len(claims) > 100 and wrong == []


@pytest.mark.parametrize(
    "about,period,claimed,more,verdict", STATEMENTS, ids=[f"{row[0]} {row[2]}" for row in STATEMENTS]
)
def test_statements_of_public_pages(warehouse, about, period, claimed, more, verdict):
    found = check(warehouse, about, period, claimed, **more)
    assert found["verdict"] == verdict, found
    assert (found["evidence"] is not None) == (verdict in ("supported", "contradicted"))
    assert (found["nearest_right_statement"] is not None) >= (verdict == "contradicted")


@pytest.mark.parametrize(
    "about,period,claimed,more,reason,says",
    [
        ("cybertip_report", "2023", "36.2 million", {}, "unknown_measure_or_rate", "cybertip_reports"),
        (None, "2023", "36.2 million", {}, "unknown_measure_or_rate", "nearest"),
        ("cybertip_reports", "2023x", "36.2 million", {}, "unknown_period", "Loaded: "),
        ("cybertip_reports", None, "36.2 million", {}, "unknown_period", "Loaded: "),
        ("cybertip_reports", "2023", "rose 5%", {"base_period": "long ago"}, "unknown_period", "long ago"),
        ("cybertip_reports", "2023", "rose 5%", {"base_period": "2023"}, "wrong_base_period", "earlier"),
        ("cybertip_reports", "2021", "rose 5%", {"base_period": "2023"}, "wrong_base_period", "earlier"),
        ("cybertip_reports", "2023", "5", {"slice": "incident_type=Enticement"}, "unknown_slice", "Online Enticement"),
        ("cybertip_reports", "2023", "5", {"geography": "USA"}, "unknown_geography", "US"),
        ("cybertip_reports", "2023", "91%", {}, "wrong_unit", "counts reports"),
        ("cybertip_reports", "2023", "1 in 7", {}, "wrong_unit", "counts reports"),
        ("cybertip_reports", "2023", "36.2 million files", {}, "wrong_unit", "counts reports"),
        ("missing_child_reports", "2024", "29,568 children", {}, "wrong_unit", "counts reports"),
        ("cybertip_reports", "2024", "20.5 million police reports", {}, "wrong_unit", "counts reports"),
        ("cybertip_reports", "2024", "56,000 reports a day", {}, "wrong_unit", "counts reports"),
        ("cybertip_reports", "2024", "1 in 7", {"base_period": "2023"}, "claimed_not_readable", "Write it"),
        ("cybertip_reports_per_inhabitant", "2023", "5", {"geography": "Georgia"}, "unknown_geography", "Georgia"),
        ("missing_from_care_resolution_percent", "2024", "92", {}, "wrong_unit", "percent"),
        ("missing_report_resolution_rate", "2024", "27,033", {}, "wrong_unit", "percent"),
        ("cybertip_reports_year_over_year", "2023", "12%", {}, "wrong_unit", "base period"),
        ("missing_report_resolution_rate", "2024", "rose 1%", {"base_period": "2023"}, "change_of_a_rate", "percentage points"),
        ("cybertip_reports", "2024", "43%", {"base_period": "2023"}, "direction_not_said", "fell"),
        ("cybertip_reports", "2023", "many", {}, "claimed_not_readable", "Write it"),
        ("cybertip_reports", "2023", "", {}, "claimed_not_readable", "Write it"),
        ("cybertip_reports", "2023", "-", {}, "claimed_not_readable", "Write it"),
        ("cybertip_reports", "2023", None, {}, "claimed_not_readable", "Write it"),
        ("cybertip_reports", "2023", "rose 12%", {}, "claimed_not_readable", "Write it"),
        ("cybertip_reports_escalated", "2024", "51,000", {}, "no_figure_loaded", "No figure"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_judged(warehouse, about, period, claimed, more, reason, says):
    found = check(warehouse, about, period, claimed, **more)
    assert (found["verdict"], found["reason_code"]) == ("not_checkable", reason), found
    assert says in found["explanation"], found
    assert found["computed_value"] is None or reason == "direction_not_said"


@pytest.mark.parametrize(
    "claimed",
    [
        "29,568 reports",
        "29568",
        "29.6 thousand",
        "about 29,600",
        29568,
        "more than 29000",
        "29,568 missing-child reports",
    ],
)
def test_the_unit_may_be_written_out(warehouse, claimed):
    found = check(warehouse, "missing_child_reports", "2024", claimed)
    assert found["verdict"] == "supported", found


@pytest.mark.parametrize(
    "claimed,verdict",
    [("fell 43%", "supported"), ("-43%", "supported"), ("15.7 million fewer", "supported"), ("a 43% decline", "supported"), ("43% drop in reports", "supported"), ("43% increase", "contradicted"), ("15.7 million fewer reports", "supported"),
     ("down by more than 40 percent", "supported"), ("rose 43%", "contradicted"), ("15.7 million more reports", "contradicted"), ("fell 50%", "contradicted")],
)  # fmt: skip
def test_a_change_is_said_in_many_ways(warehouse, claimed, verdict):
    assert check(warehouse, "cybertip_reports", 2024, claimed, base_period=2023)["verdict"] == verdict


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
    found = check(warehouse, "ncic_missing_child_entries", "2022", "421,394")
    assert "The claimed 421,394 fits 2019" in found["nearest_right_statement"]


@pytest.mark.parametrize(
    "about,claimed,fits",
    [
        ("cybertip_reports", "62,992,859", "CyberTipline files"),
        ("cybertip_files", "20.5 million", "CyberTipline reports"),
        ("offenders_located_and_arrested", "19,861", "Offender location requests"),
    ],
)
def test_a_number_of_a_confused_measure_is_known(warehouse, about, claimed, fits):
    """In both directions of a pair; the pair is named with every answer."""
    found = check(warehouse, about, "2024", claimed)
    assert found["verdict"] == "contradicted" and f"It fits {fits}" in found["nearest_right_statement"], found
    assert fits in found["often_confused_with"]


def test_a_change_over_a_break_says_so(warehouse):
    assert "bundling" in check(warehouse, "cybertip_reports", "2024", "fell 43%", base_period="2023")["caveats"]
    assert check(warehouse, "cybertip_reports", "2022", "rose 9%", base_period="2021")["caveats"] is None
