"""A definition names documents that say what it says."""

import pytest

from tests.unit.test_reading import every_sentence, planted, warehouse  # noqa: F401  (a fixture)


def test_definitions_are_stated(warehouse):  # noqa: F811
    every_sentence(
        warehouse,
        "definitions_are_stated",
        [
            (
                "document_statements: update {seed} set stance = 'does_not_say' where topic_id = 'seen_in_several_reports'",
                "actively_traded_child_victims: no document that was read says seen_in_several_reports",
            ),
            (
                "documents: update {seed} set reading = 'as_recorded' where document_id = 'ojjdp-transparency-2023'",
                "cybertip_deliveries: no document that was read says informational_without_location",
            ),
            (
                "population_topics: delete from {seed} where topic_id = 'young_adults_included'",
                'missing_child_reports: it says "aged 18 to 20", but population_topics does not name young_adults_included',
            ),
            (
                "population_topics: update {seed} set topic_id = null where topic_id = 'place_of_upload'",
                "cybertip_reports: no document that was read says (blank)",
            ),
            (
                "document_statements: update {seed} set topic_id = 'planted' where topic_id = 'high_numbers_of_a_provider'",
                "planted: neither a claim nor a definition is about it",
            ),
        ],
    )


@pytest.mark.parametrize(
    "population, place",
    [
        ("cybertip_deliveries", "II.A, footnote 3"),
        ("cybertip_deliveries", "2023 CyberTipline Reports by Country (last page, footnote)"),
        ("cybertip_feedback", "II.E Law enforcement feedback"),
        ("missing_child_reports", "Our Impact: 2024 (Reports by Type)"),
        ("cvip_submissions", "III.D Law enforcement submission"),
    ],
)
def test_a_set_says_where_its_definition_stands(warehouse, population, place):  # noqa: F811
    with planted(warehouse, []) as connection:
        (stated,) = connection.execute(
            "select stated_in from ncmec.marts.dim_populations where population_id = ?", [population]
        ).fetchone()
    assert place in stated
