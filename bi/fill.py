"""Fills the YAML files of bi/assets with the years, documents and breaks that the published file holds.

What they may use, in Jinja: `latest`, `years`, `sources` of a fact; `latest_rate`; `breaks` and `comparable` of a
measure. The latest year is always the last one of which that fact has rows, for each fact on its own.
"""

import itertools
from pathlib import Path

from jinja2 import Environment, StrictUndefined

ASSETS = Path(__file__).resolve().parent / "assets"


def spans(years: list[int]) -> str:
    """Years in a row as first to last."""
    runs = [list(run) for _, run in itertools.groupby(years, key=lambda year: year - years.index(year))]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


class Published:
    """What the assets may ask of the file; every answer is read from its marts."""

    def __init__(self, connection):
        self.connection = connection

    def rows(self, sql: str, *parameters) -> list[tuple]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def year_column(self, fact: str) -> str:
        columns = [name for name, *_ in self.rows(f"describe marts.{fact}")]
        return "as_of_year" if "as_of_year" in columns else "calendar_year"

    def years(self, fact: str) -> list[int]:
        """The years of which the fact has rows, first to last."""
        return [year for (year,) in self.rows(f"select distinct {self.year_column(fact)} from marts.{fact} order by 1")]

    def latest(self, fact: str) -> int:
        """The last year of which the fact has rows."""
        return self.years(fact)[-1]

    def sources(self, fact: str, year: int | None = None) -> str:
        """Titles of the documents from which the fact's rows come; of all years, each with its own."""
        column = self.year_column(fact)
        documents = self.rows(f"""
            select
                documents.title,
                list(distinct facts.{column} order by facts.{column}) as years,
                any_value(codes.label) as recorded
            from marts.{fact} as facts
            inner join marts.dim_documents as documents using (document_id)
            left join marts.dim_codes as codes
                on codes.code_list = 'reading' and codes.code = 'as_recorded' and documents.reading = codes.code
            where facts.{column} = {year or f"facts.{column}"}
            group by documents.title
            order by years, documents.title
        """)
        said = []
        for title, years, recorded in documents:
            note = ", ".join(filter(None, [None if year else spans(years), recorded]))
            said.append(f"{title} ({note})" if note else title)
        return "; ".join(said)

    def latest_rate(self, rate_id: str, geography: str) -> str:
        """The last period with a value of the rate, in places of this pattern ('US', 'US-%')."""
        return self.rows(
            """
            select rates.period_label
            from marts.fct_rates as rates
            inner join marts.dim_periods as periods using (period_label)
            where rates.rate_id = ? and rates.geography like ? and rates.slice = 'all' and rates.rate is not null
            order by periods.end_date desc nulls last, rates.period_label
            limit 1
            """,
            rate_id,
            geography,
        )[0][0]

    def breaks(self, measure_id: str, slice: str = "all") -> list[dict]:
        """Declared breaks of a measure: the first year of the new way of counting, whether to compare, and why."""
        found = self.rows(
            """
            select distinct breaks.first_period_after, codes.label, breaks.description
            from marts.dim_structural_breaks as breaks
            inner join marts.dim_codes as codes on codes.code_list = 'comparability' and breaks.comparability = codes.code
            where breaks.measure_id = ? and breaks.slice = ?
            order by 1, 3
            """,
            measure_id,
            slice,
        )
        return [dict(zip(("year", "comparability", "description"), row, strict=True)) for row in found]

    def comparable(self, measure_id: str, first: int, second: int) -> bool:
        """Whether no break between the two years forbids to compare the totals of the measure."""
        return not self.rows(
            """
            select 1
            from marts.dim_structural_breaks
            where measure_id = ? and slice = 'all' and comparability = 'not_comparable'
                and year(first_day) > least(?, ?) and year(first_day) <= greatest(?, ?)
            """,
            measure_id,
            *(first, second) * 2,
        )


def in_double_quotes(value) -> str:
    """Texts of the file stand between double quotes in YAML: what would end those is escaped."""
    return str(value).replace("\\", "\\\\").replace('"', '\\"')


def filled(connection) -> dict[str, str]:
    """Path in bi/assets: text, as Superset imports it."""
    jinja = Environment(undefined=StrictUndefined, finalize=in_double_quotes, trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    published = Published(connection)
    names = {
        name: getattr(published, name) for name in ("latest", "years", "sources", "latest_rate", "breaks", "comparable")
    }
    return {
        str(file.relative_to(ASSETS)): jinja.from_string(file.read_text(encoding="utf-8")).render(names)
        for file in sorted(ASSETS.rglob("*.yaml"))
    }
