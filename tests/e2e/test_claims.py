"""Claims and answers: each rule shown failing on a planted row, and verdicts that follow the data."""

import shutil
import sys
from types import SimpleNamespace

import duckdb
import pytest

from tests.conftest import PROJECT
from tests.harness import shared_warehouse

sys.path.insert(0, str(PROJECT / "plugins"))
import publish

CLAIMS, REVIEWS = "seed.ncmec.claims", "seed.ncmec.claim_reviews"
STATEMENTS, SHOWN = "seed.ncmec.document_statements", "seed.ncmec.shown_figures"
BREAKS, QUESTIONS = "seed.ncmec.structural_breaks", "seed.ncmec.questions"
FACT, HEADLINES = "model.ncmec.fct_claims", "seed.ncmec.raw_headline_figures"


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def after(warehouse, key, changes, query):
    """The rows of a query once a seed or model was changed and what follows from it was built again."""
    wanted = set().union(*(warehouse.ancestors[node] for node in query["needs"]))
    warehouse.connection.execute("begin")
    try:
        for change in changes:
            warehouse.connection.execute(change.format(table=warehouse.relation(key)))
        warehouse.refresh({key}, wanted)
        return warehouse.connection.execute(query["sql"]).fetchall()
    finally:
        warehouse.connection.execute("rollback")


def problems(warehouse, tests, key, *changes):
    nodes = [name for test in tests.split() for name in warehouse.tests if f".{test}" in name]
    assert len(nodes) == len(tests.split())
    query = {"needs": nodes, "sql": " union all ".join(f"({warehouse.nodes[node]['sql']})" for node in nodes)}
    return "\n".join(row[0] for row in after(warehouse, key, changes, query))


def batches(cases):
    """Cases that change different rows of one table are planted together: a build is the slow part."""
    gathered = []
    for key, change, sentence in cases:
        row = change.rpartition(" where ")[2]
        for batch in gathered:
            if batch[0][0] == key and all(row != other for *_, other in batch):
                batch.append((key, change, sentence, row))
                break
        else:
            gathered.append([(key, change, sentence, row)])
    return gathered


@pytest.mark.parametrize("test", ["claims_hold_together", "claims_show_their_evidence", "claims_are_reviewed"])
def test_the_claims_as_they_stand_have_no_problem(warehouse, test):
    assert problems(warehouse, test, FACT) == ""


CLAIM = "update {{table}} set {} where claim_id = '{}'"


