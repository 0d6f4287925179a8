"""The cheap rules of registries_fit_the_figures: quiet today, each shown speaking on one planted row."""

import pytest

from tests.harness import shared_warehouse

REGISTRY = "ncmec.registry"
HEADLINES = "ncmec.raw.raw_headline_figures"
PLANTS = {
    "a change against another year than its label says": (
        f"update {REGISTRY}.rates set base_years_back = '2' where rate_id = 'missing_reports_year_over_year'",
        'rate missing_reports_year_over_year is called "Missing-child reports against the year before", but looks 2 years back',
    ),
    "a share that is called a change": (
        f"update {REGISTRY}.rates set base_years_back = null where rate_id = 'missing_reports_year_over_year'",
        'is called "Missing-child reports against the year before", but looks no years back',
    ),
    "a group of ages that lost one": (
        f"delete from {REGISTRY}.member_groups where group_member = '15 to 17' and member = '15'",
        "registry member_groups: age_missing 15 is not in the group 15 to 17, to which it belongs",
    ),
    "an age in the group beside its own": (
        f"update {REGISTRY}.member_groups set group_member = '12 to 14' where member = '15'",
        "registry member_groups: age_missing 15 is in the group 12 to 14, to which it does not belong",
    ),
    "a total that lost a recipient": (
        f"delete from {REGISTRY}.member_groups where group_member = 'Total' and member = 'International Law Enforcement'",
        "registry member_groups: recipient_type International Law Enforcement is not in the group Total",
    ),
    "a recipient abroad among those of the United States": (
        f"update {REGISTRY}.member_groups set member = 'International Law Enforcement' where group_dimension = 'recipient_group' and member = 'ICAC Units'",
        "registry member_groups: recipient_type International Law Enforcement is in the group U.S. law enforcement, to which it does not belong",
    ),
    "a table of selected rows that is called whole": (
        f"update {REGISTRY}.printed_tables set is_partial = 'false' where table_id = 'cybertip_reports_by_selected_esp'",
        "registry printed_tables, cybertip_reports_by_selected_esp is called whole, but its rows of 2024 in diaphanous-platform-data add up to less than all of cybertip_esp_reports",
    ),
    "a share above the whole": (
        f"update {HEADLINES} set printed = '192%' where measure_id = 'missing_from_care_resolution_percent'",
        "is a share of 192%, more than the whole",
    ),
    "a stage that misses the figures of its period": (
        f"update {REGISTRY}.outcome_stages set slice = 'case_status=Solved' where stage = 'resolved'",
        "Missing children, resolved: figures of missing_child_reports are loaded for 2024, but none for US, case_status=Solved",
    ),
    "a stage of another place": (
        f"update {REGISTRY}.outcome_stages set geography = 'US' where measure_id = 'cybertip_reports'",
        "CyberTipline (all reports), received: figures of cybertip_reports are loaded for 2024, but none for US, all",
    ),
    "a claim about a part that nobody knows": (
        f"update {REGISTRY}.claims set slice = 'incident_type=Child Sex Traffiking' where claim_id = 'missing-13'",
        'registry claims, missing-13: slice "incident_type=Child Sex Traffiking" is neither',
    ),
    "a question about a part that nobody knows": (
        f"update {REGISTRY}.questions set slice = 'gender=Femal' where question_id = 'missing-arrests'",
        'registry questions, missing-arrests: slice "gender=Femal" is neither',
    ),
    "a control over a part that nobody knows": (
        f"update {REGISTRY}.control_totals set control_slice = 'agency_type=Navy' where control_slice = 'agency_type=Military'",
        'control_slice "agency_type=Navy" is neither that of a loaded figure nor that of one member',
    ),
    "a slice whose parts are out of order": (
        f"update {REGISTRY}.claims set slice = 'gender=Male; age_group=0 to 2' where claim_id = 'missing-13'",
        'slice "gender=Male; age_group=0 to 2" is neither that of a loaded figure nor that of one member',
    ),
    "an empty part of a slice": (
        f"update {REGISTRY}.claims set slice = 'gender=Male;age_group=0 to 2' where claim_id = 'missing-13'",
        'slice "gender=Male;age_group=0 to 2" is neither that of a loaded figure',
    ),
    "a measure of no place": (
        f"update {REGISTRY}.measures set geography = 'XX' where measure_id = 'hotline_calls'",
        'registry measures, hotline_calls: geography "XX" is neither WORLD',
    ),
    "a measure without a place": (
        f"update {REGISTRY}.measures set geography = null where measure_id = 'hotline_calls'",
        'registry measures, hotline_calls: geography "(blank)"',
    ),
    "a question of no place": (
        f"update {REGISTRY}.questions set geography = 'US-ZZ' where question_id = 'missing-arrests'",
        'registry questions, missing-arrests: geography "US-ZZ"',
    ),
    "a stage of no place": (
        f"update {REGISTRY}.outcome_stages set geography = 'USA' where stage = 'resolved'",
        'resolved: geography "USA"',
    ),
    "a claimed number that the statement does not hold": (
        f"update {REGISTRY}.claims set claimed = '29,586' where claim_id = 'arrests-08'",
        'registry claims, arrests-08: the claimed number "29,586" does not stand in the statement',
    ),
    "a claimed number that is a piece of another": (
        f"update {REGISTRY}.claims set claimed = '568' where claim_id = 'arrests-08'",
        'arrests-08: the claimed number "568" does not stand',
    ),
    "a claimed number of another scale": (
        f"update {REGISTRY}.claims set claimed = '20.5 billion' where claim_id = 'arrests-13'",
        'arrests-13: the claimed number "20.5 billion" does not stand',
    ),
    "a claim without a statement": (
        f"update {REGISTRY}.claims set statement = null where claim_id = 'arrests-08'",
        'arrests-08: the claimed number "29,568" does not stand in the statement "(blank)"',
    ),
    "a reading that no note explains": (
        f"update {REGISTRY}.claims set note = null where claim_id = 'missing-17'",
        'missing-17: the claimed number "more than 50%" does not stand',
    ),
    "a day that does not exist": (
        f"update {REGISTRY}.documents set published_on = '2025-02-30' where document_id = 'our-impact-2024'",
        'our-impact-2024: published_on "2025-02-30" is no day up to today',
    ),
    "a day in the future": (
        f"update {REGISTRY}.documents set published_on = '2999-01-01' where document_id = 'our-impact-2024'",
        'our-impact-2024: published_on "2999-01-01" is no day up to today',
    ),
    "a day in words": (
        f"update {REGISTRY}.documents set published_on = 'May 2025' where document_id = 'our-impact-2024'",
        'our-impact-2024: published_on "May 2025" is no day up to today',
    ),
    "one document twice": (
        f"insert into {REGISTRY}.documents select * replace ('once-more' as document_id) from {REGISTRY}.documents where document_id = 'our-impact-2024'",
        'registry documents: once-more and our-impact-2024 are one document, "Our Impact: 2024"',
    ),
    "an address of another kind": (
        f"update {REGISTRY}.documents set url = 'javascript:alert(1)' where document_id = 'our-impact-2024'",
        'our-impact-2024: the address "javascript:alert(1)" begins with neither',
    ),
    "a quotient across programmes without its limits": (
        f"update {REGISTRY}.rates set denominator_measure_id = 'hotline_calls' where rate_id = 'cvip_images_per_request'",
        "rate cvip_images_per_request divides Child victim identification by Missing children",
    ),
    "a conflict that does not name its figure": (
        f"update {REGISTRY}.conflicts set first_figure_id = null where conflict_id = 'ncic-entries-2019'",
        'registry conflicts, ncic-entries-2019: first_stated "421,394" is loaded as key-facts-2020-data-edition/',
    ),
    "a discrepancy without a reason": (
        f"update {REGISTRY}.known_discrepancies set reason = ' ' where discrepancy_id = 'connect-users-wording'",
        "known discrepancy connect-users-wording has no reason",
    ),
}


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def spoken(warehouse, statement: str, test: str = "registries_fit_the_figures") -> list[str]:
    key = next(key for key in warehouse.tests if warehouse.nodes[key]["name"] == test)
    words = statement.split()
    table = words[2] if words[0] in ("insert", "delete") else words[1]
    changed = next(seed for seed in warehouse.order if warehouse.relation(seed).replace('"', "") == table)
    warehouse.connection.execute("begin")
    try:
        warehouse.connection.execute(statement)
        warehouse.refresh({changed}, warehouse.ancestors[key])
        return [row[0] for row in warehouse.connection.execute(warehouse.nodes[key]["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")


def test_the_rules_are_quiet_today(warehouse):
    assert (
        spoken(warehouse, PLANTS["a reading that no note explains"][0].replace("'missing-17'", "'no such claim'")) == []
    )


@pytest.mark.parametrize("statement,sentence", PLANTS.values(), ids=PLANTS.keys())
def test_a_planted_row_is_named(warehouse, statement, sentence):
    problems = spoken(warehouse, statement)
    assert any(sentence in problem for problem in problems), problems


def test_the_year_of_bundling_is_refused_by_name(warehouse):
    """Every break that allows no comparison refuses the change across it; that of the reports is one of them."""
    refused = warehouse.connection.execute("""
        select rates.rate_id, rates.period_label, rates.base_period_label, rates.rate, rates.status, rates.reason_code
        from ncmec.marts.fct_rates as rates
        where ', ' || rates.structural_break_id || ',' like '%, bundling-2024,%' and rates.geography = 'WORLD' and rates.slice = 'all'
            and rates.base_period_label is not null
        order by rates.rate_id
    """).fetchall()
    changes = ["cybertip_esp_reports_year_over_year", "cybertip_reports_year_over_year"]
    assert refused == [(change, "2024", "2023", None, "not_computable", "structural_break") for change in changes]


def test_a_cell_that_cannot_be_read_is_named_with_its_file(warehouse):
    """A table in long form has no file of its own."""
    for seed in ("raw_printed_cells", "raw_cybertip_reports_by_esp", "raw_headline_figures"):
        column = "reports" if seed == "raw_cybertip_reports_by_esp" else "printed"
        one = f"rowid = (select min(rowid) from ncmec.raw.{seed})"
        found = warehouse.trial(f"seed.ncmec.{seed}", [(f"update {{seed}} set {column} = 'n/a' where {one}", [])], True)
        assert f"seeds/raw/{seed}.csv, " in found[0] and 'cannot read "n/a"' in found[0]


@pytest.mark.parametrize(
    "statement, sentence",
    {
        "delete from ncmec.registry.codes where code = 'structural_break'": 'fct_rates.reason_code holds "structural_break", which is no code of rate_reason',
        "delete from ncmec.registry.codes where code = 'cause_not_measured'": 'fct_claims.reason_code holds "cause_not_measured", which is no code of rate_reason or claim_reason',
        "update ncmec.registry.codes set code_list = null where code = 'row_count'": 'fct_reconciliations.check_kind holds "row_count", which is no code of check_kind',
    }.items(),
)
def test_a_code_that_nobody_listed_is_named(warehouse, statement, sentence):
    table = sentence.split(".")[0]
    assert spoken(warehouse, statement, f"{table}_is_sound") == [sentence + " (registry codes)"]


def test_sentences_of_a_list_have_one_order(warehouse):
    """Two of a kind used to stand in the order in which DuckDB met them: another build, another text."""
    sql = warehouse.nodes["model.ncmec.int_claims_caveats"]["sql"]
    assert sql.count("from notes") == 1
    told = [
        warehouse.connection.execute(
            sql.replace("from notes", f"from (select * from notes order by note {way})") + " order by claim_id"
        ).fetchall()
        for way in ("asc", "desc")
    ]
    assert [both for both in zip(*told, strict=True) if both[0] != both[1]] == []
