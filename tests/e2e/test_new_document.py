"""make new-document: from a table on paper to a green build with rows only."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, copy_project

ID, TABLE = "cybertipline-by-esp-2018", "cybertip_reports_by_esp"
PROVIDERS = [
    ("4chan", "12"), ("Adobe", "1,201"), ("Discord Inc.", "339"), ("Facebook", "16,512,000"), ("Goggle", "1,470"),
    ("Instagram", "3,500"), ("Nowhere Else Hosting", "5"), ("Total", "16,518,527"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """The seeds and the script, as make calls it."""
    for part in ("seeds", "scripts"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def begin(folder: Path, *arguments: str, python: str = sys.executable, text: str | None = None):
    return subprocess.run(
        [python, "scripts/new_document.py", *arguments], cwd=folder, capture_output=True, text=True, input=text
    )


def seed(folder: Path, name: str) -> list[dict]:
    with open(folder / "seeds" / name, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def rows(folder: Path, name: str, document: str = ID) -> list[dict]:
    return [row for row in seed(folder, name) if row["document_id"] == document]


def table(folder: Path, name: str = "table.csv", mark: str = ",") -> str:
    with open(folder / name, "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, delimiter=mark).writerows([("ESP", "Reports"), *PROVIDERS])
    return str(folder / name)


def asked(folder: Path, given: str, **more: str) -> list[str]:
    words = {"id": ID, "title": "Reports by provider", "table": given, "table-id": TABLE, "period": "2018", **more}
    return [word for name, value in words.items() for word in (f"--{name}", value)]


def test_a_table_becomes_rows_a_form_and_a_list_of_labels(folder):
    done = begin(folder, *asked(folder, table(folder)))
    assert done.returncode == 0, done.stderr
    assert [(row["esp"], row["reports"]) for row in rows(folder, f"raw/raw_{TABLE}.csv")] == PROVIDERS
    (placed,) = rows(folder, "registry/document_tables.csv")
    assert (placed["period_label"], placed["rows_printed"]) == ("2018", "")
    with open(folder / f"build/second_reading_{ID}_{TABLE}.csv", encoding="utf-8") as handle:
        form = list(csv.DictReader(handle))
    assert [row["row_label"] for row in form] == [label for label, _ in PROVIDERS]
    assert {(row["printed"], row["column_label"], row["period_label"]) for row in form} == {("", "REPORTS", "2018")}
    assert '"Goggle" of esp: "Google" (Google)' in done.stdout
    assert '"Nowhere Else Hosting" of esp: ' in done.stdout and '"Adobe"' not in done.stdout
    added = {row["printed_label"]: row for row in seed(folder, "registry/dimension_members.csv")[-3:]}
    assert [added[label]["member"] for label in ("Goggle", "Nowhere Else Hosting")] == ["", ""]
    assert len({row["sort_order"] for row in added.values()}) == 3
    (covered,) = rows(folder, "registry/document_coverage.csv")
    assert list(covered.values()) == [ID, "CyberTipline", "2018", "2018", "one_table", ""]
    assert "registry/documents.csv: 1 row added; to fill where it applies: citation, document_type" in done.stdout


def test_a_label_that_is_read_as_another_name_is_told(folder):
    (folder / "t.csv").write_text("ESP,Reports\nAPPLE INC.,1\nMicrosoft,5\nQuiet*,3\nPinterest Pictures,4\n")
    done = begin(folder, *asked(folder, str(folder / "t.csv")))
    assert '"Microsoft" is read as "Microsoft (excluding Xbox)": 2021 only' in done.stdout
    assert "a star usually says: with related platforms" in done.stdout
    assert '"Pinterest Pictures" of esp: "Pinterest" (Pinterest)' in done.stdout
    # only case and the kind of company differ: a row that needs no typing
    assert ("APPLE INC.", "Apple") in {
        (row["printed_label"], row["member"]) for row in seed(folder, "registry/dimension_members.csv")
    }
    assert '"APPLE INC."' not in done.stdout


def test_a_row_out_of_its_order_is_listed(folder):
    labels = [
        "4chan",
        "Adobe",
        "Twitch",
        "Discord",
        "Dropbox",
        "GitHub",
        "Google",
        "Imgur",
        "Pinterest",
        "Reddit",
        "Apple",
    ]
    (folder / "t.csv").write_text("ESP,Reports\n" + "".join(f"{label},1\n" for label in labels))
    assert begin(folder, *asked(folder, str(folder / "t.csv"))).returncode == 0
    listed = {row["printed_label"]: row["reason"] for row in seed(folder, "registry/out_of_order.csv")}
    assert (
        listed["Twitch"] == 'Printed before "Discord" in 2018.' and listed["Apple"] == 'Printed after "Reddit" in 2018.'
    )


def test_a_second_call_proposes_members_once_the_dimension_is_known(folder):
    """A table of a new shape says what to fill; then its labels get their members, and no row is added twice."""
    (folder / "t.csv").write_text("Provider,Files\nAPPLE INC.,1\nGoggle,2\n")
    words = asked(folder, str(folder / "t.csv"), **{"table-id": "files_by_provider"})
    first = begin(folder, *words)
    assert first.returncode == 0 and "files_by_provider is new: fill its row in printed_tables.csv" in first.stdout
    assert "  trust_grade: A, B, C, D\n" in first.stdout
    again = begin(folder, *words)
    assert again.returncode == 1 and "row_dimension is one of report_type, " in again.stderr
    path = folder / "seeds" / "registry" / "printed_tables.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("files_by_provider,,,", "files_by_provider,By provider,esp,"), encoding="utf-8")  # fmt: skip
    again = begin(folder, *words)
    assert again.returncode == 0 and '"Goggle" of esp: "Google" (Google)' in again.stdout, again.stderr
    added = {row["printed_label"]: row["member"] for row in seed(folder, "registry/dimension_members.csv")[-2:]}
    assert added == {"APPLE INC.": "Apple", "Goggle": ""}
    assert len(rows(folder, "raw/raw_printed_cells.csv")) == 2


def test_what_is_pasted_has_tabs(folder):
    text = Path(table(folder, mark="\t")).read_text(encoding="utf-8")
    done = begin(folder, *asked(folder, "-"), text=text)
    assert done.returncode == 0 and len(rows(folder, f"raw/raw_{TABLE}.csv")) == len(PROVIDERS), done.stderr


def test_a_table_of_a_new_shape_is_rows_of_the_long_seed(folder):
    (folder / "t.csv").write_text('Kind,2018 H1,2018 H2\nA,"1,000",2\nB,3,4\n')
    done = begin(folder, *asked(folder, str(folder / "t.csv"), **{"table-id": "reports_by_kind", "period": "2018-H2"}))
    assert done.returncode == 0, done.stderr
    cells = rows(folder, "raw/raw_printed_cells.csv")
    assert [(row["row_label"], row["column_label"], row["printed"]) for row in cells] == [
        ("A", "2018_h1", "1,000"), ("A", "2018_h2", "2"), ("B", "2018_h1", "3"), ("B", "2018_h2", "4"),
    ]  # fmt: skip
    assert "printed_tables.csv: 1 row added; to fill" in done.stdout


@pytest.mark.parametrize(
    "changed,sentence",
    [
        ({"id": "Two Words"}, "is not lower-case words with hyphens"),
        ({"title": ""}, "A new document needs its TITLE"),
        ({"period": ""}, "A table needs TABLE_ID"),
        ({"table": "nowhere.csv"}, "There is no file nowhere.csv."),
        ({"table-id": "missing_child_reports_by_type"}, "has the columns ACTIVE, RESOLVED, GRAND TOTAL; the table given has 1"),
    ],
)  # fmt: skip
def test_a_slip_writes_nothing(folder, changed, sentence):
    before = {path: path.read_bytes() for path in (folder / "seeds").rglob("*.csv")}
    done = begin(folder, *asked(folder, table(folder), **changed))
    assert done.returncode == 1 and sentence in done.stderr and done.stderr.endswith(" Nothing was written.\n")
    assert {path: path.read_bytes() for path in (folder / "seeds").rglob("*.csv")} == before


def test_rows_of_unequal_length_and_blank_forms_are_refused(folder):
    (folder / "t.csv").write_text("ESP,Reports\nAdobe,1\nFacebook\n")
    assert "1 of 3 rows" in begin(folder, *asked(folder, str(folder / "t.csv"))).stderr
    assert begin(folder, *asked(folder, table(folder))).returncode == 0
    form = f"build/second_reading_{ID}_{TABLE}.csv"
    assert '8 of 8 cells of the form are blank, first "4chan"' in begin(folder, "--second-reading", form).stderr


def fill(folder: Path, name: str, key: str = ID, **cells: str) -> None:
    file = folder / "seeds" / name
    with open(file, encoding="utf-8", newline="") as handle:
        header, *lines = csv.reader(handle)
    for line in lines:
        if key in line:
            for column, cell in cells.items():
                line[header.index(column)] = cell
    with open(file, "w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([header, *lines])


def append(folder: Path, name: str, *line: str) -> None:
    with open(folder / "seeds" / name, "a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow(line)


@pytest.mark.slow
def test_the_recipe_ends_in_a_green_build(tmp_path):
    """The recipe of README and docs/adding.md, word by word, for a table of a known shape with two labels that nobody knew."""
    project = copy_project(tmp_path / "project")
    folder = project.folder
    shutil.copytree(PROJECT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    assert begin(folder, *asked(folder, table(folder), place="page 1")).returncode == 0
    fill(
        folder, "registry/documents.csv", publisher="National Center for Missing & Exploited Children", document_type="table",
        source_kind="primary", trust_grade="A", reading="in_full", reading_note="The whole table.",
        published_on="2019-05-01", url="https://www.missingkids.org/planted",
        citation="National Center for Missing & Exploited Children (2019). Reports by provider.",
    )  # fmt: skip
    fill(folder, "registry/document_tables.csv", rows_printed="8", printed_title="Reports by provider")
    fill(folder, "registry/document_coverage.csv", note="Providers only.")
    append(folder, "registry/esps.csv", "Nowhere Else Hosting", "Nowhere Else Hosting", "")
    fill(folder, "registry/dimension_members.csv", "Nowhere Else Hosting", member="Nowhere Else Hosting")
    fill(folder, "registry/dimension_members.csv", "Goggle", member="Google")
    append(folder, "registry/other_names.csv", "esp", "Google", "Goggle", "", "A slip of the table, as it is printed.")
    form = folder / f"build/second_reading_{ID}_{TABLE}.csv"
    values = dict(PROVIDERS)
    with open(form, encoding="utf-8", newline="") as handle:
        cells = list(csv.DictReader(handle))
    with open(form, "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, cells[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows({**cell, "printed": values[cell["row_label"]]} for cell in cells)
    assert begin(folder, "--second-reading", str(form)).returncode == 0
    project.approve_registries()
    code, output = project.dbt("build")
    assert code == 0 and "PUBLISHED" in output, output
    with duckdb.connect(str(project.published), read_only=True) as connection:
        fact = f"select count(*), sum(reports) from marts.fct_{TABLE} where calendar_year = 2018"
        assert connection.sql(fact).fetchone() == (7, 16518527)


@pytest.mark.slow
def test_a_table_of_a_pdf_is_read_line_by_line(folder):
    (folder / "t.pdf").write_bytes(pdf([["ESP Reports", "4chan 12", "Adobe 1,201", "by provider 1"], ["A long name of", "Facebook 7", "by provider 2", "Total 1,220"]]))  # fmt: skip
    python = str(PROJECT / ".venv-pdf" / "bin" / "python")
    done = begin(folder, *asked(folder, str(folder / "t.pdf")), python=python)
    assert done.returncode == 0, done.stderr
    assert [(row["esp"], row["reports"]) for row in rows(folder, f"raw/raw_{TABLE}.csv")] == [
        ("4chan", "12"), ("Adobe", "1,201"), ("Facebook", "7"), ("Total", "1,220"),
    ]  # fmt: skip
    for line in ("by provider 1", "by provider 2", "A long name of"):
        assert f'left out: "{line}"' in done.stdout


@pytest.mark.slow
def test_a_pdf_of_two_columns_is_read_down_the_columns(folder):
    """As NCMEC printed its countries of 2019: side by side, with a name that goes on in the next line."""
    left, right = ["Albania 1", "Congo, The Democratic 2", "Republic of the", "Cuba 3"], ["Fiji 4", "France 5", "Gabon 6", "Ghana 7"]  # fmt: skip
    (folder / "t.pdf").write_bytes(pdf([list(zip(left, right, strict=True))]))
    more = {"table-id": "cybertip_reports_by_country"}
    done = begin(folder, *asked(folder, str(folder / "t.pdf"), **more), python=str(PROJECT / ".venv-pdf" / "bin" / "python"))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [row["country"] for row in rows(folder, "raw/raw_cybertip_reports_by_country.csv")] == [
        "Albania", "Congo, The Democratic Republic of the", "Cuba", "Fiji", "France", "Gabon", "Ghana",
    ]  # fmt: skip


def pdf(pages: list[list]) -> bytes:
    """The smallest PDF that prints these lines; a pair of them side by side."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    numbers = []
    for lines in pages:
        pairs = [line if isinstance(line, tuple) else (line, "") for line in lines]
        text = " ".join(
            f"BT /F1 12 Tf {left} 720 Td 16 TL " + " ".join(f"({pair[side]}) Tj T*" for pair in pairs) + " ET"
            for side, left in enumerate((72, 330))
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        numbers.append(len(objects))
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(f'{number} 0 R' for number in numbers)}] /Count {len(pages)} >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table_at = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()
