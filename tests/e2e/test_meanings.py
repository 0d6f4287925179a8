"""A label keeps the meaning that it prints: swaps of the review's list and a table of rules, without the copies."""

import pytest

from tests.harness import shared_warehouse
from tests.meanings import judge

MEMBER = "update {seed} set member = ? where dimension = ? and printed_label = ?"
COLUMN = (
    "update {seed} set column_member = ? where table_id = 'missing_child_reports_by_age_and_race' and column_label = ?"
)


def mapped(dimension, *pairs):
    return "dimension_members", [(MEMBER, [member, dimension, label]) for label, member in pairs]


SWAPPED = {
    "Niger and Nigeria": mapped("country", ("Niger", "NG"), ("Nigeria", "NE")),
    "Facebook and Instagram": mapped("esp", ("Facebook", "Instagram"), ("Instagram, Inc.", "Facebook")),
    "Facebook with and without its platforms": mapped("esp", ("Facebook*", "Facebook")),
    "Black and Hispanic": ("printed_columns", [(COLUMN, ["Hispanic", "BLACK"]), (COLUMN, ["Black", "HISPANIC"])]),
    "two age rows": mapped("age_group", ("12 to 14", "15 to 17"), ("15 to 17", "12 to 14")),
    "two incident types": mapped(
        "incident_type",
        ("Misleading Domain Name", "Child Sexual Molestation"),
        ("Child Sexual Molestation", "Misleading Domain Name"),
    ),
    "an incident type in other words": mapped("incident_type", ("Child Sex Tourism", "Child Sex Trafficking")),
    "two providers merged": mapped("esp", ("Yahoo! Inc", "Verizon Online"), ("Yahoo!", "Verizon Online")),
    "a provider merged into one that it names too": mapped("esp", ("Microsoft - Online Operations", "Xbox")),
    "a blank member": mapped("country", ("Niger", None)),
}


@pytest.fixture(scope="module")
def warehouse():
    return shared_warehouse()


def problems(warehouse, test, seed, statements):
    """All rows of one test after a damage to one seed."""
    key = f"seed.ncmec.{seed}"
    warehouse.connection.execute("begin")
    try:
        for statement, parameters in statements:
            warehouse.connection.execute(statement.format(seed=warehouse.relation(key)), parameters)
        warehouse.refresh({key}, warehouse.ancestors[f"test.ncmec.{test}"])
        return [row[0] for row in warehouse.connection.execute(warehouse.nodes[f"test.ncmec.{test}"]["sql"]).fetchall()]
    finally:
        warehouse.connection.execute("rollback")


@pytest.mark.parametrize("swap", SWAPPED)
def test_swapped_meaning_is_refused_by_name(warehouse, swap):
    seed, statements = SWAPPED[swap]
    found = problems(warehouse, "labels_name_their_members", seed, statements)
    for _, parameters in statements:
        label, member = parameters[-1], parameters[0] or "(blank)"
        assert any(f'"{label}" is mapped to "{member}", but names "' in problem for problem in found), found