# fmt: off
LOOSE = [
    (CLAIMS, CLAIM.format("measure_id = null", "arrests-11"), "arrests-11 is of kind absence and names no measure_id"),
    (CLAIMS, CLAIM.format("rate_id = null", "arrests-04"), "arrests-04 is of kind not_computable and names no rate_id"),
    (CLAIMS, CLAIM.format("topic_id = null", "agencies-07"), "agencies-07 is of kind stated and names no topic_id"),
    (CLAIMS, CLAIM.format("other_measure_id = null", "arrests-10"), "arrests-10 is of kind arithmetic and names no other"),
    (CLAIMS, CLAIM.format("other_rate_ids = null", "arrests-07"), "arrests-07 is of kind only_computable and names no"),
    (CLAIMS, CLAIM.format("base_period_label = null", "missing-20"), "missing-20 is of kind series_break and names no base"),
    (CLAIMS, CLAIM.format("slice = null", "arrests-01"), "arrests-01 is of kind figure and names no slice"),
    (CLAIMS, CLAIM.format("place_in_document = null", "arrests-30"), "arrests-30 is of kind unmeasured and names no place"),
    (CLAIMS, CLAIM.format("claimed = null, claimed_is = null", "arrests-01"), 'arrests-01: cannot read the claimed number "(blank)"'),
    (CLAIMS, CLAIM.format("claimed = '2990'", "arrests-01"), 'arrests-01: cannot read the claimed number "2990"'),
    (CLAIMS, CLAIM.format("claimed = '5', claimed_is = 'stated'", "arrests-11"), 'arrests-11: cannot read the claimed number "5"'),
    (CLAIMS, CLAIM.format("claimed = '2,991'", "arrests-01"), "arrests-01 does not say whether the article states"),
    (CLAIMS, CLAIM.format("claimed_is = null", "arrests-01"), "arrests-01 does not say whether the article states"),
    (CLAIMS, CLAIM.format("note = null", "arrests-20"), "arrests-20 does not say whether the article states"),
    (CLAIMS, CLAIM.format("note = null", "missing-38"), "missing-38 compares reports with entries without a note"),
    (CLAIMS, CLAIM.format("note = 'Much larger.'", "missing-05"), "missing-05 compares reports with entries without a note"),
    (CLAIMS, CLAIM.format("other_rate_ids = 'cybertip_arrest_rate, no_such_rate'", "arrests-07"), "arrests-07 lists a rate that does not exist"),
    (CLAIMS, CLAIM.format("note = 'The table has 27,033.'", "arrests-31"), "arrests-31 shows a typed number"),
    (CLAIMS, CLAIM.format("note = 'The table has {{resolve}}.'", "arrests-10"), "arrests-10 has a gap"),
    (FACT, CLAIM.format("evidence_figure_ids = (select figure_id from ncmec.marts.fct_published_figures where document_id = 'our-impact-2023-data-edition' limit 1), document_id = 'our-impact-2023-data-edition'", "missingpeople-02"), "which its own document our-impact-2023-data-edition prints"),
    (FACT, CLAIM.format("verdict_basis = 'definitions'", "arrests-01"), "arrests-01 is supported without what that rests on"),
    (FACT, CLAIM.format("reason_code = null", "arrests-14"), "arrests-14 is not_checkable without what that rests on"),
    (FACT, CLAIM.format("reason_code = 'no_figure_loaded'", "arrests-05"), "arrests-05 is said to have no figure, and rate offender_location_arrest_rate is computed"),
    (FACT, CLAIM.format("evidence_figure_ids = null", "arrests-01"), "arrests-01 is supported without what that rests on"),
    (FACT, CLAIM.format("verdict = 'supported'", "missing-33"), "missing-33 is supported without what that rests on"),
    (FACT, CLAIM.format("caveats = null", "missing-12"), "missing-12 hides that another-source-actively-helping-missing-children"),
    (FACT, CLAIM.format("caveats = null", "missing-08"), "is printed as 92%"),
    (FACT, CLAIM.format("caveats = null", "missing-13"), "missing-13 hides the break report-act-2024"),
    (FACT, CLAIM.format("caveats = 'Nothing.'", "missing-13"), "missing-13 hides the break bundling-2024"),
    (SHOWN, "update {table} set placeholder = 'gone' where owner_id = 'arrests-10'", "arrests-10: gone is not in the sentence"),
    (SHOWN, "update {table} set owner_id = null where owner_id = 'arrests-10'", "arrests-10 has a gap"),
    (SHOWN, "update {table} set period_label = '1998' where owner_id = 'agencies-07'", "agencies-07 has a gap"),
    (SHOWN, "update {table} set measure_id = null where owner_id = 'agencies-07'", "agencies-07 has a gap"),
]
# fmt: on


@pytest.mark.parametrize("batch", batches(LOOSE), ids=lambda batch: f"{batch[0][0]} {len(batch)}")
def test_a_claim_that_does_not_hold_together_is_named(warehouse, batch):
    found = problems(
        warehouse, "claims_hold_together claims_show_their_evidence", batch[0][0], *(change for _, change, *_ in batch)
    )
    assert [sentence for _, _, sentence, _ in batch if sentence not in found] == [], found


