"""Writes ncmec.xlsx: the marts as official statistics are released in a spreadsheet, one table a sheet.

Notes, contents and the meaning of every column come first. Each sheet says above its table what it is, its unit, source
and breaks; there are no merged cells, no formulas and no colours that mean something. Numbers, dates and truth values
are typed; texts stay texts, whatever they begin with. The same edition gives the same bytes.
"""

import datetime
from pathlib import Path

import xlsxwriter

from scripts import marts

LONGEST_TEXT = 32_767  # characters that a cell of Excel can hold
MOST_ROWS = 1_000_000
MOST_CELLS = 1_000_000  # beyond that a sheet takes long to open
HEAD = 7  # the line of the column names, counted from 0
WIDEST = 60
# what the file and its checks are made of, after everything that readers look for
TECHNICAL = {"functions", "key_columns", "publication", "unanchored_figures", "fct_check_sides", "fct_figure_parts"}
SAMPLE = 1_000  # rows by which a column gets its width
NULL = "An empty cell is NULL: what that means stands at each column in the sheet Columns. It is never 0."


def kind_of(table: marts.Table) -> str:
    if table.name in TECHNICAL or table.name.startswith("checkable_"):
        return "technical"
    return "names and definitions" if table.name.startswith("dim_") else "numbers"


KINDS = ["numbers", "names and definitions", "technical"]


def sheet_name(name: str, taken: set[str]) -> str:
    """At most 31 characters: a longer name loses its middle."""
    short = name if len(name) <= 31 else f"{name[:16]}…{name[-14:]}"
    number = 1
    while short.lower() in taken:
        number += 1
        short = f"{short[: 31 - len(str(number)) - 1]} {number}"
    taken.add(short.lower())
    return short


def why_left_out(table: marts.Table, rows: list[tuple]) -> str | None:
    cells = len(rows) * len(table.columns)
    if len(rows) > MOST_ROWS or cells > MOST_CELLS:
        return f"{len(rows):,} rows and {cells:,} cells are too many for a sheet that opens quickly"
    return None


def fitting(text: str) -> str:
    """What no cell can hold is named, so that the rest of its table need not be left out."""
    return text if len(text) <= LONGEST_TEXT else f"{len(text):,} characters, more than a cell holds: see the CSV file"


def breaks_of(table: marts.Table, breaks: list[tuple], measures: dict[str, set[str]]) -> str:
    """Changes of a definition or counting rule that reach what the table counts."""
    stem = table.name.removeprefix("fct_")
    counted = measures.get(stem, set()) | {stem}
    reached = {name: first for name, measure, first in breaks if measure in counted}
    if reached:
        named = ", ".join(
            f"{name} (from {first})" for name, first in sorted(reached.items(), key=lambda item: item[::-1])
        )
        return f"Breaks: {named}. What changed and which part it reaches: sheet dim_structural_breaks."
    if any(name.endswith("measure_id") for name in table.names):
        return "Breaks: those of the measure of each row: sheet dim_structural_breaks."
    if table.sentence("Unit") == "none":
        return "Breaks: none, as the table counts nothing."
    if counted & set().union(*measures.values()):
        return "Breaks: none is declared for what this table counts."
    return "Breaks: look up what the columns count in the sheets dim_measures and dim_structural_breaks."


class Workbook:
    def __init__(self, path: Path, moment: datetime.datetime):
        texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(path, texts)
        self.book.set_properties({"title": "NCMEC statistics warehouse", "created": moment.replace(tzinfo=None)})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.count = self.book.add_format({"num_format": "#,##0"})
        self.plain = self.book.add_format({"num_format": "0"})
        self.small = self.book.add_format({"num_format": "0.0000"})
        self.decimal = self.book.add_format({"num_format": "#,##0.00##"})
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.link = self.book.get_default_url_format()

    def cell(self, sheet, row: int, place: int, value, kind: str) -> None:
        if value is None:
            return
        if kind == "BOOLEAN":
            sheet.write_boolean(row, place, value)
        elif kind == "DATE":
            sheet.write_datetime(row, place, datetime.datetime.combine(value, datetime.time()), self.date)
        elif kind == "VARCHAR":
            sheet.write_string(row, place, fitting(value))
        elif kind == "INTEGER":  # years and places in an order: no separators
            sheet.write_number(row, place, value, self.plain)
        else:
            shown = self.count if value == int(value) else self.small if abs(value) < 1 else self.decimal
            sheet.write_number(row, place, value, shown)

    def grid(self, sheet, first: int, name: str, columns: list[tuple[str, str]], rows: list[tuple]) -> None:
        """A table as Excel knows it, with filters; columns with their kinds."""
        for place, (column, kind) in enumerate(columns):
            longest = max((len(marts.text(row[place])) for row in rows[:SAMPLE]), default=0)
            sheet.set_column(place, place, min(max(longest + 1, len(column) + 4, 10), WIDEST))
            for number, row in enumerate(rows, first + 1):
                self.cell(sheet, number, place, row[place], kind)
        last = len(columns) - 1
        if rows:
            header = [{"header": column} for column, _ in columns]
            sheet.add_table(
                first, 0, first + len(rows), last, {"name": name, "columns": header, "style": "Table Style Light 1"}
            )
        else:
            for place, (column, _) in enumerate(columns):
                sheet.write_string(first, place, column)
            sheet.autofilter(first, 0, first, last)
        sheet.freeze_panes(first + 1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(first)  # on every printed page
        sheet.fit_to_pages(1, 0)

    def lines(self, sheet, lines: list[str], width: int | None = None) -> None:
        if width:
            sheet.set_column(0, 0, width)
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, self.title if number == 0 else self.wrapped if width else None)