# each rule broken once: test, seed, damage, the sentence
BROKEN = [
    ("labels_name_their_members", "other_names", "delete from {seed} where other_name = 'TMTG, Corp.'",
     'registry dimension_members, esp: "TMTG, Corp." holds no name of "Truth Social"; if it is one, say why in registry other_names'),
    ("labels_name_their_members", "other_names", "update {seed} set printed_beside = null where member = 'GF'",
     'cybertipline-by-country-2020, table cybertip_reports_by_country: the rows "French Guiana" and "Guiana, French" are both mapped to "GF"; if they are one thing printed twice, say so in registry other_names'),
    ("labels_name_their_members", "other_names", "update {seed} set printed_beside = 'Gabon' where member = 'GF'",
     'registry other_names: no table prints "Guiana, French" beside "Gabon" as "GF"'),
    ("labels_name_their_members", "other_names", "insert into {seed} values ('esp', 'Reddit', 'Readit', null, 'planted')",
     'registry other_names: esp "Readit" is not needed to read any printed label as "Reddit"'),
    ("labels_name_their_members", "other_names", "insert into {seed} values ('esp', 'Reddit', 'Face-book', null, 'planted')",
     'registry other_names: esp "Face-book" is a name of several members: Facebook and Reddit'),
    ("labels_name_their_members", "other_names", "insert into {seed} select * from {seed} where member = 'VSCO'",
     'registry other_names: esp "Visual Supply Company" is listed 2 times'),
    ("labels_name_their_members", "other_names", "update {seed} set reason = null where member = 'VSCO'",
     'registry other_names: "Visual Supply Company" is said without a reason'),
    ("labels_name_their_members", "labels_in_documents", "update {seed} set member = 'Amazon'",
     'registry labels_in_documents: cybertipline-by-esp-2019 prints "Amazon" of esp, which is "Amazon" in every document'),
    ("labels_name_their_members", "labels_in_documents", "update {seed} set document_id = 'cybertipline-by-esp-2020'",
     'registry labels_in_documents: cybertipline-by-esp-2020 prints "Amazon" of esp in no table'),
    ("labels_name_their_members", "labels_in_documents", "insert into {seed} values ('cybertipline-by-esp-2021', 'esp', 'Instagram', 'Intercom', 'planted')",
     'registry labels_in_documents: cybertipline-by-esp-2021 prints "Instagram", which is not "Intercom": "Intercom" means that elsewhere'),
    ("labels_name_their_members", "labels_in_documents", "insert into {seed} values ('cybertipline-by-esp-2021', 'esp', 'Facebook', 'Facebook (with related platforms)', 'planted')",
     'registry labels_in_documents: cybertipline-by-esp-2021 prints "Facebook", which is not "Facebook (with related platforms)": "Facebook*" means that elsewhere'),
    ("labels_name_their_members", "labels_in_documents", "update {seed} set member = 'Photos and Games'",
     'registry labels_in_documents: cybertipline-by-esp-2019 prints "Amazon", which is not "Photos and Games": no name of that holds the label'),
    ("registries_resolve", "labels_in_documents", "update {seed} set document_id = null",
     'registry labels_in_documents: a row has no key'),
    ("figures_are_readable", "raw_cybertip_reports_by_esp", "update {seed} set esp = 'Discorde' where esp = 'Discord Inc.' and document_id = 'cybertipline-by-esp-2019'",
     'label "Discorde" of esp has no row in registry dimension_members (nearest known: "Discord"): 1 cell, '),
    ("labels_name_their_members", "printed_columns", "update {seed} set measure_id = 'cvip_videos' where column_label = 'IMAGES'",
     'registry printed_columns, cvip_requests_by_agency: the heading "IMAGES" says nothing of its measure cvip_videos, which counts files'),
    ("labels_name_their_members", "printed_columns", "update {seed} set measure_id = null where column_label = 'IMAGES'",
     'registry printed_columns, cvip_requests_by_agency: the heading "IMAGES" says nothing of its measure (blank), which counts (unknown)'),
    ("registries_are_complete", "esps", "update {seed} set parent_company = null where esp_name = 'Skout'",
     "registry esps, Skout: parent_company is blank"),
    ("registries_are_complete", "countries", "update {seed} set country_name = 'Chad' where country_code = 'TG'",
     'registry countries: "Chad" stands in country_name of TD and of TG'),
    ("registries_resolve", "countries", "update {seed} set country_type = 'iso_1366' where country_code = 'TG'",
     'registry countries, TG: country_type "iso_1366" is none of country_type in registry codes'),
    ("registries_are_complete", "countries", "update {seed} set iso_alpha_3 = 'TCD' where country_code = 'TG'",
     'registry countries, TG: iso_alpha_3 "TCD" does not hold the letters of the code'),
    ("registries_are_complete", "countries", "update {seed} set iso_alpha_3 = null where country_code = 'TG'",
     'registry countries, TG: iso_alpha_3 "(blank)" does not hold the letters of the code'),
    ("registries_are_complete", "countries", "update {seed} set country_type = 'iso_3166' where country_code = 'PR'",
     'registry countries, PR: country_type "iso_3166", but registry states says "territory"'),
    ("registries_are_complete", "states", "update {seed} set iso_3166_2 = 'US-SD' where state_code = 'ND'",
     'registry states, ND: iso_3166_2 "US-SD" or fips_code "38" is not the code of the state'),
    ("registries_are_complete", "states", "update {seed} set state_name = case state_code when 'ND' then 'South Dakota' else 'North Dakota' end where state_code in ('ND', 'SD')",
     "registry states, ND: fips_code 38 is out of the order of the names at South Dakota"),
    ("registries_are_complete", "states", "update {seed} set state_name = 'Guam' where state_code = 'Unknown'",
     'registry states, Unknown: the name "Guam" and the state_type "unknown" do not go together'),
    ("registries_are_complete", "measures", "update {seed} set measure_label = 'Videos' where measure_id = 'cvip_images'",
     'registry measures, cvip_images: measure_id "cvip_images" and measure_label "Videos" have no word in common'),
    ("registries_are_complete", "documents", "update {seed} set citation = 'Our Impact: 2042' where document_id = 'our-impact-2024'",
     'registry documents, our-impact-2024: the citation "Our Impact: 2042" names neither the title nor the publisher'),
    ("registries_are_complete", "periods", "update {seed} set definition = 'Calendar year 1998.' where period_label = '1999'",
     'registry periods, 1999: the definition "Calendar year 1998." does not name the year'),
    ("registries_are_complete", "dimension_members", "update {seed} set sort_order = '4' where dimension = 'age_group' and member in ('15 to 17')",
     'registry dimension_members: "age_group 4" stands in sort_order of 15 to 17 and of 9 to 11'),
    ("registries_are_complete", "dimension_members", "update {seed} set sort_order = case member when '15 to 17' then '5' else '6' end where dimension = 'age_group' and member in ('12 to 14', '15 to 17')",
     'registry dimension_members, age_group "15 to 17": sort_order 5 is not the order of the ages'),
    ("registries_are_complete", "claims", "update {seed} set rate_id = null where claim_id = 'arrests-03'",
     "registry claims, arrests-03: a claim of the kind rate needs rate_id"),
    ("registries_are_complete", "raw_headline_figures", "update {seed} set row_label = 'callout' where rowid = 2",
     'seeds/raw/raw_headline_figures.csv, our-impact-2024: the row label "callout" is a section or a kind of place'),
    ("registries_are_complete", "claims", "update {seed} set document_id = 'factcheck-arrests' where claim_id = 'missing-01'",
     "registry claims: missing-01 of factcheck-arrests and "),
    ("lists_are_in_order", "raw_cybertip_reports_by_country", "update {seed} set country = case country when 'Niger' then 'Nigeria' else 'Niger' end where country in ('Niger', 'Nigeria') and document_id like '%2022'",
     'seeds/raw/raw_cybertip_reports_by_country.csv, cybertipline-by-country-2022: "Niger" stands after "Nigeria"; have two labels changed places?'),
    ("lists_are_in_order", "raw_missing_child_reports_by_state", "update {seed} set missing_state = case missing_state when 'ND' then 'NE' else 'ND' end where missing_state in ('ND', 'NE')",
     'seeds/raw/raw_missing_child_reports_by_state.csv, our-impact-2024: "ND" stands after "NE"; have two labels changed places?'),
    ("lists_are_in_order", "out_of_order", "update {seed} set printed_label = 'Norfolk' where printed_label = 'Norfolk Island'",
     'registry out_of_order: cybertip_reports_by_country prints no row "Norfolk"'),
    ("registries_are_complete", "dimensions", "update {seed} set dimension_label = 'gender' where dimension = 'race_ethnicity'",
     'registry dimensions, race_ethnicity: dimension "race_ethnicity" and dimension_label "gender" have no word in common'),
    ("registries_are_complete", "dimensions", "update {seed} set dimension_label = 'gender' where dimension = 'race_ethnicity'",
     'registry dimensions: "gender" stands in dimension_label of gender and of race_ethnicity'),
    ("registries_are_complete", "dimensions", "update {seed} set dimension_label = null where dimension = 'age_missing'",
     "registry dimensions, age_missing: dimension_label is blank"),
    ("registries_are_complete", "dimensions", "update {seed} set definition = 'Kind of agency.' where dimension = 'age_missing'",
     'registry dimensions, age_missing: dimension_label "age when missing" and definition "Kind of agency." have no word in common'),
    ("registries_resolve", "dimensions", "update {seed} set dimension = 'ages' where dimension = 'age_missing'",
     'registry dimension_members, '),
    ("registries_resolve", "member_groups", "update {seed} set group_dimension = 'ages' where group_member = '9 to 11'",
     'registry member_groups, '),
    ("registries_are_complete", "out_of_order", "update {seed} set reason = null where printed_label = 'Null'",
     "registry out_of_order, Null: reason is blank"),
]  # fmt: skip