# fmt: off
SLIPS = [
    (CLAIMS, CLAIM.format("rate_id = 'cybertip_arrest_rate'", "arrests-01"), "arrests-01 is of kind figure, which does not use its rate_id"),
    (CLAIMS, CLAIM.format("measure_id = 'cybertip_reports'", "arrests-03"), "arrests-03 is of kind rate, which does not use its measure_id"),
    (CLAIMS, CLAIM.format("other_measure_id = 'cybertip_reports'", "arrests-02"), "arrests-02 is of kind figure, which does not use its other_measure_id"),
    (CLAIMS, CLAIM.format("other_rate_ids = 'cybertip_arrest_rate'", "arrests-04"), "arrests-04 is of kind not_computable, which does not use its other_rate_ids"),
    (CLAIMS, CLAIM.format("topic_id = 'escalations_published'", "arrests-11"), "arrests-11 is of kind absence, which does not use its topic_id"),
    (CLAIMS, CLAIM.format("about_document_id = 'our-impact-2024'", "arrests-12"), "arrests-12 is of kind not_computable, which does not use its about_document_id"),
    (CLAIMS, CLAIM.format("period_label = '2024'", "arrests-15"), "arrests-15 is of kind subset, which does not use its period_label"),
    (CLAIMS, CLAIM.format("base_period_label = '2023'", "arrests-13"), "arrests-13 is of kind figure, which does not use its base_period_label"),
    (CLAIMS, CLAIM.format("geography = 'US'", "arrests-18"), "arrests-18 is of kind different_population, which does not use its geography"),
    (CLAIMS, CLAIM.format("slice = 'all'", "arrests-17"), "arrests-17 is of kind not_computable, which does not use its slice"),
    # the part is known, but of another measure or rate
    (CLAIMS, CLAIM.format("slice = 'esp=Apple'", "missing-13"), 'missing-13: cybertip_reports is nowhere split by "esp=Apple"'),
    (CLAIMS, CLAIM.format("slice = 'esp=Apple'", "resolved-02"), 'resolved-02: missing_report_resolution_rate is nowhere split by "esp=Apple"'),
    (CLAIMS, CLAIM.format("period_label = 'FY 2024'", "arrests-08"), "arrests-08: missing_child_reports is counted by calendar_year, not by fiscal_year as FY 2024"),
    (CLAIMS, CLAIM.format("base_period_label = 'FY 2023'", "nbc-02"), "nbc-02: cybertip_reports is counted by calendar_year, cumulative, not by fiscal_year as FY 2023"),
    (CLAIMS, CLAIM.format("base_period_label = 'FY 2021'", "reportact-01"), "reportact-01 compares a calendar_year with a fiscal_year"),
    (CLAIMS, CLAIM.format("claimed = '15.0'", "arrests-05"), 'arrests-05: "15.0" is claimed of offender_location_arrest_rate, a share, without a percent sign'),
    (CLAIMS, CLAIM.format("claimed = '25'", "predators-01"), 'predators-01: "25" is claimed as a change, which is in percent'),
    (CLAIMS, CLAIM.format("claimed = '7.68'", "medianama-01"), 'medianama-01: "7.68" is claimed as a fall, which is in percent'),
    (CLAIMS, CLAIM.format("claimed = '92'", "missing-08"), 'missing-08: "92" is claimed of missing_from_care_resolution_percent, which is in percent'),
    (CLAIMS, CLAIM.format("claimed = '29,568%'", "allreports-01"), 'allreports-01: "29,568%" is claimed of missing_child_reports, which is in reports'),
    (CLAIMS, CLAIM.format("claimed = '4%'", "comparitech-03"), 'comparitech-03: "4%" is claimed of cybertip_reports, which is in reports'),
    (CLAIMS, CLAIM.format("other_measure_id = measure_id", "arrests-10"), "arrests-10 multiplies missing_child_reports by missing_child_reports, which is in reports"),
    (CLAIMS, CLAIM.format("evidence_kind = 'absence'", "agencies-05"), "agencies-05: its sentence is about more than what is at hand, so it is of kind absence_anywhere"),
    (CLAIMS, CLAIM.format("geography = 'XX'", "missing-15"), 'missing-15: geography "XX" is neither WORLD'),
]
# fmt: on


