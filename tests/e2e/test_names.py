"""Names as people say them: read in one way, asked back where they can mean two things, and refused where they fit nothing.

Asks the published file; nothing is built.
"""

import pytest

from tests.e2e.test_check_statement import check_all

ASKED = ["about", "period", "slice", "geography"]
# measure, period, slice, place → how they are read
READ = [
    (("tips", "2023", None, None), "CyberTipline reports, World, 2023"),
    (("cybertip reports", "in 2023", None, "worldwide"), "CyberTipline reports, World, 2023"),
    (("reports of CyberTipline", "CY 2023", None, "global"), "CyberTipline reports, World, 2023"),
    (("missing children reports", "calendar year 2024", None, "USA"), "Missing-child reports, United States, 2024"),
    (("missing_child_reports", "2024", None, "America"), "Missing-child reports, United States, 2024"),
    (("missing_child_reports", "2024", "", " "), "Missing-child reports, United States, 2024"),
    (("missing_child_reports", "2024", None, "United States of America"), "Missing-child reports, United States, 2024"),
    (("missing_child_reports", "2024", None, "U.S."), "Missing-child reports, United States, 2024"),
    (("missing_child_reports", "2024", None, "Georgia"), "Missing-child reports, Georgia, 2024"),
    (("missing_child_reports", "2024", None, "CA"), "Missing-child reports, California, 2024"),
    (("missing_child_reports", "2024", None, "md"), "Missing-child reports, Maryland, 2024"),
    (("missing_child_reports", "2024", None, "Washington, D.C."), "Missing-child reports, District of Columbia, 2024"),
    (("missing_child_reports", "2024", None, "DC"), "Missing-child reports, District of Columbia, 2024"),
    (("missing_child_reports", "2024", None, "Puerto Rico"), "Missing-child reports, Puerto Rico, 2024"),
    (("CyberTipline reports", "2023", None, "UK"), "CyberTipline reports, United Kingdom, 2023"),
    (("CyberTipline reports", "2023", None, "Great Britain"), "CyberTipline reports, United Kingdom, 2023"),
    (("CyberTipline reports", "2023", None, "Puerto Rico"), "CyberTipline reports, Puerto Rico, 2023"),
    (("CyberTipline reports", "2023", None, "the Philippines"), "CyberTipline reports, Philippines, 2023"),
    (("CyberTipline reports", "2023", None, "Republic of Korea"), "CyberTipline reports, South Korea, 2023"),
    (("CyberTipline reports", "2023", None, "GEO"), "CyberTipline reports, Georgia, 2023"),
    (("CyberTipline reports", "2023", None, "CAN"), "CyberTipline reports, Canada, 2023"),
    (("CyberTipline reports", "2023", None, "Viet Nam"), "CyberTipline reports, Vietnam, 2023"),
    (("CyberTipline reports", "2020", "CSAM", None), "CyberTipline reports, Child Pornography (possession, manufacture, and distribution), World, 2020"),
    (("CyberTipline reports", "2020", "child pornography", None), "CyberTipline reports, Child Pornography (possession, manufacture, and distribution), World, 2020"),
    (("CyberTipline reports", "2023", "online enticement", None), "CyberTipline reports, Online Enticement of Children for Sexual Acts, World, 2023"),
    (("CyberTipline files", "2023", "image", None), "CyberTipline files, Images, World, 2023"),
    (("CyberTipline files", "2023", "photos", None), "CyberTipline files, Images, World, 2023"),
    (("Provider reports", "2023", "Twitter", None), "Provider reports, X (Twitter), World, 2023"),
    (("Provider reports", "2023", "X", None), "Provider reports, X (Twitter), World, 2023"),
    (("Provider reports", "2023", "Snap", None), "Provider reports, Snapchat, World, 2023"),
    (("Provider reports", "2023", "google", None), "Provider reports, Google, World, 2023"),
    (("Provider reports", "2023", "Discord", None), "Provider reports, Discord, World, 2023"),
    (("Provider reports", "2020", "Facebook with related platforms", None), "Provider reports, Facebook (with related platforms), World, 2020"),
    (("missing_child_reports", "2024", "runaways", None), "Missing-child reports, Endangered Runaway, United States, 2024"),
    (("missing_child_reports", "2024", "endangered runaways", None), "Missing-child reports, Endangered Runaway, United States, 2024"),
    (("missing_child_reports", "2024", "family abductions", None), "Missing-child reports, Family Abduction, United States, 2024"),
    (("child_sex_trafficking_reports", "2024", "girls", None), "Likely trafficking among missing-child reports, Female, United States, 2024"),
    (("child_sex_trafficking_reports", "2024", "boys", None), "Likely trafficking among missing-child reports, Male, United States, 2024"),
    (("child_sex_trafficking_reports", "2024", "gender: Unknown", None), "Likely trafficking among missing-child reports, Unknown, United States, 2024"),
    (("Reports with generative AI", "H1 2025", None, None), "Reports with generative AI, World, 2025-H1"),
    (("Reports with generative AI", "first half of 2025", None, None), "Reports with generative AI, World, 2025-H1"),
    (("Reports with generative AI", "January–June 2025", None, None), "Reports with generative AI, World, 2025-H1"),
    (("AI reports", "the first six months of 2025", None, None), "Reports with generative AI, World, 2025-H1"),
    (("Active NCIC records under 18", "end of 2022", None, None), "Active NCIC records under 18, United States, as of 2022-12-31"),
    (("Active NCIC records under 18", "2022-12-31", None, None), "Active NCIC records under 18, United States, as of 2022-12-31"),
    (("Active NCIC records under 18", "December 31, 2022", None, None), "Active NCIC records under 18, United States, as of 2022-12-31"),
    (("amber alerts", "during 2019", None, None), "AMBER Alerts issued, United States, 2019"),
    (("icac_arrests", "fiscal year 2024", None, None), "Task-force arrests, United States, FY 2024"),
]  # fmt: skip
STATES_AND_COUNTRIES = [
    "AL",
    "AR",
    "AZ",
    "CA",
    "CO",
    "DE",
    "GA",
    "ID",
    "IL",
    "IN",
    "KY",
    "LA",
    "MA",
    "MD",
    "ME",
    "MN",
    "MO",
    "MS",
    "MT",
    "NC",
    "NE",
    "PA",
    "SC",
    "SD",
    "TN",
    "VA",
]
# measure, period, claimed, what else → words of the answer; each number is right for what a hasty reader takes it for
WRONG = [
    *((("cybertip_reports", "2023", "more than 0", {"geography": code}), ["can mean", "(country)", "(state)", "write "]) for code in STATES_AND_COUNTRIES),
    (("cybertip_country_share", "2023", "more than 0%", {"geography": "IN"}), ["India", "Indiana"]),
    (("inhabitants", "as of 2023-07-01", "more than 0", {"geography": "GA"}), ["Gabon", "Georgia"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "Georgia"}), ["write GEO", "write US-GA"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "Korea"}), ["North Korea", "South Korea"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "Congo"}), ["Democratic", "Congo (Republic)"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "Texas"}), ["Texas is loaded of", "by state"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "England"}), ["England"]),
    (("missing_child_reports", "2024", "more than 0", {"geography": "UK"}), ["UK"]),
    (("missing_child_reports", "2024", "29,568", {"geography": "worldwide"}), ["worldwide"]),
    (("cybertip_reports", "2023", "more than 0", {"geography": "Facebook"}), ["Facebook"]),
    (("cybertip_reports", "2023", "more than 0", {"slice": "India"}), ["give it as geography"]),
    (("cybertip_reports", "2023", "more than 0", {"slice": "Instagram"}), ["Provider reports"]),
    (("cybertip_esp_reports", "2023", "more than 0", {"slice": "Meta"}), ["Facebook", "Instagram", "WhatsApp"]),
    (("cybertip_esp_reports", "2020", "20,307,216", {"slice": "Facebook"}), ["Not Facebook but", "with related platforms"]),
    (("child_sex_trafficking_reports", "2024", "more than 0", {"slice": "Unknown"}), ["gender: Unknown", "race or ethnicity: Unknown"]),
    (("missing_child_reports", "2024", "more than 0", {"slice": "Unknown"}), ["age group", "race or ethnicity"]),
    (("missing_child_reports", "2024", "more than 0", {"slice": "teens"}), ["parts by", "age group"]),
    (("missing_child_reports", "2024", "more than 0", {"slice": "abductions"}), ["Family Abduction", "Nonfamily Abduction"]),
    (("cybertip_esp_reports", "2023", "more", {"slice": "Instagram", "compared_with": "Meta"}), ["WhatsApp"]),
    # the words of a code, which as a code means one thing
    (("child sex trafficking reports", "2024", "4,411", {}), ["can mean", "topic child sex trafficking"]),
    (("missing children", "2023", "28,886", {}), ["can mean", "NCIC", "Missing-child reports"]),
    (("online enticement", "2023", "186,819", {}), ["is a part (slice) of", "CyberTipline reports"]),
    (("CyberTipline", "2023", "36.2 million", {}), ["CyberTipline files", "CyberTipline incidents"]),
    (("cybertip_reports", "FY2023", "36.2 million", {}), ["fiscal year is not a calendar year", "2023"]),
    (("missing_child_reports", "fiscal year 2023", "28,886", {}), ["fiscal year is not a calendar year"]),
    (("missing_child_reports", "FY 23", "28,886", {}), ["fiscal year is not a calendar year"]),
    (("icac_arrests", "2024", "more than 0", {}), ["calendar year is not a fiscal year", "FY 2024"]),
    (("cybertip_reports", "by 2023", "36.2 million", {}), ["No period is called by 2023"]),
    (("ncic_missing_child_entries", "as of 2024", "349,557", {}), ["No figure for this measure, period"]),
    (("cybertip_reports", "last year", "36.2 million", {}), ["depends on when it was written"]),
    (("ncic_missing_child_entries", "each year", "more than 0", {}), ["depends on when it was written"]),
    (("cybertip_reports", "H1 2024", "20.5 million", {}), ["Loaded of the same year: 2024"]),
    (("cybertip_reports", "January to June 2023", "36.2 million", {}), ["2023"]),
    (("cybertip_reports", "Q3 2023", "36.2 million", {}), ["Q3 2023", "Loaded"]),
    (("cybertip_reports", "end of 2023", "36.2 million", {}), ["Loaded of the same year"]),
    (("cybertip_reports", "2023-12-31", "36.2 million", {}), ["Loaded of the same year"]),
    (("ncic_active_missing_child_records", "2022", "30,522", {}), ["as of 2022-12-31"]),
    (("cybertip_reports", "2023", "36.2 million images", {}), ["not images", "a report is not a file"]),
    (("cybertip_reports", "2023", "36.2 million videos", {}), ["not videos", "a report is not a file"]),
    (("cybertip_reports", "2023", "36.2 million incidents", {}), ["not incidents", "one report can relate to several"]),
    (("cybertip_reports", "2023", "36.2 million children", {}), ["counts reports, not children"]),
    (("missing_child_reports", "2024", "29,568 cases", {}), ["counts reports, not cases"]),
    (("missing_child_reports", "2024", "29,568 tips", {}), ["counts reports"]),
    (("cybertip_files", "2023", "105.7 million reports", {}), ["counts files, not reports", "a report is not a file"]),
    (("cybertip_files", "2023", "more than 0 videos", {"slice": "Images"}), ["counts files, not videos"]),
    (("amber_alerts_issued", "2019", "145 children", {}), ["counts alerts, not children"]),
    (("cybertip_deliveries", "2023", "more than 0 referrals", {}), ["counts deliveries", "a referral is"]),
]  # fmt: skip
RIGHT_UNITS = [
    ("cybertip_reports", "2023", "36.2 million tips", {}),
    ("amber_alerts_issued", "2019", "145 AMBER Alerts", {}),
    ("cybertip_files", "2023", "more than 1 million images", {"slice": "Images"}),
    ("cybertip_files", "2023", "more than 1 million photos", {"slice": "Image"}),
]