@pytest.mark.parametrize("test, seed, damage, sentence", BROKEN, ids=[case[3][:60] for case in BROKEN])
def test_broken_rule_is_named(warehouse, test, seed, damage, sentence):
    found = problems(warehouse, test, seed, [(damage, [])])
    assert any(problem.startswith(sentence) for problem in found), found


UNKNOWN = "update {seed} set esp = 'Nobody ' || esp where document_id = 'cybertipline-by-esp-2019' and esp in ('Box', 'Quora', 'Remind')"


def test_labels_that_nobody_knows_are_a_line_each(warehouse):
    """Three blanks were three pairs of "both mapped to" beside the three lines that say what is missing."""
    seed = "raw_cybertip_reports_by_esp"
    assert problems(warehouse, "labels_name_their_members", seed, [(UNKNOWN, [])]) == []
    assert len(problems(warehouse, "figures_are_readable", seed, [(UNKNOWN, [])])) == 3


def test_a_label_that_waits_for_its_member_is_one_line(warehouse):
    waits = [("update {seed} set member = null where dimension = 'esp' and printed_label = 'Quora'", [])]
    named = {
        test: len(problems(warehouse, test, "dimension_members", waits))
        for test in ("registries_are_complete", "figures_are_readable", "labels_name_their_members")
    }
    # the third is about a label that names a member and is mapped to nothing
    assert named == {"registries_are_complete": 1, "figures_are_readable": 0, "labels_name_their_members": 1}


