"""Bad input, one damage at a time: the exact sentence, or a correct load.

python tests/unit/test_seed_guard.py     how many kinds of bad input are named
"""

import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "plugins"))
from seed_guard import problems_of_project, problems_of_seed

COLUMNS = ["document_id", "report_type", "active", "resolved"]
GOOD = 'document_id,report_type,active,resolved\nd1,"Lost, Injured",25,"1,139"\nd1,Total,25,"1,139"\n'

DAMAGES = {
    "unquoted thousands separator": (
        GOOD.replace('25,"1,139"\nd1,Total', "25,1,139\nd1,Total"),
        "x.csv, row 2: 5 cells, but the header has 4; a number with a thousands separator needs quotes: 'd1,Lost, Injured,25,1,139'",
    ),
    "ragged row": (GOOD + "d1,Extra\n", "x.csv, row 4: 2 cells, but the header has 4: 'd1,Extra'"),
    "extra column": (
        GOOD.replace("resolved\n", "resolved,note\n"),
        "x.csv, row 1: column note is not expected (expected: document_id, report_type, active, resolved)",
    ),
    "missing column": ("document_id,report_type,active\nd1,Total,25\n", "x.csv, row 1: column resolved is missing"),
    "renamed column": (GOOD.replace("resolved", "closed", 1), "x.csv, row 1: column resolved is missing"),
    "duplicated column": (
        GOOD.replace("resolved", "active", 1),
        "x.csv, row 1, column active: the column stands there 2 times",
    ),
    "blank heading": (GOOD.replace("resolved", "", 1), "x.csv, row 1, column 4: the heading is blank"),
    "duplicate row": (GOOD + 'd1,Total,25,"1,139"\n', "x.csv, row 4: the same as row 3: 'd1,Total,25,1,139'"),
    "semicolons": (
        GOOD.replace(",", ";"),
        "x.csv, row 1: the columns are not separated by commas: 'document_id;report_type;active;resolved'",
    ),
    "tabs": (
        GOOD.replace(",", "\t"),
        "x.csv, row 1: the columns are not separated by commas: 'document_id\\treport_type\\tactive\\tresolved'",
    ),
    "empty file": ("", "x.csv: the file is empty"),
    "blank file": ("\n \n", "x.csv: the file is empty"),
    "BOM only": ("\ufeff", "x.csv: the file is empty"),
    "BOM and blank lines only": ("\ufeff\n\n", "x.csv: the file is empty"),
    # DuckDB would take the header for a row, skip the line, or load a row of nothing
    "blank first line": ("\n" + GOOD, "x.csv, row 1: the line is blank"),
    "blank line between": (GOOD.replace("d1,Total", "\nd1,Total"), "x.csv, row 3: the line is blank"),
    "blank last line": (GOOD + "\n", "x.csv, row 4: the line is blank"),
    "blank last line, CRLF": ((GOOD + "\n").replace("\n", "\r\n"), "x.csv, row 4: the line is blank"),
    "row of commas": (GOOD + ",,,\n", "x.csv, row 4: no cell is filled"),
    "row of quotes": (GOOD + '"","","",""\n', "x.csv, row 4: no cell is filled"),
    "old Macintosh line ends": (GOOD.replace("\n", "\r"), "x.csv, row 1: line ends are CR alone; use LF or CRLF"),
    "longer by an empty cell": (
        GOOD.replace('"1,139"\nd1,T', '"1,139",\nd1,T'),
        "x.csv, row 2: 5 cells, but the header has 4; a number with a thousands separator needs quotes: 'd1,Lost, Injured,25,1,139,'",
    ),
    "quote of the header never closed": (
        GOOD.replace("report_type", '"report_type', 1),
        "x.csv, row 1: a quote is not closed or not doubled (',' expected after '\"')",
    ),
    "header only": (GOOD.split("\n")[0] + "\n", "x.csv: only a header, no rows"),
    "mixed line ends": (GOOD.replace("\n", "\r\n", 1), "x.csv, row 1: line ends are mixed (CRLF and LF); use one kind"),
    "Latin-1": (
        GOOD.replace("Injured", "Inj\xfcred").encode("latin-1"),
        "x.csv, row 2: byte 0xfc is not UTF-8; save the file as UTF-8",
    ),
    "UTF-16": (GOOD.encode("utf-16"), "x.csv, row 1: byte 0xff is not UTF-8; save the file as UTF-8"),
    "NUL byte": (GOOD.replace("Injured", "Inj\x00red"), "x.csv, row 2: a NUL byte"),
    "a cell of a megabyte": (
        GOOD.replace("Injured", "x" * 1_000_000),
        "x.csv, row 2, column report_type: a cell of 1,000,006 characters: 'Lost, xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'",
    ),
    "formula": (
        GOOD.replace("25", "=1+1", 1),
        "x.csv, row 2, column active: '=1+1' looks like a formula or a negative number",
    ),
    "negative": (
        GOOD.replace("25", "-25", 1),
        "x.csv, row 2, column active: '-25' looks like a formula or a negative number",
    ),
    "quote never closed": (
        GOOD.replace('"1,139"\nd1,T', '"1,139\nd1,T'),
        "x.csv, row 2: a quote is not closed or not doubled (',' expected after '\"')",
    ),
    "last quote never closed": (
        GOOD[:-2] + "\n",
        "x.csv, row 3: a quote is not closed or not doubled (unexpected end of data)",
    ),
    "blanks around a cell": (
        GOOD.replace("Total", "Total "),
        "x.csv, row 3, column report_type: blanks or line breaks around or in 'Total '",
    ),
}
# what cannot be seen or told apart is refused by its code point and name
STRANGE = {
    "zero-width space": ("\u200b", "U+200B ZERO WIDTH SPACE"),
    "zero-width joiner": ("\u200d", "U+200D ZERO WIDTH JOINER"),
    "right-to-left override": ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "left-to-right mark": ("\u200e", "U+200E LEFT-TO-RIGHT MARK"),
    "isolate": ("\u2066", "U+2066 LEFT-TO-RIGHT ISOLATE"),
    "no-break space": ("\u00a0", "U+00A0 NO-BREAK SPACE"),
    "thin space": ("\u2009", "U+2009 THIN SPACE"),
    "ideographic space": ("\u3000", "U+3000 IDEOGRAPHIC SPACE"),
    "line separator": ("\u2028", "U+2028 LINE SEPARATOR"),
    "tab": ("\t", "U+0009 CONTROL CHARACTER"),
    "bell": ("\x07", "U+0007 CONTROL CHARACTER"),
    "soft hyphen": ("\u00ad", "U+00AD SOFT HYPHEN"),
    "no-break hyphen": ("\u2011", "U+2011 NON-BREAKING HYPHEN"),
    "BOM inside": ("\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    "combining accent": ("e\u0301", "U+0301 COMBINING ACUTE ACCENT"),
    "Arabic digit": ("\u0663", "U+0663 ARABIC-INDIC DIGIT THREE"),
    "full-width digit": ("\uff11", "U+FF11 FULLWIDTH DIGIT ONE"),
    "superscript digit": ("\u00b2", "U+00B2 SUPERSCRIPT TWO"),
    "Cyrillic a": ("\u0430", "U+0430 CYRILLIC SMALL LETTER A"),
    "Greek o": ("\u03bf", "U+03BF GREEK SMALL LETTER OMICRON"),
    "ligature": ("\ufb01", "U+FB01 LATIN SMALL LIGATURE FI"),
    "phonetic a": ("\u0251", "U+0251 LATIN SMALL LETTER ALPHA"),
    "mathematical letter": ("\U0001d5d4", "U+1D5D4 MATHEMATICAL SANS-SERIF BOLD CAPITAL A"),
    "variation selector": ("\ufe0f", "U+FE0F VARIATION SELECTOR-16"),
    "private use": ("\ue000", "U+E000 (without a name)"),
}
TOO_LARGE = ["999,999,999,999,999", "100000000000000", "more than 120 billion", "1 trillion", "999,999M"]
FINE = {
    "as it is": GOOD,
    "BOM": "\ufeff" + GOOD,
    "CRLF": GOOD.replace("\n", "\r\n"),
    "no last line end": GOOD.rstrip("\n"),
    "reordered columns": "report_type,document_id,active,resolved\nTotal,d1,25,25\n",
    "printed dash": GOOD.replace("25", "-", 1),
    "names of other languages": GOOD.replace(
        "Injured", "Pädokriminalität, Côte d’Ivoire, Łódź, „Straße“ – 5 € ≈ ½".replace("½", "…")
    ),
    "large numbers that occur": GOOD.replace("25", "more than 430.6 million", 1).replace(
        "Injured", "99 billion in 2024"
    ),
    "digits in an address": GOOD.replace("Injured", "https://example.org/20080916003818/2"),
}


def write(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named(tmp_path, damage):
    content, message = DAMAGES[damage]
    assert problems_of_seed(write(tmp_path, content), COLUMNS)[0] == message


@pytest.mark.parametrize("variant", FINE)
def test_good_file_passes(tmp_path, variant):
    assert problems_of_seed(write(tmp_path, FINE[variant]), COLUMNS) == []


@pytest.mark.parametrize("strange", STRANGE)
def test_what_cannot_be_seen_is_named(tmp_path, strange):
    characters, name = STRANGE[strange]
    cell, heading = f"Lost, Inj{characters}red", f"report_type{characters}"
    assert problems_of_seed(write(tmp_path, GOOD.replace("Lost, Injured", cell)), COLUMNS) == [
        f"x.csv, row 2, column report_type: {name} in {cell!r}"
    ]
    assert problems_of_seed(write(tmp_path, GOOD.replace("report_type", heading)), COLUMNS) == [
        f"x.csv, row 1, column 2: {name} in {heading!r}"
    ]


def test_every_strange_character_of_a_cell_is_named_at_once(tmp_path):
    assert problems_of_seed(write(tmp_path, GOOD.replace("Total", "\xa0Tot\u200bal\xa0")), COLUMNS) == [
        "x.csv, row 3, column report_type: U+00A0 NO-BREAK SPACE, U+200B ZERO WIDTH SPACE in '\\xa0Tot\\u200bal\\xa0'"
    ]


@pytest.mark.parametrize("number", TOO_LARGE)
def test_number_too_large_for_the_engine_is_named(tmp_path, number):
    assert problems_of_seed(write(tmp_path, GOOD.replace("25", f'"{number}"', 1)), COLUMNS) == [
        f"x.csv, row 2, column active: {number!r} is a number of a hundred billion or more; no figure here is"
    ]


def test_what_sql_casts_must_be_a_plain_number(tmp_path):
    (tmp_path / "conflicts.csv").write_text('conflict_id,first_stated\na,"more than 5"\nb,"1,234.5"\nc,\n')
    assert problems_of_seed(tmp_path / "conflicts.csv", ["conflict_id", "first_stated"]) == [
        "conflicts.csv, row 2, column first_stated: 'more than 5' is not a plain number such as 1,234 or 18.7"
    ]


@pytest.mark.parametrize("damage, message", [
    ("a\nx\n\n", "x.csv, row 3: the line is blank"), ("a\n\nx\n", "x.csv, row 2: the line is blank"),
    ("a\r\nx\r\n\r\n", "x.csv, row 3: the line is blank"), ('a\nx\n""\n', "x.csv, row 3: no cell is filled"),
])  # fmt: skip
def test_one_column_holds_no_row_of_nothing(tmp_path, damage, message):
    assert problems_of_seed(write(tmp_path, damage), ["a"]) == [message]


def test_what_cannot_be_read_is_named(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "s.yml").write_text("seeds: [{name: y, columns: [{name: a}]}, {name: z, columns: []}]")
    (tmp_path / "seeds" / "y.csv").symlink_to("nowhere.csv")
    (tmp_path / "seeds" / "z.csv").mkdir()
    assert problems_of_project(tmp_path) == [
        "seeds/y.csv: the file cannot be read (No such file or directory)",
        "seeds/z.csv: the file cannot be read (Is a directory)",
    ]


def test_undeclared_and_missing_seeds_are_named(tmp_path):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "x.csv").write_text("a\n1\n")
    (tmp_path / "seeds" / "s.yml").write_text("seeds: [{name: y, columns: [{name: a}]}]")
    assert problems_of_project(tmp_path) == [
        "seeds/x.csv: the seed is not declared in a .yml file beside it",
        "seeds: y.csv is declared but missing",
    ]


def test_the_project_is_whole():
    assert problems_of_project(Path(__file__).resolve().parents[2]) == []


def counted() -> str:
    bad = [content for content, _ in DAMAGES.values()]
    bad += [GOOD.replace("Injured", f"Inj{characters}red") for characters, _ in STRANGE.values()]
    bad += [GOOD.replace("25", f'"{number}"', 1) for number in TOO_LARGE]
    with tempfile.TemporaryDirectory() as folder:
        named = sum(bool(problems_of_seed(write(Path(folder), content), COLUMNS)) for content in bad)
        loaded = sum(not problems_of_seed(write(Path(folder), content), COLUMNS) for content in FINE.values())
    return f"Bad inputs: {named} of {len(bad)} are named. Good files: {loaded} of {len(FINE)} load."


if __name__ == "__main__":
    print(counted())
