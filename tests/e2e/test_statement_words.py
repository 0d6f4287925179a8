"""A place, time or part that stands in the sentence and not in the columns is noticed: what differs gets no verdict."""

import csv
import io

import pytest

from scripts import check
from tests.conftest import PROJECT

# statement, about, period, claimed, slice, base_period, geography
TIPS, FOUND, MISSING, SENT = "CyberTipline reports", "Resolved share of missing-child reports", "Missing-child reports", "Provider reports"  # fmt: skip
DIFFERENT = [
    ("In 2021 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("91% of the reports of missing children in Texas were resolved in 2024", FOUND, "2024", "91%"),
    ("In Texan cases of 2024, 91% were resolved", FOUND, "2024", "91%"),
    ("In California 2,508 children were reported missing in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("The CyberTipline received 36.2 million reports from the US in 2023", TIPS, "2023", "36.2 million"),
    ("Europe saw 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("29,568 children vanished worldwide in 2024", MISSING, "2024", "29,568"),
    ("In the first half of 2023 NCMEC got 36.2 million tips", TIPS, "2023", "36.2 million"),
    ("In fiscal year 2023, NCMEC got 36.2 million tips", TIPS, "2023", "36.2 million"),
    ("In June 2023 NCMEC got 36.2 million tips", TIPS, "2023", "36.2 million"),
    ("In 2025 reports with generative AI numbered 440,419", "Reports with generative AI", "H1 2025", "440,419"),
    ("Between 2020 and 2023 NCMEC received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Since 2020, 36.2 million reports have come in", TIPS, "2023", "36.2 million"),
    ("Reports rose 13% from 2020 to 2023", TIPS, "2023", "rose 13%", "", "2022"),
    ("In 2022 the number rose by 13%", TIPS, "2023", "rose 13%", "", "2022"),
    ("NCMEC had 32 million reports in 2022, and 36.2 million in 2021", TIPS, "2023", "36.2 million"),
    ("Instagram sent 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("Girls were 60% of them in 2024", "Printed share by gender", "2024", "60%", "Male"),
    ("British users made 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("Ohio police resolved 91% of the cases of 2024", FOUND, "2024", "91%"),
    ("Family abductions were 92% of the reports of 2024", "Share by report type", "2024", "92%", "Endangered Runaway"),
    ("Nonfamily abductions were 4% of the reports of 2024", "Share by report type", "2024", "4%", "Family Abduction"),
    ("84% of the reports of 2024 came from the United States", "Share by user location", "2024", "84%", "International"),
]  # fmt: skip
ALIKE = [
    ("In 2023 NCMEC got 36.2 million tips, up from 32 million in 2022", TIPS, "2023", "36.2 million"),
    ("Its report of May 2024 names 36.2 million tips for 2023", TIPS, "2023", "36.2 million"),
    ("Of 29,568 reports of 2024, 91% were resolved", FOUND, "2024", "91%"),
    ("TEXAS: 2,508 in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("Of 29,568 U.S. reports in 2024, 2,508 came from Texas", MISSING, "2024", "2,508", "", "", "TX"),
    ("U.S. tech companies sent 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
    ("Reports doubled to 29.4 million between 2020 and 2021", TIPS, "2021", "29.4 million", "", ""),
    ("Reports rose 35% in 2021 on the year before", TIPS, "2021", "rose 35%", "", "2020"),
    ("Reports rose 35% from 2020-21", TIPS, "2021", "rose 35%", "", "2020"),
    ("Since 2020 reports rose 35%", TIPS, "2021", "rose 35%", "", "2020"),
    ("In the first six months of 2025, 440,419 reports involved AI", "Reports with generative AI", "H1 2025", "440,419"),
    ("84% of the reports of 2024 lay outside the U.S.", "Share by user location", "2024", "84%", "International"),
    ("36% of those missing in 2024 were African American", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("Told us of 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Indian reports of 2019: 1,987,430", TIPS, "2019", "1,987,430", "", "", "India"),
    ("Facebook sent 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("Facebook made 94% of the reports of 2020", "Share by provider", "2020", "94%", "Facebook (with related platforms)"),
    ("4% of the reports of 2024 were abductions by a family member", "Share by report type", "2024", "4%", "Family Abduction"),
    ("A Texas-based charity counted 29,568 reports in 2024", MISSING, "2024", "29,568"),
]  # fmt: skip


@pytest.fixture(scope="module")
def judge():
    return check.Judge(PROJECT / "ncmec.duckdb")


def answers(judge, rows):
    handle = io.StringIO()
    writer = csv.writer(handle)
    writer.writerow(["statement", "about", "period", "claimed", "slice", "base_period", "geography"])
    writer.writerows([*row, "", "", ""][:7] for row in rows)
    return judge.answers(check.statements(handle.getvalue().encode())[0])


def test_a_sentence_that_says_something_else_is_not_judged(judge):
    wrong = [(row[0], answer["code"], answer["explanation"]) for row, answer in zip(DIFFERENT, answers(judge, DIFFERENT), strict=True) if answer["reason_code"] != "statement_differs"]  # fmt: skip
    assert wrong == []


def test_a_sentence_that_says_the_same_is_judged(judge):
    wrong = [(row[0], answer["code"], answer["explanation"]) for row, answer in zip(ALIKE, answers(judge, ALIKE), strict=True) if answer["code"] not in ("supported", "contradicted")]  # fmt: skip
    assert wrong == []


def test_what_is_said_beside_it_is_noted(judge):
    said = [
        ("In 2024 2,508 children were reported missing in Texas and 1,796 in California", MISSING, "2024", "2,508", "", "", "Texas"),
        ("NCMEC got 36.2 million tips in 2023 after 32 million in 2022", TIPS, "2023", "36.2 million"),
        ("Facebook and others sent 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
    ]  # fmt: skip
    for answer, beside in zip(answers(judge, said), ("California", "2022", "Facebook"), strict=True):
        assert answer["code"] == "supported" and f"also says {beside}" in answer["caveats"], answer


def test_the_reason_names_both(judge):
    (answer,) = answers(judge, DIFFERENT[3:4])
    assert "California" in answer["explanation"] and "Texas" in answer["explanation"]
    assert answer["computed_value"] == "" and answer["sources"] == []