def test_a_label_means_in_its_document_what_is_said_of_it_there(warehouse):
    asked = "select document_id, row_member from ncmec.intermediate.int_figures where row_label = 'Amazon' and table_id = 'cybertip_reports_by_esp'"
    meant = dict(warehouse.connection.execute(asked).fetchall())
    assert meant.pop("cybertipline-by-esp-2019") == "Amazon (Photos and Games not apart)"
    assert set(meant.values()) == {"Amazon"} and len(meant) > 2


def test_rules_are_quiet_today(warehouse):
    assert problems(warehouse, "labels_name_their_members", "esps", []) == []
    assert problems(warehouse, "registries_are_complete", "esps", []) == []
    assert problems(warehouse, "lists_are_in_order", "esps", []) == []


# measures whose labels may change places unseen by the rules alone: either label holds a word of both ids, and no rule
# reads a whole sentence. The review lock stops each of them; a pair that comes or goes has to be looked at and listed.
UNSEEN = """
    actively_traded_relationships actively_traded_relationship_percent
    amber_alerts_issued amber_alert_children
    arrests_all_programs reports_all_programs
    bka_reports_failed_with_ip_only bka_reports_not_pursuable
    bka_reports_received bka_reports_relevant
    child_sex_trafficking_reporting_states child_sex_trafficking_reports_supported
    cvip_images cvip_videos
    cvip_unique_files cvip_files_submitted
    cvip_videos cvip_files
    cybertip_enticement_topic_reports cybertip_sadistic_enticement_reports
    cybertip_escalation_prosecutions cybertip_escalation_other_outcomes
    cybertip_esp_reports cybertip_public_reports
    cybertip_federal_prosecutions cybertip_state_prosecutions
    cybertip_generative_ai_reports cybertip_sextortion_reports
    cybertip_incidents cybertip_files
    cybertip_referral_administrative_outcomes cybertip_referral_closures
    cybertip_referral_arrests cybertip_referral_indictments
    cybertip_referral_charges cybertip_referral_convictions
    cybertip_referral_indictments cybertip_referral_administrative_outcomes
    cybertip_report_arrests cybertip_escalation_arrests
    cybertip_reports_unique_md5 cybertip_reports_visually_similar
    cybertip_sadistic_enticement_reports cybertip_trafficking_topic_reports
    cybertip_state_prosecutions cybertip_escalation_prosecutions
    cybertip_trafficking_topic_reports platform_reports_said_by_platform
    cybertip_us_reports cybertip_us_reports_with_state
    cybertip_us_reports_with_state cybertip_enticement_topic_reports
    fedpol_case_reports_forwarded bka_reports_received
    fedpol_reports_received fedpol_case_reports_forwarded
    garda_referrals_received garda_referrals_not_csam
    global_platform_escalations global_platform_files
    global_platform_files global_platform_generative_ai_files
    global_platform_generative_ai_files global_platform_jurisdictions
    global_platform_referrals global_platform_escalations
    hashes_added hashes_listed
    hashes_listed hash_list_users
    hhs_episodes_never_reported hhs_episodes_reported_late
    hhs_missing_foster_episodes hhs_episodes_never_reported
    identified_child_victims actively_traded_child_victims
    likely_trafficking_percent child_sex_trafficking_reporting_states
    missing_child_reports missing_from_care_reports
    missing_from_care_reports_resolved missing_outside_care_reports
    missing_outside_care_reports missing_outside_care_reports_resolved
    missing_outside_care_reports_resolved missing_report_arrests
    missing_report_arrests cybertip_report_arrests
    missing_report_resolution_percent missing_from_care_resolution_percent
    ncic_active_missing_person_records ncic_active_missing_child_records
    offender_location_arrest_percent offender_location_arrest_fraction
    offender_location_requests offenders_located_and_arrested
    offenders_located_and_arrested offender_operations
    pfml_noncompliant_sex_offenders pfml_noncompliant_percent
    platform_reports_said_by_platform platform_reports_said_by_ncmec
    readiness_program_agencies readiness_program_population
    registered_sex_offenders_inhabitant_percent registrants_in_ten_largest_percent
    registered_sex_offenders_other_count registered_sex_offenders_other_count_incarcerated
    registered_sex_offenders_per_100000 registered_sex_offenders_inhabitant_percent
    registrants_in_fifteen_largest_percent registrants_not_in_community
    registrants_in_ten_largest_percent registrants_in_fifteen_largest_percent
    registrants_not_in_community registrants_not_in_community_percent
    registrants_not_in_community_percent registrants_not_in_community_five_states_percent
    reports_all_programs missing_report_type_percent
    social_media_engagements social_media_video_views
    social_media_impressions social_media_engagements
    take_it_down_hashes take_it_down_languages
    take_it_down_submissions take_it_down_hashes
    team_adam_activations team_adam_long_term_cases
    uk_arrests_per_month uk_children_safeguarded_per_month
    us_residents us_residents_under_18
    wisconsin_icac_cases_opened wisconsin_icac_arrests
    wisconsin_icac_cybertips wisconsin_tips_forwarded
    wisconsin_tips_forwarded wisconsin_icac_cases_opened
"""


# columns that a source heads with the country alone: only its registry row says whether referrals or files are counted
UNSEEN_COLUMNS = [
    ("global_platform_files_by_classification", "global_platform_referrals_by_isp"),
    ("global_platform_referrals_by_priority", "global_platform_files_by_type"),
]


@pytest.mark.slow
def test_every_neighbouring_pair_of_labels_and_columns_is_seen_by_the_rules_alone(warehouse):
    unseen = [(kind, rows) for kind, rows, problems in judge(warehouse) if not problems]
    others = [(kind, rows) for kind, rows in unseen if kind != "two measure labels swapped"]
    assert {kind for kind, _ in others} <= {"two columns' measures swapped"}
    assert sorted((first[0], second[0]) for _, (first, second) in others) == UNSEEN_COLUMNS
    measure_id = warehouse.rows("seed.ncmec.measures")[0].index("measure_id")
    found = [
        f"{first[measure_id]} {second[measure_id]}"
        for kind, (first, second) in unseen
        if kind == "two measure labels swapped"
    ]
    assert sorted(found) == sorted(line.strip() for line in UNSEEN.strip().splitlines())