def test_a_change_over_a_break_that_forbids_it_is_refused(warehouse):
    """Neither what the numbers give nor what they do not give is judged then; a flagged break is a caveat."""
    verdicts = "select claim_id, verdict, reason_code, explanation like '%must not be compared%' from ncmec.marts.fct_claims where claim_id in ('missing-13', 'nbc-02') order by 1"
    query = {"needs": [FACT], "sql": verdicts}
    claimed = CLAIM.format("claimed = '43%'", "nbc-02")
    assert after(warehouse, CLAIMS, [], query)[1] == ("nbc-02", "not_comparable", "structural_break", True)
    assert after(warehouse, CLAIMS, [claimed], query) == [
        ("missing-13", "supported", None, False),
        ("nbc-02", "not_comparable", "structural_break", True),
    ]


def test_no_claim_slips(warehouse):
    assert problems(warehouse, "claims_cannot_slip", FACT) == ""


@pytest.mark.parametrize("batch", batches(SLIPS), ids=lambda batch: f"{batch[0][0]} {len(batch)}")
def test_a_slip_in_the_coding_of_a_claim_is_named(warehouse, batch):
    both = "claims_cannot_slip claims_hold_together"
    found = problems(warehouse, both, batch[0][0], *(change for _, change, *_ in batch))
    assert [sentence for _, _, sentence, _ in batch if sentence not in found] == [], found


def test_a_claim_that_newly_cannot_be_checked_is_listed(tmp_path):
    copied = tmp_path / "before.duckdb"
    assert publish.claims_not_judged_before(copied) is None
    shutil.copy(PROJECT / "ncmec.duckdb", copied)
    copied.chmod(0o644)
    with duckdb.connect(copied) as before:
        before.execute(
            "update marts.fct_claims set verdict = 'supported', reason_code = null where claim_id = 'charges-01'"
        )
    found = publish.claims_not_judged_before(copied)
    assert "charges-01" not in found and found["response-01"] == "no_figure_loaded"
    built = shutil.copy(PROJECT / "ncmec.duckdb", tmp_path / "now.duckdb")
    with duckdb.connect(built, read_only=True) as now:
        for before, lines in ((found, ["claim charges-01 (not_measured)"]), (None, [])):
            said = publish.Plugin.summary(SimpleNamespace(given=copied), now, 1, "nothing", before).splitlines()
            assert [line.partition(": ")[2] for line in said if "new, cannot be checked" in line] == lines


def test_a_claim_without_a_basis_cannot_be_stored(tmp_path):
    copied = tmp_path / "ncmec.duckdb"
    shutil.copy(PROJECT / "ncmec.duckdb", copied)
    with duckdb.connect(copied) as published, pytest.raises(duckdb.ConstraintException):
        published.execute("update marts.fct_claims set verdict_basis = null where claim_id = 'arrests-01'")


