"""make check: a file of statements is answered row by row, and what is wrong with it is said in a sentence."""

import csv
import io
import re
import subprocess
import sys

import pytest

from scripts import check
from tests.conftest import PROJECT

SET = PROJECT / "tests" / "data" / "statements.csv"
HEADER = "statement,about,period,claimed\n"


PLACES = ("State", "country", "Place", "region", "geography")
SENTENCES = [
    ("In 2022 the UK surpassed Turkey (276,331), Poland (235,310), France (226,465) and Hungary (109,434).", 'CyberTipline reports,2022,"276,331",,,Turkey,'),
    ("Over 13,000 incidents of child exploitation in Roblox were reported to NCMEC in 2023, up from 3,000 in 2022.", 'Provider reports,2023,"Over 13,000",Roblox,,,'),
    ("In 2023 the CyberTipline received 36.2 million reports of suspected child sexual exploitation.", "CyberTipline reports,2023,36.2 million,,,,"),
    ("Facebook accounted for nearly 95 percent of the reports in 2020", "Share by provider,2020,nearly 95 percent,Facebook (with related platforms),,,"),
    ("In Texas 2,508 children were reported missing in 2024", 'Missing-child reports,2024,"2,508",,,Texas,'),
    ("There were 145 AMBER Alerts in 2019", "AMBER Alerts issued,2019,145,,,,"),
    ("In 2024, there were 349,557 NCIC entries of missing children.", 'NCIC entries under 18,2024,"349,557",,,,'),
    ("Reports of online enticement rose 192% from 2023 to 2024", "CyberTipline reports,2024,rose 192%,Online Enticement of Children for Sexual Acts,2023,,"),
]  # fmt: skip
FILES = {
    "bad rows": HEADER
    + "A,cybertip_reports,2023,36.2 million\n"
    "B,cybertip_reports,2023,36.2 million,too,many\n"
    "C,cybertip_reports,,36.2 million\n"
    "D,cybertip_reports,2023\n"
    ",,2023,5\n"
    'E,"nobody""s reports",2023,5\n'
    f"F,cybertip_reports,2023,{'9' * 400}\n"
    f"G,{'x' * 3000},2023,5\n"
    "CyberTipline reports rose,,2023,rose 5%\n"
    "<script>alert(1)</script>,cybertip_reports,2023,more than 36 million\n",
    # 29,568 is the number of the whole country, not of Texas
    **{place: f'statement,about,period,claimed,{place}\nA,missing_child_reports,2024,"29,568",Texas\n' for place in PLACES},
    "slices and places": "statement,about,period,claimed,slice,geography\n"
    'A,missing_child_reports,2024,"1,796",California,\n'
    'A,missing_child_reports,2024,"1,796",,Active\n'
    'A,missing_child_reports,2024,"1,796",Nowhere,\n'
    'A,cybertip_reports,2023,"1,796",CA,\n'
    'A,missing_child_reports,2024,"1,796",Active,California\n',
    "refused names": "statement,about,period,claimed,slice,place\n"
    "A,CyberTipline reports,2023x,5,,\n"
    "B,CyberTipline reports,2023,5,Instagram,\n"
    "C,CyberTipline reports,2023,5,,Utopia\n",
    "sentences": "\n".join(sentence for sentence, _ in SENTENCES),
    "a day": "California had 113,650 registered sex offenders in 2008.",
    "two numbers": "NCMEC received 36 million reports in 2023, or nearly 100,000 a day.",
    "a slip": HEADER + "x,CyberTiplin reprots,2023,36.2 million\n",
    "a base period": HEADER.strip() + ",base_period\nA,online enticement,2024,a 77 percent increase,2023\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def judge():
    return check.Judge(PROJECT / "ncmec.duckdb")


@pytest.fixture(scope="module")
def answered(judge):
    """The answers to each of FILES, asked together: to plan a question costs as much as to answer fifty rows."""
    read = {name: check.statements(text.encode())[0] for name, text in FILES.items()}
    every = [row for rows in read.values() for row in rows]
    answers = iter(judge.answers_of([row | {"line": line} for line, row in enumerate(every)]))
    return {name: [next(answers) for _ in rows] for name, rows in read.items()}


@pytest.fixture(scope="module")
def checked(judge):
    """Our own sentences; the column verdict holds what a person read out of the documents, why says from what."""
    rows, unread = check.statements(SET.read_bytes())
    assert unread == ["verdict", "why"]
    return judge.answers(rows)


def test_verdicts_are_those_of_a_person(checked):
    wrong = [
        (row["line"], row["statement"], row["claimed"], row["verdict_by"], row["code"], row["explanation"])
        for row in ({**row, "verdict_by": expected["verdict"]} for row, expected in zip(checked, expected_rows(), strict=True))
        if row["code"] != row["verdict_by"]
    ]  # fmt: skip
    assert len(checked) >= 60 and wrong == []


def expected_rows():
    with open(SET, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_sixty_statements_are_one_question(judge, monkeypatch):
    """One that does not fit into memory is asked by halves, which took minutes."""
    asked = []
    ask = judge.rows
    monkeypatch.setattr(judge, "rows", lambda query, *values: asked.append(query) or ask(query, *values))
    judge.checked(check.statements(SET.read_bytes())[0][:60])
    assert len(asked) == 1


def test_the_page_holds_evidence_and_no_codes(checked, judge):
    page = check.page(checked, PROJECT / "ncmec.duckdb", [])
    text = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.S)
    codes = [code for code in judge.labels if "_" in code and re.search(rf"(?<![\w/-]){code}(?![\w/-])", text)]
    assert codes == [] and not re.search(r"\b[a-z]+_[a-z_]+=?", text), re.findall(r"\b[a-z]+_[a-z_]+=?", text)[:5]
    for row in checked:
        assert (len(row["sources"]) > 0) == (row["code"] in ("supported", "contradicted", "not_comparable")), row
        assert row["explanation"] and (row["code"] != "contradicted" or row["nearest_right_statement"])
    assert "<script" not in page and page.count('class="checked"') == len(checked)
    # on a phone a row is some lines, and none is wider than the window
    assert all("stack" in classes for classes in re.findall(r'<table class="([^"]*)"', page)) and "<table>" not in page
    assert page.count("Paste the row that is meant") == sum("Paste the row" in row["explanation"] for row in checked)


def test_no_place_of_a_document_is_called_body(judge):
    """That is the word of a collection for a number in running text."""
    ((figures,),) = judge.connection.execute("select string_agg(figure_id, ', ') from marts.fct_published_figures where place = 'body'").fetchall()  # fmt: skip
    places = {source["place"] for source in judge.sources(figures)}
    assert places == {"running text"}


def test_the_csv_is_read_back_whole(checked):
    rows = list(csv.DictReader(io.StringIO(check.table(checked).removeprefix("\ufeff"), newline="")))
    assert [row["statement"] for row in rows] == [row["statement"] for row in checked]
    assert all(row["verdict"] and row["explanation"] for row in rows)


def test_one_bad_row_stops_no_other(answered):
    rows = answered["bad rows"]
    assert [row["code"] for row in rows] == ["supported", "not_judged", "not_judged", "not_judged", "not_judged", "not_checkable", "not_checkable", "not_judged", "not_judged", "not_checkable"]  # fmt: skip
    said = [row["explanation"] for row in rows]
    assert "6 cells" in said[1] and "period is empty" in said[2] and "claimed is empty" in said[3]
    assert "longer than" in said[7] and "Column about is empty" in said[8]
    assert rows[8]["proposals"] and "nothing here reads: script" in said[9], said[8:]
    page = check.page(rows, PROJECT / "ncmec.duckdb", ["source", "<b>"])
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "Columns that nothing read: source, &lt;b&gt;." in page
    assert re.search(r"Made from ncmec.duckdb, published 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, by", page)


@pytest.mark.parametrize("place", PLACES)
def test_what_narrows_a_statement_is_read(answered, place):
    assert check.statements(FILES[place].encode())[1] == []
    assert [row["code"] for row in answered[place]] == ["contradicted"]


def test_a_place_among_slices_and_a_slice_among_places_are_read(answered):
    """Where it has no other meaning there; CA has two, and Nowhere none."""
    one, other, none, two, both = answered["slices and places"]
    assert one["code"] == "supported" and "California" in one["read_as"]
    assert other["code"] == "contradicted" and "Active" in other["read_as"]
    assert none["code"] == "not_checkable" and "Column slice" in none["explanation"]
    assert two["code"] == "not_checkable" and "Canada" in two["explanation"] + two["read_as"]
    assert both["code"] == "contradicted" and "Active" in both["read_as"] and "California" in both["read_as"]


@pytest.mark.parametrize("line", ["A,x,2024,29,568", "A,x,2024,29,568 reports", "A,x,2024,about 29,568", "A,x,2024,20,512,803"])  # fmt: skip
def test_a_number_that_its_comma_cut_is_not_judged(line):
    rows, _ = check.statements(
        ("statement,about,period,claimed,source,note\n" + line + "\nB,x,2024,29,2023\n").encode()
    )
    assert [row["problem"] and "quotation marks" in row["problem"] for row in rows] == [True, None]


def test_a_row_that_the_engine_refuses_stops_no_other(judge, monkeypatch):
    rows = check.statements((HEADER + "A,cybertip_reports,2023,36.2 million\nB,boom,2023,5\n").encode())[0]
    ask = check.Judge.rows

    def refuse(self, query, *values):
        if "boom" in values:
            raise check.locked.Refused("Stopped: the question took longer than 30 seconds.")
        return ask(self, query, *values)

    monkeypatch.setattr(check.Judge, "rows", refuse)
    answers = judge.answers(rows)
    assert [row["code"] for row in answers] == ["supported", "not_judged"]
    assert "took longer" in answers[1]["explanation"]


ONE = HEADER + "Ätsch,cybertip_reports,2023,36.2 million\n"


@pytest.mark.parametrize(
    "content",
    [
        ONE.encode("utf-8-sig"),
        ONE.encode("utf-16"),
        ONE.encode("cp1252"),
        ONE.replace(",", ";").encode(),
        ONE.replace(",", "\t").encode(),
        ("\r\n" + ONE.replace("\n", "\r\n") + "\r\n , ,,\r\n").encode(),
        b"Statement, Measure ,YEAR,Number\n" + "Ätsch,cybertip_reports,2023,36.2 million".encode(),
        b"STATMENT,about ,Period:,Claimed number\n" + "Ätsch,cybertip_reports,2023,36.2 million".encode(),
        b"sep=;\r\n" + ONE.replace(",", ";").encode(),
        b"\xef\xbb\xbfsep=,\r\n" + ONE.replace("\n", "\r\n").encode(),
        ONE.encode("utf-16-le"),
        ONE.replace(",", "\t").encode("utf-16"),
    ],
)
def test_files_as_programs_write_them(content):
    rows, _ = check.statements(content)
    assert [(row["statement"], row["about"], row["period"], row["claimed"], row["problem"]) for row in rows] == [
        ("Ätsch", "cybertip_reports", "2023", "36.2 million", None)
    ]


@pytest.mark.parametrize(
    "content,says",
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (HEADER.encode(), "no statement"),
        (b"statement,about\nx,y\n", "no column period or claimed"),
        (b"statement,about,period,claimed,measure\nx,y,2023,5,z\n", "column about twice"),
        (b'"statement,about,period,claimed\nx,y,2023,5\n', "quotation mark"),
        (b"PK\x03\x04xyz", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (HEADER.encode() + b"x\0,y,2023,5\n", "no text"),
        (b"\xff\xfex", "cut off"),
        (HEADER.encode() + b"x,y,2023,5\n" * 2001, "more than 2,000 statements"),
        (HEADER.encode() + b"x" * 1_000_001, "larger than 1 MB"),
    ],
)
def test_what_is_no_file_of_statements(content, says):
    with pytest.raises(check.Unreadable, match=re.escape(says)):
        check.statements(content)


@pytest.mark.parametrize(
    "broken",
    [
        'B,"cybertip_reports,2023,5',
        'B,cybertip_reports,2023,"5',
        'B,"cybertip" reports,2023,5',
        '"B,cybertip_reports,2023,5',
    ],
)
def test_a_quotation_mark_costs_one_row(broken):
    """Also where the next rows hold quotation marks that could close it, and a cell of several lines is one cell."""
    good = 'C,cybertip_reports,2023,"36,210,368"\n"D\nof two lines",cybertip_reports,2023,5\nE,x,2023,5\n'
    rows, _ = check.statements((HEADER + "A,cybertip_reports,2023,5\n" + broken + "\n" + good).encode())
    assert [(row["line"], row["problem"] is None) for row in rows] == [
        (2, True),
        (3, False),
        (4, True),
        (5, True),
        (7, True),
    ]
    assert "quotation mark" in rows[1]["problem"] and broken in rows[1]["problem"]
    assert rows[2]["claimed"] == "36,210,368" and rows[3]["statement"] == "D\nof two lines"


@pytest.mark.parametrize(
    "line,column,holds,right",
    [
        ("A;x;2023;36,2 million", "claimed", "36,2 million", "36.2"),
        ("A;x;;5", "period", "", "a year"),
        ("A;x;2023;", "claimed", "", "29,568"),
        (";;2023;5", "about", "", "measure"),
        ("A;x;2023;5;more", "more", "5 cells", "quotation marks"),
    ],
)
def test_a_bad_row_says_which_cell_and_what_is_right(line, column, holds, right):
    rows, _ = check.statements((HEADER.replace(",", ";") + line + "\n").encode())
    assert all(word in rows[0]["problem"] for word in (column, holds, right)), rows[0]["problem"]


def test_a_refused_name_says_its_column(answered):
    said = [row["explanation"] for row in answered["refused names"]]
    assert [words.split(":")[0] for words in said] == ["Column period, “2023x”", "Column slice, “Instagram”", "Column geography, “Utopia”"]  # fmt: skip


def test_a_sentence_alone_gets_rows_to_paste(answered):
    rows = answered["sentences"]
    assert {row["code"] for row in rows} == {"not_judged"}
    for row, (sentence, line) in zip(rows, SENTENCES, strict=True):
        lines = [proposal["line"] for proposal in row["proposals"]]
        assert 1 <= len(lines) <= 3 and lines[0].endswith(line), (sentence, lines)
    # and each of them, pasted, is a row
    header = ",".join(check.NEEDED + check.OPTIONAL) + "\n"
    pasted, _ = check.statements((header + "\n".join(proposal["line"] for row in rows for proposal in row["proposals"])).encode())  # fmt: skip
    assert all(row["problem"] is None for row in pasted)


@pytest.mark.parametrize(
    "words,claimed,period",
    [
        ("From January 1, 2016, to December 31, 2016, 179 AMBER Alerts were issued", ["179"], "2016"),
        ("As of December 31, 2022, juveniles under the age of 18 had 30,522 records", ["30,522"], "December 31, 2022"),
        (
            "NCMEC received 36 million reports in 2023, or nearly 100,000 a day",
            ["36 million", "nearly 100,000 a day"],
            "2023",
        ),
    ],
)
def test_a_date_is_no_number(words, claimed, period):
    assert check.numbers_in(words) == claimed
    assert check.periods_in(words, claimed)[0] == period


def test_what_stands_on_one_day_is_proposed_with_its_day(answered):
    (row,) = answered["a day"]
    assert ",as of 2008," in row["proposals"][0]["line"] and row["proposals"][0]["says"] == "the file has 113,650"


def test_both_numbers_of_a_sentence_get_a_row(answered):
    (row,) = answered["two numbers"]
    assert [proposal["line"].split("CyberTipline reports,")[1] for proposal in row["proposals"][:2]] == ["2023,36 million,,,,", '2023,"nearly 100,000 a day",,,,']  # fmt: skip


def test_a_slip_in_a_name_gets_the_row_that_was_meant(answered):
    rows = answered["a slip"]
    assert rows[0]["proposals"][0]["line"] == "x,CyberTipline reports,2023,36.2 million,,,,", rows[0]["proposals"]


def test_files_of_one_name_have_two_answers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = [check.name_of(name) for name in ("s.csv", "a/s.csv", "b/s.csv", "s.txt", "/elsewhere/s.csv")]
    assert names == ["s", "a-s", "b-s", "s.txt", "elsewhere-s"]


def run(*words, folder, content=None):
    return subprocess.run(
        [sys.executable, "-m", "scripts.check", *words],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT), "NCMEC_DATABASE": str(PROJECT / "ncmec.duckdb"), "PATH": ""},
        input=content,
        capture_output=True,
    )


