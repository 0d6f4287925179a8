"""Judges the statements of a file, one row each: a table here, a page and a CSV in build/check.

Reads only the published file. Run by `make check CLAIMS=statements.csv`; `-` reads what is pasted. See docs/check.md.
"""

import csv
import difflib
import io
import itertools
import math
import re
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path

import jinja2
from markupsafe import Markup

from scripts import locked, marts, published, write_whole
from scripts.report.words import place_words
from scripts.statement_clause import AGES
from scripts.statement_words import Parts, Row, Words, listed, times_in

HERE, TARGET = Path(__file__).resolve().parent, Path("build/check")
NEEDED = ["statement", "about", "period", "claimed"]
ASKED = ["slice", "base_period", "geography", "compared_with"]
# words of the sentence that change nothing, as its reader says
OPTIONAL = [*ASKED, "ignore"]
# what narrows a statement must not be left unread: of Texas, 29,568 is wrong
NAMES = {
    "about": "measure rate", "period": "year", "claimed": "number claim claimed_number", "slice": "part group category segment breakdown",
    "base_period": "base base_year earlier_period previous_period", "geography": "place state country region location",
    "compared_with": "compared_to than", "ignore": "ignored ignore_words",
}  # fmt: skip
OTHER_NAMES = {other: name for name, others in NAMES.items() for other in others.split()}
ANSWERS = ["verdict", "reason_code", "what_is_counted", "computed_value", "allowed_low", "allowed_high", "evidence", "sources", "caveats", "nearest_right_statement", "often_confused_with", "explanation", "read_as", "not_checked", "proposals"]  # fmt: skip
MOST_BYTES, MOST_ROWS, MOST_SENTENCES, LONGEST_CELL, LINES_OF_A_CELL = 1_000_000, 2_000, 50, 2_000, 20
# one question costs seconds to plan and memory by the row: what is asked at once, and what a sentence may be asked as
AT_ONCE, OF_A_SENTENCE = 60, 15
OTHER, UNREAD = "statement_differs", "words_not_read"
JUDGED = ("supported", "contradicted", "not_comparable")
# which cell a refusal is about
CELL_OF = {
    "unknown_measure_or_rate": "about", "unknown_period": "period", "unknown_slice": "slice", "unknown_geography": "geography",
    "wrong_base_period": "base_period", "wrong_unit": "claimed", "claimed_not_readable": "claimed", "direction_not_said": "claimed",
}  # fmt: skip


class Unreadable(Exception):
    """Why a file cannot be read as statements, in one sentence."""


