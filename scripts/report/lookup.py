"""Look-up pages beside the report: one page a state, country and provider, an index of each and one of all.

Each page holds every number of its place or provider in the published file, with the document and place of each.
"""

import base64
import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from scripts.report.figures import Warehouse, environment, period, spoken

HERE = Path(__file__).parent
MARK = '<meta name="generator" content="ncmec report">'
LONG = 30  # rows; a longer table is closed until it is asked for
MANY = 12  # tables; those after them are


@dataclass(frozen=True)
class Kind:
    folder: str
    title: str
    one: str
    dimensions: tuple[str, ...]  # the first one is that of the main table
    rates: tuple[str, ...]  # shown in the index, at the latest period of each


KINDS = (
    Kind(
        "states",
        "U.S. states and territories",
        "state or territory",
        ("state",),
        ("missing_report_resolution_rate", "missing_reports_per_resident", "cybertip_us_reports_per_resident"),
    ),
    Kind(
        "countries", "Countries", "country", ("country",), ("cybertip_reports_per_inhabitant", "cybertip_country_share")
    ),
    Kind("providers", "Online providers", "provider", ("esp", "platform", "isp"), ("cybertip_esp_share",)),
)


@dataclass
class Subject:
    """A place or a provider."""

    kind: Kind
    name: str
    slug: str
    geography: str | None = None
    members: dict = field(default_factory=dict)  # dimension: member
    facts: list = field(default_factory=list)  # what is known of it besides numbers: label, text
    words: str = ""  # other names, for the search
    figures: list = field(default_factory=list)
    rates: list = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{self.kind.folder}/{self.slug}.html"


# words ------------------------------------------------------------------------------------------


def slug(name: str) -> str:
    """Of the name alone, so that what is added later leaves every address as it is."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("&", " and ").replace("’", "-"))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or hashlib.sha256(name.encode()).hexdigest()[:8]


def years(labels) -> str:
    """Years in a row as the first and the last."""
    labels = set(labels)
    numbers = sorted(int(label) for label in labels if re.fullmatch(r"\d{4}", label))
    runs = []
    for year in numbers:
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    words = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs]
    return ", ".join(words + [period(label) for label in sorted(labels) if not re.fullmatch(r"\d{4}", label)])


def ids(text: str | None) -> list[str]:
    """Of a column that holds one identifier or several between commas."""
    return text.split(", ") if text else []


def data_address(rows: list[dict]) -> str:
    """A table as a CSV file that is part of the page."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "data:text/csv;charset=utf-8," + quote(text.getvalue(), safe=" ,;:/()'*!?=&@$~")


