"""What a cell of a table can be, the table, and the files beside a page."""

import csv
import io
from dataclasses import dataclass

from markupsafe import Markup, escape

from scripts.report.words import repr_of


@dataclass
class Part:
    """A number of a sentence or table: how it reads, which card it opens, what a CSV says of it."""

    text: str
    card: str
    value: float
    notes: tuple[str, ...] = ()  # what must not be read without it
    tint: int | None = None

    def __html__(self) -> str:
        number = Markup('<button type="button" class="n" popovertarget="{}">{}</button>').format(self.card, self.text)
        return number + Markup(' <small class="few">{}</small>').format(", ".join(self.notes)) if self.notes else number

    __str__ = __html__


@dataclass
class Worked:
    """A number that several figures leave, other than as their sum."""

    text: str
    value: float
    parts: list[Part]

    def __html__(self) -> str:
        return Markup("{} <small>worked out from {}</small>").format(self.text, Markup(" and ").join(self.parts))

    __str__ = __html__


@dataclass
class Named:
    """A place or provider with a page of its own: a link on a page, a name in a file."""

    text: str
    address: str

    def __html__(self) -> str:
        return Markup('<a href="{}">{}</a>').format(self.address, self.text)

    def __str__(self) -> str:
        return self.text


@dataclass
class File:
    """A file beside the page, for a download: its address, what it is, its bytes."""

    address: str
    kind: str
    title: str
    content: bytes

    @property
    def size(self) -> str:
        return f"{max(1, round(len(self.content) / 1000)):,} KB"


@dataclass
class Table:
    """Rows of words and numbers, shown on a page and given as CSV. A cell: words, a Part, or several Parts that add up."""

    name: str
    caption: str
    columns: list[str]
    rows: list[list]
    style: str = ""
    folder: str = "tables/"
    # columns that end where the way of counting changed: a line is drawn after them
    last_before: tuple[str, ...] = ()

    def is_number(self, column: int) -> bool:
        return any(isinstance(row[column], (Part, list, Worked)) for row in self.rows)

    @property
    def is_wide(self) -> bool:
        """Numbers alone behind the name, more than stand beside it on a phone."""
        return len(self.columns) > 4 and all(map(self.is_number, range(1, len(self.columns))))

    @staticmethod
    def shown(cell) -> Markup:
        return Markup(" + ").join(cell) if isinstance(cell, list) else escape("" if cell is None else cell)

    @property
    def file(self) -> File:
        """Every number as a plain one, followed by the figure or rate that it is."""
        numbers = [self.is_number(column) for column in range(len(self.columns))]
        lines = [
            [
                name
                for name, number in zip(self.columns, numbers, strict=True)
                for name in [name, f"{name}: source"][: 1 + number]
            ]
        ]
        for row in self.rows:
            line = []
            for cell, number in zip(row, numbers, strict=True):
                parts = [part for part in (cell if isinstance(cell, list) else [cell]) if isinstance(part, Part)]
                if isinstance(cell, Worked):
                    line += [repr_of(cell.value), " and ".join(part.card for part in cell.parts)]
                elif number and parts:
                    line += [repr_of(sum(part.value for part in parts)), " + ".join(part.card for part in parts)]
                else:
                    line += ["" if cell is None else str(cell), ""][: 1 + number]
            lines.append(line)
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        # spreadsheets read a file without this mark as another alphabet
        return File(f"{self.folder}{self.name}.csv", "CSV", self.caption, text.getvalue().encode("utf-8-sig"))