def text_of(content: bytes) -> str:
    """Excel writes UTF-8 with a mark, UTF-16, or the encoding of its Windows."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Unreadable("is a workbook or a PDF; save the sheet as CSV.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    # UTF-16 without its mark: every other byte of Latin text is zero
    if content[1:40:2].strip(b"\0") == b"" and len(content) > 4:
        return content.decode("utf-16-le")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Unreadable("holds bytes that are no text; save it as CSV in UTF-8.")
    return text


def column_of(header: str) -> str:
    """The column that a heading names, also by another word for it or with a slip of the pen."""
    name = re.sub(r"[^a-z]+", "_", header.lower()).strip("_")
    near = difflib.get_close_matches(name, NEEDED + OPTIONAL, n=1, cutoff=0.85)
    return OTHER_NAMES.get(name) or (near[0] if near else name)


def records(text: str, delimiter: str):
    """Each row's line, its cells, or why it cannot be read: a quotation mark that is not closed costs one row."""
    lines = text.splitlines(keepends=True)
    at, columns = 0, 0
    while at < len(lines):
        end = at + 1
        while "".join(lines[at:end]).count('"') % 2 and end < min(len(lines), at + LINES_OF_A_CELL):
            end += 1
        try:
            cells = next(
                csv.reader(io.StringIO("".join(lines[at:end]), newline=""), delimiter=delimiter, strict=True), []
            )
            # the next lines are rows of their own, swallowed by a mark that was left open
            if any(columns and len(line.split(delimiter)) >= columns for line in lines[at + 1 : end - 1]):
                raise csv.Error
            columns = columns or len(cells)
            yield at + 1, cells, None
            at = end
        except csv.Error:
            said = textwrap.shorten(lines[at], 60, placeholder="…")
            yield at + 1, [], f"A quotation mark is not closed, or stands alone inside a cell (there write two): {said}"
            at += 1


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
    # what Excel writes first, where a separator is named
    named = re.match(r"\s*\"?sep=(.)\"?\r?\n", text)
    first = (text[named.end() :] if named else text).lstrip("\r\n").splitlines()[0]
    delimiter = named[1] if named else max(",;\t|", key=first.count)
    text = "\n" * text[: named.end()].count("\n") + text[named.end() :] if named else text
    if not any(column_of(cell.strip(' "')) in NEEDED for cell in first.split(delimiter)):
        return sentences([(line, "".join(cells), None) for line, cells, _ in alone(text)]), []
    rows, header = [], None
    for line, cells, broken in records(text, delimiter):
        if header is None and broken:
            raise Unreadable(f"names no columns in line {line}. {broken}")
        if not broken and not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [column_of(cell) for cell in cells]
            if [name for name in header if name in NEEDED + OPTIONAL] == ["statement"]:
                rest = "".join(text.splitlines(keepends=True)[line:])
                said = [*records(rest, delimiter)] if len(header) > 1 else [*alone(rest)]
                at = header.index("statement")
                return sentences([(line + number, "".join(cells[at : at + 1]), broken) for number, cells, broken in said]), [name for name in header if name != "statement"]  # fmt: skip
            if missing := [name for name in NEEDED if name not in header]:
                raise Unreadable(
                    f"has no column {' or '.join(missing)}. Its first line names the columns: "
                    f"{', '.join(NEEDED)}, and if needed {', '.join(OPTIONAL)}."
                )
            if twice := [name for name in NEEDED + OPTIONAL if header.count(name) > 1]:
                raise Unreadable(
                    f"has the column {twice[0]} twice: {listed(repr(cell) for cell in cells if column_of(cell) == twice[0])}."
                )
            continue
        row = dict.fromkeys(NEEDED + OPTIONAL, "") | dict(zip(header, map(str.strip, cells), strict=False))
        after = "".join(cells[header.index("claimed") + 1 :][:1]).strip()
        problem = broken or problem_of(row, cells, header, delimiter, after)
        # an answer has a column line too, and can be corrected and asked again
        rows.append(row | {"line": line, "problem": problem})
        if len(rows) > MOST_ROWS:
            raise Unreadable(f"has more than {MOST_ROWS:,} statements; check them in several files.")
    if not rows:
        raise Unreadable("names its columns and holds no statement.")
    return rows, [name for name in header if name not in NEEDED + OPTIONAL]


def alone(text: str):
    """Each line is one cell: a comma in a sentence needs no quotation marks."""
    return ((line, [words.strip().strip('"').replace('""', '"')], None) for line, words in enumerate(text.splitlines(), 1))  # fmt: skip


def sentences(said: list[tuple[int, str, str | None]]) -> list[dict]:
    """Statements without other columns, for which rows are proposed."""
    said = [(line, words.strip(), broken) for line, words, broken in said if words.strip() or broken]
    if not said:
        raise Unreadable("names its columns and holds no statement.")
    if len(said) > MOST_SENTENCES or not all(broken or re.search(r"[^\W\d_]{3}", words) for _, words, broken in said):
        raise Unreadable(
            f"has no column {' or '.join(NEEDED)}. Its first line names the columns: {', '.join(NEEDED)}, and if needed "
            f"{', '.join(OPTIONAL)}. At most {MOST_SENTENCES} sentences without columns get proposals."
        )
    empty = dict.fromkeys(NEEDED + OPTIONAL, "")
    return [
        {"line": line, **empty, "problem": broken, "statement": words[:LONGEST_CELL]} for line, words, broken in said
    ]


def problem_of(row: dict, cells: list[str], header: list[str], delimiter: str, after: str) -> str | None:
    """Which cell is wrong, what it holds, and what would be right."""
    said = re.search(r"(?<![\d.,])\d{1,3},\d{1,2}(?![\d,])", row["claimed"])
    if delimiter == "," and re.search(r"(?<![\d.])\d{1,3}$", row["claimed"]) and re.match(r"\d{3}(?!\d)", after):
        return (
            f"Column claimed, “{row['claimed']}”: the number seems to be cut at a comma; put it in quotation marks: "
            f'"{row["claimed"]},{after}".'
        )
    if len(cells) > len(header):
        extra = f"{delimiter} ".join(cells[len(header) :])
        return (
            f"The line has {len(cells)} cells, more than the {len(header)} that the first line names; too many: {extra[:80]!r}. "
            "Put a cell that holds the separator in quotation marks."
        )
    if long := [name for name in NEEDED + OPTIONAL if len(row[name]) > LONGEST_CELL]:
        return f"Column {long[0]}: the cell is longer than {LONGEST_CELL:,} characters; write the words that matter."
    if not row["statement"] and not row["about"]:
        return "Columns statement and about are empty: neither the statement nor the measure that it is about is given."
    if missing := [name for name in ("period", "claimed") if row["about"] and not row[name]]:
        right = {"period": "a year, H1 or FY and a year", "claimed": "29,568 or rose 12%"}
        return " ".join(
            f"Column {name} is empty, so that nothing can be compared: write {right[name]}." for name in missing
        )
    if said:
        return f"Column claimed, “{row['claimed']}”: a decimal has a point here; write {said[0].replace(',', '.')}."
    return None


