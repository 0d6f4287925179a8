"""What a page may show: printed figures and rates, each a button that opens the card of its source."""

import math
import re
from decimal import Decimal
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from scripts import marts
from scripts.report.tables import File, Named, Part, Table, Worked
from scripts.report.words import (
    bounded,
    digits,
    first_sentence,
    is_cut,
    percent,
    period,
    place_words,
    rate_name,
    row_words,
    short,
    spoken,
    two_digits,
)

# years, ages and places in a document are not figures
NOT_A_FIGURE = re.compile(
    r"\b(?:19|20)\d\d\b(?!,)|\b\d+ documents read in full\b|\baged \d+ to \d+\b|\bunder 18\b|\bAppendix \w+\b"
)


class Warehouse:
    """Rows of the published file. `page()` begins a page: it keeps the cards of what it uses and the files it offers."""

    def __init__(self, connection):
        self.connection = connection
        self.figures = {
            row["figure_id"]: row
            for row in self.rows("""
                select figures.*, figures.rowid as position, measures.measure_label, measures.definition, places.name as place_name,
                    periods.definition as period_definition
                from marts.fct_published_figures as figures
                inner join marts.dim_measures as measures on figures.measure_id = measures.measure_id
                inner join marts.dim_geographies as places on figures.geography = places.geography
                inner join marts.dim_periods as periods on figures.period_label = periods.period_label
                order by figure_id""")
        }
        for row in self.figures.values():
            # what nobody saw in print is shown as it was recorded
            row["shown"] = row["printed"] or row["recorded"]
            row["place"] = place_words(row["place"])
        self.documents = {row["document_id"]: row for row in self.rows("select * from marts.dim_documents")}
        self.labels = {
            (row["code_list"], row["code"]): row["label"] for row in self.rows("select * from marts.dim_codes")
        }
        self.members = {(row["dimension"], row["member"]): row for row in self.rows("select * from marts.dim_members")}
        self.breaks = self.rows("select * from marts.dim_structural_breaks order by first_day, structural_break_id")
        self.geographies = {row["geography"]: row["name"] for row in self.rows("select * from marts.dim_geographies")}
        self.ends = {row["period_label"]: row["end_date"] for row in self.rows("select * from marts.dim_periods")}
        self.by_id = {
            row["id"]: row["words"]
            for row in self.rows("""select question_id as id, question as words from marts.answers
                union all select claim_id, statement from marts.fct_claims""")
        }
        self.newest_year = max(row["calendar_year"] or 0 for row in self.figures.values())
        self.rates_declared = {row["rate_id"]: row for row in self.rows("select * from marts.dim_rates")}
        self.parts = {}
        for row in self.rows("select figure_id, dimension, member from marts.fct_figure_parts order by all"):
            self.parts.setdefault(row["figure_id"], {})[row["dimension"]] = row["member"]
        self.dimensions = {dimension for of_figure in self.parts.values() for dimension in of_figure}
        self.by_meaning = {}
        for row in self.figures.values():
            of_figure = frozenset(self.parts.get(row["figure_id"], {}).items())
            key = (row["document_id"], row["measure_id"], row["period_label"], of_figure)
            self.by_meaning.setdefault(key, []).append(row["figure_id"])
        self.own_pages: dict = {}  # of places, and of members as (dimension, member)
        self.page()

    def named(self, dimension: str, member: str, text: str) -> Named | str:
        path = self.own_pages.get((dimension, member))
        return Named(text, self.root + path) if path else text

    def place(self, geography: str) -> Named | str:
        path, name = self.own_pages.get(geography), self.geographies[geography]
        return Named(name, self.root + path) if path else name

    def page(self, root: str = "") -> None:
        """root: the way from the page to the folder of the report."""
        self.root = root
        self.files: dict[str, File] = {}
        self.used_figures: dict[str, dict] = {}
        self.used_rates: dict[str, dict] = {}
        self.used_documents: set[str] = set()

    def rows(self, query: str, *parameters) -> list[dict]:
        relation = self.connection.execute(query, list(parameters))
        names = [column[0] for column in relation.description]
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]

    # numbers and their cards -------------------------------------------------------------------

    def anchor(self, figure_id: str) -> str:
        """The id of the card of a figure is the figure's own: it stays when the page grows."""
        self.used_figures[figure_id] = self.figures[figure_id]
        self.used_documents.add(self.figures[figure_id]["document_id"])
        return figure_id

    def figure(self, figure_id: str, text: str | None = None) -> Part:
        figure = self.figures[figure_id]
        return Part(text or figure["shown"], self.anchor(figure_id), figure["value"])

    def rate_anchor(self, rate: dict) -> str:
        key = "/".join(rate[column] for column in ("rate_id", "period_label", "geography", "slice"))
        key = re.sub(r"[^\w.=/-]+", "-", key)
        same = self.used_rates.setdefault(key, rate)
        assert same["slice"] == rate["slice"], f"one address for two rates: {key}"
        for side in ("numerator", "denominator"):
            self.side(rate, side)
        return key

    def side(self, rate: dict, side: str) -> list[Part] | Worked | str:
        """A part of a rate: its figure, the few that add up to it, what is left of them, or their sum."""
        figure_ids, value = rate[f"{side}_figure_id"].split(", "), rate[f"{side}_value"]
        if len(figure_ids) > 6:
            return f"{spoken(value)} (sum of {len(figure_ids)} figures)"
        parts = [self.figure(figure_id) for figure_id in figure_ids]
        if len(parts) > 1 and sum(part.value for part in parts) != value:
            about = "" if rate["rate_precision"] == "exact" else "about "
            return Worked(about + spoken(value), value, parts)
        return parts

    def rate_text(self, rate: dict) -> str:
        """A share in percent, a change as more or less, a ratio per as many as its rate says; bounds and roundings in words.
        No more digits than the parts have."""
        precision = rate["rate_precision"]
        words = {"rounded": "about", "approximate": "about", "estimate": "about"}.get(precision, "")
        if precision in ("at_least", "more_than", "less_than"):
            words = self.label("precision", precision)
        if rate["change_percent"] is not None and precision in ("at_least", "more_than", "less_than"):
            return self.bounded_change(rate)
        if rate["change_percent"] is not None:
            value = self.honest(rate, rate["rate"])
            change = 100 * value - 100
            known = self.known_digits(rate)
            # a change has the place of the last digit of the quotient that it is taken from
            places = 1 if known is None else min(1, known - 3 - Decimal(str(value)).adjusted())
            places = places if abs(change) >= 10 else max(places, 0)
            shown = f"{round(abs(change), places):,.{max(places, 0)}f}% {'more' if change >= 0 else 'less'}"
        elif rate["shown_per"]:
            per, known, down = rate["rate"] * rate["shown_per"], self.known_digits(rate), self.rounds_down(rate)
            if down is not None or (known or 3) < 3:
                per = bounded(per, min(known or 3, 3 if per >= 10 else 2), down)
            shown = f"{per:,.0f}" if per >= 100 else f"{per:.1f}" if per >= 1 else two_digits(per)
            shown = f"{shown} per {rate['shown_per']:,}"
        elif rate["scoring"] == "proportion":
            value = self.honest(rate, rate["rate"])
            known = self.known_digits(rate)
            if rate["small_denominator"] and value >= 0.01:
                shown = f"{value * 100:.0f}%"
            elif known is not None and known < 3 and value >= 0.01:
                shown = f"{spoken(bounded(value * 100, known, None))}%"
            else:
                shown = percent(value)
        else:
            known = self.known_digits(rate)
            shown = short(rate["rate"]) if known is None or known > 2 else spoken(bounded(rate["rate"], known, None))
        return f"{words} {shown}".strip()

    def bounded_change(self, rate: dict) -> str:
        """A fall turns a bound round: at least 0.993 times is at most 0.7% less. No bound says more than the range allows."""
        is_lower = rate["rate_precision"] != "less_than"
        change = 100 * (rate["rate_low"] if is_lower else rate["rate_high"]) - 100
        turned = {"at_least": "at most", "more_than": "less than", "less_than": "more than"}
        words = self.label("precision", rate["rate_precision"]) if change >= 0 else turned[rate["rate_precision"]]
        scale = 1 if abs(change) >= 10 else 10
        shown = (math.floor if is_lower == (change >= 0) else math.ceil)(round(abs(change) * scale, 9)) / scale
        return f"{words} {shown:,.{0 if scale == 1 else 1}f}% {'more' if change >= 0 else 'less'}"

    def known_digits(self, rate: dict) -> int | None:
        """Of how many digits of a rate its rounded parts say anything; nothing where both are exact."""
        known = [
            max(2, digits(self.figures[figure_id]["value"]))
            for side in ("numerator", "denominator")
            for figure_id in (rate[f"{side}_figure_id"] or "").split(", ")
            if figure_id and self.figures[figure_id]["precision"] != "exact"
        ]
        return min(known, default=None)

    @staticmethod
    def rounds_down(rate: dict) -> bool | None:
        return {"at_least": True, "more_than": True, "less_than": False}.get(rate["rate_precision"])

    def honest(self, rate: dict, value: float) -> float:
        """A bound is rounded away from what it says: at least 43.2, not 43.3."""
        down = self.rounds_down(rate)
        return value if down is None else bounded(value, 3 if value >= 0.1 else 2, down)

    def rate_notes(self, rate: dict) -> tuple[str, ...]:
        """What a computed number must not be read without."""
        notes = []
        if rate["small_denominator"]:
            notes.append("small number")
        if rate["structural_break_id"] and rate["base_period_label"]:
            notes.append(f"across a break: {self.label('comparability', 'flagged')}")
        if rate["rate_precision"] == "unconfirmed":
            notes.append(self.label("precision", "unconfirmed"))
        return tuple(notes)

    def rate(self, rate: dict, text: str | None = None) -> Part:
        return Part(text or self.rate_text(rate), self.rate_anchor(rate), rate["rate"], self.rate_notes(rate))

    def parts_in_words(self, figure_id: str) -> str:
        """case status: Resolved; state: Texas"""
        named = [self.members[part] for part in self.parts.get(figure_id, {}).items()]
        return "; ".join(f"{row['dimension_label']}: {row['label']}" for row in named)

    def breaks_of(self, figure_id: str) -> list[dict]:
        """The breaks in the series of a figure, as int_break_reach finds them."""
        figure, slices = self.figures[figure_id], [f"{d}={m}" for d, m in self.parts.get(figure_id, {}).items()]
        return [
            row
            for row in self.breaks
            if row["measure_id"] == figure["measure_id"]
            and (row["slice"] in [figure["slice"], *slices] or (row["slice"] == "parts" and figure["slice"] != "all"))
        ]

    def breaks_of_rate(self, rate: dict) -> list[str]:
        """The breaks that a rate lies across or behind, in words."""
        named = (rate["structural_break_id"] or "").split(", ")
        return list(dict.fromkeys(row["description"] for row in self.breaks if row["structural_break_id"] in named))

    def label(self, code_list: str, code: str) -> str:
        return self.labels[code_list, code]

    def document(self, document_id: str, text: str | None = None) -> Markup:
        self.used_documents.add(document_id)
        address = f"{self.root}sources/{document_id}.html"
        return Markup('<a href="{}">{}</a>').format(address, text or self.documents[document_id]["title"])

    def offer(self, file: File) -> File:
        """A file that the page links to is written beside it."""
        self.files[file.address] = file
        return file

    def series(self, measure_id: str, **members) -> list[dict]:
        """The best figure of every calendar year of a measure, for the whole area that it covers."""
        rows = self.rows(
            """select numbers.*, coalesce(numbers.value_high is null and numbers.value_low is not null, false) as is_open
            from marts.checkable_numbers as numbers
            inner join marts.dim_periods as periods on numbers.period_label = periods.period_label
            where numbers.about = ? and numbers.is_whole_area and periods.period_type = 'calendar_year'
            order by numbers.period_label, numbers.slice""",
            measure_id,
        )
        found = []
        for row in rows:
            row["figures"] = row["figure_ids"].split(", ")
            row["members"] = self.parts.get(row["figures"][0], {})
            if set(row["members"]) == set(members) and all(
                wanted in (None, row["members"][name]) for name, wanted in members.items()
            ):
                row |= {"year": row["period_label"], "count": row["value"], "shown": row["printed"]}
                row["part"] = "reports"
                row["href"] = f"#{self.anchor(row['figures'][0])}"
                found.append(row)
        return found

    def lettered_breaks(self, figure_ids) -> list[dict]:
        """The breaks in the series of these figures, one letter each, oldest first."""
        found = {}
        for figure_id in figure_ids:
            for row in self.breaks_of(figure_id):
                # the same break can be strict for the whole and a caveat for its parts
                if found.setdefault(row["structural_break_id"], row)["comparability"] != "not_comparable":
                    found[row["structural_break_id"]] = row
        ordered = sorted(found.values(), key=lambda row: row["first_day"])
        return [
            {
                "letter": chr(ord("A") + number),
                "year": row["first_period_after"],
                "strict": row["comparability"] == "not_comparable",
                "description": row["description"],
            }
            for number, row in enumerate(ordered)
        ]

    def fact(self, table: str, measure_id: str, where: str = "true") -> list[dict]:
        """Rows of a fact, each with the printed figure behind it: same document, measure, period and members."""
        rows = self.rows(f"select * from marts.{table} where {where} order by all")
        for row in rows:
            # the key of a dimension table carries its kind in its name: state_code, esp_name
            named = {re.sub("_(code|name)$", "", column): value for column, value in row.items()}
            members = {dimension: named[dimension] for dimension in self.dimensions & named.keys()}
            row["count"] = list(row.values())[-1]
            printed = self.figures_of(row["document_id"], measure_id, row["period_label"], **members)
            row["figures"] = [id for id in printed if self.figures[id]["value"] == row["count"]][:1] or printed
            # a provider can be printed under two names: its row is the sum of both figures
            assert sum(self.figures[id]["value"] for id in row["figures"]) == row["count"], f"{table}: {row}"
            row["href"] = f"#{self.anchor(row['figures'][0])}"
        return rows

    def figures_of(self, document_id, measure_id, period_label, **members) -> list[str]:
        return self.by_meaning[(document_id, measure_id, str(period_label), frozenset(members.items()))]

    def count(self, row: dict) -> list[Part]:
        """The number of a row of a fact or series: the figures that it adds up."""
        return [self.figure(figure_id) for figure_id in row["figures"]]

    def referred(self, match) -> str:
        """A question or statement that a sentence refers to, by its words."""
        words = self.by_id.get(match[1])
        return f"see “{words}”" if words else match[0]

    # numbers inside sentences ------------------------------------------------------------------

    def prose(self, text: str | None, figure_ids=(), rates=()) -> Markup:
        """A sentence of the warehouse with the numbers that repeat one of these figures or rates linked to it."""
        if not text:
            return Markup("")
        text = re.sub(r"\bsee ([a-z]+(?:-[a-z0-9]+)+)\b", self.referred, text)
        known: dict[str, str] = {}
        for figure_id in filter(None, figure_ids):
            figure = self.figures[figure_id]
            for words in (figure["shown"], spoken(figure["value"]), spoken(figure["value"]).replace(",", "")):
                known.setdefault(words, figure_id)
        computed = {}
        for rate in rates:
            if rate["rate"] is not None:
                as_percent = rate["rate"] * 100
                for words in (
                    percent(rate["rate"]),
                    f"{as_percent:.3f}%",
                    f"{as_percent:.4f}",
                    f"{rate['rate']:.2f}",
                    f"{rate['rate']:.4f}",
                ):
                    computed.setdefault(words, rate)
        words = sorted({*known, *computed}, key=len, reverse=True)
        pattern = "|".join(rf"(?<![\d,.]){re.escape(word)}(?![\d]|[,.]\d)" for word in words)
        pattern = f"(?P<skip>{NOT_A_FIGURE.pattern})" + (f"|(?P<known>{pattern})" if words else "")
        pieces, position = [], 0
        for match in re.finditer(pattern, text):
            pieces.append(escape(text[position : match.start()]))
            word = match.group()
            if match.group("skip"):
                pieces.append(escape(word))
            elif word in known:
                pieces.append(self.figure(known[word], word))
            else:
                pieces.append(self.rate(computed[word], word))
            position = match.end()
        pieces.append(escape(text[position:]))
        return Markup("").join(pieces)


def environment(warehouse: Warehouse) -> jinja2.Environment:
    """What every template of the report can name."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals.update(
        warehouse=warehouse,
        documents=warehouse.documents,
        rates_declared=warehouse.rates_declared,
        figure=warehouse.figure,
        rate=warehouse.rate,
        rate_text=warehouse.rate_text,
        document=warehouse.document,
        label=warehouse.label,
        parts_in_words=warehouse.parts_in_words,
        breaks_of=warehouse.breaks_of,
        breaks_of_rate=warehouse.breaks_of_rate,
        offer=warehouse.offer,
        side=warehouse.side,
        place=warehouse.place,
        shown=Table.shown,
        first_sentence=first_sentence,
        report_errors=marts.report_errors(),
        rate_name=rate_name,
        is_cut=is_cut,
        rate_notes=warehouse.rate_notes,
    )
    made.filters.update(
        # the number beside it says that it is at least
        bare=lambda text: re.sub(r" \((?:about|at least|more than|estimate|rounded)\)$", "", text),
        spoken=spoken,
        period=period,
        row_words=row_words,
        capital=lambda text: text[:1].upper() + text[1:],
    )
    return made
