"""What was read, and what may be said about what was not: every rule speaks on a planted row."""

from contextlib import contextmanager

import pytest

from tests.harness import shared_warehouse


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


@contextmanager
def planted(warehouse, targets, *changes):
    """These models or tests after changes to seeds, each 'seed: statement'; undone at the end."""
    wanted = set().union(*(warehouse.ancestors[named(warehouse, target)] for target in targets))
    warehouse.connection.execute("begin")
    try:
        touched = set()
        for change in changes:
            seed, statement = change.split(": ", 1)
            key = f"seed.ncmec.{seed}"
            warehouse.connection.execute(statement.format(seed=warehouse.relation(key)))
            touched.add(key)
        for key in warehouse.order:
            stale = key in wanted and touched & warehouse.ancestors[key]
            if stale and warehouse.nodes[key]["resource_type"] == "model":
                warehouse._build(key)
        yield warehouse.connection
    finally:
        warehouse.connection.execute("rollback")


def named(warehouse, name) -> str:
    return next(key for key, node in warehouse.nodes.items() if node["name"] == name)


def problems(warehouse, test, *changes) -> list[str]:
    with planted(warehouse, [test], *changes) as connection:
        return [row[0] for row in connection.execute(warehouse.nodes[named(warehouse, test)]["sql"]).fetchall()]


def every_sentence(warehouse, test, damages):
    """The damages are done at once, each to rows of its own; each has its sentence, and nothing else is said."""
    assert problems(warehouse, test) == []
    said = problems(warehouse, test, *(change for change, _ in damages))
    silent = [sentence for _, sentence in damages if not any(sentence in (problem or "") for problem in said)]
    assert silent == [], said


def test_a_document_is_what_it_says(warehouse):
    damages = [
        (
            "set trust_grade = 'A' where document_id = 'svz-dec-2018'",
            "document svz-dec-2018 has trust grade A, but was only",
        ),
        (
            "set reading = null where document_id = 'our-impact-2024'",
            "document our-impact-2024 has trust grade A, but was only",
        ),
        (
            "set reading_note = null where document_id = 'iccl-19-oct-2022'",
            "document iccl-19-oct-2022 does not say what of it",
        ),
        (
            "set published_on_note = null where document_id = 'our-2021-impact'",
            "our-2021-impact has no day of publication and",
        ),
        (
            "set published_on = '2023-06-01' where document_id = 'ojjdp-transparency-2023'",
            "is dated 2023-06-01, but reports on 2023",
        ),
        (
            "set reading = 'in_full' where document_id = 'rheinische-post-aug-2019'",
            "rheinische-post-aug-2019 was read in_full, but its",
        ),
    ]
    damages = [(f"documents: update {{seed}} {change}", sentence) for change, sentence in damages]
    unseen = "raw_headline_figures: update {seed} set column_label = 'text' where document_id = 'online-donations-page'"
    damages.append((unseen, "online-donations-page was read as_recorded, but its figure"))
    every_sentence(warehouse, "documents_are_read", damages)


def test_absence_is_scoped(warehouse):
    coverage = "document_coverage: insert into {seed} values ('{0}', 'CyberTipline', {1}, 'programme', null)".replace
    every_sentence(
        warehouse,
        "absence_is_scoped",
        [
            (
                "document_coverage: delete from {seed} where document_id = 'ojjdp-transparency-2022'",
                "document ojjdp-transparency-2022 was read in_full, but document_coverage does not say",
            ),
            (
                coverage("{0}", "svz-dec-2018").replace("{1}", "'2016', '2016'"),
                "svz-dec-2018 for CyberTipline, but the document was not read",
            ),
            (coverage("{0}", "our-impact-2024").replace("{1}", "'2024', '2021'"), "2024 to 2021 is no stretch of time"),
            (
                coverage("{0}", "our-impact-2024").replace("{1}", "'2024', null"),
                "2024 to (blank) is no stretch of time",
            ),
            (
                "coverage_notes: update {seed} set last_period_label = '1999' where measure_id = 'takedown_notices'",
                "takedown_notices, 2024 to 1999 is no stretch of time",
            ),
            (
                "coverage_notes: update {seed} set note = null where measure_id = 'icac_arrests'",
                "icac_arrests, FY 2022 has no note",
            ),
            (
                "coverage_notes: insert into {seed} values ('takedown_days', 'all', '2023', '2024', 'unknown', null, 'twice')",
                "takedown_days, all, 2024 is noted twice",
            ),
            (
                "raw_headline_figures: update {seed} set measure_id = 'cybertip_escalation_arrests' where printed = '54'",
                "cybertip_escalation_arrest_rate says that its numerator is not published: Such a figure stands in our-impact",
            ),
        ],
    )
    nobody_looked = problems(warehouse, "absence_is_scoped", "document_coverage: delete from {seed}")
    assert any("says that its numerator is not published: No document read in full" in said for said in nobody_looked)