def in_parts(rows: list[dict]):
    """What is asked together and printed together: a statement without a name is asked as several rows."""
    part, cost = [], 0
    for row in rows:
        costs = 1 if row["about"] or row["problem"] else OF_A_SENTENCE
        if part and cost + costs > AT_ONCE:
            yield part
            part, cost = [], 0
        part, cost = [*part, row], cost + costs
    yield part


class Judge:
    """Asks the functions of the published file, through a locked connection."""

    def __init__(self, database: Path):
        # sixty statements are asked at once, each planned with everything that could be said of it
        self.connection = locked.connect(database, memory="2GB")
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
        self.words = Words(
            [tuple(row.values()) for row in self.rows("select name, figure_geography from dim_geographies where kind <> 'unknown' and geography = figure_geography order by geography")],
            [tuple(row.values()) for row in self.rows("select said, means from dim_synonyms order by said, means")],
        )  # fmt: skip
        self.parts = Parts(
            *([tuple(row.values()) for row in self.rows(query)] for query in (
                "select about, said from checkable_names where kind = 'subject' order by all",
                "select about, means, said, label from checkable_names where kind = 'slice' and means not like 'country=%' and means not like 'state=%' order by all",
                """select rate_id, numerator_measure_id, denominator_measure_id, scoring from dim_rates
                    union select published_measure_id, numerator_measure_id, denominator_measure_id, 'printed' from dim_rates where published_measure_id is not null order by all""",
                "select measure_id, unit_of_count, program, measure_label, definition, geography from dim_measures order by all",
                "select said, means from dim_synonyms order by all",
            ))
        )  # fmt: skip
        self.days: dict[str, list[str]] = {}
        for row in self.rows("select distinct about, period_label from checkable_numbers where period_label like 'as of %' order by all"):  # fmt: skip
            self.days.setdefault(self.labels[row["about"]], []).append(row["period_label"])
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
        found = self.rows(
            """select documents.title, documents.url, documents.reading, figures.place, figures.row_label, figures.column_label,
                coalesce(figures.printed, figures.recorded) as printed, figures.period_label, figures.unit_of_count
            from fct_published_figures as figures
            inner join dim_documents as documents on figures.document_id = documents.document_id
            where list_contains(string_split(?, ', '), figures.figure_id)
            order by figures.period_label desc, figures.figure_id""",
            figure_ids or "",
        )
        return [row | {"place": place_words(row["place"])} for row in found]

    def may_mean(self, row: dict) -> list[dict]:
        """Rows that the statement may mean, by its words, its years, numbers and places."""
        words = row["statement"] or row["about"]
        asked = " ".join(filter(None, [row["about"], row["statement"]]))
        claims = [row["claimed"]] if row["claimed"] else numbers_in(words)
        period, before = periods_in(words, claims)
        period = row["period"] or period
        base = row["base_period"] or (before if any(map(is_change, claims)) else "")
        places = self.words.places_in(words)
        # of the U.S. and Texas, Texas
        of_all = [one for one in places if not one[0].startswith("outside ")]
        inner = [one for one in of_all if not one[1] & {"US", "WORLD"}]
        place = row["geography"] or next((name for name, _ in inner or of_all), "")
        for name, _ in places:
            # what is counted of the rest of the world has a name of its own
            asked = asked.replace(name, "international") if name.startswith("outside ") else asked
        # a slip in a name first
        near = """select label from checkable_names where kind = 'subject' and ? <> '' group by label
            order by max(jaro_winkler_similarity(said, lower(?))) desc, label limit 3"""
        names = [(entry["label"], "") for entry in self.rows(near, row["about"], row["about"])]
        is_share = any(claim.rstrip().endswith(("%", "percent", "per cent")) for claim in claims)
        named = list(self.parts.members_in(row["slice"] or row["statement"]).items())[:3]
        for name, means in named:
            # Apple: what is counted by provider, of what else the words name
            part = max(sorted(means), key=lambda one: self.parts.labels[one] == name)
            # Facebook, and Facebook with related platforms
            alike = [
                self.parts.labels[part],
                *(
                    label
                    for one, label in self.parts.labels.items()
                    if self.parts.have[one] & self.parts.have[part] and label.startswith(f"{name} (")
                ),
            ]
            having = [about for about in self.parts.have[part] if "year before" not in self.labels[about]]
            having.sort(
                key=lambda about: ((about in self.parts.made_of) != is_share, -self.parts.likeness(about, words), about)
            )
            names += [(self.labels[about], label) for about in having[:2] for label in alike[:3]]
        names = names[:8]
        first = len(names)
        words_alone = re.sub(r"[0-9][0-9.,]*", " ", asked)
        found = self.rows("select what, label from find(?)", row["about"])[:6] if row["about"] else []
        for entry in [*found, *self.rows("select what, label from find(?)", words_alone)]:
            label, _, part = entry["label"].partition(", ")
            if "=" not in part:
                label, part = entry["label"], ""
            if entry["what"] != "coverage" and part.count("=") <= 1 and "year before" not in label:
                names += [(label, part.split("=", 1)[-1])]
        if is_share:
            # a percentage is of something: the shares of what is named
            shares = """select rates.rate_label from dim_rates as rates
                inner join dim_measures as measures on rates.numerator_measure_id = measures.measure_id
                where rates.scoring = 'proportion' and list_contains(?, measures.measure_label) order by rates.rate_label"""
            named = list(dict.fromkeys(label for label, _ in names))[:3]
            names[8:8] = [(row["rate_label"], "") for row in self.rows(shares, named)]
        # the whole of what a part was found of may be meant as well
        names = [*names[: first + 12], *((label, "") for label, part in names if part)]
        inside = {place for _, means in of_all for place in means}
        names += self.by_number(claims, period, inside, set().union(*self.parts.members_in(words).values(), {"all"}))
        pairs = [
            (about, part, time, claimed)
            for (about, part), claimed in itertools.product(dict.fromkeys(names), claims[:2] or [""])
            for time in self.days_of(about, period)
        ]
        # Turkey (276,331), Poland (235,310)
        behind = {claim: name for claim in claims for name, _ in of_all if f"{name} ({claim}" in words}
        return [
            dict.fromkeys(NEEDED + OPTIONAL, "")
            | {"statement": words, "about": about, "slice": part or row["slice"], "period": time, "claimed": claimed}
            | {"base_period": row["base_period"] or (base if is_change(claimed) else "")}
            | {"geography": row["geography"] or behind.get(claimed, place)}
            | {"compared_with": row["compared_with"]}
            for about, part, time, claimed in pairs
        ]

    def by_number(self, claims: list[str], period: str, places: set[str], slices: set[str]) -> list[tuple[str, str]]:
        """What has such a number then and there, where its name is not said."""
        claims = [
            claim for claim in claims if not is_change(claim) and not re.search(r"\b(?:a|an|per|every|in) \w+$", claim)
        ]
        found = self.rows(
            f"""select about, slice from checkable_numbers
            where period_label = ? and list_contains(?, slice) and (list_contains(?, geography) or (is_whole_area and ?))
                and ({" or ".join(["value between ? and ?"] * len(claims)) or "false"})
            order by slice = 'all', about limit 3""",
            period, sorted(slices), sorted(places), not places - {"US", "WORLD"}, *(end for claim in claims for end in reach_of(claim)),
        )  # fmt: skip
        return [(self.labels[row["about"]], self.parts.labels.get(row["slice"], "")) for row in found]

    def fits_other(self, row: dict, found: dict) -> list[tuple[str, str, str]]:
        """What else has the claimed number then, counts in the same unit and is called as the sentence says: nothing is contradicted."""
        about, words = found["about"], row["statement"]
        if found["verdict"] != "contradicted" or found["base_period"] or row["compared_with"] or not words:
            return []
        mixed_up = re.search(r"It fits (.+?) \(", found["nearest_right_statement"] or "")
        alike = [] if row["geography"] or (row["slice"] and mixed_up) else self.by_number([row["claimed"]], found["period"], set(), {"all"})  # fmt: skip
        bars = [(mixed_up[1], 0.6)] if mixed_up else []
        bars += [(label, max(0.6, self.parts.likeness(about, words))) for label, _ in alike]
        ids = {label: one for one, label in self.parts.named_as.items()}
        for label, bar in bars:
            other = ids.get(label)
            if other and other != about and self.parts.units[other] == self.parts.units.get(about) and self.parts.likeness(other, words) >= bar:  # fmt: skip
                return [(row["claimed"], found["read_as"], f"write {label} in about, which has that number")]
        return []

    def days_of(self, about: str, period: str) -> list[str]:
        """What stands on one day has no number of a year, but of days in it."""
        days = [label for label in self.days.get(about, []) if re.fullmatch(r"\d{4}", period) and label.startswith(f"as of {period}")]  # fmt: skip
        return days[-3:] or [period]

    def propose(self, rows: list[dict]) -> None:
        """Three rows for each that names nothing known, best first: by how near the number is, then by the words. No verdict."""
        asked = [one | {"of": row["line"]} for row in rows for one in self.may_mean(row)]
        for number, one in enumerate(asked):
            one["line"] = number
        found = self.checked_in_parts([one for one in asked if one["claimed"] and one["period"]])
        for one in asked:
            # what would not be judged, once it is pasted
            answer = found.get(one["line"])
            if answer and answer.get("verdict") in JUDGED:
                differs, _, _ = self.words.differs(row_of(one, answer), self.parts)
                if differs:
                    answer |= {"reason_code": OTHER, "besides": f", but {said_instead(differs)[12:]}"}
        for row in rows:
            near = {one["line"]: distance(found.get(one["line"])) for one in asked if one["of"] == row["line"]}
            best = {}
            # a number that is nearly it, else the nearest words
            for one in sorted(
                (one for one in asked if one["line"] in near),
                key=lambda one: (
                    near[one["line"]] if near[one["line"]] < 1.3 else 2 + is_no_answer(found.get(one["line"])),
                    one["line"],
                ),
            ):
                # another number of the sentence, where it is nearly one of the same
                best.setdefault((one["about"], one["slice"], one["claimed"] if near[one["line"]] < 1.3 else ""), one)
            meant = [one for one in best.values() if (found.get(one["line"]) or {}).get("reason_code") != OTHER]
            if not any(near[one["line"]] < 1.3 for one in meant):
                # the number is that of something else than the sentence says
                meant = [one for one in best.values() if one not in meant and near[one["line"]] == 0][:1] + meant
            row["proposals"] = [
                {"line": line_of(one), "says": self.spoken(says(found.get(one["line"])))} for one in meant[:3]
            ]
            if row["proposals"]:
                row["explanation"] += " Paste the row that is meant:"
            elif not row["about"]:
                row["explanation"] += " No name has words of this statement."

    def named(self, row: dict) -> dict:
        """What the page calls the columns that can hold codes."""
        columns = {"about": "about_label", "slice": "slice_label", "compared_with": "compared_label"}
        return {label: self.spoken(row[column]) for column, label in columns.items()}

    def checked(self, rows: list[dict]) -> dict[int, dict]:
        """The functions' answers by line: many rows in one query, and by halves where that fails."""
        names = ["about", "period", "claimed", *ASKED]
        values = ", ".join([f"(cast(? as integer){', cast(? as varchar)' * len(names)})"] * len(rows))
        query = f"""select asked.line, judged.* from (values {values}) as asked (line, {", ".join(f"a_{name}" for name in names)}),
            lateral (
                from check_statement(asked.a_about, asked.a_period, asked.a_claimed,
                    {", ".join(f"{name} := asked.a_{name}" for name in ASKED)})
            ) as judged"""
        cells = [cell for row in rows for cell in (row["line"], *(row[name] or None for name in names))]
        try:
            return {found["line"]: found for found in self.rows(query, *cells)} if rows else {}
        except locked.duckdb.Error as error:
            if len(rows) == 1:
                return {rows[0]["line"]: {"failed": str(error).splitlines()[0]}}
            middle = len(rows) // 2
            return self.checked(rows[:middle]) | self.checked(rows[middle:])

    def checked_in_parts(self, rows: list[dict]) -> dict[int, dict]:
        found = {}
        for first in range(0, len(rows), AT_ONCE):
            found |= self.checked(rows[first : first + AT_ONCE])
        return found

    def ask_again(self, rows: list[dict], found: dict[int, dict]) -> None:
        """A place in the column of slices, or a slice in that of places, is one where it has no other meaning there."""
        for cell, other, unknown in (
            ("slice", "geography", "unknown_geography"),
            ("geography", "slice", "unknown_slice"),
        ):
            moved = [
                row | {cell: "", other: row[cell]}
                for row in rows
                if row[cell] and not row[other] and found.get(row["line"], {}).get("reason_code") == f"unknown_{cell}"
            ]
            again = self.checked_in_parts(moved)
            found |= {line: answer for line, answer in again.items() if answer.get("reason_code") != unknown}

    def answers(self, rows: list[dict]) -> list[dict]:
        return [answer for part in in_parts(rows) for answer in self.answers_of(part)]

    def answers_of(self, rows: list[dict]) -> list[dict]:
        found = self.checked_in_parts([row for row in rows if row["about"] and not row["problem"]])
        self.ask_again(rows, found)
        answers = [row | self.answer(row, found.get(row["line"])) | self.named(row) for row in rows]
        self.propose([answer for answer in answers if answer["is_unnamed"]])
        return answers

    def answer(self, row: dict, found: dict | None) -> dict:
        empty = dict.fromkeys(ANSWERS, "") | {"sources": [], "proposals": [], "is_unnamed": False, "code": "not_judged"}
        if row["problem"]:
            return empty | {"verdict": "not judged", "explanation": row["problem"]}
        if not found:
            said = "Column about is empty: nothing says what the number is of."
            return empty | {"verdict": "not judged", "is_unnamed": True, "explanation": said}
        if "failed" in found:
            return empty | {"verdict": "not judged", "explanation": f"The question failed: {found['failed']}"}
        judged = found["verdict"] in JUDGED
        words = ("evidence", "caveats", "nearest_right_statement", "often_confused_with", "read_as")
        # Facebook is a part of the reports of providers
        elsewhere = found["reason_code"] == "unknown_slice" and self.parts.members_in(row["slice"])
        unknown = found["reason_code"] == "unknown_measure_or_rate" or bool(elsewhere)
        differs, beside, unread = None, None, ""
        if judged:
            differs, beside, unread = self.words.differs(row_of(row, found), self.parts)
            differs = differs or self.fits_other(row, found)
        if differs:
            return empty | {
                "code": "not_checkable",
                "verdict": self.verdicts["not_checkable"],
                "reason_code": OTHER,
                "what_is_counted": self.meanings.get(found["about"], ""),
                "read_as": self.spoken(found["read_as"]),
                "explanation": said_instead(differs),
            }
        # a number can fit and its sentence say something else
        whole = not unread or found["verdict"] not in ("supported", "contradicted")
        cell = CELL_OF.get(found["reason_code"])
        where = f"Column {cell}, “{row[cell]}”: " if cell and row[cell] else ""
        return empty | {
            "code": found["verdict"] if whole else "not_checkable",
            "is_unnamed": unknown,
            "verdict": self.verdicts.get(found["verdict"], found["verdict"]) if whole else "not read whole",
            "reason_code": found["reason_code"] or "" if whole else UNREAD,
            **{name: found[name] for name in ("computed_value", "allowed_low", "allowed_high")},
            "what_is_counted": self.meanings.get(found["about"], ""),
            "sources": self.sources(found["evidence_figure_ids"]) if judged else [],
            **{name: self.spoken(found[name]) for name in words},
            "caveats": self.spoken(
                " ".join(
                    filter(
                        None,
                        [
                            f"The statement also says {beside}: of that nothing is judged here." if beside else "",
                            found["caveats"],
                        ],
                    )
                )
            ),
            "not_checked": unread,
            "explanation": where
            + ("" if whole else said_unread(unread, found["verdict"]))
            + self.spoken(found["explanation"]),
        }


