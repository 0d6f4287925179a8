"""How far the trail of a referral goes: every year and agency whose figures are loaded is in it."""

import pytest

from tests.e2e.test_rates import Copied


@pytest.fixture(scope="module")
def built():
    return Copied()


def answer(built, question: str) -> str:
    return built.connection.execute(
        "select answer from ncmec.marts.answers where question_id = ?", [question]
    ).fetchone()[0]


def test_agencies_are_named_with_what_they_publish(built):
    said = answer(built, "outcome-agencies")
    for words in (
        "160 investigations in 2020",
        "16,923 proceedings",
        "366 tips forwarded to the Department of Justice and other agencies and 145 cases that it opened in 2010-07 to 2011-06",
        "909 and 450 in 2011-07 to 2012-06",
        "82,109 industry referrals received",
        "10,000 disseminations to police forces in 2017",
        "20,000 cases of images sent to police forces in 2021",
        "not outcomes of the CyberTips",
    ):
        assert words in said, (words, said)


def test_escalations_are_asked_about_in_both_years(built):
    said = answer(built, "escalation-arrests")
    assert said.startswith("Unknown for both years.")
    searched = built.connection.execute(
        "select count(*) from ncmec.registry.document_coverage as coverage "
        "inner join ncmec.registry.documents as documents using (document_id) "
        "where coverage.program = 'CyberTipline' and coverage.scope = 'programme' and documents.reading = 'in_full'"
    ).fetchone()[0]
    assert (
        f"None of the {searched} documents read in full that cover the programme CyberTipline prints such a figure."
        in said
    )
    assert "in 2024 prints no such figure" not in said


@pytest.mark.parametrize(
    "program, stage, values",
    [
        (
            "CyberTipline (U.S. recipients)",
            "reports about U.S. users",
            [("2020", 887252), ("2021", 724503), ("2022", 1920963), ("2023", 1621937)],
        ),
        (
            "CyberTipline (U.S. recipients)",
            "actionable for task forces",
            [("2020", 273619), ("2021", 395173), ("2022", 491655), ("2023", 670491)],
        ),
        (
            "CyberTipline (U.S. recipients)",
            "delivered to federal agencies",
            [("2020", 869843), ("2021", 1506447), ("2022", 2354463), ("2023", 2106300)],
        ),
        (
            "CyberTipline (U.S. recipients)",
            "feedback of local agencies",
            [("2020", 816), ("2021", 91), ("2022", 51), ("2023", 27)],
        ),
        ("United Kingdom (NCA)", "industry referrals received", [("2017", 82109)]),
        ("United Kingdom (NCA)", "disseminated to police forces", [("2017", 10000)]),
    ],
)
def test_a_trail_shows_every_loaded_year(built, program, stage, values):
    rows = built.connection.execute(
        "select period_label, value from ncmec.marts.fct_outcome_stages where program = ? and stage = ? order by 1",
        [program, stage],
    ).fetchall()
    assert rows == values
    assert [str(value) for _, value in rows] == [str(value) for _, value in values]


def test_no_loaded_year_of_the_recipients_is_left_out(built):
    left_out = built.connection.execute(
        "select distinct figures.period_label from ncmec.intermediate.int_figures_current as figures "
        "left join ncmec.marts.fct_outcome_stages as stages on stages.program = 'CyberTipline (U.S. recipients)' "
        "and figures.period_label = stages.period_label and stages.value = figures.value "
        "where figures.measure_id in ('cybertip_deliveries', 'cybertip_feedback') and figures.slice = 'recipient_type=ICAC Units' "
        "and stages.value is null"
    ).fetchall()
    assert left_out == []