SEARCHED = (
    "select count(*) from ncmec.registry.document_coverage where program = 'CyberTipline' and scope = 'programme'"
)
PRINTED = "raw_headline_figures: update {seed} set measure_id = 'cybertip_report_arrests' where {where}"


def absence(connection, claim_id="arrests-46"):
    return connection.execute(
        "select verdict, explanation from ncmec.marts.fct_claims where claim_id = ?", [claim_id]
    ).fetchone()


def test_a_verdict_of_absence_counts_what_was_read(warehouse):
    with planted(warehouse, []) as connection:
        (searched,) = connection.execute(SEARCHED).fetchone()
        verdict, explanation = absence(connection)
        assert searched > 1 and verdict == "supported"
        assert f"None of the {searched} documents read in full that cover the programme CyberTipline" in explanation
    # a document that was read in part, or only recorded, does not count
    for reading in ("in_part", "as_recorded"):
        change = f"documents: update {{seed}} set reading = '{reading}' where document_id = 'ojjdp-transparency-2022'"
        with planted(warehouse, ["fct_claims"], change) as connection:
            assert f"None of the {searched - 1} documents" in absence(connection)[1]
    with planted(warehouse, ["fct_claims"], "document_coverage: delete from {seed}") as connection:
        assert absence(connection)[0] == "not_checkable"


@pytest.mark.parametrize(
    "where, verdict",
    [
        ("document_id = 'our-impact-2024' and printed = '54'", "contradicted"),  # read in full
        ("document_id = 'key-facts-2016-data-edition' and printed = '465,676'", "contradicted"),  # only recorded
        ("document_id = 'iccl-19-oct-2022' and printed = '4,192'", "not_checkable"),  # a secondary source says so
    ],
)
def test_a_document_that_prints_the_figure_flips_everything_said_of_it(warehouse, where, verdict):
    with planted(warehouse, ["fct_claims", "coverage"], PRINTED.replace("{where}", where)) as connection:
        assert absence(connection)[0] == verdict
        (status,) = connection.execute(
            "select string_agg(distinct status, ', ') from ncmec.marts.coverage "
            "where measure_id = 'cybertip_report_arrests' and figures_loaded > 0"
        ).fetchone()
        assert status == ("stated_only" if verdict == "not_checkable" else "loaded")


def test_absence_asks_for_programme_and_period(warehouse):
    note = "update {seed} set period_label = '2019' where claim_id = 'arrests-46'"
    with planted(warehouse, ["fct_claims"], f"claims: {note}") as connection:
        assert absence(connection)[0] == "not_checkable"
    with planted(warehouse, ["fct_claims"], f"claims: {note.replace('2019', '2021')}") as connection:
        assert "None of the 2 documents" in absence(connection)[1] and "in 2021" in absence(connection)[1]


def test_a_stage_is_not_published_only_where_somebody_looked(warehouse):
    query = "select distinct publication_status from ncmec.marts.fct_outcome_stages where value is null and program like '{}%'"
    with planted(warehouse, []) as connection:
        assert connection.execute(query.format("CyberTipline")).fetchall() == [("not_published",)]
        assert connection.execute(query.format("Switzerland")).fetchall() == [("unknown",)]
    with planted(warehouse, ["fct_outcome_stages"], "document_coverage: delete from {seed}") as connection:
        assert connection.execute(query.format("CyberTipline")).fetchall() == [("unknown",)]