def row_of(row: dict, found: dict) -> Row:
    asked = {name: found[name] for name in ("about", "period", "read_as", "slice")}
    return Row(
        row["statement"],
        row["claimed"],
        **asked,
        base=found["base_period"],
        compared=row["compared_with"],
        ignored=row["ignore"],
    )


def said_instead(differs: list[tuple[str, str, str]]) -> str:
    said = [
        f"the statement says {said}, the row asks for {asked}; where {said} is meant, {cure}"
        if said
        else f"the statement does not say {asked}, which the row asks for; where it is meant, add it to the statement in [brackets]"
        for said, asked, cure in differs
    ]
    return f"Not judged: {'. And '.join(said)}."


def said_unread(unread: str, of_the_number: str) -> str:
    fits = {"supported": "fits", "contradicted": "does not fit"}[of_the_number]
    return (
        f"The sentence is not judged, as nothing here reads: {unread}. Where that changes nothing of what the number counts, "
        f"write it in column ignore. The number alone {fits} what the row asks for. "
    )


RISES = "rose|grew|increased|jumped|soared|surged|climbed|leapt|leaped|spiked|up"
FALLS = "fell|decreased|dropped|declined|plunged|shrank|down"
NOUNS = "rise|increase|jump|surge|leap|growth|spike|decline|decrease|drop|fall|reduction"
BOUNDS = "more than|less than|fewer than|over|at least|up to|nearly|almost|just over|just under|about|around|approximately|roughly|some|an estimated"
NUMBER = r"\d[\d,]*(?:\.\d+)?\+?(?: ?(?:million|billion|thousand|percent|per cent|%))?"
FOLDS = "doubled|tripled|trebled|quadrupled|quintupled|halved"