def digest(text: str) -> str:
    """What the page's content policy lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# what there is ----------------------------------------------------------------------------------


class Lookup:
    def __init__(self, warehouse: Warehouse):
        self.warehouse, connection = warehouse, warehouse.connection
        rows = self.warehouse.rows
        self.figures = self.warehouse.figures
        self.labels = self.warehouse.labels
        self.documents = self.warehouse.documents
        self.measures = {row["measure_id"]: row for row in rows("select * from marts.dim_measures")}
        self.ends = dict(connection.execute("select period_label, end_date from marts.dim_periods").fetchall())
        self.registry = self.warehouse.rates_declared
        self.breaks = self.warehouse.breaks
        self.members = self.warehouse.members
        self.places = {row["geography"]: row for row in rows("select * from marts.dim_geographies")}
        self.parts = self.warehouse.parts
        self.rates = rows("select * from marts.fct_rates order by rate_id, slice, period_label desc")
        self.conflicts = rows("select * from marts.fct_conflicts order by period_label desc, conflict_id")
        self.restatements = rows("select * from marts.fct_restatements order by measure_id, period_label desc")
        self.discrepancies = {
            row["published_figure_id"]: row
            for row in rows("select * from marts.fct_reconciliations where status = 'known_discrepancy'")
        }
        self.gaps = {}
        for row in rows("""
                select breakdown, measure_id, status, list(period_label) as labels
                from marts.coverage where status <> 'loaded' group by all order by all"""):
            self.gaps.setdefault(row["breakdown"], {}).setdefault(row["measure_id"], {})[row["status"]] = years(
                row["labels"]
            )
        self.subjects = self.find()
        self.by_member = {
            (dimension, member): subject for subject in self.subjects for dimension, member in subject.members.items()
        }
        self.give_numbers()
        self.tables = self.whole_tables()
        self.holders = {kind.folder: Counter() for kind in KINDS}
        for subject in self.subjects:
            self.holders[subject.kind.folder].update({self.figures[id]["measure_id"] for id in subject.figures})

    def find(self) -> list[Subject]:
        rows = self.warehouse.rows
        # as the rows of the tables by country or provider are called
        other_names = {
            (row["dimension"], row["member"]): row["names"]
            for row in rows("""
                with in_tables as (
                    select
                        parts.dimension, parts.member, figures.row_label,
                        count(*) over (partition by figures.figure_id) as dimensions,
                        count(distinct parts.member) over (partition by figures.document_id, figures.table_id) as members
                    from marts.fct_figure_parts as parts
                    inner join marts.fct_published_figures as figures on parts.figure_id = figures.figure_id
                    where figures.table_id <> 'headline_figures'
                )
                select dimension, member, string_agg(distinct row_label, '; ' order by row_label) as names
                from in_tables where dimension in ('esp', 'country') and dimensions = 1 and members > 1 group by all""")
        }
        states = {f"US-{row['state_code']}": row for row in rows("select * from marts.dim_states")}
        countries = {row["country_code"]: row for row in rows("select * from marts.dim_countries")}
        providers = {row["esp_name"]: row for row in rows("select * from marts.dim_esps")}
        siblings = {}
        for row in providers.values():
            siblings.setdefault(row["parent_company"], []).append(row["esp_name"])
        subjects = {}
        for kind in KINDS:
            for dimension in kind.dimensions:
                for member in (row["member"] for row in self.members.values() if row["dimension"] == dimension):
                    row = self.members[dimension, member]
                    place = self.places.get(row["figure_geography"]) if kind.folder != "providers" else None
                    name = place["name"] if place else row["label"]
                    subject = subjects.setdefault((kind.folder, name), Subject(kind, name, slug(name)))
                    subject.members[dimension] = member
                    if place:
                        subject.geography = place["geography"]
                        codes = [place["iso_3166_2"] or place["iso_3166_1"], place["iso_alpha_3"]]
                        subject.words = " ".join(filter(None, codes))
                        if codes[0]:
                            subject.facts.append(("Code", " or ".join(filter(None, codes)) + " (ISO 3166)"))
                        if place["kind"] not in ("country", "state"):
                            subject.facts.append(("Is", self.meaning("geography_kind", place["kind"])))
                        note = countries.get(place["geography"], {}).get("note")
                        if note:
                            subject.facts.append(("Note", note))
                        if region := states.get(place["geography"], {}).get("census_region"):
                            subject.facts.append(("Census region", region))
                    if dimension == "esp":
                        company = providers[member]["parent_company"]
                        if company != name:
                            subject.facts.append(("Company", company))
                        also = [other for other in siblings[company] if other != member]
                        if also:
                            subject.facts.append(("Counted apart", [("esp", other) for other in also]))
                        if providers[member]["note"]:
                            subject.facts.append(("Note", providers[member]["note"]))
                        subject.words = company
                    if dimension == "platform":
                        own = [company for company in siblings if re.split(r"\W", company)[0] == member]
                        if services := [other for company in own for other in siblings[company] if other != member]:
                            subject.facts.append(("Services", [("esp", other) for other in services]))
                    if (printed := other_names.get((dimension, member))) and printed != name:
                        subject.facts.append(("Printed as", printed))
                        subject.words += f" {printed}"
        taken = {}
        for subject in subjects.values():
            taken.setdefault(subject.path, []).append(subject)
        for rivals in taken.values():
            if len(rivals) > 1:
                for subject in rivals:
                    subject.slug += f"-{hashlib.sha256(subject.name.encode()).hexdigest()[:4]}"
        return sorted(subjects.values(), key=lambda one: (one.kind.folder, slug(one.name)))

    def meaning(self, code_list: str, code: str) -> str:
        return self.warehouse.rows(
            "select meaning from marts.dim_codes where code_list = ? and code = ?", code_list, code
        )[0]["meaning"].rstrip(".")

    def give_numbers(self) -> None:
        """Every figure and rate to each place and provider that it is of."""
        by_place = {subject.geography: subject for subject in self.subjects if subject.geography}
        owners = {}
        for figure_id, figure in self.figures.items():
            of_members = [self.by_member.get(part) for part in self.parts.get(figure_id, {}).items()]
            found = [by_place.get(figure["geography"]), *of_members]
            for subject in {subject.path: subject for subject in found if subject}.values():
                subject.figures.append(figure_id)
                owners.setdefault(figure_id, []).append(subject)
        for rate in self.rates:
            found = [by_place.get(rate["geography"])]
            for figure_id in ids(rate["numerator_figure_id"] or rate["published_figure_id"]):
                found += owners.get(figure_id, [])
            for subject in {subject.path: subject for subject in found if subject}.values():
                subject.rates.append(rate)

    def whole_tables(self) -> dict:
        """Tables that list every member: whoever is not in one has no row in it."""
        tables = {}
        for row in self.warehouse.rows("""
                select distinct figures.measure_id, parts.dimension, figures.period_label, figures.document_id
                from marts.fct_published_figures as figures
                inner join marts.fct_figure_parts as parts on figures.figure_id = parts.figure_id
                where not figures.table_is_partial and figures.table_id <> 'headline_figures'
                qualify count(*) over (partition by figures.document_id, figures.table_id, figures.measure_id,
                    parts.dimension, figures.period_label) > 1
                order by all"""):
            tables.setdefault((row["dimension"], row["measure_id"]), []).append(
                (row["period_label"], row["document_id"])
            )
        return tables

    # the numbers of one page --------------------------------------------------------------------

    def rest(self, subject: Subject, figure_id: str) -> list[tuple]:
        """What a figure is broken down by besides its place or provider: dimension, member."""
        own = set(subject.members.items())
        return [part for part in self.parts.get(figure_id, {}).items() if part not in own]

    def part_label(self, dimension: str, member: str) -> str:
        row = self.members[dimension, member]
        return f"{row['dimension_label']} {row['label']}" if row["label"][:1].isdigit() else row["label"]

    def part(self, subject: Subject, figure_id: str) -> list[dict]:
        """The same in words, with the page of the member where there is one."""
        words = []
        for part in self.rest(subject, figure_id):
            other = self.by_member.get(part)
            words.append(
                {"text": self.part_label(*part), "path": other.path if other and other is not subject else None}
            )
        place = self.places.get(self.figures[figure_id]["geography"])
        elsewhere = place and self.figures[figure_id]["geography"] not in (subject.geography, "WORLD")
        if elsewhere and not any(word["path"] for word in words):
            words.append({"text": place["name"], "path": None})
        return words

    def remarks(self, figure: dict) -> str:
        notes = []
        if figure["reading"] == "as_recorded":
            notes.append("as recorded in a collection")
        if figure["source_kind"] == "secondary":
            notes.append("secondary source")
        if figure["table_is_partial"]:
            notes.append("its table lists a part only")
        return ", ".join(notes)

    def when(self, label: str):
        end = self.ends.get(label)
        return (end is not None, end, label)

    def best(self, subject: Subject, figure_ids: list[str]) -> list[str]:
        """Of several documents the one to trust most. In its table a provider printed under two names has two rows, which
        add up; what a text repeats does not."""
        by_document = {}
        for figure_id in figure_ids:
            figure = self.figures[figure_id]
            is_row = any(part in subject.members.items() for part in self.parts.get(figure_id, {}).items())
            key = (
                figure["source_kind"] != "primary",
                figure["trust_grade"],
                figure["reading"] != "in_full",
                not is_row,
            )
            by_document.setdefault(
                (*key, figure["precision"] != "exact", figure["document_id"], figure["table_id"]), []
            ).append(figure_id)
        chosen = min(by_document)
        names = {self.figures[id]["row_label"]: id for id in reversed(by_document[chosen])}
        return by_document[chosen][:1] if chosen[3] else list(reversed(names.values()))

    def breaks_of(self, subject: Subject, measure_id: str, figure_ids: list[str], labels: list[str]) -> list[dict]:
        """Breaks that lie between two periods of a series, or at its latest."""
        own = {"parts", *(self.members[part]["part"] for part in subject.members.items())}
        if any(
            self.figures[id]["geography"] == self.measures[measure_id]["geography"] and not self.parts.get(id)
            for id in figure_ids
        ):
            own.add("all")
        ends = [self.ends[label] for label in labels if self.ends.get(label)]
        found = {}
        for row in self.breaks:
            if (
                row["measure_id"] == measure_id
                and row["slice"] in own
                and len(ends) > 1
                and min(ends) < row["first_day"] <= max(ends)
            ):
                found[row["structural_break_id"]] = row
        return list(found.values())

    def common_source(self, rows: list[dict]) -> dict | None:
        """The document and remarks of all rows where they share them: said once, below the table."""
        sources = {
            (self.figures[row["figure_id"]]["document_id"] if row["figure_id"] else None, row["remarks"])
            for row in rows
        }
        document_id, remarks = next(iter(sources), (None, ""))
        if len(sources) > 1 or document_id is None:
            return None
        return {"title": self.documents[document_id]["title"], "remarks": remarks}

    def whose(self, subject: Subject, figure_ids: list[str]) -> str:
        """What it means to be of this place or provider, where the main table says it."""
        dimension = subject.kind.dimensions[0]
        in_main = any(
            self.figures[id]["reading"] == "in_full" and dimension in self.parts.get(id, {}) for id in figure_ids
        )
        return self.members[dimension, subject.members[dimension]]["dimension_definition"] if in_main else ""

    def points(self, subject: Subject, measure_id: str, figure_ids: list[str]) -> tuple[list[dict], bool]:
        """The whole by year, for a drawing; where nothing is counted by year, the last day of each year that is known."""
        wholes, days = {}, {}
        for figure_id in figure_ids:
            figure = self.figures[figure_id]
            if figure["value"] is None or self.part(subject, figure_id):
                continue
            if figure["period_type"] == "calendar_year":
                wholes.setdefault(figure["calendar_year"], []).append(figure_id)
            elif figure["period_type"] == "as_of" and self.measures[measure_id]["program"] != "Population":
                days.setdefault(self.ends[figure["period_label"]], []).append(figure_id)
        stock = not wholes and len(days) > 2
        if stock:
            wholes = {day.year: days[day] for day in sorted(days)}
        points = []
        for year in sorted(wholes):
            chosen = self.best(subject, wholes[year])
            points.append(
                {
                    "year": year,
                    "value": sum(self.figures[id]["value"] for id in chosen),
                    "open": any(self.figures[id]["precision"] in ("at_least", "more_than") for id in chosen),
                    "recorded": self.figures[chosen[0]]["reading"] == "as_recorded",
                    "figures": chosen,
                }
            )
        return points, stock

    def series(self, subject: Subject, measure_id: str) -> dict:
        """All figures of one measure: newest first, the whole before its parts."""
        figure_ids = [id for id in subject.figures if self.figures[id]["measure_id"] == measure_id]
        order = {
            id: [(self.members[part]["member_order"] or 0, part) for part in self.rest(subject, id)]
            for id in figure_ids
        }
        figure_ids.sort(key=lambda id: (order[id], self.figures[id]["document_id"], id))
        figure_ids.sort(key=lambda id: self.when(self.figures[id]["period_label"]), reverse=True)
        labels = list(dict.fromkeys(self.figures[id]["period_label"] for id in figure_ids))
        missing = sorted(
            {
                (label, document_id)
                for dimension in subject.members
                for label, document_id in self.tables.get((dimension, measure_id), [])
                if label not in labels
            },
            key=lambda gap: self.when(gap[0]),
        )
        breaks = self.breaks_of(subject, measure_id, figure_ids, labels)
        points, stock = self.points(subject, measure_id, figure_ids)
        plain = {"part": [], "remarks": "", "printed_as": None, "together": None, "breaks": []}
        rows = [{**plain, "figure_id": id, "label": self.figures[id]["period_label"]} for id in figure_ids]
        rows += [
            {**plain, "figure_id": None, "label": label, "document_id": document_id} for label, document_id in missing
        ]
        rows.sort(key=lambda row: self.when(row["label"]), reverse=True)
        meanings = {}
        for row in rows:
            if row["figure_id"]:
                figure = self.figures[row["figure_id"]]
                row["part"] = self.part(subject, row["figure_id"])
                row["remarks"] = self.remarks(figure)
                key = (figure["document_id"], figure["table_id"], row["label"], str(row["part"]))
                meanings.setdefault(key, []).append(row)
        for alike in meanings.values():
            for row in alike if len(alike) > 1 else []:
                row["printed_as"] = self.figures[row["figure_id"]]["row_label"]
            chosen = self.best(subject, [row["figure_id"] for row in alike])
            if len(chosen) > 1:
                alike[-1]["together"] = sum(self.figures[id]["value"] for id in chosen)
        # the oldest row of the first period after a break bears its line
        for change in breaks:
            after = [
                row for row in rows if self.ends.get(row["label"]) and self.ends[row["label"]] >= change["first_day"]
            ]
            if after:
                after[-1]["breaks"] = [*after[-1]["breaks"], change["structural_break_id"]]
        return {
            "measure": self.measures[measure_id],
            "whose": self.whose(subject, figure_ids),
            "rows": rows,
            "has_parts": any(row["part"] or row["printed_as"] for row in rows),
            "breaks": breaks,
            "points": points,
            "stock": stock,
            "source": self.common_source(rows),
            "chart": chart(points, breaks, self.measures[measure_id]) if len(points) > 1 else None,
            "discrepancies": [self.discrepancies[id] for id in figure_ids if id in self.discrepancies],
        }

    def rate_text(self, rate: dict) -> str:
        if rate["rate"] is None:
            return rate["published_printed"] or self.labels["rate_reason", rate["reason_code"]]
        return self.warehouse.rate_text(rate)

    def rate_groups(self, subject: Subject) -> list[dict]:
        groups = {}
        for rate in subject.rates:
            groups.setdefault(rate["rate_id"], []).append(rate)
        found = []
        for rate_id, rows in groups.items():
            # the part that is the place or provider itself goes without saying
            own = {self.members[part]["label"] for part in subject.members.items()}
            shown = []
            for rate in sorted(rows, key=lambda row: row["slice"]):
                label = rate["slice_label"] or ""
                is_own = rate["slice_dimension"] in subject.members and rate["slice_member"] in subject.members.values()
                notes = []
                if rate["small_denominator"]:
                    notes.append("small number")
                if rate["structural_break_id"]:
                    notes.append("break in the series")
                if rate["conflict_ids"]:
                    notes.append("documents differ")
                if rate["rate_precision"] == "estimate":
                    notes.append("rests on an estimate")
                elif rate["source_kind"] == "secondary":
                    notes.append("a part from a secondary source")
                if rate["published_printed"] and rate["rate"] is not None:
                    notes.append(f"printed as {rate['published_printed']}")
                if rate["status"] == "published_only":
                    notes.append(self.labels["rate_status", rate["status"]])
                shown.append(
                    {
                        **rate,
                        "text": self.rate_text(rate),
                        "part": "" if is_own or label in own else label,
                        "notes": notes,
                    }
                )
            shown.sort(key=lambda row: self.when(row["period_label"]), reverse=True)
            common = [
                note for note in shown[0]["notes"] if len(shown) > 1 and all(note in row["notes"] for row in shown)
            ]
            for row in shown:
                row["notes"] = [note for note in row["notes"] if note not in common]
            registry = self.registry[rate_id]
            heading = "Share" if registry["scoring"] == "proportion" else "Rate" if registry["shown_per"] else "Ratio"
            texts = [
                *(f"{note[0].upper()}{note[1:]}." for note in common),
                rows[0]["assumption"],
                rows[0]["exclusions"],
            ]
            changes = [
                row
                for row in self.breaks
                if any(row["structural_break_id"] in ids(rate["structural_break_id"]) for rate in rows)
            ]
            texts += [f"Break: {text}" for text in dict.fromkeys(row["description"] for row in changes)]
            found.append(
                {
                    "registry": registry,
                    "rows": shown,
                    "heading": "Change" if registry["base_years_back"] else heading,
                    "texts": [text for text in texts if text],
                }
            )
        # shares and rates of the latest years first, what cannot be computed last
        main = subject.kind.rates
        found.sort(
            key=lambda group: (
                main.index(group["registry"]["rate_id"]) if group["registry"]["rate_id"] in main else len(main),
                all(row["rate"] is None for row in group["rows"]),
                group["registry"]["rate_label"],
            )
        )
        return found

    def disagreements(self, subject: Subject) -> tuple[list, list]:
        own = set(subject.figures)
        of_rates = {id for rate in subject.rates for id in ids(rate["conflict_ids"])}
        columns = ("first_figure_id", "first_other_figure_id", "second_figure_id")
        conflicts = [
            row
            for row in self.conflicts
            if row["conflict_id"] in of_rates or own & {id for column in columns for id in ids(row[column])}
        ]
        changed = [row for row in self.restatements if own & {row["earlier_figure_id"], row["later_figure_id"]}]
        return conflicts, changed

    def refused(self, subject: Subject, measure_ids: list[str]) -> list[dict]:
        shown = {rate["rate_id"] for rate in subject.rates}
        return [
            {"label": row["rate_label"], "why": self.labels["rate_reason", row["reason_code"]]}
            for row in self.registry.values()
            if row["declared_status"] == "not_computable"
            and row["rate_id"] not in shown
            and {row["numerator_measure_id"], row["denominator_measure_id"]} & set(measure_ids)
        ]

    def newest(self, subject: Subject, tables: list[dict], groups: list[dict]) -> dict | None:
        """What the page says first: the latest number of its main table, and the main rates of that year."""
        if not tables or not tables[0]["points"]:
            return None
        point = tables[0]["points"][-1]
        rates = [
            {"label": group["registry"]["rate_label"], **row}
            for group in groups
            for row in group["rows"]
            if row["rate_id"] in subject.kind.rates
            and row["rate"] is not None
            and row["period_label"] == str(point["year"])
            and not row["part"]
        ]
        measure = tables[0]["measure"]
        return {**point, "unit": measure["unit_of_count"], "label": measure["measure_label"], "rates": rates}

    def missing(self, subject: Subject, order: list[str]) -> list[dict]:
        """Of the measures on the page and of those that a table gives for all, the periods without a figure."""
        rows = []
        for dimension in subject.members:
            for measure_id, statuses in self.gaps.get(dimension, {}).items():
                shown = [(status, labels) for status, labels in statuses.items() if status != "stated_only"]
                given = measure_id in order or (dimension, measure_id) in self.tables
                if shown and given and self.measures[measure_id]["program"] != "Population":
                    rows.append({"measure": self.measures[measure_id], "statuses": shown})
        return rows

    def main_measure(self, kind: Kind) -> str:
        """That of the table by place or provider which was read in full."""
        counts = {}
        for subject in self.subjects:
            if subject.kind is kind:
                for figure_id in subject.figures:
                    figure = self.figures[figure_id]
                    if figure["reading"] == "in_full" and kind.dimensions[0] in self.parts.get(figure_id, {}):
                        counts[figure["measure_id"]] = counts.get(figure["measure_id"], 0) + 1
        return max(counts, key=counts.get)

    def measure_order(self, subject: Subject, main: str) -> list[str]:
        """The main table first, then what is known of most places or providers."""
        measure_ids = {self.figures[id]["measure_id"] for id in subject.figures}
        if subject.kind.dimensions[0] in subject.members:
            measure_ids.add(main)  # also where its tables have no row
        held_by = self.holders[subject.kind.folder]
        return sorted(
            measure_ids, key=lambda id: (id != main, self.measures[id]["program"] == "Population", -held_by[id], id)
        )

    def addresses(self) -> dict:
        """The page of each place, and of each member as (dimension, member)."""
        places = {subject.geography: subject.path for subject in self.subjects if subject.geography}
        return places | {part: subject.path for part, subject in self.by_member.items()}

    def pages(self, edition: dict, navigation: dict) -> dict[str, str]:
        """The text of every page by its address."""
        self.warehouse.own_pages = self.addresses()
        made = environment(self.warehouse)
        style = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("style.css", "lookup.css"))
        script = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("sortable.min.js", "lookup.js"))
        made.globals.update(
            figures=self.figures,
            measures=self.measures,
            members=self.by_member,
            kinds=KINDS,
            edition=edition,
            pages=navigation,
            root="../",  # all are one folder deep
            mark=Markup(MARK),
            style=Markup(style),
            script=Markup(script),
            style_hash=digest(style),
            script_hash=digest(script),
            long=LONG,
            many=MANY,
        )
        made.filters.update(ids=ids, comparability=lambda code: self.labels["comparability", code])
        mains = {kind.folder: self.main_measure(kind) for kind in KINDS}
        template = made.get_template("lookup_page.html.j2")
        pages = {}
        for subject in self.subjects:
            self.warehouse.page(root="../")
            order = self.measure_order(subject, mains[subject.kind.folder])
            tables = [self.series(subject, measure_id) for measure_id in order]
            groups = self.rate_groups(subject)
            conflicts, restatements = self.disagreements(subject)
            pages[subject.path] = template.render(
                here=subject.path,
                subject=subject,
                tables=tables,
                groups=groups,
                conflicts=conflicts,
                restatements=restatements,
                refused=self.refused(subject, order),
                missing=self.missing(subject, order),
                newest=self.newest(subject, tables, groups),
                twins=[twin for twin in self.subjects if twin.name == subject.name and twin is not subject],
                figures_csv=data_address(rows) if (rows := self.csv_of_figures(subject, tables)) else None,
                rates_csv=data_address(rows) if (rows := self.csv_of_rates(subject, groups)) else None,
            )
        facts = f"{len(pages):,} pages, {sum(len(text.encode()) for text in pages.values()) / 1e6:.1f} MB"
        template = made.get_template("lookup_index.html.j2")
        self.warehouse.page(root="../")
        for kind in KINDS:
            here = f"{kind.folder}/index.html"
            rows = index_rows(self, kind, mains[kind.folder])
            pages[here] = template.render(here=here, kind=kind, facts=facts, **rows)
        rows = index_of_all(self, mains)
        here = "look-up/index.html"
        pages[here] = template.render(here=here, kind=None, facts=facts, **rows)
        return pages

    # files --------------------------------------------------------------------------------------

    def csv_of_figures(self, subject: Subject, tables: list[dict]) -> list[dict]:
        rows = []
        for table in tables:
            for row in table["rows"]:
                if row["figure_id"]:
                    figure = self.figures[row["figure_id"]]
                    document = self.documents[figure["document_id"]]
                    rows.append(
                        {
                            "name": subject.name,
                            "counts": table["measure"]["measure_label"],
                            "unit": figure["unit_of_count"],
                            "period": figure["period_label"],
                            "part": ", ".join(part["text"] for part in row["part"]),
                            "value": spoken(figure["value"]).replace(",", "") if figure["value"] is not None else "",
                            "precision": self.labels["precision", figure["precision"]] if figure["precision"] else "",
                            "printed": figure["printed"] or "",
                            "recorded": figure["recorded"] or "",
                            "document": document["title"],
                            "place": figure["place"],
                            "source": self.labels["source_kind", figure["source_kind"]],
                            "figure_id": row["figure_id"],
                        }
                    )
        return rows

    def csv_of_rates(self, subject: Subject, groups: list[dict]) -> list[dict]:
        return [
            {
                "name": subject.name,
                "rate": group["registry"]["rate_label"],
                "period": row["period_label"],
                "compared_with": row["base_period_label"] or "",
                "part": row["part"],
                "rate_value": "" if row["rate"] is None else repr(row["rate"]),
                "numerator": "" if row["numerator_value"] is None else row["numerator_value"],
                "denominator": "" if row["denominator_value"] is None else row["denominator_value"],
                "status": self.labels["rate_status", row["status"]],
                "notes": "; ".join(row["notes"]),
                "numerator_figure_id": row["numerator_figure_id"] or "",
                "denominator_figure_id": row["denominator_figure_id"] or "",
            }
            for group in groups
            for row in group["rows"]
        ]


def chart(points: list[dict], breaks: list[dict], measure: dict) -> Markup:
    """Columns by year: a year without a figure is a gap, a bound has no upper edge, a break is a line."""
    first, last = points[0]["year"], points[-1]["year"]
    number = last - first + 1
    step = max(26, min(76, 344 // number))
    width, height, top, bottom = number * step + 8, 190, 24, 166
    largest = max(point["value"] for point in points) or 1
    by_year = {point["year"]: point for point in points}
    drawn = [f'<path class="base" d="M0 {bottom}.5H{width}"/>']
    for place, year in enumerate(range(first, last + 1)):
        left = place * step + 4
        middle = left + step / 2
        if step > 40 or (year - last) % 2 == 0:
            drawn.append(f'<text x="{middle:g}" y="{bottom + 18}">{year}</text>')
        if not (point := by_year.get(year)):
            gap = "no figure" if step > 50 else "–"
            drawn.append(f'<text class="gap" x="{middle:g}" y="{bottom - 6}">{gap}</text>')
            continue
        tall = round((bottom - top) * point["value"] / largest, 1)
        x, y, wide = left + step * 0.14, bottom - tall, step * 0.72
        words = "bar" + (" recorded" if point["recorded"] else "") + (" open" if point["open"] else "")
        drawn.append(
            f'<rect class="{words}" data-year="{year}" x="{x:.4g}" y="{y:.5g}" width="{wide:.4g}" height="{max(tall, 0.5):.4g}"/>'
        )
        if point["open"]:
            drawn.append(f'<path class="up" d="M{middle - 5:g} {y - 2:g}l5 -6l5 6"/>')
        if step > 40:
            value = point["value"]
            text = (
                spoken(value)
                if value < 10**6
                else f"{value / 10**6:.1f}M"
                if value < 10**8
                else f"{value / 10**6:.0f}M"
            )
            over = y - (11 if point["open"] else 6)
            drawn.append(f'<text class="value" x="{middle:g}" y="{over:g}">{text}</text>')
    for change in breaks:
        x = (change["first_day"].year - first) * step + 4
        words = "break" if change["comparability"] == "not_comparable" else "break flagged"
        drawn.append(f'<path class="{words}" d="M{x}.5 4V{bottom}"/>')
    said = ", ".join(f"{point['year']}: {spoken(point['value'])}" for point in points)
    return (
        Markup(f'<svg class="columns" viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="')
        + f"{measure['measure_label']} by year. {said}."
        + Markup(f'">{"".join(drawn)}</svg>')
    )


def clear(folder: Path, pages: dict) -> None:
    """Takes away what an earlier edition left, and nothing that this did not write."""
    for kept in ("sources", *(kind.folder for kind in KINDS)):
        for left in (folder / kept).glob("*.html"):
            is_ours = MARK in left.read_text(encoding="utf-8", errors="replace")[:1500]
            if is_ours and f"{kept}/{left.name}" not in pages:
                left.unlink()


def index_rows(lookup: Lookup, kind: Kind, main: str) -> dict:
    subjects = [subject for subject in lookup.subjects if subject.kind is kind]
    series = {
        subject.path: {point["year"]: point for point in lookup.series(subject, main)["points"]} for subject in subjects
    }
    in_index = sorted({year for points in series.values() for year in points}, reverse=True)
    latest = {}
    for subject in subjects:
        for rate in subject.rates:
            is_whole = rate["slice_level"] == "all" or rate["slice_member"] in subject.members.values()
            is_year = rate["rate"] is not None and rate["period_label"].isdigit()
            if rate["rate_id"] in kind.rates and is_whole and is_year:
                latest.setdefault(rate["rate_id"], {}).setdefault(rate["period_label"], {})[subject.path] = rate
    rates = []
    for rate_id in kind.rates:
        if rate_id in latest:
            # of the latest years a collection can have a few providers only
            fullest = max(map(len, latest[rate_id].values()))
            label = max(label for label, of in latest[rate_id].items() if len(of) > fullest / 2)
            rates.append({"registry": lookup.registry[rate_id], "period": label, "of": latest[rate_id][label]})
    rows = [
        {
            "subject": subject,
            "newest": series[subject.path][max(series[subject.path])] if series[subject.path] else None,
            "numbers": [series[subject.path].get(year) for year in in_index],
            "rates": [
                {**rate["of"][subject.path], "text": lookup.rate_text(rate["of"][subject.path])}
                if subject.path in rate["of"]
                else None
                for rate in rates
            ],
        }
        for subject in subjects
    ]
    table = [
        {
            "name": row["subject"].name,
            **{
                str(year): spoken(point["value"]).replace(",", "") if point else ""
                for year, point in zip(in_index, row["numbers"], strict=True)
            },
            **{
                f"{rate['registry']['rate_label']}, {rate['period']}": repr(of["rate"]) if of else ""
                for rate, of in zip(rates, row["rates"], strict=True)
            },
        }
        for row in rows
    ]
    return {
        "rows": rows,
        "years": in_index,
        "rates": rates,
        "measure": lookup.measures[main],
        "table_csv": data_address(table),
    }


def index_of_all(lookup: Lookup, mains: dict) -> dict:
    rows = []
    for subject in sorted(lookup.subjects, key=lambda one: slug(one.name)):
        main = mains[subject.kind.folder]
        points = lookup.series(subject, main)["points"]
        rows.append(
            {
                "subject": subject,
                "newest": points[-1] if points else None,
                "measure": lookup.measures[main],
                "count": len(subject.figures),
            }
        )
    table = [
        {
            "name": row["subject"].name,
            "kind": row["subject"].kind.one,
            "latest_number": spoken(row["newest"]["value"]).replace(",", "") if row["newest"] else "",
            "year": row["newest"]["year"] if row["newest"] else "",
            "counts": row["measure"]["measure_label"],
            "page": row["subject"].path,
        }
        for row in rows
    ]
    return {"rows": rows, "table_csv": data_address(table)}