def test_silence_has_a_row(warehouse):
    """What a reader would look for in vain says what is known of it."""
    with planted(warehouse, []) as connection:
        for measure, breakdown, period, status in (
            ("cybertip_generative_ai_reports", "all", "2024", "stated_only"),
            ("cybertip_sextortion_reports", "all", "2023", "loaded"),
            ("cybertip_sextortion_reports", "all", "2024", "unknown"),
            ("takedown_days", "all", "2024", "stated_only"),
            ("amber_alerts_issued", "all", "2024", "unknown"),
            ("offender_location_requests", "all", "2023", "unknown"),
            ("missing_child_reports", "state", "2023", "unknown"),
            ("missing_child_reports", "state", "2024", "loaded"),
            ("cybertip_us_reports", "state", "2024", "published_not_loaded"),
            ("cybertip_report_arrests", "all", "2024", "not_published"),
            ("cybertip_reports_escalated", "all", "2024", "stated_only"),
        ):
            row = connection.execute(
                "select status from ncmec.marts.coverage where measure_id = ? and breakdown = ? and period_label = ?",
                [measure, breakdown, period],
            ).fetchone()
            assert row == (status,), (measure, breakdown, period)


def test_a_note_gives_way_to_the_figure(warehouse):
    with planted(warehouse, []) as connection:
        stale = connection.execute(
            "select notes.* from ncmec.registry.coverage_notes as notes "
            "inner join ncmec.intermediate.int_coverage as known using (measure_id, breakdown) "
            "where notes.first_period_label = notes.last_period_label "
            "and notes.first_period_label = known.period_label and known.figures_loaded > 0"
        ).fetchall()
    assert stale == [], "delete the note: the figure is loaded"


def test_vintages_are_ordered_by_day_or_by_what_they_report_on(warehouse):
    query = "select published_on, published_from from ncmec.intermediate.int_documents where document_id = '{}'"
    fact = (
        "select distinct document_id from ncmec.marts.fct_cybertip_reports_by_incident_type where calendar_year = 2021"
    )
    with planted(warehouse, []) as connection:
        assert connection.execute(query.format("iccl-19-oct-2022")).fetchone() == ("2022-10-19", "2022-10-19")
        assert connection.execute(query.format("ojjdp-transparency-2022")).fetchone() == (None, "2023-01-31")
        assert connection.execute(query.format("factcheck-outcome-agencies")).fetchone() == (None, None)
        assert connection.execute(fact).fetchall() == [("ojjdp-transparency-2023",)]
    later = "documents: update {seed} set published_on = '2024-06-30' where document_id = 'ojjdp-transparency-2022'"
    with planted(warehouse, ["fct_cybertip_reports_by_incident_type"], later) as connection:
        assert connection.execute(fact).fetchall() == [("ojjdp-transparency-2022",)]


def test_nobody_quotes_a_print_that_nobody_saw(warehouse):
    marts = {"fct_published_figures": "printed is null", "program_activity": "printed is null"}
    with planted(warehouse, []) as connection:
        for table, unseen in marts.items():
            wrong = connection.execute(
                f"select count(*), count(*) filter (where ({unseen}) <> (documents.reading = 'as_recorded') "
                f"or ({unseen}) = (recorded is null)) from ncmec.marts.{table} "
                "inner join ncmec.marts.dim_documents as documents using (document_id)"
            ).fetchone()
            assert wrong[0] > 0 and wrong[1] == 0, table
        assert connection.execute(
            "select printed, recorded, precision from ncmec.marts.fct_published_figures where value = 29800"
        ).fetchall() == [(None, "at least 29,800", "at_least")]


def test_a_copy_is_called_a_copy(warehouse):
    """The words are the publisher's own, so the source is primary; what was seen is a copy, and reading_note says so."""
    note = "documents: update {seed} set reading_note = 'Recorded.' where document_id = 'bka-faq-ip-address-retention-question-8'"
    said = problems(warehouse, "documents_are_read", note)
    assert said == [
        "document bka-faq-ip-address-retention-question-8 is a copy (BKA (mirror of bka.de)), but its reading_note does not say so"
    ]
    with planted(warehouse, []) as connection:
        copies = connection.execute(
            "select document_id, source_kind, trust_grade from ncmec.marts.dim_documents where reading_note like '%a copy of%own%'"
        ).fetchall()
        assert len(copies) >= 11 and {row[1:] for row in copies} == {("primary", "B")}