@pytest.fixture(scope="module")
def read(warehouse):
    rows = [dict(zip(ASKED, asked, strict=True)) | {"claimed": "more than 0"} for asked, _ in READ]
    return {asked: found for (asked, _), found in zip(READ, check_all(warehouse, rows), strict=True)}


@pytest.fixture(scope="module")
def refused(warehouse):
    rows = [dict(zip(["about", "period", "claimed"], asked, strict=False)) | asked[3] for asked, _ in WRONG]
    return check_all(warehouse, rows)


@pytest.mark.parametrize(
    "asked,read_as", READ, ids=lambda case: " ".join(map(str, case)) if isinstance(case, tuple) else ""
)
def test_what_people_say_is_read(read, asked, read_as):
    found = read[asked]
    assert (found["read_as"], found["reason_code"]) == (read_as, None), found


@pytest.mark.parametrize("case", range(len(WRONG)), ids=[f"{row[0]} {row[1]} {row[2]} {row[3]}" for row, _ in WRONG])
def test_what_is_wrong_or_can_mean_two_things_gets_no_verdict(refused, case):
    found, words = refused[case], WRONG[case][1]
    assert found["verdict"] == "not_checkable" and found["computed_value"] is None, found
    assert [word for word in words if word not in found["explanation"]] == [], found["explanation"]


