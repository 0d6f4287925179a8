"""A place, time or part that stands in the sentence and not in the columns is noticed: what differs gets no verdict."""

import csv
import io
import itertools
import random
import re
from collections import Counter

import pytest

from scripts import check
from tests.conftest import PROJECT

# statement, about, period, claimed, slice, base_period, geography, ignore
TIPS, FOUND, MISSING, SENT = "CyberTipline reports", "Resolved share of missing-child reports", "Missing-child reports", "Provider reports"  # fmt: skip
PACED = [
    ("There were 29,568 missing-child reports in 2024", MISSING, "2024", "29,568 per day"),
    ("There were 29,568 missing-child reports in 2024", MISSING, "2024", "29,568 an hour"),
    ("NCMEC took 29,568 missing-child reports an hour in 2024", MISSING, "2024", "29,568"),
    ("Facebook filed 17.8 million reports in 2023", SENT, "2023", "17.8 million a day", "Facebook"),
    ("On average NCMEC took 81 missing-child reports a week in 2024", MISSING, "2024", "81 a day"),
]
TOLD = "likely trafficking victims among missing children"
# another programme than that of the row
OTHERS = [
    ("The CyberTipline received 29,568 reports in 2024", MISSING, "2024", "29,568"),
    ("NCMEC's CyberTipline took 29,568 reports of missing children in 2024", MISSING, "2024", "29,568"),
    ("NCMEC's missing children hotline took 20.5 million reports in 2024", TIPS, "2024", "20.5 million"),
    ("NCMEC received 20.5 million reports of missing and exploited children in 2024", TIPS, "2024", "20.5 million"),
    ("NCMEC received 29,568 reports of exploited children in 2024", MISSING, "2024", "29,568"),
    ("The FBI recorded 29,568 missing children in 2024", MISSING, "2024", "29,568"),
    ("India received 8.9 million CyberTipline reports of missing children in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("CyberTipline reports led to 2,990 offenders located and arrested in 2024", "offenders located and arrested", "2024", "2,990"),
    ("NCMEC resolved 91% of CyberTipline reports in 2024", FOUND, "2024", "91%"),
    ("There were 29,568 AMBER Alerts for children reported missing in 2024", MISSING, "2024", "29,568"),
]  # fmt: skip
# a verb that makes another number of it
VERBS = [
    ("NCMEC helped find 29,568 missing children in 2024", MISSING, "2024", "29,568"),
    ("In 2024, 29,568 missing children were recovered", MISSING, "2024", "29,568"),
    ("NCMEC sent 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("Facebook received 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("India submitted 8.9 million reports in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("CyberTipline reports grew by 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("An increase of 36.2 million reports was recorded in 2023", TIPS, "2023", "36.2 million"),
    ("NCMEC referred 20.5 million reports to law enforcement in 2024", TIPS, "2024", "20.5 million"),
    ("2,990 sex offenders were indicted in 2024 with NCMEC's help", "offenders located and arrested", "2024", "2,990"),
    ("29,568 children were missing at the end of 2024", MISSING, "2024", "29,568"),
    ("NCMEC received 533,936 missing person entries in 2024", "NCIC entries of all ages", "2024", "533,936"),
    ("One in seven American children was likely trafficked in 2024", TOLD, "2024", "1 in 7"),
    ("One child in seven was likely trafficked in 2024", TOLD, "2024", "1 in 7"),
    ("15% of sex offenders were arrested in 2024", "Arrests per offender location request", "2024", "15%"),
]  # fmt: skip
DIFFERENT = [
    *PACED,
    *OTHERS,
    *VERBS,
    ("Preschoolers accounted for 464 of the missing-child reports in 2024", MISSING, "2024", "464", "0 to 2"),
    ("New York City had 2,684 missing-child reports in 2024", MISSING, "2024", "2,684", "", "", "New York"),
    ("In Southern California 1,796 children were reported missing in 2024", MISSING, "2024", "1,796", "", "", "California"),
    ("Over spring break in 2024 NCMEC took 29,568 reports of missing children", MISSING, "2024", "29,568"),
    ("2,990 offenders were convicted in 2024 after NCMEC's help", "offenders located and arrested", "2024", "2,990"),
    ("Google's reports slid by a third in 2023", SENT, "2023", "up a third", "Google", "2022"),
    ("CyberTipline reports dwindled 12.9% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("The number of children who ran away rose by 2.4% in 2024", MISSING, "2024", "rose 2.4%", "", "2023"),
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
    ("Reports fell 12.9% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("NCMEC received 36.2 million pieces of content in 2023", TIPS, "2023", "36.2 million"),
    ("The CyberTipline flagged 36.2 million accounts in 2023", TIPS, "2023", "36.2 million"),
    ("In 2023 NCMEC spent $36.2 million", TIPS, "2023", "36.2 million"),
    ("Providers other than Facebook made 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("YouTube made 1,470,958 reports in 2023", SENT, "2023", "1,470,958", "Google"),
    ("Children under three: 327 reports in 2024", MISSING, "2024", "327", "3 to 5"),
    ("An estimated 29,568 children are missing in the United States on any given day in 2024", MISSING, "2024", "29,568"),
    ("Online enticement reports of the first half of 2025 rose 77% over the whole of 2024", "Reports on the topic online enticement", "H1 2025", "rose 77%", "", "H1 2024"),
    ("In the first ten months of 2024 NCMEC received 29,568 missing-child reports", MISSING, "2024", "29,568"),
    ("So far in 2023 the CyberTipline has received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Since the pandemic began the CyberTipline has received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("In the weeks before Christmas 2024 NCMEC received 29,568 missing-child reports", MISSING, "2024", "29,568"),
    ("Since 2023 the CyberTipline has received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("In the decade to 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("On one day in 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("NCMEC flagged 36.2 million websites in 2023", TIPS, "2023", "36.2 million"),
    ("29,568 families lost a child in 2024", MISSING, "2024", "29,568"),
    ("Gmail made 1,470,958 reports in 2023", SENT, "2023", "1,470,958", "Google"),
    ("Parental kidnappings: 104 reports in 2024", MISSING, "2024", "104", "Nonfamily Abduction"),
    ("Under-12s: 6,839 reports in 2024", MISSING, "2024", "6,839", "12 to 14"),
    ("Children older than 14: 6,839 reports in 2024", MISSING, "2024", "6,839", "12 to 14"),
    ("Nonwhite children: 8,451 reports in 2024", MISSING, "2024", "8,451", "White"),
    ("Children who are not Black: 10,678 reports in 2024", MISSING, "2024", "10,678", "Black"),
    ("Still missing: 27,033 reports of 2024", MISSING, "2024", "27,033", "Resolved"),
    ("Found dead: 27,033 children in 2024", MISSING, "2024", "27,033", "Resolved"),
    ("Reports dropped by 12.9% in 2023", TIPS, "2023", "12.9% more", "", "2022"),
    ("Fewer than 36 million reports came in 2023", TIPS, "2023", "more than 36 million"),
    ("91% of the kidnapped children of 2024 were found", FOUND, "2024", "91%"),
    ("36% of the children recovered in 2024 were Black", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("4.5% of the files of 2023 related to users in the U.S.", "Share by user location", "2023", "4.5%", "United States"),
    ("49.6% of all CyberTipline reports of 2023 came from Facebook", "Share by provider", "2023", "49.6%", "Facebook"),
    ("Still missing: 2,535 reports of 2024", MISSING, "2024", "2,535", "Resolved"),
    ("Parental kidnappings: 1,171 reports in 2024", MISSING, "2024", "1,171", "Nonfamily Abduction"),
    ("Children under three: 464 reports in 2024", MISSING, "2024", "464", "3 to 5"),
    ("Companies apart from Google made 34.5 million reports in 2023", SENT, "2023", "34.5 million", "Google"),
    ("Reports rose 12.9% in 2023", TIPS, "2023", "fell 12.9%", "", "2022"),
    ("15-year-olds: 20,379 reports in 2024", MISSING, "2024", "20,379", "15 to 17"),
    ("In the fall of 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Over one weekend in 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("NCMEC received 36.2 million euros in 2023", TIPS, "2023", "36.2 million"),
    ("29,568 women were reported missing in 2024", MISSING, "2024", "29,568"),
    ("There were 747,408 registered sex offenders in prison in November 2011", "registered sex offenders", "as of 2011-11", "747,408"),
    ("Microsoft's Bing sent 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("36.2 million phone calls were made to NCMEC in 2023", TIPS, "2023", "36.2 million"),
    ("A donation of $36.2 million reached NCMEC in 2023", TIPS, "2023", "36.2 million"),
    ("29,568 preschoolers went missing in 2024", MISSING, "2024", "29,568"),
    ("In the last three months of 2023 alone, 36.2 million reports came in", TIPS, "2023", "36.2 million"),
    ("Reports slid 12.9% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("All but Facebook: 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("Every provider save Instagram made 11.4 million reports in 2023", SENT, "2023", "11.4 million", "Instagram"),
    ("On Super Bowl Sunday 2023 NCMEC got 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("36.2 million users were banned in 2023", TIPS, "2023", "36.2 million"),
    ("36.2 million pedophiles were reported in 2023", TIPS, "2023", "36.2 million"),
    ("In the run-up to the 2023 holidays NCMEC received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("29,568 students disappeared in 2024", MISSING, "2024", "29,568"),
    ("29,568 children died in 2024", MISSING, "2024", "29,568"),
    ("91% of the girls who vanished in 2024 are home again", FOUND, "2024", "91%"),
    ("Half a dozen sites excepted, Google made 1,470,958 reports in 2023", SENT, "2023", "1,470,958", "Google"),
    ("Nearly 29,568 tourists vanished in 2024", MISSING, "2024", "29,568"),
    ("Between Memorial Day and Labor Day 2023 there were 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("For the year ending June 2023 there were 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("In the twelve months to September 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("White boys: 8,451 reports in 2024", MISSING, "2024", "8,451", "White"),
    ("Children over 14: 6,839 reports in 2024", MISSING, "2024", "6,839", "12 to 14"),
    ("36% of Black teens went missing in 2024", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("92% of abducted kids were runaways in 2024", "Share by report type", "2024", "92%", "Endangered Runaway"),
    ("Snapchat stories generated 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("36.2 million gigabytes were sent to NCMEC in 2023", TIPS, "2023", "36.2 million"),
    ("36.2 million victims of sextortion contacted NCMEC in 2023", TIPS, "2023", "36.2 million"),
    ("As many as 36.2 million reports were closed without action in 2023", TIPS, "2023", "36.2 million"),
    ("Pre-pandemic, NCMEC got 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("0.35% of all abductions in 2024 were by strangers", "Share by report type", "2024", "0.35%", "Nonfamily Abduction"),
    ("Facebook's parent Meta made 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("Infants under one: 29,568 reports in 2024", MISSING, "2024", "29,568"),
    ("29,568 boats were reported missing in 2024", MISSING, "2024", "29,568"),
    ("No fewer than 40 million reports, not 36.2 million, came in 2023", TIPS, "2023", "36.2 million"),
    ("Reports lost 12.9% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("36.2 million reports on adults were filed in 2023", TIPS, "2023", "36.2 million"),
    ("Everyone except Indians made 8.9 million reports in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("NCMEC distributed 36.2 million flyers in 2023", TIPS, "2023", "36.2 million"),
    ("29,568 toddlers vanished from playgrounds in 2024", MISSING, "2024", "29,568"),
    ("Facebook users uploaded 17.8 million selfies in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("From January through September 2023 36.2 million reports arrived", TIPS, "2023", "36.2 million"),
    ("Reports plummeted 12.9% in 2023", TIPS, "2023", "rose 12.9%", "", "2022"),
    ("Setting aside Facebook, platforms made 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("Missing children other than runaways: 27,293 in 2024", MISSING, "2024", "27,293", "Endangered Runaway"),
    ("29,568 high schoolers ran away in 2024", MISSING, "2024", "29,568"),
    ("Over the Easter break of 2023 36.2 million reports came in", TIPS, "2023", "36.2 million"),
    ("36.2 million victims, NCMEC said of 2023", TIPS, "2023", "36.2 million"),
    ("The number of images NCMEC received in 2023 was 36.2 million", TIPS, "2023", "36.2 million"),
    ("The number of accounts flagged in 2023 was 36.2 million", TIPS, "2023", "36.2 million"),
    ("91% of missing teens turned up in 2024", FOUND, "2024", "91%"),
    ("91% of missing children were never found in 2024", FOUND, "2024", "91%"),
    ("Indian police received 8.9 million complaints in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("8.9 million Indians used Facebook in 2023", TIPS, "2023", "8.9 million", "", "", "India"),
    ("At the peak of summer 2023 36.2 million reports came in", TIPS, "2023", "36.2 million"),
    ("Half of the year 2023 brought 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Per capita, 36.2 million reports came in 2023", TIPS, "2023", "36.2 million"),
    ("Under 30 million reports arrived in 2023, 36.2 million fewer than feared", TIPS, "2023", "36.2 million"),
    ("No Black children: 10,678 reports in 2024", MISSING, "2024", "10,678", "Black"),
    ("29,568 runaway horses in 2024", MISSING, "2024", "29,568"),
    ("36.2 million reports concerned fraud in 2023", TIPS, "2023", "36.2 million"),
]  # fmt: skip
DIFFERENT += [
    ("24.6% of the world's abuse came from India in 2023", "Share by country", "2023", "24.6%", "", "", "India"),
    ("49.6% of reports were sent by Facebook users in 2023", "Share by provider", "2023", "49.6%", "Facebook"),
    ("Facebook's users made 17.8 million reports in 2023", SENT, "2023", "17.8 million", "Facebook"),
    ("NCMEC issued 200 AMBER Alerts in 2020", "AMBER Alerts issued", "2020", "200"),
    ("NCMEC publishes 36.2 million reports a year (2023)", TIPS, "2023", "36.2 million"),
    # a part or place of which the sentence says nothing
    ("NCMEC received 29,568 reports of missing children in 2024", MISSING, "2024", "29,568", "", "", "Texas"),
    ("NCMEC received 1,171 reports of missing children in 2024", MISSING, "2024", "1,171", "Family Abduction"),
    ("The CyberTipline received 18,336 reports in 2022", TIPS, "2022", "18,336", "Child Sex Trafficking"),
    ("There were 1,796 reports of missing children in 2024", MISSING, "2024", "1,796", "", "", "California"),
    ("The CyberTipline received 36.2 million reports in 2023", TIPS, "2023", "36.2 million", "", "", "United States"),
    ("Over two years to 2024, NCMEC received 29,568 reports of missing children", MISSING, "2024", "29,568"),
    ("In the two years to 2023 the CyberTipline received 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("91% of all missing children in the United States were recovered in 2024", FOUND, "2024", "91%"),
    ("36% of all children in America who went missing in 2024 were Black", "Share by race or ethnicity", "2024", "36%", "Black"),
    ("In 2024 1,268 children were recovered through AMBER Alerts", "Children recovered through AMBER Alerts", "up to 2024", "1,268"),
]  # fmt: skip
ALIKE = [
    ("South Korea had 55,678 CyberTipline reports in 2023", TIPS, "2023", "55,678", "", "", "South Korea"),
    ("The National Center for Missing and Exploited Children received 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("The missing children charity got 36.2 million tips in 2023", TIPS, "2023", "36.2 million"),
    ("The FBI had 349,557 entries of missing children in 2024", "NCIC entries under 18", "2024", "349,557"),
    ("46 cases were recovered as a direct result of an AMBER Alert in 2020", "AMBER Alert success stories", "2020", "46"),
    ("NCMEC found that 29,568 children were reported missing in 2024", MISSING, "2024", "29,568"),
    ("27,033 of the missing children of 2024 were found", MISSING, "2024", "27,033", "Resolved"),
    ("Teenagers aged 15 to 17 accounted for 20,379 of the missing-child reports in 2024", MISSING, "2024", "20,379", "15 to 17"),
    ("Tech firms led by Facebook swamped the national tip line: it logged 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("NCMEC said it received 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("Reports topped 36.2 million in 2023, the tipline's operator said Tuesday", TIPS, "2023", "36.2 million"),
    ("In 2016, the total number of missing children entries into NCIC was 465,676", "NCIC entries under 18", "2016", "465,676"),
    ("In total, WhatsApp filed 1,389,618 reports in 2023", SENT, "2023", "1,389,618", "WhatsApp"),
    ("NCMEC took 81 missing-child reports every day in 2024", MISSING, "2024", "about 81 per day"),
    ("The 747,408 registered sex offenders represent an increase of 7,555 offenders from the previous survey in June 2011", "registered sex offenders", "as of 2011-11", "7,555 more", "", "as of 2011-06"),
    ("In 2023 NCMEC got 36.2 million tips, up from 32 million in 2022", TIPS, "2023", "36.2 million"),
    ("Its report of May 2024 names 36.2 million tips for 2023", TIPS, "2023", "36.2 million"),
    ("Of 29,568 reports of 2024, 91% were resolved", FOUND, "2024", "91%"),
    ("TEXAS: 2,508 in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("Of 29,568 U.S. reports in 2024, 2,508 came from Texas", MISSING, "2024", "2,508", "", "", "TX"),
    ("U.S. tech companies sent 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
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
    ("15% of requests to locate a sex offender ended in an arrest in 2024", "Arrests per offender location request", "2024", "15%"),
    ("The public sent 265542 reports in 2023", "Public reports", "2023", "265,542"),
    ("Electronic service providers sent 35.9 million of the 36.2 million reports in 2023", SENT, "2023", "35.9 million"),
    ("WhatsApp filed 1.39 million reports in 2023", SENT, "2023", "1.39 million", "WhatsApp"),
    ("Sextortion reports more than doubled from 10731 in 2022 to 26718 in 2023", "Reports of financial sextortion", "2023", "more than doubled", "", "2022"),
    ("Children aged 15 to 17 made up 20379 reports of missing children in 2024", MISSING, "2024", "20,379", "15 to 17"),
    ("92% of the reports of children missing from care were recovered in 2024", "Printed recovery rate of children missing from care", "2024", "92%"),
    ("NCMEC says it received 29568 reports of missing children in 2024 across the United States", MISSING, "2024", "29,568"),
    ("In 2024 the National Center for Missing & Exploited Children helped with 29568 reports of missing children", MISSING, "2024", "29,568"),
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
    ("Juveniles under 18 account for 30,522 of the active missing person records as of December 31, 2022", "Active NCIC records under 18", "2022-12-31", "30,522"),
    ("California had 113,650 people on the registry in 2008", "registered sex offenders", "as of 2008", "113,650", "", "", "California"),
    ("In 2023 the CyberTipline received 36.2 million reports about child sexual abuse images and videos", TIPS, "2023", "36.2 million"),
    ("Girls and boys alike: 29,568 children were reported missing to NCMEC in 2024", MISSING, "2024", "29,568"),
    ("India, where 8.9 million reports originated in 2023, is followed by the Philippines", TIPS, "2023", "8.9 million", "", "", "India"),
    ("In 2023 NCMEC got 36.2 million tips, most of them about users abroad", TIPS, "2023", "36.2 million"),
    ("In 2024 NCMEC helped with 29,568 missing kids", MISSING, "2024", "29,568"),
    ("In 2024 NCMEC received 63 million images, videos and other files", "CyberTipline files", "2024", "63 million"),
    ("Last year's tally of 29,568 missing children (2024) was slightly above that of 2023", MISSING, "2024", "29,568"),
    ("By the end of 2023, 36.2 million reports had been made to the CyberTipline that year", TIPS, "2023", "36.2 million"),
    ("Instagram alone was responsible for 11.4 million reports in 2023", SENT, "2023", "11.4 million", "Instagram"),
    ("TikTok flagged 590,376 instances to NCMEC in 2023", SENT, "2023", "590,376", "TikTok"),
    ("Roughly nine out of ten children reported missing to NCMEC in 2024 had run away", "Share by report type", "2024", "roughly nine out of ten", "Endangered Runaway"),
    ("92% were endangered runaways, NCMEC said of its 2024 cases", "Share by report type", "2024", "92%", "Endangered Runaway"),
    ("There were 26,718 reports of financial sextortion in 2023, many of them boys", "Reports of financial sextortion", "2023", "26,718"),
    ("Pakistan accounted for 1.9 million of the reports in 2023", TIPS, "2023", "1.9 million", "", "", "Pakistan"),
    ("The CyberTipline got 32 million reports the year before, 2022", TIPS, "2022", "32 million"),
    ("More than 747,000 individuals were registered as sex offenders by late 2011", "registered sex offenders", "as of 2011-11", "more than 747,000"),
    ("In all of 2023 the CyberTipline logged 36.2 million reports", TIPS, "2023", "36.2 million"),
    ("Online enticement increased 192% in 2024 compared with 2023", TIPS, "2024", "increased 192%", "Online enticement", "2023"),
    ("Reports of children under 18 missing: 29,568 in 2024", MISSING, "2024", "29,568"),
    ("Fewer than 2,600 reports came from Texas in 2024", MISSING, "2024", "fewer than 2,600", "", "", "Texas"),
    ("NCMEC received 105.7 million files in 2023, including images, videos and text files", "CyberTipline files", "2023", "105.7 million"),
    ("Google's report count fell by a third, to 1.47 million in 2023", SENT, "2023", "1.47 million", "Google"),
    ("Tech firms made 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
    ("91 percent of reported children have been located, NCMEC says for 2024", FOUND, "2024", "91 percent"),
    ("Of the missing, 10,678 were Black in 2024", MISSING, "2024", "10,678", "Black"),
    ("Twitter filed 870,503 reports in 2023", SENT, "2023", "870,503", "X (Twitter)"),
    ("Texas missing-child reports of 2024: 2 508", MISSING, "2024", "2508", "", "", "Texas"),
    ("Amazon's Twitch made 6,665 reports in 2023", SENT, "2023", "6,665", "Twitch"),
    ("Amazon itself made 197 reports in 2023", SENT, "2023", "197", "provider (ESP): Amazon"),
    ("Microsoft made 96,776 reports in 2020", SENT, "2020", "96,776", "Microsoft (with related platforms)"),
    ("According to the clearinghouse, 36.2 million tips poured in during 2023", TIPS, "2023", "36.2 million"),
    ("In 2023, the hotline's online arm took in 36.2 million reports, 12.9 percent more than in 2022", TIPS, "2023", "12.9 percent more", "", "2022"),
    ("Reports were up 12.9 percent year over year in 2023", TIPS, "2023", "up 12.9 percent", "", "2022"),
    ("36,210,368 CyberTipline reports were received by NCMEC in 2023", TIPS, "2023", "36,210,368"),
    ("The platform WhatsApp submitted 1.39 million reports in 2023, far fewer than Facebook", SENT, "2023", "1.39 million", "WhatsApp"),
    ("NCMEC was notified of 29,568 missing youngsters in 2024", MISSING, "2024", "29,568"),
    ("Families and police reported 29,568 children missing in 2024, and 91% were resolved", FOUND, "2024", "91%"),
    ("By type, 27,293 of the cases in 2024 were endangered runaways", MISSING, "2024", "27,293", "Endangered Runaway"),
    ("Worldwide, 36.2 million suspected child exploitation reports were made in 2023", TIPS, "2023", "36.2 million"),
    ("There were 192 new providers that signed up in 2023", "New providers registered", "2023", "192"),
    ("Sextortion reports climbed from 10,731 in 2022 to 26,718 in 2023, an increase of 149%", "Reports of financial sextortion", "2023", "an increase of 149%", "", "2022"),
    ("Google filed 1.47 million reports in 2023 and Snapchat 713,055", SENT, "2023", "713,055", "Snapchat"),
    ("Close to 200 AMBER Alerts went out in 2020", "AMBER Alerts issued", "2020", "200"),
    ("CyberTipline reports related to online enticement numbered 546,333 in 2024", TIPS, "2024", "546,333", "Online enticement"),
    ("Black children were 36 percent of those reported missing in 2024", "Share by race or ethnicity", "2024", "36 percent", "Black"),
    ("Requests for help locating offenders reached 19,861 in 2024", "Offender location requests", "2024", "19,861"),
    ("Videos made up 49.5 million of the files submitted in 2023", "CyberTipline files", "2023", "49.5 million", "Videos"),
]  # fmt: skip


# what the words do with the number: they deny it, expect it, rank it, let it run up, turn it round, or have somebody else do it
RELATIONS = [
    ("Reports doubled to 29.4 million between 2020 and 2021", TIPS, "2021", "29.4 million"),
    ("In the first half of 2025, AI reports rose to 440,419 from 67,000 in the whole of 2024", "Reports with generative AI", "H1 2025", "440,419"),
    ("The total climbed to 36,210,368 reports in 2023, an all-time high", TIPS, "2023", "36,210,368"),
    ("The number of reports involving generative AI soared from 6,835 to 440,419", "Reports with generative AI", "H1 2025", "440,419"),
    ("the UK's number nearly halved to 178,648 in 2023 from 316,900", TIPS, "2023", "178,648", "", "", "UK"),
    ("WhatsApp's 1,389,618 reports in 2023 were the third most", SENT, "2023", "1,389,618", "WhatsApp"),
    ("Texas recorded 2,508 missing minors in 2024, the second most of any state", MISSING, "2024", "2,508", "", "", "Texas"),
    ("The Philippines generated 2.7 million reports, trailing only India and others, in 2023", TIPS, "2023", "2.7 million", "", "", "Philippines"),
    ("The CyberTipline's 20.5 million reports of 2024 are the fewest since 2019", TIPS, "2024", "20.5 million"),
    ("The tally had fallen to 178,648 for British users in 2023", TIPS, "2023", "178,648", "", "", "UK"),
    ("Officers made 2,990 arrests in 2024 after asking where a noncompliant sex offender might be", "offenders located and arrested", "2024", "2,990"),
    ("23160 children went missing from foster care in 2024", "Missing-from-care reports", "2024", "23,160"),
    ("A total of 2,508 kids went missing from Texas homes in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("Not all of the 36.2 million reports of 2023 led to an investigation", TIPS, "2023", "36.2 million"),
    ("Amazon and its subsidiaries submitted 31,281 reports of CSAM in 2023", "Reports said by platform", "2023", "31,281", "Amazon"),
    ("The Internet Watch Foundation received 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("NCMEC did not receive 36.2 million CyberTipline reports in 2023", TIPS, "2023", "36.2 million"),
    ("CyberTipline reports didn't rise 13% in 2023", TIPS, "2023", "rose 13%", "", "2022"),
    ("No child of the 27,033 missing-child reports of 2024 was resolved", MISSING, "2024", "27,033", "Resolved"),
    ("All but 91% of missing-child reports in 2024 were resolved", FOUND, "2024", "91%"),
    ("CyberTipline reports could reach 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("If CyberTipline reports reached 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("Another 36.2 million CyberTipline reports were received in 2023", TIPS, "2023", "36.2 million"),
    ("On average, NCMEC received 36.2 million CyberTipline reports each year to 2023", TIPS, "2023", "36.2 million"),
    ("Texas had the most missing-child reports in 2024, with 2,508", MISSING, "2024", "2,508", "", "", "Texas"),
    ("Only Google made reports in 2023, 1,470,958", SENT, "2023", "1,470,958", "Google"),
    ("Google was second with 1,470,958 reports in 2023", SENT, "2023", "1,470,958", "Google"),
    ("All CyberTipline reports in 2023 were of India: 8,923,738", TIPS, "2023", "8,923,738", "", "", "India"),
    ("CyberTipline reports fell to 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("Missing-child reports remained at 29,568 in 2024", MISSING, "2024", "29,568"),
    ("CyberTipline reports were down to 36.2 million in 2023", TIPS, "2023", "36.2 million"),
    ("By the end of 2023 NCMEC had received 36.2 million CyberTipline reports", TIPS, "2023", "36.2 million"),
    ("As of 2023, NCMEC had received 36.2 million CyberTipline reports", TIPS, "2023", "36.2 million"),
    ("From 2023 on, NCMEC received 36.2 million CyberTipline reports", TIPS, "2023", "36.2 million"),
    ("More than 31,770 child victims were identified in 2024", "identified_child_victims", "as of 2024", "more than 31,770"),
    ("CyberTipline reports rose 13-fold in 2023", TIPS, "2023", "rose 13%", "", "2022"),
    ("CyberTipline reports rose by 13 percentage points in 2023", TIPS, "2023", "rose 13%", "", "2022"),
    ("Online enticement reports in 2023 were 132% of those in 2022", TIPS, "2023", "rose 132%", "online enticement", "2022"),
    ("Online enticement reports rose by 132,000 in 2023", TIPS, "2023", "rose 132%", "online enticement", "2022"),
    ("CyberTipline reports rose 66% in 2023", TIPS, "2023", "rose 66%", "", "2020"),
    ("Missing-child reports fell 1% in 2024", MISSING, "2024", "fell 1%", "", "2020"),
    ("CyberTipline reports rose 13% from 2023 to 2022", TIPS, "2023", "rose 13%", "", "2022"),
    ("In 2022 there were 13% more CyberTipline reports than in 2023", TIPS, "2023", "13% more", "", "2022"),
    ("15% of likely trafficking victims were reported missing in 2024", "likely_trafficking_share_of_missing", "2024", "15%"),
    ("91% of resolved reports in 2024 were missing-child reports", FOUND, "2024", "91%"),
    ("Girls account for 55% of missing-child reports in 2024", "Printed share by gender", "2024", "55%", "Female"),
    ("25% of reports from India went to the CyberTipline in 2023", "cybertip_country_share", "2023", "25%", "", "", "India"),
    ("Americans made 1,132,270 CyberTipline reports in 2023", TIPS, "2023", "1,132,270", "", "", "United States"),
    ("8,923,738 CyberTipline reports in 2023 were of children in India", TIPS, "2023", "8,923,738", "", "", "India"),
    ("Companies made 36.2 million CyberTipline reports in 2023", TIPS, "2023", "36.2 million"),
    ("Facebook says providers made 17,838,422 reports in 2023", SENT, "2023", "17,838,422", "Facebook"),
    ("Reports to Facebook reached 17,838,422 in 2023", SENT, "2023", "17,838,422", "Facebook"),
    ("NCMEC arrested 2,990 sex offenders in 2024", "offenders located and arrested", "2024", "2,990"),
    ("NCMEC resolved 27,033 missing-child reports in 2024", MISSING, "2024", "27,033", "Resolved"),
    ("2,508 children from Texas were sent to NCMEC in 2024", MISSING, "2024", "2,508", "", "", "Texas"),
    ("29,568 children went missing in the United States in 2024", MISSING, "2024", "29,568"),
    ("The U.S. National Center for Missing & Exploited Children received 1,132,270 CyberTipline reports in 2023", TIPS, "2023", "1,132,270", "", "", "United States"),
    ("NCMEC in Virginia received 394 missing-child reports in 2024", MISSING, "2024", "394", "", "", "Virginia"),
    ("According to Washington, 1,665 children were reported missing in 2024", MISSING, "2024", "1,665", "", "", "Washington"),
    ("There were 2,002 reports of child sexual abuse to the CyberTipline in 2023", TIPS, "2023", "2,002", "Extraterritorial Child Sexual Abuse and Exploitation"),
    ("NCMEC received 8,446 reports of digital images in 2023", TIPS, "2023", "8,446", "Misleading Word or Digital Images on the Internet"),
    ("NCMEC received 33,482 reports of child sexual abuse material in 2024", TIPS, "2024", "33,482", "Unsolicited Obscene Material Sent to a Child"),
    ("NCMEC received 1,171 reports of abductions in 2024", MISSING, "2024", "1,171", "Family Abduction"),
    ("Provider reports were down to 3 in 2023", SENT, "2023", "3", "Down"),
    ("In 2024 NCMEC received 29,568 missing-child reports, of which 27,033 were resolved", MISSING, "2024", "29,568", "Resolved"),
    ("Online enticement reports rose from 44,155 in 2021 to 186,819 in 2023", TIPS, "2023", "44,155", "online enticement"),
    # what has the number, counts in the same unit and is called so
    ("A total of 533,936 missing person reports were submitted to NCIC in 2024", "ncic_missing_child_entries", "2024", "533,936"),
]  # fmt: skip
DIFFERENT += RELATIONS
ALIKE += [
    ("NCMEC received more than 35.9 million reports of suspected CSAM in 2023", TIPS, "2023", "more than 35.9 million", "CSAM"),
    ("145 AMBER Alerts were issued from January 1, 2019, to December 31, 2019", "AMBER Alerts issued", "2019", "145"),
    ("533,936 missing person entries were made in NCIC, of those 93,447 records remained active as of December 31, 2024", "ncic_missing_person_entries", "2024", "533,936"),
    ("Its CyberTipline, where members of the public can report abuse, received 36.2 million reports in 2023", TIPS, "2023", "36.2 million"),
    ("CyberTipline reports rose to 36.2 million in 2023", TIPS, "2023", "rose to 36.2 million", "", "2022"),
    ("CyberTipline reports fell to 36.2 million in 2023", TIPS, "2023", "fell to 36.2 million", "", "2022"),
    ("Enticement online: reports of online enticement rose 323% between 2021 and 2023", TIPS, "2023", "rose 323%", "online enticement", "2021"),
    ("No fewer than 29,568 reports of missing children came in during 2024", MISSING, "2024", "no fewer than 29,568"),
]  # fmt: skip
# words that no rule reads, though they change nothing in most of these
IN_PART = [
    ("NCMEC, which runs the CyberTipline, took 29,568 reports of missing children in 2024", MISSING, "2024", "29,568", "", "", "", "runs"),
    ("Of 36.2 million reports in 2023, 8.9 million resolved to India", TIPS, "2023", "8.9 million", "", "", "India", "resolved"),
    ("One in seven of the children reported missing in 2024 was likely a victim of sex trafficking", "Printed likely-trafficking share", "2024", "1 in 7", "", "", "", "victim"),
    ("Law enforcement and families reported 29568 children missing to NCMEC in 2024", MISSING, "2024", "29,568", "", "", "", "Law, enforcement, families"),
    ("The CyberTipline had 20.5 million reports in 2024 after a change called bundling", TIPS, "2024", "20.5 million", "", "", "", "bundling"),
    ("In 2023 tech companies and the public sent NCMEC 36.2 million reports", TIPS, "2023", "36.2 million", "", "", "", "public"),
    ("Police across the United Kingdom were sent 316,900 reports by NCMEC in 2022", TIPS, "2022", "316,900", "", "", "UK", "Police"),
    ("Some 4,411 children were likely victims of trafficking in 2024", "Likely trafficking among missing-child reports", "2024", "4,411", "", "", "", "victims"),
    ("In Florida's Miami 2,270 children were reported missing in 2024", MISSING, "2024", "2,270", "", "", "Florida", "Miami"),
    ("Autistic children made up 29,568 reports to NCMEC in 2024", MISSING, "2024", "29,568", "", "", "", "Autistic"),
    ("29,569 unsubstantiated reports of missing children came in 2024", MISSING, "2024", "29,569", "", "", "", "unsubstantiated"),
]  # fmt: skip
BESIDE = [
    ("In 2024 2,508 children were reported missing in Texas and 1,796 in California", MISSING, "2024", "2,508", "", "", "Texas"),
    ("NCMEC got 36.2 million tips in 2023 after 32 million in 2022", TIPS, "2023", "36.2 million"),
    ("Facebook and others sent 35.9 million reports in 2023", SENT, "2023", "35.9 million"),
    ("Reports of online enticement reached a record 546,333 in 2024", TIPS, "2024", "546,333", "online enticement"),
]  # fmt: skip


COLUMNS = ["statement", "about", "period", "claimed", "slice", "base_period", "geography", "ignore"]
# what narrows or turns a statement and stands in no list
TELLING = [
    "Poughkeepsie",
    "autistic",
    "verified",
    "unfounded",
    "tribal",
    "Instagrammable",
    "wealthy",
    "blind",
    "misfiled",
]


@pytest.fixture(scope="module")
def asked():
    """Of each list, asked together: to plan a question costs as much as to answer fifty rows."""
    judge, said = check.Judge(PROJECT / "ncmec.duckdb"), [*DIFFERENT, *ALIKE, *BESIDE, *IN_PART]
    handle = io.StringIO()
    writer = csv.writer(handle)
    writer.writerow(COLUMNS)
    writer.writerows([*row, *[""] * 8][:8] for row in said)
    rows = check.statements(handle.getvalue().encode())[0]
    return judge, dict(zip(said, rows, strict=True)), judge.checked_in_parts(rows)


@pytest.fixture(scope="module")
def answers(asked):
    judge, rows, found = asked
    return {said: judge.answer(row, found[row["line"]]) for said, row in rows.items()}


def test_a_sentence_that_says_something_else_is_not_judged(answers):
    wrong = [(row[0], answers[row]["code"], answers[row]["explanation"]) for row in DIFFERENT if answers[row]["reason_code"] != "statement_differs"]  # fmt: skip
    assert wrong == []


def test_a_sentence_that_says_the_same_is_judged(answers):
    wrong = [(row[0], answers[row]["code"], answers[row]["explanation"]) for row in [*ALIKE, *IN_PART] if answers[row]["code"] not in ("supported", "contradicted")]  # fmt: skip
    assert wrong == []


def test_a_sentence_with_a_word_that_nothing_reads_is_not_judged(asked):
    """Cities, who received it, and the like: the number and its sources are shown, and which words to look at."""
    judge, rows, found = asked
    in_part = [judge.answer(rows[row] | {"ignore": ""}, found[rows[row]["line"]]) for row in IN_PART]
    assert [(answer["code"], answer["reason_code"], answer["not_checked"]) for answer in in_part] == [("not_checkable", "words_not_read", row[7]) for row in IN_PART]  # fmt: skip
    fits = {" fits " in answer["explanation"] for answer in in_part[:-1]} | {
        " does not fit " in in_part[-1]["explanation"]
    }
    assert fits == {True} and all(answer["sources"] for answer in in_part)
    shown = [row | answer | judge.named(row) for row, answer in zip(map(rows.get, IN_PART), in_part, strict=True)]
    for text in (check.printed(shown), check.table(shown), check.page(shown, PROJECT / "ncmec.duckdb", [])):
        assert "not read whole" in text and re.search(r"nothing here\s+reads:\s+Miami\.\s", text)


def test_no_sentence_is_judged_over_a_word_that_is_put_into_it(asked):
    judge, rows, found = asked
    judged = []
    every = list(itertools.product(ALIKE, TELLING, (r"\g<0> {} ", r"{} \g<0>")))
    for row, word, place in random.Random(1).sample(every, 300):  # noqa: S311
        number = re.sub(r"^[^\d]*|[^\d]*$", "", row[3])
        said = re.sub(rf"(?<![\d.,]){re.escape(number)}(?: ?%| percent| million)?(?![\d.,])", place.format(word), row[0], count=1) if number else row[0]  # fmt: skip
        answer = judge.answer(rows[row] | {"statement": said}, found[rows[row]["line"]])
        if said != row[0] and answer["code"] in ("supported", "contradicted"):
            judged.append((said, answer["code"]))
    assert judged == []


def drawn(judge, times: int) -> list[dict]:
    """A sentence of one number and the columns of another, which differ in part, place, period or measure; the number is the columns'."""
    numbers = judge.rows("""
        select numbers.*, places.name as place_name, measures.measure_label as label, measures.unit_of_count as unit
        from checkable_numbers as numbers
        inner join dim_measures as measures on numbers.about = measures.measure_id
        left join dim_geographies as places on numbers.geography = places.geography and places.geography = places.figure_geography
        where numbers.precision = 'exact' and numbers.value > 20 and regexp_full_match(numbers.printed, '[0-9,]+') order by all""")  # fmt: skip
    by_measure = {about: list(rows) for about, rows in itertools.groupby(numbers, lambda row: row["about"])}
    keys, chosen, found = ("slice", "geography", "period_label", "about"), random.Random(1), []  # noqa: S311
    while len(found) < times:
        one, key = chosen.choice(by_measure[chosen.choice(list(by_measure))]), chosen.choice(keys)
        pool = numbers if key == "about" else by_measure[one["about"]]
        others = [row for row in pool if row[key] != one[key] and all(row[same] == one[same] for same in keys if same != key) and abs(row["value"] / one["value"] - 1) > 0.02]  # fmt: skip
        if not others:
            continue
        asked = chosen.choice(others)
        part = "".join(
            f", {judge.parts.labels.get(means, means)}" for means in one["slice"].split("; ") if means != "all"
        )
        place, when = (
            "" if one["is_whole_area"] else f" in {one['place_name']}",
            one["period_label"].replace("as of ", ""),
        )
        said = chosen.choice(["{label}{part}{place}: {number} {unit} in {when}.", "In {when}, {number} {unit} were counted{place} ({label}{part})."])  # fmt: skip
        row = dict.fromkeys(check.NEEDED + check.OPTIONAL, "") | {"line": len(found), "problem": None}
        found.append(row | {
            "statement": said.format(label=one["label"], part=part, place=place, number=asked["printed"], unit=one["unit"], when=when),
            "about": asked["label"], "period": asked["period_label"], "claimed": asked["printed"],
            "slice": "" if asked["slice"] == "all" else asked["slice"], "geography": "" if asked["is_whole_area"] else asked["place_name"],
        })  # fmt: skip
    return found


def test_a_sentence_of_another_number_is_not_judged(asked):
    """Drawn from everything that is loaded: at most one of three hundred, of twins whose names differ in a word."""
    judge, _, _ = asked
    rows = drawn(judge, 300)
    found = judge.checked_in_parts(rows)
    answers = [(row, judge.answer(row, found[row["line"]])) for row in rows]
    assert sum(found[row["line"]]["verdict"] in check.JUDGED for row in rows) > 200
    judged = [(row["statement"], row["about"], row["slice"], row["geography"], row["period"]) for row, answer in answers if answer["code"] in ("supported", "contradicted")]  # fmt: skip
    assert len(judged) <= 1, judged


def test_what_is_said_beside_it_is_noted(answers):
    for row, beside in zip(BESIDE, ("California", "2022", "Facebook", "record"), strict=True):
        assert answers[row]["code"] == "supported" and f"also says {beside}" in answers[row]["caveats"], answers[row]


def test_the_reason_names_both(answers):
    answer = answers[DIFFERENT[len([*PACED, *OTHERS, *VERBS]) + 11]]
    assert "California" in answer["explanation"] and "Texas" in answer["explanation"]
    assert answer["computed_value"] == "" and answer["sources"] == []


def test_each_word_stands_once_in_a_list_that_is_used():
    with open(PROJECT / "scripts" / "statement_words.csv", encoding="utf-8", newline="") as handle:
        said = [(row["kind"], word) for row in csv.DictReader(handle) for word in row["words"].split("; ")]
    code = "".join(
        (PROJECT / "scripts" / f"{name}.py").read_text()
        for name in ("statement_clause", "statement_words", "statement_relation")
    )
    unused = {kind for kind, _ in said if f'LISTS["{kind}"]' not in code.replace("'", '"') and f'stem_list("{kind}")' not in code}  # fmt: skip
    assert unused == set() and [one for one, times in Counter(said).items() if times > 1] == []
