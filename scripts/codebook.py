"""Writes docs/codebook.md: what everything is called and means, generated from the published file."""

from pathlib import Path

from scripts.readme import connect, result

TARGET = Path("docs/codebook.md")
SECTIONS = [
    (
        "Measures",
        "What a number counts. `counting_rule`: distinct (each unit once), may_repeat (a unit can be counted more than "
        "once) or share. A measure may be summed over the dimensions in `additive_over` and over nothing else. "
        "`figures` = 0: registered because people ask for it; no figure is filed under it.",
        """
        select measure_id, definition, unit_of_count as unit, population_id, counting_rule, additive_over,
            period_basis, geography, figures_loaded as figures
        from ncmec.marts.dim_measures order by program, measure_id
        """,
    ),
    ("Populations", "The sets that are counted. A set is listed below the set that contains it.", None),
    (
        "Rates",
        "Every rate that someone might ask for. How a rate becomes allowed: [methods.md](methods.md#denominators).",
        """
        select rate_id, question,
            numerator_measure_id || coalesce(' (' || numerator_dimension || '=' || numerator_member || ')', '') as numerator,
            denominator_measure_id || coalesce(', ' || base_years_back || ' year before', '') as denominator,
            scoring, declared_status as status, reason_code, reason
        from ncmec.marts.dim_rates order by declared_status, rate_id
        """,
    ),
    (
        "Periods",
        "Calendar years are labelled by the year. The other periods:",
        """
        select period_label, period_type, start_date, end_date, definition
        from ncmec.marts.dim_periods where period_type <> 'calendar_year' order by period_type, period_label
        """,
    ),
    (
        "Geographies",
        "`geography` is WORLD, US, `US-` and a state code, or a country code (ISO 3166-1 alpha-2); all of them, with names and "
        "ISO codes, are rows of `dim_geographies`. `NA` is Namibia, not a missing value. `IP-US` are IP addresses that resolve "
        "to the United States; figures and rates by country write US for it too. Places without an ISO code:",
        """
        select places.geography, places.name, places.kind, places.dimension, countries.note
        from ncmec.marts.dim_geographies as places
        left join ncmec.marts.dim_countries as countries
            on places.dimension = 'country' and places.member = countries.country_code
        where places.iso_3166_1 is null and places.iso_3166_2 is null order by places.geography
        """,
    ),
    (
        "Dimensions",
        "What figures are broken down by. The members with their labels and order: `dim_members`; which figure has which: "
        "`fct_figure_parts`.",
        """
        select dimension, dimension_label, dimension_definition as definition, count(*) as members
        from ncmec.marts.dim_members group by all order by dimension
        """,
    ),
    (
        "Precision words",
        "How printed text becomes a range, with one loaded figure of each: [methods.md](methods.md#precision-as-intervals).",
        """
        select precision, count(*) as figures, min_by(printed, figure_id) as example,
            min_by(value_low, figure_id) as low, min_by(value_high, figure_id) as high
        from ncmec.marts.fct_published_figures where value is not null and printed is not null
        group by precision order by precision
        """,
    ),
    (
        "Reason codes",
        "Why there is no rate (`fct_rates`), no verdict (`fct_claims`) or no answer (`answers`), and what a claim rests on.",
        """
        select reason_code, string_agg(distinct found_in, ', ' order by found_in) as found_in, count(*) as rows,
            min_by(reason, length(reason)) as example
        from (
            select reason_code, 'fct_rates' as found_in, reason from ncmec.marts.fct_rates
            union all
            select reason_code, 'fct_claims', explanation from ncmec.marts.fct_claims
            union all
            select unknown_reason_code, 'answers', unknown_reason from ncmec.marts.answers
        )
        where reason_code is not null group by reason_code order by reason_code
        """,
    ),
    (
        "Codes",
        "Every code that a column holds, in plain words (`dim_codes`).",
        "select code_list, code, label, meaning from ncmec.marts.dim_codes order by code_list, sort_order",
    ),
    (
        "Known discrepancies",
        "Printed numbers that do not add up. Listed with both numbers; one that no longer occurs fails the build.",
        """
        select discrepancy_id, expected_published as printed, expected_recomputed as recomputed, reason, source
        from ncmec.marts.dim_known_discrepancies order by discrepancy_id
        """,
    ),
    (
        "Structural breaks",
        "Where a series changed its meaning. not_comparable: the change is refused; flagged: it, and a rate of one period after it "
        "that has an earlier one, carry the break.",
        """
        select structural_break_id, measure_id, slice, first_day, comparability, description
        from ncmec.marts.dim_structural_breaks order by structural_break_id, measure_id, slice
        """,
    ),
]


def populations(connection) -> str:
    """The sets as a nested list, each below the set that contains it."""
    rows = connection.sql("""
        select parent_population_id, population_id, population_label, unit_of_count, definition, inclusion_notes
        from ncmec.marts.dim_populations order by population_label, population_id
    """).fetchall()

    def below(parent: str | None, depth: int) -> list[str]:
        lines = []
        for container, population, label, unit, definition, notes in rows:
            if container == parent:
                lines.append(
                    f"{'  ' * depth}- **{label}** (`{population}`; {unit}): {' '.join(filter(None, (definition, notes)))}"
                )
                lines += below(population, depth + 1)
        return lines

    return "\n".join(below(None, 0)) + "\n"


def codebook(connection) -> str:
    parts = ["# Codebook\n", "Generated by `make docs` from the published file; do not edit.\n"]
    for heading, words, query in SECTIONS:
        parts += [f"## {heading}\n", f"{words}\n", result(connection, query) if query else populations(connection)]
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(codebook(connect()), encoding="utf-8")
    print(f"wrote {TARGET}")