def test_a_file_is_checked_from_the_command_line(tmp_path):
    done = run("-", folder=tmp_path, content=ONE.encode())
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode()
    assert "supported" in said and "36,210,368" in said
    written = {path.name for path in (tmp_path / "build" / "check").iterdir()}
    assert written == {"pasted.html", "pasted.csv"}
    assert (tmp_path / "build" / "check" / "pasted.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for words, reason in ([], "Name the file"), (["none.csv"], "No such file"), ([str(tmp_path)], "directory"):
        refused = run(*words, folder=tmp_path)
        assert refused.returncode == 2 and reason in refused.stdout.decode(), refused
    assert {path.name for path in (tmp_path / "build" / "check").iterdir()} == written


@pytest.mark.parametrize(
    "text,said,unread",
    [
        ("statement\nA few words, with a comma\nTwo more\n", [(2, "A few words, with a comma"), (3, "Two more")], []),
        ('Statement\r\n"A ""few"" words, more"\r\n', [(2, 'A "few" words, more')], []),
        ("statement;source\nA few, words;b\n", [(2, "A few, words")], ["source"]),
    ],
)
def test_a_file_of_sentences_alone_may_name_its_column(text, said, unread):
    rows, others = check.statements(text.encode())
    assert ([(row["line"], row["statement"]) for row in rows], others) == (said, unread)
    assert all(row["problem"] is None and not row["about"] for row in rows)


def test_many_rows_are_asked_in_parts_and_by_halves_where_one_fails(judge, monkeypatch):
    """A question of too many rows does not fit into memory, and one by one they cost minutes."""
    asked = []

    def too_large(self, query, *values):
        asked.append(query.count("cast(? as integer)"))
        if asked[-1] > 10:
            raise check.locked.duckdb.OutOfMemoryException("too large")
        return []

    monkeypatch.setattr(check.Judge, "rows", too_large)
    judge.checked_in_parts([dict.fromkeys(check.NEEDED + check.OPTIONAL, "x") | {"line": line} for line in range(100)])
    assert max(asked) == check.AT_ONCE and len(asked) < 30 and sum(count for count in asked if count <= 10) == 100
    rows = check.statements("\n".join(["Some words alone"] * check.MOST_SENTENCES).encode())[0]
    parts = list(check.in_parts(rows))
    assert [row for part in parts for row in part] == rows and 5 <= len(parts) <= 15


def test_caveats_stand_beside_the_verdict_on_the_terminal(checked):
    with_caveats = [row for row in checked if row["code"] == "supported" and row["caveats"]]
    assert with_caveats
    for row in with_caveats:
        assert "Note: " + row["caveats"].split()[0] in check.printed([row])


def test_what_was_given_is_kept_in_the_rows_to_paste(answered):
    (answer,) = answered["a base period"]
    assert answer["proposals"] and all(",2023," in proposal["line"] for proposal in answer["proposals"])
    assert answer["reason_code"] == "unknown_measure_or_rate"


def test_a_fall_has_its_sign_and_its_percent():
    """On the page and on the terminal."""
    row = {
        "computed_value": -43.351,
        "explanation": "The published numbers give a fall of 43.351%, which lies outside.",
    }
    assert check.has(row) == "−43.35%" and check.has(row | {"explanation": "The published number is 7."}) == "−43.35"
    assert check.has(row | {"computed_value": None}) == ""