def test_there_are_sixty_wrong_ones():
    assert len(WRONG) >= 60


@pytest.mark.parametrize("about,period,claimed,more", RIGHT_UNITS)
def test_units_as_people_say_them(warehouse, about, period, claimed, more):
    found = check_all(warehouse, [{"about": about, "period": period, "claimed": claimed, **more}])[0]
    assert found["verdict"] == "supported", found


def test_figure_reads_names_as_check_statement_does(warehouse, read):
    values = ", ".join(["(" + ", ".join(["cast(? as varchar)"] * 4) + ")"] * len(READ))
    rows = warehouse.execute(
        f"""select found.read_as, found.value is not null
        from (values {values}) as asked (about, period, slice, place),
            lateral (from marts.figure(asked.about, asked.period, slice := asked.slice, geography := asked.place)) as found""",
        [cell for asked, _ in READ for cell in asked],
    ).fetchall()
    assert sorted(rows) == sorted((found["read_as"], True) for found in read.values())
    said = warehouse.sql(
        "select value, caveats from marts.figure('cybertip_reports', '2023', geography := 'CA')"
    ).fetchone()
    assert said[0] is None and "Canada" in said[1] and "California" in said[1]


def test_every_name_of_a_thing_reads_as_it(warehouse):
    """Ids, labels and what the answers say to write mean one thing; the number of a place never goes by a code of two."""
    wrong = warehouse.sql("""
        with readings as (
            select about, kind, said, count(*) as things, any_value(means) as means from marts.checkable_names group by all
        )
        select 'write_as', names.about, names.write_as
        from marts.checkable_names as names
        inner join (select * from readings where things > 1) as several using (about, kind, said)
        left join readings on names.about = readings.about and names.kind = readings.kind and readings.things = 1 and readings.means = names.means
        where readings.means is null
        union all
        select 'loaded', about, slice from marts.checkable_numbers as numbers
        where slice <> 'all' and not contains(slice, ';')
            and not exists (select 1 from readings where readings.about = numbers.about and kind = 'slice' and things = 1 and means = slice)
        union all
        select 'place', about, geography from marts.checkable_numbers as numbers
        where not exists (select 1 from readings where readings.about = numbers.about and kind = 'place' and things = 1 and means = geography)
        union all
        select 'subject', measure_id, measure_label from marts.dim_measures
        where not exists (select 1 from readings where kind = 'subject' and things = 1 and means = measure_id)
    """).fetchall()
    assert wrong == []


