"""Writes the guides for readers in docs/ from scripts/guides/*.md.j2: their numbers and words come from the published file.

A statement of a guide is checked when it is written: a right one that is not borne out stops it, and so does a wrong one that is.
"""

import sys
from pathlib import Path

import jinja2

from scripts import marts
from scripts.readme import connect
from scripts.report.words import percent, spoken

HERE = Path(__file__).with_suffix("")
TARGETS = {template.name.removesuffix(".j2"): template for template in sorted(HERE.glob("*.md.j2"))}


class Facts:
    """What a guide may say."""

    def __init__(self, connection):
        self.connection = connection

    def rows(self, query: str, *parameters) -> list[dict]:
        relation = self.connection.execute(query, list(parameters))
        names = [column[0] for column in relation.description]
        return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]

    def figure(self, measure_id: str, slice: str = "all", geography: str | None = None) -> dict:
        """The newest number by calendar year that was read in full."""
        return self.rows(
            """select figures.*, documents.title from ncmec.marts.fct_published_figures as figures
            inner join ncmec.marts.dim_documents as documents on figures.document_id = documents.document_id
            inner join ncmec.marts.dim_measures as measures on figures.measure_id = measures.measure_id
            where figures.measure_id = ? and figures.slice = ? and figures.geography = coalesce(?, measures.geography)
                and figures.period_type = 'calendar_year' and figures.reading = 'in_full'
            order by figures.calendar_year desc, figures.precision = 'exact' desc, figures.figure_id limit 1""",
            measure_id,
            slice,
            geography,
        )[0]

    def rate(self, rate_id: str, status: str = "computed", slice: str = "all", geography: str | None = None) -> dict:
        """The newest one of primary sources."""
        return self.rows(
            """select * from ncmec.marts.fct_rates
            where rate_id = ? and status = ? and slice = ? and geography = coalesce(?, geography) and source_kind = 'primary'
            order by period_label desc, geography = 'WORLD' desc, geography limit 1""",
            rate_id,
            status,
            slice,
            geography,
        )[0]

    def smallest(self, rate_id: str) -> dict:
        """A share of a small number that looks extreme."""
        return self.rows(
            """select rates.*, places.name from ncmec.marts.fct_rates as rates
            inner join ncmec.marts.dim_geographies as places on rates.geography = places.geography
            where rate_id = ? and small_denominator and places.kind in ('state', 'territory')
            order by period_label desc, denominator_value limit 1""",
            rate_id,
        )[0]

    def says(self, verdict: str, about: str, period: str, claimed: str, slice: str = "all", geography=None) -> str:
        """The claimed words, if the published file comes to this verdict."""
        (row,) = self.rows(
            """from ncmec.marts.check_statement(?, ?, ?, slice := ?, geography := (
                select min(names.write_as) from ncmec.marts.checkable_names as names where names.kind = 'place' and names.means = ?
            ))""",
            about,
            period,
            claimed,
            slice,
            geography,
        )
        if row["verdict"] != verdict:
            sys.exit(
                f"No guide was written: {about}, {period}, {claimed!r} is {row['verdict']} and not {verdict}: {row['explanation']}"
            )
        return claimed

    def codes(self, code_list: str) -> list[dict]:
        return self.rows("select * from ncmec.marts.dim_codes where code_list = ? order by sort_order", code_list)

    def measure(self, measure_id: str) -> dict:
        return self.rows("select * from ncmec.marts.dim_measures where measure_id = ?", measure_id)[0]


def millions(value: float) -> str:
    return f"{value / 1e6:.1f} million"


def guide(name: str, connection) -> str:
    facts = Facts(connection)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=False,  # noqa: S701 (Markdown)
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters.update(spoken=spoken, percent=percent, millions=millions)
    return environment.get_template(TARGETS[name].name).render(facts=facts, report_errors=marts.report_errors())


if __name__ == "__main__":
    connection = connect()
    texts = {name: guide(name, connection) for name in TARGETS}
    for name, text in texts.items():
        (Path("docs") / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/{name}")
