-- The printed cells that facts may be made of: table cells of primary documents, without totals, one
-- per table, measure, period and part, once for each dimension that breaks it down. Two printed labels of
-- one column that stand for the same member (Guiana, French and French Guiana) are added up; a second
-- column with the same part is a repetition. Calendar years and days only, as halves of a year would be
-- counted beside it; and no table of which only some rows are at hand, as these are no sum of all.
with cells as (
    select
        figures.*,
        -- whether the table itself prints what its cells add up to
        max(case when figures.is_total then 1 else 0 end)
            over (partition by figures.document_id, figures.table_id, figures.measure_id, figures.period_label) = 1 as table_has_total,
        rank() over (
            partition by
                figures.document_id, figures.table_id, figures.measure_id, figures.period_label,
                figures.geography, figures.slice, figures.is_total
            order by figures.column_label
        ) as column_preference
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('printed_tables') }} as tables
        on figures.table_id = tables.table_id and tables.is_partial = 'false'
    where
        not figures.is_headline and figures.source_kind = 'primary' and figures.value is not null
        and figures.period_type in ('calendar_year', 'as_of')
)

select
    cells.document_id,
    cells.table_id,
    cells.measure_id,
    cells.period_label,
    cells.calendar_year,
    cells.geography,
    cells.slice,
    parts.dimensions,
    parts.dimension,
    parts.member,
    parts.geography as member_geography,
    cells.table_has_total,
    cells.trust_grade,
    cells.published_on,
    min(cells.precision) = 'exact' and max(cells.precision) = 'exact' as is_exact,
    cast(sum(cells.value) as {{ decimal_type() }}) as value
from cells
inner join {{ ref('int_figure_parts') }} as parts
    on cells.figure_id = parts.figure_id
where not cells.is_total and cells.column_preference = 1
group by
    cells.document_id, cells.table_id, cells.measure_id, cells.period_label, cells.calendar_year, cells.geography, cells.slice,
    parts.dimensions, parts.dimension, parts.member, parts.geography, cells.table_has_total, cells.trust_grade, cells.published_on
