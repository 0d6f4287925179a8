"""make new-document: begins a document as rows, so that only what a person has to judge is left to type.

It adds the document's registry rows with blanks to fill, turns a table (CSV, PDF, or pasted) into rows of seeds/raw,
writes a blank form for the second reader, and adds rows for the labels that no registry knows: read where the name is
the same, to fill, with the nearest known ones, where it is not. Nothing is written unless everything can be. Called
again for a table that is there, it does the last alone. With --second-reading it adds a filled form to the second reading.
"""

import argparse
import csv
import difflib
import io
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FIGURE = r"(?:[<>~≈]?\d+(?:[,.]\d+)*\+?%?|[-–—])"
COMPANY = {"the", "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "gmbh"}
SECOND = "second_reading/second_reading.csv"
HALVES = {"H1": ("01-01", "06-30"), "H2": ("07-01", "12-31")}
# where the members of a dimension have a registry of their own: file, name, key
NAMES = {
    "country": ("countries", "country_name", "country_code"),
    "esp": ("esps", "esp_name", "esp_name"),
    "state": ("states", "state_name", "state_code"),
}


class Refused(Exception):
    """Said to the person who typed the command; nothing was written."""


class Seeds:
    """The seed files: rows as they are, and rows to add, written together at the end."""

    def __init__(self, folder: Path):
        self.folder, self.added = folder, {}

    def rows(self, name: str) -> list[dict]:
        with open(self.folder / name, encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle)) + self.added.get(name, [])

    def header(self, name: str) -> list[str]:
        with open(self.folder / name, encoding="utf-8", newline="") as handle:
            return next(csv.reader(handle))

    def registry(self, name: str) -> list[dict]:
        return self.rows(f"registry/{name}.csv")

    def add(self, name: str, **cells: str) -> None:
        self.added.setdefault(name, []).append({column: cells.get(column, "") for column in self.header(name)})

    def write(self) -> None:
        for name, rows in self.added.items():
            with open(self.folder / name, "a", encoding="utf-8", newline="") as handle:
                csv.DictWriter(handle, self.header(name), lineterminator="\n").writerows(rows)


