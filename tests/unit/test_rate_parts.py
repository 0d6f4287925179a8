"""Where the two parts of a rate are read, and whose words decide its kind of source."""

import pytest

from tests.e2e.test_rates import Copied


@pytest.fixture(scope="module")
def built():
    return Copied()


RATE = (
    "select numerator_figure_id, denominator_figure_id, source_kind, published_printed from ncmec.marts.fct_rates "
    "where rate_id = '{}' and period_label = '{}' and slice = '{}'"
)


def said(built, *statements: str) -> list[str]:
    """What the rule says after these statements; undone afterwards."""
    built.connection.execute("begin")
    try:
        for statement in statements:
            built.connection.execute(statement)
        return [
            row[0]
            for row in built.connection.execute(built.nodes["test.ncmec.rates_keep_to_one_document"]["sql"]).fetchall()
        ]
    finally:
        built.connection.execute("rollback")


@pytest.mark.parametrize(
    "rate_id, period, slice_",
    [
        ("missing_outside_care_resolution_rate", "2024", "all"),
        ("cybertip_files_per_provider_report", "2023", "all"),
        ("cybertip_files_per_provider_report", "2020", "all"),
        ("cybertip_incident_type_share", "2020", "incident_type=Child Sex Trafficking"),
        ("cybertip_incident_type_share", "2023", "incident_type=Child Sex Trafficking"),
    ],
)
def test_both_parts_from_one_document(built, rate_id, period, slice_):
    numerator, denominator, *_ = built.connection.execute(RATE.format(rate_id, period, slice_)).fetchone()
    assert numerator.split("/")[0] == denominator.split("/")[0]
    if "outside_care" in rate_id:
        assert numerator.split("/")[1] == denominator.split("/")[1]


def test_the_rule_speaks(built):
    assert said(built) == []
    other = (
        "update ncmec.marts.fct_rates set denominator_figure_id = 'cybertipline-by-esp-2023/cybertip-reports-by-esp/total/reports' "
        "where rate_id = 'cybertip_files_per_provider_report' and period_label = '2023'"
    )
    problems = said(built, other)
    assert len(problems) == 1
    assert "ojjdp-transparency-2023 by one of cybertipline-by-esp-2023" in problems[0] and "35,944,826" in problems[0]
    # a table that is not there is another table too
    for figure in ("our-impact-2024/missing-child-reports-by-age-and-race/total/total", "nowhere/nothing"):
        left = (
            f"update ncmec.marts.fct_rates set denominator_figure_id = '{figure}' "
            "where rate_id = 'missing_outside_care_resolution_rate'"
        )
        problems = said(built, left)
        assert len(problems) == 1 and f"and from {figure}, which are two tables" in problems[0]


def test_a_number_without_a_period_decides_the_kind_too(built):
    """The number referred is known from fact-check articles only, without its year: no primary rate."""
    assert built.connection.execute(RATE.format("cybertip_referral_share", "2024", "all")).fetchone()[2] == "secondary"


@pytest.mark.parametrize(
    "rate_id, slice_, printed, kind",
    [
        ("likely_trafficking_share_of_runaways|2013", "all", "1 in 7", "secondary"),
        ("missing_report_type_share|2013", "report_type=Endangered Runaway", "about 81%", "secondary"),
        ("likely_trafficking_share_of_runaways|2022", "all", "1 in 6", "primary"),
        ("missing_report_resolution_rate|2022", "all", "88%", "primary"),
    ],
)
def test_shares_of_which_only_the_percentage_is_known(built, rate_id, slice_, printed, kind):
    *_, source_kind, published = built.connection.execute(RATE.format(*rate_id.split("|"), slice_)).fetchone()
    assert (source_kind, published) == (kind, printed)