def numbers_in(words: str) -> list[str]:
    """What can be the claimed numbers of a sentence, in its words: no years, and a change with its direction and its end."""
    # the first of a month is no number, nor is an age
    words = re.sub(AGES, lambda match: " " * len(match[0]), words)
    for one in times_in(words):
        words = words if one.kind == "year" else words.replace(one.words, " " * len(one.words))
    bounded = rf"(?:(?:{BOUNDS}) )?"
    number = rf"{bounded}(?:one in \w+|\d+ in \d+|{NUMBER}(?! half))"
    found = []
    # jumped from 5,976 in one year to 62,891 in another; an end without its million has that of the other
    for match in re.finditer(
        rf"(?i)\b({RISES}|{FALLS})\b[^.;]{{0,40}}?\bfrom ({bounded}{NUMBER})\b(?! to (?:19|20)\d\d\b)[^.;]{{0,60}}?\bto ({bounded}{NUMBER})",
        words,
    ):
        if not any(re.fullmatch(r"(?:19|20)\d\d,?", end) for end in match.groups()[1:]):
            found.append((match.span(), f"{match[1].lower()} from {match[2].rstrip(',')} to {match[3].rstrip(',')}"))
    for match in re.finditer(rf"(?i)\b({NOUNS})\b[^.;]{{0,80}}?\b(?:was|is|came to|amounted to) ({number})", words):
        found.append((match.span(), f"a {match[1].lower()} of {match[2]}"))
    patterns = [
        rf"(?:{RISES}|{FALLS}) to {number}",
        rf"(?:more than |nearly |almost |about )?(?:{FOLDS})(?: to {number})?",
        rf"(?:an? )?(?:{NOUNS}) of {number}",
        rf"(?:an? )?{number} (?:{NOUNS})\b",
        rf"(?:(?:{RISES}|{FALLS})(?: by)? )?{number}(?: per 100,?000| (?:a|per|every) (?:second|minute|hour|day|week|month)\b)?",
    ]
    for match in re.finditer(rf"(?i)\b(?:{'|'.join(patterns)})", words):
        if not any(start <= match.start() < end for (start, end), _ in found):
            found.append((match.span(), match[0].rstrip(",")))
    said = [one for _, one in sorted(found)]
    return [one for one in said if not re.fullmatch(r"(?i)(?:[a-z]+ )*(?:19|20)\d\d", one)]


