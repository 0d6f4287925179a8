"""Judges the statements of a file, one row each: a table here, a page and a CSV in build/check.

Reads only the published file. Run by `make check CLAIMS=statements.csv`; `-` reads what is pasted. See docs/check.md.
"""

import csv
import io
import re
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import jinja2
from markupsafe import Markup

from scripts import locked, marts, published, write_whole

HERE, TARGET = Path(__file__).resolve().parent, Path("build/check")
NEEDED = ["statement", "about", "period", "claimed"]
OPTIONAL = ["slice", "base_period", "geography", "compared_with"]
# what narrows a statement must not be left unread: of Texas, 29,568 is wrong
NAMES = {
    "about": "measure rate", "period": "year", "claimed": "number", "slice": "part group category segment breakdown",
    "base_period": "base base_year earlier_period previous_period", "geography": "place state country region location",
    "compared_with": "compared_to than",
}  # fmt: skip
OTHER_NAMES = {other: name for name, others in NAMES.items() for other in others.split()}
ANSWERS = ["verdict", "what_is_counted", "computed_value", "allowed_low", "allowed_high", "evidence", "sources", "caveats", "nearest_right_statement", "often_confused_with", "explanation", "candidates"]  # fmt: skip
MOST_BYTES, MOST_ROWS, LONGEST_CELL = 1_000_000, 500, 2_000


class Unreadable(Exception):
    """Why a file cannot be read as statements, in one sentence."""