@pytest.mark.parametrize(
    ("key", "change", "sentence"),
    [
        (
            CLAIMS,
            CLAIM.format("statement = statement || ' Always.'", "agencies-07"),
            "agencies-07: its wording changed",
        ),
        (CLAIMS, CLAIM.format("claimed = '2,991'", "arrests-01"), "arrests-01: its wording changed"),
        (CLAIMS, CLAIM.format("place_in_document = null", "arrests-01"), "arrests-01: its wording changed"),
        (REVIEWS, "delete from {table} where claim_id = 'arrests-01'", "arrests-01: nobody has compared its wording"),
        (REVIEWS, CLAIM.format("wording_fingerprint = null", "arrests-01"), "arrests-01: its wording changed"),
        (REVIEWS, CLAIM.format("claim_id = 'gone'", "arrests-01"), "claim review gone: there is no such claim"),
        (REVIEWS, CLAIM.format("faithful = 'no'", "arrests-01"), "does not bear it out; faithful no against yes"),
        (REVIEWS, CLAIM.format("faithful = null", "arrests-01"), "does not bear it out; faithful (blank) against yes"),
        (REVIEWS, CLAIM.format("reviewer = null", "arrests-01"), "by (nobody) does not bear it out"),
        (REVIEWS, CLAIM.format("reviewed_on = 'soon'", "arrests-01"), "the comparison of soon"),
        # a second person who coded the sentence otherwise, or not at all
        (
            REVIEWS,
            CLAIM.format("coded_subject = null", "arrests-01"),
            "; subject (blank) against offenders_located_and_arrested",
        ),
        (
            REVIEWS,
            CLAIM.format("coded_period = '2023'", "arrests-01"),
            "does not bear it out; period 2023 against 2024",
        ),
        (
            REVIEWS,
            CLAIM.format("coded_period = null", "arrests-01"),
            "does not bear it out; period (blank) against 2024",
        ),
        (
            REVIEWS,
            CLAIM.format("coded_claimed = '2,991'", "arrests-01"),
            "does not bear it out; number 2,991 against 2,990",
        ),
        # a settlement lets the period differ and nothing else
        (REVIEWS, CLAIM.format("coded_period = '2023', remark = 'settled: by hand'", "arrests-01"), ""),
        (REVIEWS, CLAIM.format("coded_period = '2023', remark = 'not settled'", "arrests-01"), "period 2023"),
        (REVIEWS, CLAIM.format("coded_period = '2023', remark = 'settled: '", "arrests-01"), "period 2023"),
        (REVIEWS, CLAIM.format("coded_claimed = '2,991', remark = 'settled: by hand'", "arrests-01"), "number 2,991"),
        (REVIEWS, CLAIM.format("coded_subject = 'cause', remark = 'settled: by hand'", "arrests-01"), "subject cause"),
        (REVIEWS, CLAIM.format("remark = null", "arrests-20"), "does not bear it out; period "),
        # a year that neither the sentence nor the evidence of the article names
        (CLAIMS, CLAIM.format("period_label = '2024'", "missingkids-03"), "so the year 2024 is our choice"),
        (REVIEWS, CLAIM.format("remark = 'settled: by hand'", "arrests-20"), "so the year 2024 is our choice"),
        # the author's own second coding
        (
            REVIEWS,
            CLAIM.format("reviewer = 'author_second_pass', coded_subject = 'cause'", "allreports-01"),
            "by author_second_pass does not bear it out; subject cause against ",
        ),
        (REVIEWS, CLAIM.format("coded_period = '2023'", "allreports-01"), "period 2023 against "),
    ],
)
def test_a_claim_nobody_compared_with_its_article_is_named(warehouse, key, change, sentence):
    found = problems(warehouse, "claims_are_reviewed", key, change)
    assert sentence in found if sentence else found == ""


def verdict(warehouse, claim_id, key=FACT, *changes):
    query = {
        "needs": [FACT],
        "sql": f"select verdict, caveats from ncmec.marts.fct_claims where claim_id = '{claim_id}'",
    }
    return after(warehouse, key, changes, query)[0]