def reach_of(claimed: str) -> tuple[float, float]:
    """Half of the last place that is printed, either way; of a bound, a tenth on its side."""
    said = re.search(r"(\d[\d,]*)(\.\d+)?( ?(?:million|billion|thousand))?( ?(?:%|percent|per cent))?", claimed)
    if not said:
        return 0.0, -1.0
    scale = {"": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9}[(said[3] or "").strip()] / (100 if said[4] else 1)
    whole = said[1].replace(",", "")
    value = float(whole + (said[2] or "")) * scale
    zeros = len(whole) - len(whole.rstrip("0")) if not (said[2] or said[3] or said[4]) and len(whole) > 3 else 0
    half = 0.5 * scale * 10 ** (zeros - len((said[2] or ".")[1:]))
    if re.search(r"(?i)more than|over|at least", claimed):
        return value, value * 1.1
    return value - half, value + half


def is_change(claimed: str) -> bool:
    return bool(re.search(rf"(?i)^(?:{RISES}|{FALLS})\b|\b(?:{FOLDS}|{NOUNS})\b", claimed))


def periods_in(words: str, claims: list[str]) -> tuple[str, str]:
    """The period that a sentence names, and of a change the one before it."""
    times = [one for one in times_in(words) if not (one.kind == "year" and any(one.words in claim for claim in claims))]
    if len(times) == 1 and times[0].kind == "span" and any(map(is_change, claims)):
        return str(times[0].years[1]), str(times[0].years[0])
    if (
        re.search(r"(?i)jan(?:uary|[.])? 1,?(?: \d{4},?)? (?:to|through|until|-|–) dec(?:ember|[.])? 31", words)
        and len({one.years for one in times}) == 1
    ):
        return str(times[0].years[0]), ""
    labels = list(dict.fromkeys(one.words for one in sorted(times, key=lambda one: (max(one.years), one.kind))))
    if not labels:
        return "", ""
    if len(labels) == 1 and any(map(is_change, claims)):
        # without a base it is said against the year before
        return labels[0], re.sub(r"(?:19|20)\d\d", lambda year: str(int(year[0]) - 1), labels[0])
    return labels[-1], labels[0] if len(labels) > 1 else ""