@pytest.mark.parametrize(
    "name,reads",
    [
        # the brand so called is small: 197 of the 32,390 reports of its company
        ("Amazon", None),
        ("provider (ESP): Amazon", "Amazon"),
        ("Microsoft", None),
        ("Microsoft (excluding Xbox)", "Microsoft (excluding Xbox)"),
        ("Aylo", None),
        # the largest of its company, or a name that is no company's
        ("Roblox", "Roblox"),
        ("Facebook", "Facebook"),
        ("Alphabet", "Google"),
        ("Twitch", "Twitch"),
    ],
)
def test_a_company_with_several_brands_is_asked_back(warehouse, name, reads):
    said, code, explanation = warehouse.sql(
        f"select read_as, reason_code, explanation from marts.check_statement('Provider reports', '2023', '197', slice := '{name}')"
    ).fetchone()
    if reads:
        assert code != "ambiguous_name" and said.split(", ")[1] == reads
    else:
        assert code == "ambiguous_name" and explanation.count(": write ") > 2


def test_a_company_is_never_read_as_its_only_brand(warehouse):
    """Of the Global Platform only Amazon Photos is loaded, which is not Amazon."""
    wrong = warehouse.sql("""
        select about, said, any_value(label) from marts.checkable_names
        where kind = 'slice'
        group by about, said
        having count(*) = 1 and any_value(means) like 'esp=%' and said in (select lower(parent_company) from marts.dim_esps)
            and not contains(lower(any_value(label)), said) and said not in (select said from marts.dim_synonyms)
    """).fetchall()
    assert wrong == []