@pytest.mark.parametrize(
    ("claim_id", "before", "key", "change", "then"),
    [
        # what documents say: a denial, two that disagree, silence of the one document meant and of others
        ("agencies-07", "supported", STATEMENTS, "update {table} set stance = 'denies' where topic_id = 'feedback_little_or_none'", "contradicted"),
        ("agencies-07", "supported", STATEMENTS, "update {table} set stance = 'denies' where topic_id = 'feedback_little_or_none' and document_id = 'ojjdp-transparency-2023'", "not_checkable"),
        ("agencies-07", "supported", STATEMENTS, "update {table} set document_id = 'factcheck-arrests' where topic_id = 'feedback_little_or_none'", "not_checkable"),
        ("agencies-07", "supported", STATEMENTS, "update {table} set stance = null where topic_id = 'feedback_little_or_none'", "not_checkable"),
        ("missing-30", "contradicted", STATEMENTS, "update {table} set stance = 'says' where topic_id = 'another_year_of_progress'", "supported"),
        ("missing-31", "not_checkable", STATEMENTS, "update {table} set stance = 'says' where topic_id = 'another_year_of_progress'", "supported"),
        # a claim that nothing is said: one document that says it, and nobody who looked
        ("agencies-01", "supported", STATEMENTS, "update {table} set stance = 'says' where topic_id = 'publishing_agencies_listed' and document_id = 'our-impact-2024'", "contradicted"),
        ("agencies-01", "supported", STATEMENTS, "update {table} set stance = null where topic_id = 'publishing_agencies_listed'", "not_checkable"),
        ("agencies-01", "supported", STATEMENTS, "delete from {table} where topic_id = 'publishing_agencies_listed'", "not_checkable"),
        # registries
        ("arrests-07", "supported", "seed.ncmec.rates", "update {table} set declared_status = 'computed' where rate_id = 'missing_report_arrest_rate'", "contradicted"),
        ("arrests-07", "supported", "seed.ncmec.rates", "update {table} set declared_status = null where rate_id = 'offender_location_arrest_rate'", "not_checkable"),
        ("missing-20", "supported", BREAKS, "delete from {table} where break_id = 'bundling-2024'", "contradicted"),
        ("missing-24", "not_checkable", CLAIMS, CLAIM.format("period_label = '2023'", "missing-24"), "contradicted"),
        ("missing-29", "contradicted", CLAIMS, CLAIM.format("other_measure_id = measure_id", "missing-29"), "supported"),
        ("missing-29", "contradicted", CLAIMS, CLAIM.format("other_measure_id = null", "missing-29"), "not_checkable"),
        # numbers
        ("arrests-10", "supported", CLAIMS, CLAIM.format("claimed = 'about 26,700'", "arrests-10"), "contradicted"),
        # a printed share of a printed whole, with the range of the share
        ("safehouse-01", "contradicted", CLAIMS, CLAIM.format("claimed = '27,100'", "safehouse-01"), "not_checkable"),
        ("safehouse-01", "contradicted", CLAIMS, CLAIM.format("claimed = 'more than 26,500'", "safehouse-01"), "supported"),
        # no year in the statement: some years, every year, no year; one year alone is not every year
        ("abduction-02", "not_checkable", CLAIMS, CLAIM.format("claimed = 'at most 1 in 5'", "abduction-02"), "supported"),
        ("abduction-02", "not_checkable", CLAIMS, CLAIM.format("claimed = '1 in 2'", "abduction-02"), "contradicted"),
        ("abduction-02", "not_checkable", CLAIMS, CLAIM.format("period_label = '2022'", "abduction-02"), "supported"),
        ("missingkids-01", "not_checkable", CLAIMS, CLAIM.format("period_label = '2024'", "missingkids-01"), "contradicted"),
        # what is published nowhere is not known from what was read; that it is not at hand is
        ("agencies-05", "not_checkable", CLAIMS, CLAIM.format("evidence_kind = 'absence'", "agencies-05"), "supported"),
        # a fall, and where the number rose instead
        ("medianama-01", "contradicted", CLAIMS, CLAIM.format("claimed = '7.99%'", "medianama-01"), "supported"),
        ("medianama-01", "contradicted", CLAIMS, CLAIM.format("claimed = 'at least 1%', period_label = '2020', base_period_label = '2019'", "medianama-01"), "contradicted"),
        ("missing-05", "supported", CLAIMS, CLAIM.format("measure_id = other_measure_id, other_measure_id = measure_id", "missing-05"), "contradicted"),
        # half a comparison decides nothing
        ("missing-05", "supported", CLAIMS, CLAIM.format("base_period_label = '1998'", "missing-05"), "not_checkable"),
        # silence is no proof once a primary document prints the figure
        ("referrals-20", "not_checkable", HEADLINES, "update {table} set measure_id = 'cybertip_referral_indictments' where printed = '54'", "contradicted"),
    ],
)  # fmt: skip
def test_verdicts_come_out_of_the_data(warehouse, claim_id, before, key, change, then):
    assert verdict(warehouse, claim_id)[0] == before
    assert verdict(warehouse, claim_id, key, change)[0] == then


