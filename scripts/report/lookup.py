"""Look-up pages beside the report: one page a state, country and provider, an index of each and one of all.

Each page holds every number of its place or provider in the published file, with the document and place of each.
"""

import base64
import hashlib
from collections import Counter
from pathlib import Path

from markupsafe import Markup

from scripts.report import counts, lists, shares
from scripts.report.figures import Warehouse, environment
from scripts.report.subjects import KINDS, Finder, Kind, Subject, ids, years

HERE = Path(__file__).parent
MARK = '<meta name="generator" content="ncmec report">'
LONG = 30  # rows; a longer table is closed until it is asked for, and on paper cut
PRINTED = 12  # rows of it (lookup.css)
MANY = 12  # tables; those after them are


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
        self.subjects = Finder(warehouse).subjects()
        self.by_member = {
            (dimension, member): subject for subject in self.subjects for dimension, member in subject.members.items()
        }
        self.give_numbers()
        self.made = {}  # series by page and measure
        self.tables = self.whole_tables()
        self.holders = {kind.folder: Counter() for kind in KINDS}
        for subject in self.subjects:
            self.holders[subject.kind.folder].update({self.figures[id]["measure_id"] for id in subject.figures})

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

    def when(self, label: str):
        end = self.ends.get(label)
        return (end is not None, end, label)

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
        held_by = Counter({id: self.holders[subject.kind.folder][id] for id in measure_ids})
        # what is counted of this place alone: by how much of it was read in print
        whole = [id for id in measure_ids if self.measures[id]["geography"] == subject.geography]
        for figure in (self.figures[id] for id in subject.figures):
            held_by[figure["measure_id"]] += figure["measure_id"] in whole and figure["reading"] == "in_full"
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
        page_script = (HERE / "lookup_page.js").read_text(encoding="utf-8")
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
            page_script=Markup(page_script),
            page_script_hash=digest(page_script),
            style_hash=digest(style),
            script_hash=digest(script),
            long=LONG,
            printed=PRINTED,
            many=MANY,
        )
        made.filters.update(ids=ids, comparability=lambda code: self.labels["comparability", code])
        mains = {kind.folder: self.main_measure(kind) for kind in KINDS}
        template = made.get_template("lookup_page.html.j2")
        pages = {}
        for subject in self.subjects:
            self.warehouse.page(root="../")
            order = self.measure_order(subject, mains[subject.kind.folder])
            tables = [counts.series(self, subject, measure_id) for measure_id in order]
            groups = shares.rate_groups(self, subject)
            conflicts, restatements = shares.disagreements(self, subject)
            pages[subject.path] = template.render(
                here=subject.path,
                subject=subject,
                tables=tables,
                groups=groups,
                conflicts=conflicts,
                restatements=restatements,
                refused=shares.refused(self, subject, order),
                missing=shares.missing(self, subject, order),
                newest=shares.newest(self, subject, tables, groups),
                twins=[twin for twin in self.subjects if twin.name == subject.name and twin is not subject],
                figures_csv=lists.data_address(rows) if (rows := lists.csv_of_figures(self, subject, tables)) else None,
                rates_csv=lists.data_address(rows) if (rows := lists.csv_of_rates(self, subject, groups)) else None,
            )
        facts = f"{len(pages):,} pages, {sum(len(text.encode()) for text in pages.values()) / 1e6:.1f} MB"
        template = made.get_template("lookup_index.html.j2")
        self.warehouse.page(root="../")
        for kind in KINDS:
            here = f"{kind.folder}/index.html"
            rows = lists.index_rows(self, kind, mains[kind.folder])
            pages[here] = template.render(here=here, kind=kind, facts=facts, **rows)
        rows = lists.index_of_all(self, mains)
        here = "look-up/index.html"
        pages[here] = template.render(here=here, kind=None, facts=facts, breaks=None, **rows)
        return pages

    # files --------------------------------------------------------------------------------------


def clear(folder: Path, pages: dict) -> None:
    """Takes away what an earlier edition left, and nothing that this did not write."""
    for kept in ("sources", *(kind.folder for kind in KINDS)):
        for left in (folder / kept).glob("*.html"):
            is_ours = MARK in left.read_text(encoding="utf-8", errors="replace")[:1500]
            if is_ours and f"{kept}/{left.name}" not in pages:
                left.unlink()