def text_of(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16, or the encoding of its Windows."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable("is a workbook or a PDF; save the sheet as CSV.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable("holds bytes that are no text; save it as CSV in UTF-8.")
    return text


def column_of(header: str) -> str:
    name = re.sub(r"[^a-z]+", "_", header.lower()).strip("_")
    return OTHER_NAMES.get(name, name)


def statements(content: bytes) -> tuple[list[dict], list[str]]:
    """The rows, each with its line and what is wrong with it, and the columns that nothing reads."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"is larger than {MOST_BYTES // 1_000_000} MB; check the statements in several files.")
    try:
        text = text_of(content)
    except UnicodeDecodeError:
        raise Unreadable("is cut off or in no encoding that is known; save it as CSV in UTF-8.") from None
    if not text.strip():
        raise Unreadable("is empty.")
    first = text.lstrip("\r\n").splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, header = [], None
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [column_of(cell) for cell in cells]
                if missing := [name for name in NEEDED if name not in header]:
                    raise Unreadable(
                        f"has no column {' or '.join(missing)}. Its first line names the columns: "
                        f"{', '.join(NEEDED)}, and if needed {', '.join(OPTIONAL)}."
                    )
                if twice := [name for name in NEEDED + OPTIONAL if header.count(name) > 1]:
                    raise Unreadable(f"has the column {twice[0]} twice.")
                continue
            row = dict.fromkeys(NEEDED + OPTIONAL, "") | dict(zip(header, map(str.strip, cells), strict=False))
            problem = problem_of(row, len(cells), len(header))
            after = "".join(cells[header.index("claimed") + 1 :][:1]).strip()
            if (
                delimiter == ","
                and re.search(r"(?<![\d.])\d{1,3}$", row["claimed"])
                and re.match(r"\d{3}(?!\d)", after)
            ):
                problem = "The number seems to be cut at a comma: put it in quotation marks."
            rows.append({"line": reader.line_num, "problem": problem, **row})
            if len(rows) > MOST_ROWS:
                raise Unreadable(f"has more than {MOST_ROWS} statements; check them in several files.")
    except csv.Error:
        raise Unreadable(
            f"cannot be read near line {reader.line_num}: is a quotation mark not closed, or not doubled inside a cell?"
        ) from None
    if not rows:
        raise Unreadable("names its columns and holds no statement.")
    return rows, [name for name in header if name not in NEEDED + OPTIONAL]


def problem_of(row: dict, cells: int, columns: int) -> str | None:
    if cells > columns:
        return (
            "The line has more cells than the first line names: put a cell that holds the separator in quotation marks."
        )
    if long := [name for name in NEEDED + OPTIONAL if len(row[name]) > LONGEST_CELL]:
        return f"The cell {long[0]} is longer than {LONGEST_CELL:,} characters."
    if not row["statement"] and not row["about"]:
        return "Neither the statement nor the measure that it is about is given."
    if missing := [name for name in ("period", "claimed") if row["about"] and not row[name]]:
        return f"The cell {' and '.join(missing)} is empty, so that nothing can be compared."
    return None


class Judge:
    """Asks the functions of the published file, through a locked connection."""

    def __init__(self, database: Path):
        self.connection = locked.connect(database)
        self.labels = {
            **{row["id"]: row["label"] for row in self.rows("""
                select measure_id as id, measure_label as label from dim_measures
                union all select rate_id, rate_label from dim_rates
                union all select document_id, title from dim_documents""")},
        }  # fmt: skip
        self.verdicts = {
            row["code"]: row["label"]
            for row in self.rows("select code, label from dim_codes where code_list = 'verdict'")
        }
        self.meanings = {
            row["id"]: row["meaning"]
            for row in self.rows("""
                select measure_id as id, definition || ' Counted in ' || unit_of_count || '.' as meaning from dim_measures
                union all select rate_id, question from dim_rates""")
        }
        self.known = re.compile(r"(?<![\w/-])[a-z][a-z0-9]*(?:[_-][a-z0-9]+)+(?![\w/-])")

    def rows(self, query: str, *values) -> list[dict]:
        cursor = self.connection.execute(query, list(values))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def spoken(self, text: str | None) -> str:
        """Without the codes of the warehouse: measures, rates and documents by their names, slices by their members."""
        text = re.sub(r"Break in the series \([^)]*\)", "Break in the series", text or "")
        text = re.sub(r"\b[a-z_]+=", "", text)
        text = re.sub(r"\b(?:fct|dim)_([a-z_]+)", lambda table: "table " + table[1].replace("_", " "), text)
        return self.known.sub(lambda name: self.labels.get(name[0], name[0]), text)

    def sources(self, figure_ids: str | None) -> list[dict]:
        return self.rows(
            """select documents.title, documents.url, documents.reading, figures.place, figures.row_label, figures.column_label,
                coalesce(figures.printed, figures.recorded) as printed, figures.period_label, figures.unit_of_count
            from fct_published_figures as figures
            inner join dim_documents as documents on figures.document_id = documents.document_id
            where list_contains(string_split(?, ', '), figures.figure_id)
            order by figures.period_label desc, figures.figure_id""",
            figure_ids or "",
        )

    def candidates(self, row: dict) -> list[str]:
        """What the statement may be about, best first: names to write into the columns about and slice, never a guess."""
        found = self.rows("select what, label from find(?)", re.sub(r"[0-9][0-9.,]*", " ", row["statement"]))
        names = dict.fromkeys(
            (entry["what"] == "rate", entry["label"])
            for entry in found
            if entry["what"] in ("measure", "rate") or (entry["what"] == "figure" and entry["label"].count("=") == 1)
        )
        # a share is claimed of a rate, a count of a measure
        is_change = row["base_period"] or re.search(
            "rose|fell|up|down|increas|decreas|grew|drop|declin", row["claimed"]
        )
        is_share = not is_change and bool(re.search("%|per ?cent| in | out of |half|third|quarter", row["claimed"]))
        best = [name for name in names if name[0] == is_share][:4] + [name for name in names if name[0] != is_share][:3]
        return [self.spoken(re.sub(r", (\w+=.*)$", r" (slice: \1)", label)) for _, label in best]

    def named(self, row: dict) -> dict:
        """What the page calls the columns that can hold codes."""
        columns = {"about": "about_label", "slice": "slice_label", "compared_with": "compared_label"}
        return {label: self.spoken(row[column]) for column, label in columns.items()}

    def checked(self, rows: list[dict]) -> dict[int, dict]:
        """The functions' answers by line: many rows in one query, and one by one where a row makes that fail."""
        names = ["about", "period", "claimed", *OPTIONAL]
        values = ", ".join([f"(cast(? as integer){', cast(? as varchar)' * len(names)})"] * len(rows))
        query = f"""select asked.line, judged.* from (values {values}) as asked (line, {", ".join(f"a_{name}" for name in names)}),
            lateral (
                from check_statement(asked.a_about, asked.a_period, asked.a_claimed,
                    {", ".join(f"{name} := asked.a_{name}" for name in OPTIONAL)})
            ) as judged"""
        cells = [cell for row in rows for cell in (row["line"], *(row[name] or None for name in names))]
        try:
            return {found["line"]: found for found in self.rows(query, *cells)} if rows else {}
        except locked.duckdb.Error as error:
            if len(rows) == 1:
                return {rows[0]["line"]: {"failed": str(error).splitlines()[0]}}
            return {line: found for row in rows for line, found in self.checked([row]).items()}

    def answers(self, rows: list[dict]) -> list[dict]:
        asked = [row for row in rows if row["about"] and not row["problem"]]
        found = {}
        for first in range(0, len(asked), 50):
            found |= self.checked(asked[first : first + 50])
        return [row | self.answer(row, found.get(row["line"])) | self.named(row) for row in rows]

    def answer(self, row: dict, found: dict | None) -> dict:
        empty = dict.fromkeys(ANSWERS, "") | {"sources": [], "candidates": [], "code": "not_judged"}
        if row["problem"]:
            return empty | {"verdict": "not judged", "explanation": row["problem"]}
        if not found:
            candidates = self.candidates(row)
            said = "Nothing says what the number is of: write a measure or rate into the column about."
            return empty | {
                "verdict": "not judged",
                "candidates": candidates,
                "explanation": said if candidates else f"{said} No name has words of this statement.",
            }
        if "failed" in found:
            return empty | {"verdict": "not judged", "explanation": f"The question failed: {found['failed']}"}
        judged = found["verdict"] in ("supported", "contradicted", "not_comparable")
        words = ("evidence", "caveats", "nearest_right_statement", "often_confused_with", "explanation")
        unknown = found["reason_code"] == "unknown_measure_or_rate"
        return empty | {
            "code": found["verdict"],
            "verdict": self.verdicts.get(found["verdict"], found["verdict"]),
            **{name: found[name] for name in ("computed_value", "allowed_low", "allowed_high")},
            "what_is_counted": self.meanings.get(found["about"], ""),
            "sources": self.sources(found["evidence_figure_ids"]) if judged else [],
            **{name: self.spoken(found[name]) for name in words},
            "candidates": self.candidates(row) if unknown else [],
        }


def number(value) -> str:
    return "" if value is None or value == "" else f"{value:,.2f}".rstrip("0").rstrip(".")


def source_text(source: dict) -> str:
    word = "recorded" if source["reading"] == "as_recorded" else "printed"
    return f"{source['title']}, {source['place']}, {source['row_label']}: {word} {source['printed']} ({source['period_label']})"


def page(rows: list[dict], database: Path, unread: list[str]) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["number"] = number
    style = Markup((HERE / "report" / "style.css").read_text(encoding="utf-8"))
    return environment.get_template("check.html.j2").render(
        rows=rows,
        style=style,
        counts=Counter(row["verdict"] for row in rows).most_common(),
        made_from=f"{database.name}, published {marts.published_at(database):%Y-%m-%d %H:%M:%S} UTC,",
        unread=unread,
    )


def table(rows: list[dict]) -> str:
    """A CSV that Excel opens as it is: UTF-8 with a mark."""
    handle = io.StringIO()
    writer = csv.writer(handle, lineterminator="\r\n")
    asked = ["line", *NEEDED, *OPTIONAL]
    writer.writerow([*asked, *ANSWERS])
    for row in rows:
        flat = row | {
            "sources": "; ".join(map(source_text, row["sources"])),
            "candidates": "; ".join(row["candidates"]),
        }
        writer.writerow(["" if flat[name] is None else flat[name] for name in [*asked, *ANSWERS]])
    return "\ufeff" + handle.getvalue()


def printed(rows: list[dict]) -> str:
    lines = [f"{'line':>4}  {'verdict':<22}  {'claimed':<24}  {'the file has':>14}  statement"]
    for row in rows:
        cut = [textwrap.shorten(row[name] or "", width, placeholder="…") for name, width in (("claimed", 24), ("statement", 70))]  # fmt: skip
        lines.append(f"{row['line']:>4}  {row['verdict']:<22}  {cut[0]:<24}  {number(row['computed_value']):>14}  {cut[1] or row['about'][:70]}")  # fmt: skip
        if row["code"] != "supported":
            # what is to be done stands under the row that needs it
            said = row["nearest_right_statement"] or row["explanation"]
            if row["code"] == "not_comparable":
                said = row["explanation"]
            said += " Perhaps: " + "; ".join(row["candidates"]) + "." if row["candidates"] else ""
            lines += textwrap.wrap(said, 110, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\n".join(lines)


def main(words: list[str]) -> int:
    if not words or not words[0]:
        print("Name the file with the statements: make check CLAIMS=statements.csv (or CLAIMS=- to paste).")
        return 2
    given = words[0]
    name = "pasted" if given == "-" else re.sub(r"[^\w.-]+", "_", Path(given).stem) or "statements"
    database = published()
    try:
        if given == "-":
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open(given, "rb") as handle:
                content = handle.read(MOST_BYTES + 1)
        asked, unread = statements(content)
    except OSError as error:
        print(f"{given} cannot be read: {error.strerror}.")
        return 2
    except Unreadable as reason:
        print(f"{given} {reason}")
        return 2
    began, judge = time.monotonic(), Judge(database)
    rows = judge.answers(asked)
    TARGET.mkdir(parents=True, exist_ok=True)
    for ending, text in (("html", page(rows, database, unread)), ("csv", table(rows))):
        write_whole(TARGET / f"{name}.{ending}", text)
    print(printed(rows))
    if unread:
        print(f"Columns that nothing reads: {', '.join(unread)}.")
    print(f"{len(rows)} statements in {time.monotonic() - began:.0f} s; wrote {TARGET / name}.html and .csv")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