def labelled(
    table: marts.Table, rows: list[tuple], names: dict[str, dict]
) -> tuple[list[tuple[str, str]], list[tuple]]:
    """The columns and rows of a table; behind each code what it is called, in a column that the marts do not have."""
    columns, sources = [], []
    for place, column in enumerate(table.columns):
        columns.append((column.name, column.type))
        sources.append((place, None))
        other = table.joins.get(column.name)
        if other and other.name in names and other.name != table.name:
            columns.append((f"name of {column.name}", "VARCHAR"))
            sources.append((place, names[other.name]))
    return columns, [
        tuple(called.get(row[place]) if called else row[place] for place, called in sources) for row in rows
    ]


def write(
    path: Path, contents: list[tuple[marts.Table, list[tuple]]], moment: datetime.datetime, notes: list[str]
) -> None:
    """contents: each table with its rows; notes: the lines of the first sheet."""
    rows_of = {table.name: (table, rows) for table, rows in contents}
    names = {}
    for table, rows in contents:
        if len(table.key) == 1 and (label := table.label_column()):
            at, key = table.names.index(label), table.names.index(table.key[0])
            names[table.name] = {row[key]: row[at] for row in rows}
    table, rows = rows_of["dim_structural_breaks"]
    wanted = [table.names.index(name) for name in ("structural_break_id", "measure_id", "first_period_after")]
    breaks = [tuple(row[place] for place in wanted) for row in rows]
    table, rows = rows_of["fct_published_figures"]
    measures: dict[str, set[str]] = {}
    for row in rows:
        measures.setdefault(row[table.names.index("table_id")], set()).add(row[table.names.index("measure_id")])

    book = Workbook(path, moment)
    first, listed, meanings = (book.book.add_worksheet(name) for name in ("Notes", "Contents", "Columns"))
    taken = {"notes", "contents", "columns"}
    book.lines(first, [*notes, NULL], width=110)
    first.write_url(len(notes) + 1, 0, "internal:'Contents'!A1", string="Contents")
    book.lines(
        listed,
        [
            "Contents",
            "A name leads to its sheet: numbers first, then names and definitions, at the end what is technical. Tables that are left out say where they are.",
        ],
    )
    book.lines(
        meanings,
        [
            "What the columns mean",
            "A column called name of … is added here beside a code, from the table of that code.",
        ],
    )
    lines, links = [], {}
    for table, rows in sorted(contents, key=lambda pair: (KINDS.index(kind_of(pair[0])), pair[0].name)):
        what = table.comment.split(". ")[0].rstrip(".") + "."
        unit, source = table.sentence("Unit"), table.sentence("Source")
        reason = why_left_out(table, rows)
        short = None if reason else sheet_name(table.name, taken)
        where = f"Left out: {reason}. See csv/{table.name}.csv." if reason else short
        lines.append((table.name, where, kind_of(table), what, len(rows), unit, source))
        if reason:
            continue
        links[len(lines)] = short
        sheet = book.book.add_worksheet(short)
        columns, written = labelled(table, rows, names)
        more = table.comment.removeprefix(what).split(" Grain: ")[0].strip()
        book.lines(
            sheet,
            [
                f"{table.name}: {what}",
                f"One row per {', '.join(table.key)}. {len(rows):,} rows{'' if rows else ': none in this edition'}.",
                f"Unit: {unit}.",
                f"Source: {source}.",
                breaks_of(table, breaks, measures),
                f"Note: {more + ' ' if more else ''}{NULL}",
            ],
        )
        sheet.write_url(6, 0, "internal:'Contents'!A1", string="Contents")
        book.grid(sheet, HEAD, table.name, columns, written)
    head = [("table", "VARCHAR"), ("sheet", "VARCHAR"), ("kind", "VARCHAR"), ("what it holds", "VARCHAR"), ("rows", "BIGINT"), ("unit", "VARCHAR"), ("source", "VARCHAR")]  # fmt: skip
    book.grid(listed, 2, "contents", head, lines)
    for number, short in links.items():
        listed.write_url(2 + number, 1, f"internal:'{short}'!A1", string=short)
    described = [
        (table.name, column.name, column.type, column.unit, column.comment)
        for table, _ in contents
        for column in table.columns
    ]
    head = [(name, "VARCHAR") for name in ("table", "column", "kind", "unit", "meaning")]
    book.grid(meanings, 2, "columns_of_tables", head, described)
    book.book.close()
