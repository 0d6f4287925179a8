"""What a page may show: printed figures and rates, each a link to the row that says where it comes from."""

import re
from decimal import Decimal

from markupsafe import Markup, escape

# years, ages and places in a document are not figures
NOT_A_FIGURE = re.compile(
    r"\b(?:19|20)\d\d\b(?!,)|\b\d+ documents read in full\b|\baged \d+ to \d+\b|\bunder 18\b|\bAppendix \w+\b"
)


def spoken(value) -> str:
    """12345.0 -> 12,345; 1.5 -> 1.5"""
    value = Decimal(str(value)).normalize()
    return f"{value:,f}"


def percent(rate: float) -> str:
    return f"{rate * 100:.1f}%" if rate >= 0.01 else f"{rate * 100:.3g}%"


class Warehouse:
    """Rows of the published file, and which of its figures and rates a page has used so far."""

    def __init__(self, connection):
        self.connection = connection
        self.figures = {
            row["figure_id"]: row for row in self.rows("select * from marts.fct_published_figures order by figure_id")
        }
        for row in self.figures.values():
            # what nobody saw in print is shown as it was recorded
            row["shown"] = row["printed"] or row["recorded"]
        self.labels = {
            (row["code_list"], row["code"]): row["label"] for row in self.rows("select * from marts.dim_codes")
        }
        members = {}
        for row in self.rows("select figure_id, dimension, member from marts.fct_figure_parts"):
            members.setdefault(row["figure_id"], {})[row["dimension"]] = row["member"]
        self.dimensions = {dimension for of_figure in members.values() for dimension in of_figure}
        self.by_meaning = {}
        for row in self.figures.values():
            of_figure = frozenset(members.get(row["figure_id"], {}).items())
            key = (row["document_id"], row["measure_id"], row["period_label"], of_figure)
            self.by_meaning.setdefault(key, []).append(row["figure_id"])
        self.used_figures: dict[str, int] = {}
        self.used_rates: dict[tuple, int] = {}
        self.used_documents: set[str] = set()

    def rows(self, query: str, *parameters) -> list[dict]:
        relation = self.connection.execute(query, list(parameters))
        names = [column[0] for column in relation.description]
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]

    # links -------------------------------------------------------------------------------------

    def anchor(self, figure_id: str) -> str:
        figure = self.figures[figure_id]
        self.used_documents.add(figure["document_id"])
        return f"f{self.used_figures.setdefault(figure_id, len(self.used_figures) + 1)}"

    def figure(self, figure_id: str, text: str | None = None) -> Markup:
        return Markup('<a class="n" href="#{}">{}</a>').format(
            self.anchor(figure_id), text or self.figures[figure_id]["shown"]
        )

    def rate_anchor(self, rate: dict) -> str:
        key = (rate["rate_id"], rate["period_label"], rate["geography"], rate["slice"])
        return f"r{self.used_rates.setdefault(key, len(self.used_rates) + 1)}"

    def rate(self, rate: dict, text: str | None = None) -> Markup:
        words = "at least " if rate["rate_precision"] == "at_least" else ""
        shown = percent(rate["rate"]) if rate["scoring"] == "proportion" else f"{rate['rate']:.2f}"
        return Markup('<a class="n" href="#{}">{}</a>').format(self.rate_anchor(rate), text or words + shown)

    def label(self, code_list: str, code: str) -> str:
        return self.labels[code_list, code]

    def document(self, document_id: str, text: str | None = None) -> Markup:
        self.used_documents.add(document_id)
        return Markup('<a href="#d-{}">{}</a>').format(document_id, text or document_id)

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

    def count(self, row: dict) -> Markup:
        """The number of a row of a fact, linked."""
        return Markup(" + ").join(map(self.figure, row["figures"]))

    # numbers inside sentences ------------------------------------------------------------------

    def prose(self, text: str | None, figure_ids=(), rates=()) -> Markup:
        """A sentence of the warehouse with the numbers that repeat one of these figures or rates linked to it."""
        if not text:
            return Markup("")
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
