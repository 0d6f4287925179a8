"""Coverage: every period that is known has a row, and its note says how much of a table is loaded."""

import pytest

from tests.unit.test_reading import every_sentence, planted, warehouse  # noqa: F401  (a fixture)

ROW = (
    "select status, note from ncmec.marts.coverage where measure_id = '{}' and breakdown = '{}' and period_label = '{}'"
)


def test_coverage_is_whole(warehouse):  # noqa: F811
    every_sentence(
        warehouse,
        "coverage_is_whole",
        [
            (
                "periods: delete from {seed} where period_label = 'FY 2010'",
                "registry periods, FY 2009: no fiscal_year follows it",
            ),
        ],
    )
    # a loaded figure that coverage does not count
    with planted(warehouse, []) as connection:
        test = next(node for node in warehouse.nodes.values() if node["name"] == "coverage_is_whole")
        connection.execute(
            "delete from ncmec.marts.coverage where measure_id = 'icac_arrests' and period_label = 'FY 2024'"
        )
        said = [row[0] for row in connection.execute(test["sql"]).fetchall()]
        assert len(said) == 1 and said[0].startswith("coverage: icac_arrests in FY 2024 has no row that counts figure ")


@pytest.mark.parametrize(
    "measure, breakdown, period, status, words",
    [
        # years and days between those of which a figure is loaded
        ("icac_arrests", "all", "FY 2007", "unknown", "Looked for and not found"),
        ("icac_arrests", "all", "FY 2009", "unknown", "first three quarters"),
        ("icac_investigations", "all", "FY 2016", "unknown", "Looked for and not found"),
        ("icac_professionals_trained", "all", "FY 2025", "unknown", "Looked for and not found"),
        ("registered_sex_offenders", "all", "as of 2007-03", "loaded", "recorded from a collection"),
        ("registered_sex_offenders", "all", "as of 2008-09", "stated_only", "secondary only"),
        ("registered_sex_offenders", "all", "as of 2018-12", "stated_only", "2 figures from 2 documents"),
        ("registered_sex_offenders", "state", "as of 2012-07", "unknown", "could only infer"),
        ("ncic_active_missing_person_records", "all", "as of 2019-12-31", "stated_only", "87,500"),
        # what only another source than the publisher says
        ("cybertip_files", "file_type", "2019", "stated_only", "3 figures"),
        ("missing_child_reports", "all", "2019", "stated_only", "30,000"),
        ("cybertip_reports", "incident_type", "2019", "stated_only", "19,174"),
        ("cybertip_reports", "incident_type", "2025", "stated_only", "105,877"),
        ("amber_alerts_issued", "all", "2024", "unknown", "children rescued, not alerts"),
        # part of a table
        ("missing_child_reports", "state", "2021", "stated_only", "1 of 54 members only"),
        ("missing_child_reports", "report_type", "2019", "loaded", "1 of 5 members only"),
        ("missing_report_type_percent", "report_type", "2015", "loaded", "3 of 5 members only"),
        ("cybertip_esp_reports", "esp", "2024", "stated_only", "of a table of which only some rows are at hand"),
        ("cybertip_us_reports", "state", "2023", "stated_only", "51 figures"),
    ],
)
def test_what_is_known_has_a_row(warehouse, measure, breakdown, period, status, words):  # noqa: F811
    with planted(warehouse, []) as connection:
        row = connection.execute(ROW.format(measure, breakdown, period)).fetchone()
    assert row is not None and row[0] == status and words in row[1], row


def test_a_whole_table_is_not_called_a_part(warehouse):  # noqa: F811
    with planted(warehouse, []) as connection:
        for measure, breakdown, period in (
            ("missing_child_reports", "state", "2024"),
            ("cybertip_reports", "country", "2020"),
            ("missing_child_reports", "report_type", "2021"),
            ("hash_list_users", "hash_list", "as of 2023-01-31"),
        ):
            (_, note) = connection.execute(ROW.format(measure, breakdown, period)).fetchone()
            assert "members only" not in note, (measure, breakdown, period)


def test_a_note_can_be_about_a_day(warehouse):  # noqa: F811
    """A day or a cumulative number without a first day is no stretch of time, and still a period."""
    changes = (
        "coverage_notes: insert into {seed} values ('hash_list_users', 'all', 'as of 2024-12-31', 'as of 2024-12-31', 'unknown', null, 'x')",
        "coverage_notes: insert into {seed} values ('cvip_files', 'all', 'up to 2024', 'up to 2024', 'unknown', null, 'x')",
    )
    with planted(warehouse, ["coverage", "absence_is_scoped"], *changes) as connection:
        test = next(node for node in warehouse.nodes.values() if node["name"] == "absence_is_scoped")
        assert connection.execute(test["sql"]).fetchall() == []
        for measure, period in (("hash_list_users", "as of 2024-12-31"), ("cvip_files", "up to 2024")):
            assert connection.execute(ROW.format(measure, "all", period)).fetchone() == ("unknown", "x")
