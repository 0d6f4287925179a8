"""The page of shares: those that cannot be computed, and the newest of each that can."""

from scripts.report.tables import Table
from scripts.report.words import period, rate_name

OLD = 2  # years behind the newest number


def refused(warehouse) -> list[dict]:
    """Rates that cannot be computed or are only printed, one row a rate, with what is known of their parts."""
    rows = warehouse.rows("""
        select registry.rate_id, registry.rate_label, registry.reason, registry.reason_code, registry.declared_status, rates.period_label,
            rates.numerator_figure_id, rates.denominator_figure_id, rates.published_figure_id
        from marts.dim_rates as registry
        left join marts.fct_rates as rates on registry.rate_id = rates.rate_id
        left join marts.dim_periods as periods on rates.period_label = periods.period_label
        where registry.declared_status <> 'computed'
        -- the latest period of which most is known
        qualify row_number() over (
            partition by registry.rate_id
            order by (rates.numerator_figure_id is not null)::int + (rates.denominator_figure_id is not null)::int desc,
                periods.end_date desc nulls last
        ) = 1
        order by registry.declared_status, registry.reason_code, registry.rate_label""")
    for row in rows:
        row["of_period"] = as_old(warehouse, row) if row["period_label"] else ""
        row["reason"] = warehouse.prose(
            row["reason"], [row["numerator_figure_id"], row["denominator_figure_id"], row["published_figure_id"]]
        )
    return rows


def as_old(warehouse, row: dict) -> str:
    """The period of a number; an old one, and one beside which newer numbers are known, is called so."""
    label, end = row["period_label"], warehouse.ends[row["period_label"]]
    if end and row.get("newer_year") and row["newer_year"] > end.year:
        return f"{period(label)} (none of {row['newer_year']})"
    return f"{period(label)} (old)" if end and end.year < warehouse.newest_year - OLD else period(label)


def part_of(warehouse, rate: dict) -> str:
    """age group: Prepubescent; a country or provider by its name alone"""
    member = warehouse.members.get((rate["slice_dimension"], rate["slice_member"]))
    return f"{member['dimension_label']}: {member['label']}" if member else rate["slice_label"] or ""


def computed(warehouse) -> dict:
    """Every declared rate that is computed, with its newest number, for the whole where there is one."""
    rows = warehouse.rows("""
        select rates.*, registry.rate_label, periods.end_date, newer.year as newer_year from marts.fct_rates as rates
        inner join marts.dim_rates as registry on rates.rate_id = registry.rate_id
        inner join marts.dim_periods as periods on rates.period_label = periods.period_label
        left join (
            select measure_id, max(calendar_year) as year from marts.fct_published_figures
            where period_type = 'calendar_year' group by measure_id
        ) as newer on rates.numerator_measure_id = newer.measure_id
        inner join marts.dim_geographies as places on rates.geography = places.geography
        where registry.declared_status = 'computed' and rates.rate is not null
        qualify row_number() over (
            partition by rates.rate_id
            order by rates.slice_level <> 'all', periods.end_date desc nulls last, places.name = 'Unknown', rates.denominator_value desc,
                rates.numerator_value desc, rates.geography, rates.slice
        ) = 1
        order by registry.rate_label""")
    table = [
        [
            rate_name(row),
            warehouse.rate(row),
            ", ".join(filter(None, [part_of(warehouse, row), warehouse.geographies[row["geography"]]])),
            as_old(warehouse, row),
            warehouse.side(row, "numerator"),
            warehouse.side(row, "denominator"),
            row["denominator_label"],
        ]
        for row in rows
    ]
    columns = ["Share or ratio", "Newest", "Of", "Period", "Counted", "Out of", "Which is"]
    return {
        "computed": rows,
        "computed_table": Table("shares", "Computed shares and ratios", columns, table, style="stack"),
    }
