"""Parts of figures, members and places: what the rule says of broken ones, and that nobody takes a slice apart."""

import re

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_rates import Copied

MARTS = "ncmec.marts"
TEXAS = "our-impact-2024/missing-child-reports-by-state/tx/resolved"
BROKEN = {
    "a part whose member is gone": (
        f"delete from {MARTS}.dim_members where dimension = 'case_status' and member = 'Resolved'",
        f'figure {TEXAS}: its part case_status "Resolved" is no member in dim_members',
    ),
    "a part without its member": (
        f"update {MARTS}.fct_figure_parts set member = null where figure_id = '{TEXAS}' and dimension = 'state'",
        f'figure {TEXAS}: its part state "(blank)" is no member',
    ),
    "a place that is left too small": (
        f"update {MARTS}.fct_figure_parts set rest_geography = null where figure_id = '{TEXAS}' and dimension = 'case_status'",
        f'figure {TEXAS}: case_status "Resolved" and what is left, all in (blank), are not case_status=Resolved in US-TX',
    ),
    "what is left is something else": (
        f"update {MARTS}.fct_figure_parts set rest_slice = 'all' where figure_id = '{TEXAS}' and dimension = 'state'",
        f'figure {TEXAS}: state "TX" and what is left, all in US, are not case_status=Resolved in US-TX',
    ),
    "a part of another place": (
        f"update {MARTS}.fct_figure_parts set geography = 'US-OK' where figure_id = '{TEXAS}' and dimension = 'state'",
        f'figure {TEXAS}: state "TX" and what is left',
    ),
    "parts of no figure": (
        f"delete from {MARTS}.fct_published_figures where figure_id = '{TEXAS}'",
        "are not a figure that is published",
    ),
    "a figure that lost its parts": (
        f"delete from {MARTS}.fct_figure_parts where figure_id = '{TEXAS}'",
        f"figure {TEXAS} is case_status=Resolved in US-TX, but has no part that says so",
    ),
    "two members of one label": (
        f"update {MARTS}.dim_members set label = 'Alaska' where dimension = 'state' and member = 'AL'",
        'dimension state: 2 members have the label "Alaska": AK, AL',
    ),
    "a member without a label": (
        f"update {MARTS}.dim_members set label = null where dimension = 'state' and member = 'AL'",
        'dimension state: 1 members have the label "(blank)": AL',
    ),
    "two members at one place of the order": (
        f"update {MARTS}.dim_members set member_order = 1 where dimension = 'gender'",
        "dimension gender: 3 members stand at 1 in its order: Female, Male, Unknown",
    ),
    "a dimension without words": (
        "delete from ncmec.registry.dimensions where dimension = 'age_missing'",
        "dimension age_missing has no row in registry dimensions",
    ),
    "words for no dimension": (
        "update ncmec.registry.dimensions set dimension = 'ages' where dimension = 'age_missing'",
        "dimension ages of registry dimensions has no members",
    ),
    "a place that belongs nowhere": (
        f"update {MARTS}.dim_geographies set parent_geography = null where geography = 'US-TX'",
        "place US-TX belongs to (nothing), which is no place",
    ),
    "a place that its member does not know": (
        f"update {MARTS}.dim_members set geography = null where dimension = 'country' and member = 'US'",
        'place IP-US is said to be country "US", but that member is no place',
    ),
    "a fact of another period": (
        f"update {MARTS}.fct_missing_child_reports_by_type set period_label = '2023'",
        'fct_missing_child_reports_by_type, 2024: the period "2023" is of 2023',
    ),
    "a fact without a period": (
        f"update {MARTS}.fct_identified_victims_by_gender_and_age set period_label = null",
        'fct_identified_victims_by_gender_and_age, 2024: the period "(blank)" is of no year in dim_periods',
    ),
}


@pytest.fixture(scope="module")
def built():
    return Copied()


def said(built, *statements: str) -> list[str]:
    """What the rule says after these statements; undone afterwards."""
    built.connection.execute("begin")
    try:
        for statement in statements:
            built.connection.execute(statement)
        rule = built.nodes["test.ncmec.parts_and_members_resolve"]["sql"]
        return [row[0] for row in built.connection.execute(rule).fetchall()]
    finally:
        built.connection.execute("rollback")


@pytest.mark.parametrize("cause", BROKEN)
def test_the_rule_speaks(built, cause):
    statement, words = BROKEN[cause]
    problems = said(built, statement)
    assert any(words in problem for problem in problems), problems[:3]


def test_the_rule_is_silent_today(built):
    assert said(built) == []


def test_a_fact_joins_its_place_and_its_period_on_a_key(warehouse):
    """One row of each dimension for each row of a fact; the United States by IP address are not the whole country."""
    for fact, name in (
        ("fct_missing_child_reports_by_state", "Texas"),
        ("fct_cybertip_reports_by_country", "United States (IP address)"),
    ):
        rows, joined, named = warehouse.sql(f"""
            select (select count(*) from marts.{fact}), count(*), count(*) filter (where places.name = '{name}')
            from marts.{fact} as rows
            inner join marts.dim_geographies as places on rows.geography = places.geography
            inner join marts.dim_periods as periods on rows.period_label = periods.period_label
        """).fetchone()
        assert rows == joined and named > 0, fact
    united_states = warehouse.sql("select * from marts.dim_geographies where iso_3166_1 = 'US'").fetchall()
    assert len(united_states) == 2


def test_a_rate_reads_in_plain_words(warehouse):
    labels = warehouse.sql("select distinct slice, slice_label from marts.fct_rates").fetchall()
    spoken = dict(labels)
    assert spoken["all"] is None and spoken["age_missing=17"] == "age when missing 17"
    assert [row for row in labels if row[0] != "all" and (not row[1] or "=" in row[1] or "_" in row[1])] == []


# putting a member's label together or taking a slice apart; the macro and int_members are the one place
COMPOSED = re.compile(
    r"split_part\([^,]*(slice|part)\b|(row|column)_part\b|partition\(\"\w+=|'US-' \|\||\{dimension\}="
)
PLACES = {f"models/intermediate/figures/{model}.sql" for model in ("int_members", "int_geographies")}


def test_nobody_takes_a_slice_apart():
    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for folder, ending in (("models", "*.sql"), ("macros", "*.sql"), ("scripts", "*.py"), ("bi", "*.yaml"))
        for path in sorted((PROJECT / folder).rglob(ending))
        if str(path.relative_to(PROJECT)) not in PLACES
        for line in path.read_text(encoding="utf-8").splitlines()
        if COMPOSED.search(line)
    ]
    assert found == []
