"""Reads every seed file before dbt does and stops with a plain sentence when one is damaged.

dbt answers a ragged row with a bare StopIteration and loads many other damages silently. This
guard checks the file as a file: encoding, line ends, delimiter, header, row lengths, cells. What
a cell means (a figure, a label) is checked in SQL, by tests/figures_are_readable.sql.

The columns of each seed are declared in the *.yml beside it; that is also its documentation.
Run it alone while typing a new document: python plugins/seed_guard.py
"""

import csv
import functools
import io
import re
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader

LONGEST_CELL = 4_000
# a column of this many rows still adds up within decimal(20, 6)
TOO_LARGE = 100_000_000_000
NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?) ?(thousand|million|billion|trillion|[kmb])?(?!\w)", re.IGNORECASE)
SCALES = {"t": 10**12, "b": 10**9, "m": 10**6, "k": 10**3}
PLAIN_NUMBER = re.compile(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?")
# what SQL casts as it stands; everything else that is a number is read by the macro parse_printed
PLAIN_NUMBERS = {
    "conflicts": ["first_stated", "second_stated"],
    "document_tables": ["rows_printed"],
    "known_discrepancies": ["expected_published", "expected_recomputed"],
    "outcome_stages": ["stage_order"],
    "periods": ["calendar_year"],
    "rates": ["base_years_back"],
}


def files(folder: Path, *endings: str) -> list[Path]:
    """As dbt finds them: an ending in capitals (Excel saves RAW.CSV) is the same ending."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in endings)


def read_yaml(path: Path) -> dict:
    """By the parser in C, as dbt does: the other takes ten times as long."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader) or {}


def declared_columns(seeds_folder: Path) -> dict[str, list[str]]:
    """Seed name to its declared columns."""
    declared = {}
    for path in files(seeds_folder, ".yml", ".yaml"):
        for seed in read_yaml(path).get("seeds", []):
            declared[seed["name"]] = [column["name"] for column in seed.get("columns", [])]
    return declared


def shown(cell: str) -> str:
    """The cell between quotes, cut; what cannot be seen is written as its code."""
    return repr(cell if len(cell) <= 40 else cell[:40] + "…")


def is_plain(character: str) -> bool:
    """ASCII, a letter of the Latin script in one piece, or a mark that nothing else looks like.

    That leaves out what cannot be seen or told apart: zero-width and bidirectional controls, no-break and other
    blanks, combining marks (so every cell is NFC), digits and letters of other scripts, full-width forms.
    """
    if character.isascii():
        return character.isprintable()
    code, category = ord(character), unicodedata.category(character)
    if category in ("Lu", "Ll"):
        latin = code <= 0x24F or 0x1E00 <= code <= 0x1EFF
        return latin and unicodedata.normalize("NFKC", character) == character
    # punctuation and symbols of the Latin-1, punctuation, currency, arrow and mathematics blocks
    in_blocks = 0xA1 <= code <= 0xFF or 0x2010 <= code <= 0x22FF
    twin = unicodedata.normalize("NFKC", character)
    return category[0] in "PS" and in_blocks and (twin == character or (len(twin) > 1 and twin[0] != " "))


def named(character: str) -> str:
    unnamed = "CONTROL CHARACTER" if unicodedata.category(character) == "Cc" else "(without a name)"
    return f"U+{ord(character):04X} {unicodedata.name(character, unnamed)}"


def strange_characters(cell: str) -> str | None:
    if cell.isascii() and cell.isprintable():
        return None
    strange = list(dict.fromkeys(character for character in cell if not is_plain(character)))
    return f"{', '.join(map(named, strange))} in {shown(cell)}" if strange else None


def too_large(cell: str) -> bool:
    """A number beyond every figure of this field, which the engine could not add up."""
    if "://" in cell:
        return False
    return any(
        Decimal(number.replace(",", "")) * SCALES.get(scale[:1].lower() if scale[:2].lower() != "th" else "k", 1)
        >= TOO_LARGE
        for number, scale in NUMBER.findall(cell)
    )


def problems_of_text(name: str, data: bytes) -> tuple[list[str], str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return [f"{name}, row {row}: byte {data[error.start]:#04x} is not UTF-8; save the file as UTF-8"], ""
    if not text.strip():
        return [f"{name}: the file is empty"], ""
    if "\x00" in text:
        return [f"{name}, row {text.count(chr(10), 0, text.index(chr(0))) + 1}: a NUL byte"], ""
    bare = text.replace("\r\n", "")
    endings = ("\r\n" in text) + ("\n" in bare) + ("\r" in bare)
    if endings > 1:
        row = text.replace("\r\n", "\n").count("\n", 0, text.find("\r")) + 1
        return [f"{name}, row {row}: line ends are mixed (CRLF and LF); use one kind"], ""
    if "\r" in bare:
        return [f"{name}, row 1: line ends are CR alone; use LF or CRLF"], ""
    return [], text


def problems_of_header(name: str, header: list[str], columns: list[str] | None) -> list[str]:
    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        return [f"{name}, row 1: the columns are not separated by commas: {shown(header[0])}"]
    if strange := [
        f"{name}, row 1, column {position}: {problem}"
        for position, heading in enumerate(header, 1)
        if (problem := strange_characters(heading))
    ]:
        return strange
    problems = [
        f"{name}, row 1, column {position}: the heading is blank"
        for position, heading in enumerate(header, 1)
        if not heading.strip()
    ]
    problems += [
        f"{name}, row 1, column {heading}: the column stands there {header.count(heading)} times"
        for heading in sorted({h for h in header if header.count(h) > 1})
    ]
    if columns is None:
        problems.append(f"{name}: the seed is not declared in a .yml file beside it")
    else:
        missing = [column for column in columns if column not in header]
        extra = [heading for heading in header if heading.strip() and heading not in columns]
        problems += [f"{name}, row 1: column {column} is missing" for column in missing]
        problems += [
            f"{name}, row 1: column {heading} is not expected (expected: {', '.join(columns)})" for heading in extra
        ]
    return problems


@functools.cache  # most cells stand in many rows
def problem_of_cell(cell: str, is_plain_number: bool) -> str | None:
    if len(cell) > LONGEST_CELL:
        return f"a cell of {len(cell):,} characters: {shown(cell)}"
    if strange := strange_characters(cell.replace("\r", "").replace("\n", "")):
        return strange
    if cell[:1] in ("=", "@") or (cell[:1] in "+-" and len(cell) > 1):
        return f"{shown(cell)} looks like a formula or a negative number"
    if cell != cell.strip() or "\n" in cell or "\r" in cell:
        return f"blanks or line breaks around or in {shown(cell)}"
    if too_large(cell):
        return f"{shown(cell)} is a number of a hundred billion or more; no figure here is"
    if cell and is_plain_number and not PLAIN_NUMBER.fullmatch(cell):
        return f"{shown(cell)} is not a plain number such as 1,234 or 18.7"
    return None


def problems_of_rows(name: str, header: list[str], rows: list[tuple[int, list[str]]]) -> list[str]:
    problems = []
    plain_numbers = PLAIN_NUMBERS.get(Path(name).stem, [])
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        if len(row) != len(header):
            hint = "; a number with a thousands separator needs quotes" if len(row) > len(header) else ""
            problems.append(
                f"{name}, row {number}: {len(row)} cells, but the header has {len(header)}{hint}: "
                f"{shown(','.join(row))}"
            )
            continue
        if not any(row):
            problems.append(f"{name}, row {number}: no cell is filled")
            continue
        for heading, cell in zip(header, row, strict=True):
            if problem := problem_of_cell(cell, heading in plain_numbers):
                problems.append(f"{name}, row {number}, column {heading}: {problem}")
        first = seen.setdefault(tuple(row), number)
        if first != number:
            problems.append(f"{name}, row {number}: the same as row {first}: {shown(','.join(row))}")
    return problems


def problems_of_seed(path: Path, columns: list[str] | None, name: str | None = None) -> list[str]:
    """Every problem of one seed file, as sentences that name file, row, column and value."""
    name = name or path.name
    try:
        problems, text = problems_of_text(name, path.read_bytes())
    except OSError as error:
        return [f"{name}: the file cannot be read ({error.strerror})"]
    if problems:
        return problems
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        for row in reader:
            rows.append((reader.line_num, row))
    except csv.Error as error:
        started = rows[-1][0] + 1 if rows else 1
        return [f"{name}, row {started}: a quote is not closed or not doubled ({error})"]
    # DuckDB skips some blank lines, loads others as a row of nothing, and takes a header below one for a row
    if blank := [number for number, row in rows if not row]:
        return [f"{name}, row {number}: the line is blank" for number in blank]
    header = rows[0][1]
    problems = problems_of_header(name, header, columns)
    if problems:
        return problems
    if len(rows) == 1:
        return [f"{name}: only a header, no rows"]
    return problems_of_rows(name, header, rows[1:])


def problems_of_project(project: Path) -> list[str]:
    seeds_folder = project / "seeds"
    declared = declared_columns(seeds_folder)
    problems = []
    for path in files(seeds_folder, ".csv"):
        name = path.relative_to(project).as_posix()
        problems += problems_of_seed(path, declared.get(path.stem), name)
    found = {path.stem for path in files(seeds_folder, ".csv")}
    problems += [f"seeds: {name}.csv is declared but missing" for name in declared if name not in found]
    return problems


if __name__ == "__main__":
    found_problems = problems_of_project(Path.cwd())
    print("\n".join(found_problems) or "Every seed file is whole.")
    sys.exit(bool(found_problems))
elif "dbt" in sys.modules:
    from dbt.adapters.duckdb.plugins import BasePlugin
    from dbt_common.exceptions import DbtRuntimeError

    class Plugin(BasePlugin):
        def initialize(self, plugin_config):
            from dbt.flags import get_flags

            flags = get_flags()
            if getattr(flags, "WHICH", "") not in ("build", "seed"):
                return
            problems = problems_of_project(Path(getattr(flags, "PROJECT_DIR", None) or Path.cwd()))
            if problems:
                more = f"\n… and {len(problems) - 20} more" if len(problems) > 20 else ""
                raise DbtRuntimeError(
                    "NOT PUBLISHED: the seed files are damaged. The published database is unchanged.\n"
                    + "\n".join(problems[:20])
                    + more
                )