def distance(found: dict | None) -> float:
    """How far the claimed number is from that of the row: what cannot be compared comes last."""
    if not found or found.get("verdict") in (None, "not_checkable", "not_computable"):
        return 9.0
    if found["verdict"] in ("supported", "not_comparable"):
        return 0.0
    said = re.findall(r"\d[\d,]*(?:\.\d+)?", (found["explanation"] or "").split("outside the claimed")[-1])
    ends = [float(number.replace(",", "")) for number in said] or [0.0]
    gaps = [abs(math.log(abs(found["computed_value"] or 0) + 1) - math.log(end + 1)) for end in ends]
    return min(8.0, 1 + min(gaps))


def is_no_answer(found: dict | None) -> bool:
    """The row asks for a unit, part or place that the name does not have."""
    return bool(found) and (found.get("reason_code") or "").startswith(("wrong_unit", "unknown_"))


def says(found: dict | None) -> str:
    if not found or "failed" in found or found["computed_value"] is None:
        return (found or {}).get("explanation") or "write the period and the claimed number"
    return f"the file has {number(found['computed_value'])}{found.get('besides', '')}"


def line_of(row: dict) -> str:
    handle = io.StringIO()
    csv.writer(handle, lineterminator="").writerow([row[name] for name in NEEDED + ASKED])
    return handle.getvalue()


