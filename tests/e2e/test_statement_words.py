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
    ("In Africa one in four reports concerned India in 2023", "Share by country", "2023", "one in four", "", "", "India"),
    ("92% of all missing-child reports in 2024 were resolved", "Printed recovery rate of children missing from care", "2024", "92%"),
    ("Of family abductions 91% were resolved in 2024", FOUND, "2024", "91%"),
    ("Boys made 29,568 of the missing-child reports in 2024", MISSING, "2024", "29,568"),
    ("Teenage girls accounted for 546,333 enticement reports in 2024", TIPS, "2024", "546,333", "online enticement"),
    ("NCMEC received 20.5 million reports a month in 2024", TIPS, "2024", "20.5 million"),
    ("On average 29,568 children go missing every day", MISSING, "2024", "29,568"),
    ("In the past decade NCMEC received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("By mid-2023 NCMEC had received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Over five years reports rose 13%", TIPS, "2023", "rose 13%", "", "2022"),
    ("Reports doubled in a single month in H1 2025", "Reports on the topic sadistic online enticement", "H1 2025", "more than doubled", "", "H1 2024"),
    ("1 in 7 of the runaways in 2024 were likely trafficked", "Printed likely-trafficking share", "2024", "1 in 7"),
    ("Facebook and Instagram made 17,838,422 reports in 2023", SENT, "2023", "17,838,422", "Facebook"),
    ("Meta made 17,838,422 reports in 2023", SENT, "2023", "17,838,422", "Facebook"),
    ("Providers made 36,210,368 reports in 2023", TIPS, "2023", "36,210,368"),
    ("The public made 36,210,368 reports in 2023", TIPS, "2023", "36,210,368"),
    ("Amazon reported 440419 AI items in H1 2025", "Reports with generative AI", "H1 2025", "440,419"),
    ("The EU had 8.9 million reports in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("NCMEC received 36.2 million images in 2023", TIPS, "2023", "36.2 million"),
    ("1 in 7 girls reported missing in 2024 was likely trafficked", "Printed likely-trafficking share", "2024", "1 in 7"),
    ("32 million children were reported to the CyberTipline in 2022", TIPS, "2022", "32 million"),
    ("Children aged 12 to 14: 20,379 reports", MISSING, "2024", "20,379", "15 to 17"),
    ("Reports to the UK rose 224% from 2021 to 2022 in the European Union", TIPS, "2022", "rose 224%", "", "2021", "UK"),
    ("Google reported 1.47 million files in 2023", SENT, "2023", "1.47 million", "Google"),
    ("18% of children who had run from care in 2024 were likely trafficking victims", "Printed likely-trafficking share", "2024", "18%"),
    ("28.1% of the runaways ran from care", "Missing-from-care share of missing-child reports", "2024", "78%"),
    ("9.5 times more trafficking reports in H1 2025", "Reports on the topic child sex trafficking", "H1 2025", "tenfold", "", "H1 2024"),
    ("Toddlers: 29568 were reported missing in 2024", MISSING, "2024", "29,568"),
    ("Of White children 91% were resolved in 2024", FOUND, "2024", "91%"),
    ("Children 15 to 17 years old were 36% of the reports in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("Native American girls made up 36% in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("Kidnapped by a stranger: 91% came home in 2024", FOUND, "2024", "91%"),
    ("TikTok sent 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("Social media companies sent in 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("186819 girls were groomed in 2023", TIPS, "2023", "186,819", "online enticement"),
    ("In Asia 8.9 million reports were made in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("In England 178648 reports were made in 2023", TIPS, "2023", "178,648", "", "", "UK"),
    ("In NATO states 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("Worldwide 8.9 million reports were made in 2023 and Pakistan led", TIPS, "2023", "8.9 million", "", "", "India"),
    ("Every week NCMEC gets 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Over the last three years reports grew 12.9%", TIPS, "2023", "grew 12.9%", "", "2022"),
    ("In early 2023 NCMEC received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Two years ago NCMEC received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Monthly reports hit 36.2 million", TIPS, "2023", "36.2 million"),
    ("36.2 million victims were reported in 2023", TIPS, "2023", "36.2 million"),
    ("36.2 million incidents were reported in 2023", TIPS, "2023", "36.2 million"),
    ("In 2023 there were 105.7 million images", "CyberTipline files", "2023", "105.7 million"),
    ("Reports grew 13% to 40 million in 2023", TIPS, "2023", "36.2 million"),
    ("About a third of missing children were Black in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("Reports rose 20% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("Reports tripled in 2024", TIPS, "2024", "nearly doubled", "online enticement", "2023"),
    ("Group-home and foster youth: 91% resolved in 2024", FOUND, "2024", "91%"),
    ("Infants made up 36% of missing reports in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("Hispanic children made up 91% of resolved cases in 2024", FOUND, "2024", "91%"),
    ("Roughly 36.2 million photos and videos were reported in 2023", TIPS, "2023", "36.2 million"),
    ("The Caribbean reported 2.7 million in 2023", TIPS, "2023", "2.7 million", "", "", "Philippines"),
    ("Members of the public sent 35.9 million tips in 2023", SENT, "2023", "35.9 million"),
    ("Google alone filed 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
    ("Financial sextortion of boys: 26718 reports in 2023", "Reports of financial sextortion", "2023", "26,718"),
    ("There were 26718 sextortion victims in 2023", "Reports of financial sextortion", "2023", "26,718"),
    ("Since 2020 the share rose to 91%", FOUND, "2024", "91%"),
    ("In just six months of 2024 NCMEC got 20.5 million reports", TIPS, "2024", "20.5 million"),
    ("Nearly 100 reports a day of financial sextortion came in 2023", "Reports of financial sextortion", "2023", "26,718"),
    ("On a single day in 2023 36.2 million reports came in", TIPS, "2023", "36.2 million"),
    ("The number of runaways reported in Texas was 2508 in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("AI-generated reports reached 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("Reports of child sex trafficking reached 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("Escalated reports were 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("8.9 million children in India were abused in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("Reports quadrupled in 2024 to 546333", TIPS, "2024", "rose 192%", "online enticement", "2023"),
    ("Half of missing children were Black in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("29568 active missing cases in 2024", MISSING, "2024", "29,568"),
    ("U.S. users made 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
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
    ("In 2023 NCMEC's CyberTipline received 36.2 million reports of suspected child sexual exploitation", TIPS, "2023", "36.2 million"),
    ("NCMEC got more than 36 million tips in 2023, mostly from tech companies such as Facebook", TIPS, "2023", "more than 36 million"),
    ("Of 36.2 million reports in 2023, 8.9 million resolved to India", TIPS, "2023", "8.9 million", "", "", "India"),
    ("India led with 8.9 million reports in 2023, followed by the Philippines with 2.7 million", TIPS, "2023", "8.9 million", "", "", "India"),
    ("The Philippines came second in 2023, with 2.7 million reports", TIPS, "2023", "2.7 million", "", "", "Philippines"),
    ("Facebook made 17.8 million reports in 2023, Instagram 11.4 million and Google 1.47 million", SENT, "2023", "11.4 million", "Instagram"),
    ("Reports of online enticement rose from 186819 in 2023 to 546333 in 2024", TIPS, "2024", "rose from 186,819 to 546,333", "online enticement", "2023"),
    ("The 105.7 million files reported in 2023 included 49.5 million videos", "CyberTipline files", "2023", "49.5 million", "Videos"),
    ("36 percent of the missing children in 2024 were Black", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("More than a third of missing-child reports in 2024 concerned Black children", "Share by race or ethnicity", "2024", "more than a third", "Black"),
    ("In 2024, 27,293 of 29,568 reports were of endangered runaways", MISSING, "2024", "27,293", "Endangered Runaway"),
    ("NCMEC's data show 91% of missing kids were found last year (2024)", FOUND, "2024", "91%"),
    ("Texas reported 2,508 missing children in 2024, Florida 2,270", MISSING, "2024", "2,508", "", "", "Texas"),
    ("Reports jumped 12.9% in a year to 36.2 million in 2023", TIPS, "2023", "jumped 12.9%", "", "2022"),
    ("In 2023 about 99 thousand reports arrived every day", TIPS, "2023", "about 99 thousand a day"),
    ("One in seven of the children reported missing in 2024 was likely a victim of sex trafficking", "Printed likely-trafficking share", "2024", "1 in 7"),
    ("15% of requests to locate a sex offender ended in an arrest in 2024", "Arrests per offender location request", "2024", "15%"),
    ("The public sent 265542 reports in 2023", "Public reports", "2023", "265,542"),
    ("Electronic service providers sent 35.9 million of the 36.2 million reports in 2023", SENT, "2023", "35.9 million"),
    ("WhatsApp filed 1.39 million reports in 2023", SENT, "2023", "1.39 million", "WhatsApp"),
    ("Sextortion reports more than doubled from 10731 in 2022 to 26718 in 2023", "Reports of financial sextortion", "2023", "more than doubled", "", "2022"),
    ("Children aged 15 to 17 made up 20379 reports of missing children in 2024", MISSING, "2024", "20,379", "15 to 17"),
    ("23160 children went missing from foster care in 2024", "Missing-from-care reports", "2024", "23,160"),
    ("92% of the reports of children missing from care were recovered in 2024", "Printed recovery rate of children missing from care", "2024", "92%"),
    ("NCMEC says it received 29568 reports of missing children in 2024 across the United States", MISSING, "2024", "29,568"),
    ("Law enforcement and families reported 29568 children missing to NCMEC in 2024", MISSING, "2024", "29,568"),
    ("In 2024 the National Center for Missing & Exploited Children helped with 29568 reports of missing children", MISSING, "2024", "29,568"),
    ("The CyberTipline had 20.5 million reports in 2024 after a change called bundling", TIPS, "2024", "20.5 million"),
    ("Child sex trafficking reports rose 55% from 2023 to 2024", TIPS, "2024", "rose 55%", "Child Sex Trafficking", "2023"),
    ("Grooming reports almost tripled between 2023 and 2024", TIPS, "2024", "almost tripled", "online enticement", "2023"),
    ("A majority (92%) of reports in 2024 were endangered runaways", "Share by report type", "2024", "92%", "Endangered Runaway"),
    ("Snapchat made 713055 reports in 2023", SENT, "2023", "713,055", "Snapchat"),
    ("The UK saw 178648 reports in 2023 compared to 316900 in 2022", TIPS, "2023", "178,648", "", "", "UK"),
    ("There are 747408 registered sex offenders in the country as of November 2011", "registered sex offenders", "November 2011", "747,408"),
    ("Nearly 100 percent of reports (99%) came from electronic service providers in 2023", "Provider share of CyberTipline reports", "2023", "99%"),
    ("84.2 percent of the reports in 2024 were from outside the United States", "Share by user location", "2024", "84.2%", "International"),
    ("Reports to NCMEC's CyberTipline increased by more than 12% between 2022 and 2023 to 36.2 million", TIPS, "2023", "increased by more than 12%", "", "2022"),
    ("AMBER Alerts were issued 145 times in 2019 in the US", "AMBER Alerts issued", "2019", "145"),
    ("2990 of those requests led to arrests in 2024", "offenders located and arrested", "2024", "2,990"),
    ("Of 29568 missing children 4411 were likely trafficked in 2024", "Likely trafficking among missing-child reports", "2024", "4,411"),
    ("In 2023 105.7 million files were submitted by companies", "CyberTipline files", "2023", "105.7 million"),
    ("Germany received 205728 NCMEC reports in 2024", "NCMEC reports received by Germany", "2024", "205,728"),
    ("A Texas-based charity counted 29,568 reports in 2024", MISSING, "2024", "29,568"),
]  # fmt: skip


BESIDE = [
    ("In 2024 2,508 children were reported missing in Texas and 1,796 in California", MISSING, "2024", "2,508", "", "", "Texas"),
    ("NCMEC got 36.2 million tips in 2023 after 32 million in 2022", TIPS, "2023", "36.2 million"),
    ("Facebook and others sent 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
]  # fmt: skip


@pytest.fixture(scope="module")
def answers():
    """Of each list, asked together: to plan a question costs as much as to answer fifty rows."""
    judge, asked = check.Judge(PROJECT / "ncmec.duckdb"), [*DIFFERENT, *ALIKE, *BESIDE]
    handle = io.StringIO()
    writer = csv.writer(handle)
    writer.writerow(["statement", "about", "period", "claimed", "slice", "base_period", "geography"])
    writer.writerows([*row, "", "", ""][:7] for row in asked)
    found = judge.answers(check.statements(handle.getvalue().encode())[0])
    return list(zip(asked, found, strict=True))


def test_a_sentence_that_says_something_else_is_not_judged(answers):
    wrong = [(row[0], answer["code"], answer["explanation"]) for row, answer in answers[: len(DIFFERENT)] if answer["reason_code"] != "statement_differs"]  # fmt: skip
    assert wrong == []


def test_a_sentence_that_says_the_same_is_judged(answers):
    same = answers[len(DIFFERENT) : -len(BESIDE)]
    wrong = [(row[0], answer["code"], answer["explanation"]) for row, answer in same if answer["code"] not in ("supported", "contradicted")]  # fmt: skip
    assert len(same) == len(ALIKE) and wrong == []


def test_what_is_said_beside_it_is_noted(answers):
    for (_, answer), beside in zip(answers[-len(BESIDE) :], ("California", "2022", "Facebook"), strict=True):
        assert answer["code"] == "supported" and f"also says {beside}" in answer["caveats"], answer


def test_the_reason_names_both(answers):
    _, answer = answers[3]
    assert "California" in answer["explanation"] and "Texas" in answer["explanation"]
    assert answer["computed_value"] == "" and answer["sources"] == []