def spoken(text: str) -> list[str]:
    """The words of a name, as the macro name_words reads it."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9*]+", plain.lower())


def words(text: str) -> str:
    """A name without what a company adds: 'The Meet Group, Inc.*' is 'meetgroup*'."""
    return "".join(word if word.rstrip("*") not in COMPANY else "*" * word.count("*") for word in spoken(text))


def lines_of_pdf(path: Path, pages: str | None, known: set[str]) -> list[list[str]]:
    """Lines of a label and figures. What stands on several pages is a running title; what is left out is told."""
    try:
        import pdfplumber
    except ModuleNotFoundError:
        raise Refused("A PDF is read by pdfplumber: call this through `make new-document`, which sets it up.") from None
    first, _, last = (pages or "").partition("-")
    with pdfplumber.open(path) as document:
        wanted = document.pages[int(first) - 1 : int(last or first)] if pages else document.pages
        texts = [lines for page in wanted for lines in lines_in_order(page)]
    times = Counter(label_of(line) or line for lines in texts for line in lines)
    left_out, rows = [], []
    for lines in texts:
        for line in lines:
            if times[label_of(line)] == 1:
                rows.append([label_of(line), *line[len(label_of(line)) :].split()])
            # a name that goes on in the next line
            elif (
                rows
                and lines[0] != line
                and words(rows[-1][0]) not in known
                and words(f"{rows[-1][0]} {line}") in known
            ):
                rows[-1][0] += f" {line}"
            else:
                left_out.append(line)
    for line in list(dict.fromkeys(left_out))[:40]:
        print(f'  left out: "{line}"')
    if len(set(left_out)) > 40:
        print(f"  … and {len(set(left_out)) - 40} more lines")
    return rows


def label_of(line: str) -> str:
    return match[1] if (match := re.fullmatch(rf"(.*\S)((?:\s+{FIGURE})+)", line)) else ""


def lines_in_order(page) -> list[list[str]]:
    """The lines of a page; of a page that prints its rows in two columns, those of the left half before the right."""
    whole = (page.extract_text() or "").splitlines()
    two = [line for line in whole if re.fullmatch(rf"\S*[^\W\d].*\s{FIGURE}\s+[^\W\d].*\s{FIGURE}", line)]
    width, height = page.width, page.height
    halves = [(0, 0, width / 2, height), (width / 2, 0, width, height)]
    parts = [(page.crop(half).extract_text() or "").splitlines() for half in halves] if len(two) > 2 else [whole]
    return [[line.strip() for line in lines] for lines in parts]


def read_table(source: str, pages: str | None, known: set[str]) -> list[list[str]]:
    if source == "-":
        text = sys.stdin.read()
    elif not Path(source).is_file():
        raise Refused(f"There is no file {source}.")
    elif source.lower().endswith(".pdf"):
        return lines_of_pdf(Path(source), pages, known)
    else:
        try:
            text = Path(source).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise Refused(f"{source} is not a text in UTF-8; save it as CSV UTF-8.") from None
    # what is pasted from a page or a spreadsheet has tabs
    rows = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.split("\n")[0] else ",")
    return [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]


def split_header(rows: list[list[str]], source: str) -> tuple[list[str] | None, list[list[str]]]:
    if not rows:
        raise Refused(f"{source} holds no row of a label and figures.")
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    if odd := [row for row in rows if len(row) != width]:
        raise Refused(f"{len(odd)} of {len(rows)} rows of {source} do not have {width} cells, first: {odd[0]}")
    has_header = len(rows) > 1 and not any(re.fullmatch(FIGURE, cell) for cell in rows[0][1:])
    return (rows[0][1:], rows[1:]) if has_header else (None, rows)


def column_names(seeds: Seeds, table: str, header: list[str] | None, width: int) -> list[str]:
    """The registered columns of a known table, by their labels or in their order; of a new one, rows to fill."""
    known = [row for row in seeds.registry("printed_columns") if row["table_id"] == table]
    if not known:
        labels = header or [f"column {number + 1}" for number in range(width)]
        names = [re.sub(r"\W+", "_", label.lower()).strip("_") or "column" for label in labels]
        seeds.add("registry/printed_tables.csv", table_id=table)
        for order, (name, label) in enumerate(zip(names, labels, strict=True), 1):
            seeds.add(
                "registry/printed_columns.csv",
                table_id=table, column_name=name, column_label=label, column_order=str(order),
            )  # fmt: skip
        return names
    by_label = {text.lower(): row["column_name"] for row in known for text in (row["column_label"], row["column_name"])}
    if header and all(label.lower() in by_label for label in header):
        return [by_label[label.lower()] for label in header]
    if len(known) == width:
        return [row["column_name"] for row in sorted(known, key=lambda row: int(row["column_order"]))]
    raise Refused(
        f"Table {table} has the columns {', '.join(row['column_label'] for row in known)}; the table given has {width}"
        + (f": {', '.join(header)}." if header else ".")
    )


def add_period(seeds: Seeds, label: str) -> None:
    if label in {row["period_label"] for row in seeds.registry("periods")}:
        return
    row = {"period_label": label}
    if match := re.fullmatch(r"(\d{4})(?:-(H[12]))?", label):
        year, half = match.groups()
        first, last = HALVES[half] if half else ("01-01", "12-31")
        row |= {
            "period_type": "half_year" if half else "calendar_year", "calendar_year": year,
            "start_date": f"{year}-{first}", "end_date": f"{year}-{last}",
            "definition": f"{'First half of' if half == 'H1' else 'Second half of'} {year}." if half else f"Calendar year {year}.",
        }  # fmt: skip
    seeds.add("registry/periods.csv", **row)


def row_dimension(seeds: Seeds, table: str) -> str:
    return next((row["row_dimension"] for row in seeds.registry("printed_tables") if row["table_id"] == table), "")


def known_names(seeds: Seeds, dimension: str) -> dict[str, str]:
    """Every label and name that is read today, with its member."""
    names = {}
    if dimension in NAMES:
        file, name, key = NAMES[dimension]
        names = {row[name]: row[key] for row in seeds.registry(file)}
    labels = [row for row in seeds.registry("dimension_members") if dimension and row["dimension"] == dimension]
    return names | {row["printed_label"]: row["member"] for row in labels}


def add_labels(seeds: Seeds, table: str, labels: list[str]) -> list[str]:
    """A row for each label that dimension_members does not read, and what a person has to look at."""
    dimension, told = row_dimension(seeds, table), []
    candidates = known_names(seeds, dimension)
    by_words = {words(name): member for name, member in candidates.items()}
    lower = {name.lower(): name for name in candidates}
    rows = [row for row in seeds.registry("dimension_members") if row["dimension"] == dimension]
    read = {row["printed_label"]: row["member"] for row in rows}
    order = max((int(row["sort_order"]) for row in rows), default=0)
    notes = {row["esp_name"]: row["note"] for row in seeds.registry("esps")} if dimension == "esp" else {}
    for label in labels if dimension else []:
        member = read.get(label, by_words.get(words(label), ""))
        if label not in read:
            order += 1
            seeds.add("registry/dimension_members.csv", dimension=dimension, printed_label=label, member=member, sort_order=str(order))  # fmt: skip
        if not member:
            # what stands in it as a whole, then what is spelled alike
            within = [name for name in candidates if len(words(name)) > 2 and f" {' '.join(spoken(name))} " in f" {' '.join(spoken(label))} "]  # fmt: skip
            near = sorted(within, key=len, reverse=True)[:2]
            near += [lower[text] for text in difflib.get_close_matches(label.lower(), lower, 3, 0.6) if lower[text] not in near]  # fmt: skip
            told.append(
                f'"{label}" of {dimension}: '
                + (" or ".join(f'"{text}" ({candidates[text]})' for text in near) or "nothing known is near")
                + ("; a star usually says: with related platforms" if "*" in label else "")
            )
        elif dimension == "esp" and member != "Total" and words(label) != words(member):
            told.append(f'"{label}" is read as "{member}"' + (f": {notes[member]}" if notes.get(member) else ""))
    return told


def labels_again(given, seeds: Seeds) -> None:
    """For a table that was added before: rows for its labels, once its row_dimension is filled."""
    wide = f"raw/raw_{given.table_id}.csv"
    found = seeds.rows(wide if (seeds.folder / wide).exists() else "raw/raw_printed_cells.csv")
    mine = [row for row in found if row["document_id"] == given.id and row.get("table_id", given.table_id) == given.table_id]  # fmt: skip
    label = "row_label" if mine and "row_label" in mine[0] else seeds.header(wide)[1]
    print(f"{given.id} has its table {given.table_id} already: its {len(mine)} rows stay as they are.")
    if not row_dimension(seeds, given.table_id):
        raise Refused(no_dimension(seeds, given.table_id))
    unknown = add_labels(seeds, given.table_id, list(dict.fromkeys(row[label] for row in mine)))
    add_coverage(seeds, given)
    seeds.write()
    report(given, seeds, [], unknown)


def no_dimension(seeds: Seeds, table: str) -> str:
    known = ", ".join(row["dimension"] for row in seeds.registry("dimensions"))
    return (
        f"{table} is new: fill its row in printed_tables.csv (row_dimension is one of {known}, or a new row of dimensions.csv) "
        "and, in printed_columns.csv, what each column counts; then the same command again proposes the members of its labels."
    )


def add_out_of_order(seeds: Seeds, given, labels: list[str]) -> None:
    """Where an alphabetical list is printed out of its order, a row that says so (tests/lists_are_in_order.sql)."""
    listed = {row["printed_label"] for row in seeds.registry("out_of_order") if row["table_id"] == given.table_id}
    shown = [label for label in labels if label not in listed and not label.lower().startswith("total")]
    kept, wrong = [], []
    for label in shown:
        if not kept or spoken(kept[-1]) <= spoken(label):
            kept.append(label)
        # the one above is out of place if this one follows what stands above that
        elif len(kept) > 1 and spoken(kept[-2]) <= spoken(label):
            wrong.append((kept[-1], f'Printed before "{label}" in {given.period}.'))
            kept[-1] = label
        else:
            wrong.append((label, f'Printed after "{kept[-1]}" in {given.period}.'))
    if row_dimension(seeds, given.table_id) in NAMES and (seeds.folder / f"raw/raw_{given.table_id}.csv").exists() and len(wrong) < 0.2 * len(shown):  # fmt: skip
        for label, reason in wrong:
            seeds.add("registry/out_of_order.csv", table_id=given.table_id, printed_label=label, reason=reason)


def add_coverage(seeds: Seeds, given) -> None:
    """What a document that was read reports on: the programmes that its columns count."""
    programs = {row["measure_id"]: row["program"] for row in seeds.registry("measures")}
    columns = [row for row in seeds.registry("printed_columns") if row["table_id"] == given.table_id]
    there = {(row["program"], row["first_period_label"]) for row in seeds.registry("document_coverage") if row["document_id"] == given.id}  # fmt: skip
    for program in sorted({programs.get(row["measure_id"], "") for row in columns} - {""}):
        if (program, given.period) not in there:
            seeds.add(
                "registry/document_coverage.csv", document_id=given.id, program=program,
                first_period_label=given.period, last_period_label=given.period, scope="one_table",
            )  # fmt: skip


def add_table(seeds: Seeds, given, rows: list[list[str]], header: list[str] | None) -> list[dict]:
    """The raw rows, their registry row, and the cells of the blank form."""
    names = column_names(seeds, given.table_id, header, len(rows[0]) - 1)
    wide = f"raw/raw_{given.table_id}.csv"
    for row in rows:
        if (seeds.folder / wide).exists():
            columns = seeds.header(wide)
            seeds.add(wide, document_id=given.id, **{columns[1]: row[0]}, **dict(zip(names, row[1:], strict=True)))
        else:
            for name, cell in zip(names, row[1:], strict=True):
                seeds.add(
                    "raw/raw_printed_cells.csv", document_id=given.id, table_id=given.table_id,
                    period_label=given.period, row_label=row[0], column_label=name, printed=cell,
                )  # fmt: skip
    seeds.add(
        "registry/document_tables.csv", document_id=given.id, table_id=given.table_id,
        place=given.place, printed_title=given.printed_title, period_label=given.period,
    )  # fmt: skip
    labels = {row["column_name"]: row["column_label"] for row in seeds.registry("printed_columns") if row["table_id"] == given.table_id}  # fmt: skip
    return [
        {"document_id": given.id, "table_id": given.table_id, "row_label": row[0], "column_label": labels[name], "period_label": given.period}
        for row in rows
        for name in names
    ]  # fmt: skip


def begin(given, seeds: Seeds) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given.id):
        raise Refused(f'ID "{given.id}" is not lower-case words with hyphens.')
    is_new = given.id not in {row["document_id"] for row in seeds.registry("documents")}
    if is_new and not given.title.strip():
        raise Refused("A new document needs its TITLE, as it is printed.")
    if given.table and not (given.table_id and given.period):
        raise Refused("A table needs TABLE_ID (a known one of printed_tables.csv, or a new name) and PERIOD.")
    if given.table_id and any((row["document_id"], row["table_id"]) == (given.id, given.table_id) for row in seeds.registry("document_tables")):  # fmt: skip
        return labels_again(given, seeds)
    if is_new:
        seeds.add("registry/documents.csv", document_id=given.id, title=given.title, data_period_label=given.period)
    elif not given.table:
        raise Refused(f"There is a document {given.id} already; give it a TABLE.")
    form, unknown = [], []
    if given.period:
        add_period(seeds, given.period)
    if given.table:
        known = {words(name) for name in known_names(seeds, row_dimension(seeds, given.table_id))}
        header, rows = split_header(read_table(given.table, given.pages, known), given.table)
        form = add_table(seeds, given, rows, header)
        unknown = add_labels(seeds, given.table_id, [row[0] for row in rows])
        add_out_of_order(seeds, given, [row[0] for row in rows])
        add_coverage(seeds, given)
    seeds.write()
    report(given, seeds, form, unknown)


def report(given, seeds: Seeds, form: list[dict], unknown: list[str]) -> None:
    for name, rows in seeds.added.items():
        blank = sorted({column for row in rows for column, cell in row.items() if not cell})
        words = f"; to fill where it applies: {', '.join(blank)}" if name.startswith("registry/") and blank else ""
        print(f"seeds/{name}: {len(rows)} {'row' if len(rows) == 1 else 'rows'} added{words}")
        for column in blank if words else []:
            if codes := [row["code"] for row in seeds.registry("codes") if row["code_list"] == column]:
                print(f"  {column}: {', '.join(codes)}")
    if form:
        path = PROJECT / "build" / f"second_reading_{given.id}_{given.table_id}.csv"
        path.parent.mkdir(exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, seeds.header(SECOND), restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(form)
        print(
            f"{path.relative_to(PROJECT)}: a blank form of {len(form)} cells for someone who has not seen the numbers;"
        )
        print(f"  then make second-reading FORM={path.relative_to(PROJECT)}")
    if given.table_id and not row_dimension(seeds, given.table_id):
        print(no_dimension(seeds, given.table_id))
    if unknown:
        print(
            "Labels to look at; one that nobody knows is a slip, or waits in dimension_members.csv for what it stands for:"
        )
        for line in unknown:
            print(f"  {line}")
    print(
        'Next: fill the blanks, make review APPROVED_BY="second person\'s name", make build, which names what is missing.'
    )


def add_form(path: Path, seeds: Seeds) -> None:
    if not path.is_file():
        raise Refused(f"There is no file {path}.")
    with open(path, encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = list(reader)
    if reader.fieldnames != seeds.header(SECOND):
        raise Refused(f"{path} has the columns {reader.fieldnames}, not {seeds.header(SECOND)}.")
    if blank := [row["row_label"] for row in rows if not (row["printed"] or "").strip()]:
        raise Refused(f'{len(blank)} of {len(rows)} cells of the form are blank, first "{blank[0]}".')
    there = {tuple(row.values()) for row in seeds.rows(SECOND)}
    if twice := [row["row_label"] for row in rows if tuple(row.values()) in there]:
        raise Refused(f'{len(twice)} cells are in the second reading already, first "{twice[0]}".')
    for row in rows:
        seeds.add(SECOND, **row)
    seeds.write()
    print(f"seeds/{SECOND}: {len(rows)} rows added. Next: make differences")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("id", "title", "table", "table-id", "period", "place", "printed-title", "pages", "second-reading"):
        parser.add_argument(f"--{name}", default="")
    given = parser.parse_args()
    seeds = Seeds(PROJECT / "seeds")
    try:
        if given.second_reading:
            add_form(Path(given.second_reading), seeds)
            return 0
        if not given.id and sys.stdin.isatty():
            given.id = input("Document id (lower-case words with hyphens): ").strip()
            given.title = given.title or input("Title as printed: ").strip()
        begin(given, seeds)
    except Refused as error:
        print(f"{error} Nothing was written.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
