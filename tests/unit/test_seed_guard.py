"""Bad input, one damage at a time: the exact sentence, or a correct load."""

import sys
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
FINE = {
    "as it is": GOOD,
    "BOM": "\ufeff" + GOOD,
    "CRLF": GOOD.replace("\n", "\r\n"),
    "no last line end": GOOD.rstrip("\n"),
    "reordered columns": "report_type,document_id,active,resolved\nTotal,d1,25,25\n",
    "printed dash": GOOD.replace("25", "-", 1),
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