def test_an_explanation_names_only_the_documents_that_say_it(warehouse):
    sql = "select explanation from ncmec.marts.fct_claims where claim_id = 'agencies-15'"
    change = CLAIM.format("evidence_kind = 'stated', topic_id = 'unknown_location_to_federal'", "agencies-15")
    ((explanation,),) = after(warehouse, CLAIMS, [change], {"needs": [FACT], "sql": sql})
    so, _, not_so = explanation.partition("Not found in ")
    assert "CY 2023 Report" in so and "CY 2022 Report" not in so and "CY 2022 Report" in not_so


def test_what_is_compared_is_named_in_words(warehouse):
    sql = "select claim_id, explanation from ncmec.marts.fct_claims where claim_id in ('arrests-07', 'arrests-18')"
    said = dict(after(warehouse, FACT, (), {"needs": [FACT], "sql": sql}))
    assert "Reports to the CyberTipline; Requests to locate noncompliant sex offenders." in said["arrests-18"]
    assert said["arrests-07"].startswith("None of the other rates (") and "_rate" not in said["arrests-07"]


def test_caveats_come_out_of_the_evidence(warehouse):
    assert "a law was enacted that requires" in verdict(warehouse, "missing-13")[1]
    assert "a law was enacted that requires" not in verdict(
        warehouse, "missing-13", BREAKS, "delete from {table} where break_id = 'report-act-2024'"
    )[1]  # fmt: skip
    assert verdict(warehouse, "arrests-02")[1] is None
    rounded = "update {table} set printed = 'about 19,861' where document_id = 'our-impact-2024' and measure_id = 'offender_location_requests'"
    assert verdict(warehouse, "arrests-02", HEADLINES, rounded)[1] == "Not exact: printed as about 19,861."


@pytest.mark.parametrize(
    ("key", "change", "sentence"),
    [
        (QUESTIONS, "update {table} set answer_template = 'In 2024 there were 29,568.' where question_id = 'missing-arrests'", "missing-arrests shows a typed number"),
        (SHOWN, "delete from {table} where owner_id = 'ncic-comparison' and placeholder = 'entries'", "answer ncic-comparison has a gap"),
        (SHOWN, "update {table} set slice = null where owner_id = 'latest-missing-children'", "answer latest-missing-children has a gap"),
        (SHOWN, "update {table} set period_label = '1998' where owner_id = 'outcome-agencies'", "answer outcome-agencies has a gap"),
    ],
)  # fmt: skip
def test_an_answer_without_its_figures_is_named(warehouse, key, change, sentence):
    assert sentence in problems(warehouse, "marts_show_their_figures", key, change)


def test_every_question_of_the_articles_has_an_answer_that_names_it(warehouse):
    asked = warehouse.connection.execute(
        "select asked_in_document_id, count(*) filter (where is_title_question), count(*) filter (where not is_title_question)"
        " from ncmec.marts.answers where asked_in_document_id is not null group by all order by all"
    ).fetchall()
    # three questions end each of three articles; one of those is the title of the fourth
    assert asked == [
        ("factcheck-arrests", 1, 2),
        ("factcheck-missing-children", 1, 3),
        ("factcheck-outcome-agencies", 1, 0),
        ("factcheck-referral-outcomes", 1, 3),
    ]


def test_the_questions_that_were_answered_wrongly(warehouse):
    rows = dict(
        (row[0], row[1:])
        for row in warehouse.connection.execute(
            "select question_id, answer_status, answer, document_ids from ncmec.marts.answers"
        ).fetchall()
    )
    assert rows["escalation-arrests"][0] == "unknown" and "partly" not in rows["escalation-arrests"][1]
    for agency in ("fedpol", "BKA", "Garda", "Wisconsin"):
        assert agency in rows["outcome-agencies"][1]
    assert "349,557" in rows["ncic-comparison"][1] and "2024" in rows["ncic-comparison"][1]
    assert "847" in rows["latest-missing-children"][1] and "28,886 in 2023" in rows["latest-missing-children"][1]
    # a number that is shown has its document named
    assert "our-impact-2023-data-edition" in rows["latest-missing-children"][2]