def number(value) -> str:
    return "" if value is None or value == "" else f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def has(row: dict, name: str = "computed_value") -> str:
    """A number of the answer with its sign: 35 times as many is 3,400% more, a fall of 43% is −43%."""
    said = re.search(r"numbers give (?:a \w+ of )?(\d[\d,.]*)%", row["explanation"])
    is_change = said and row[name] and abs(abs(row[name]) - float(said[1].replace(",", ""))) < 1
    return number(row[name]) and number(row[name]) + ("%" if is_change else "")


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
    environment.globals["has"] = has
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
            "proposals": "\n".join(proposal["line"] for proposal in row["proposals"]),
        }
        writer.writerow(["" if flat[name] is None else flat[name] for name in [*asked, *ANSWERS]])
    return "\ufeff" + handle.getvalue()


HEADING = f"{'line':>4}  {'verdict':<22}  {'claimed':<24}  {'the file has':>14}  statement"


def printed(rows: list[dict]) -> str:
    def wrapped(words: str) -> list[str]:
        return textwrap.wrap(words, 110, initial_indent=" " * 6, subsequent_indent=" " * 6)

    lines = []
    for row in rows:
        cut = [textwrap.shorten(row[name] or "", width, placeholder="…") for name, width in (("claimed", 24), ("statement", 70))]  # fmt: skip
        lines.append(f"{row['line']:>4}  {row['verdict']:<22}  {cut[0]:<24}  {has(row):>14}  {cut[1] or row['about'][:70]}")  # fmt: skip
        if row["read_as"]:
            lines += wrapped(f"Read as: {row['read_as']}.")
        if row["code"] != "supported":
            # what is to be done stands under the row that needs it
            said = row["nearest_right_statement"] or row["explanation"]
            if row["code"] != "contradicted":
                said = " ".join(filter(None, [row["explanation"], row["nearest_right_statement"]]))
            lines += wrapped(said)
            lines += [f"      {proposal['line']}\n        ({proposal['says']})" for proposal in row["proposals"]]
        if row["not_checked"] and row["reason_code"] != UNREAD:
            lines += wrapped(f"Not checked of the sentence: {row['not_checked']}.")
        if row["caveats"]:
            lines += wrapped(f"Note: {textwrap.shorten(row['caveats'], 400, placeholder=' … (all of it in the CSV)')}")
    return "\n".join(lines)


def name_of(given: str) -> str:
    """Files of one name in two folders get answers of two names."""
    path = Path(given).resolve()
    path = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    path = path.with_suffix("") if path.suffix.lower() == ".csv" else path
    return "-".join(re.sub(r"[^\w.]+", "_", part).strip("_") for part in path.parts if part.strip("/"))[-100:] or "statements"  # fmt: skip


def main(words: list[str]) -> int:
    if not words or not words[0]:
        print("Name the file with the statements: make check CLAIMS=statements.csv (or CLAIMS=- to paste).")
        return 2
    given = words[0]
    name = "pasted" if given == "-" else name_of(given)
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
    rows = []
    print(HEADING, flush=True)
    for part in in_parts(asked):
        rows += judge.answers_of(part)
        print(printed(rows[-len(part) :]), flush=True)
    TARGET.mkdir(parents=True, exist_ok=True)
    for ending, text in (("html", page(rows, database, unread)), ("csv", table(rows))):
        write_whole(TARGET / f"{name}.{ending}", text)
    if unread:
        print(f"Columns that nothing reads: {', '.join(unread)}.")
    print(f"{len(rows)} statements in {time.monotonic() - began:.0f} s; wrote {TARGET / name}.html and .csv")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
