-- The printed cells that facts may be made of: table cells of primary documents, without totals, one
-- per table, measure, period and part. Two printed labels of one column that stand for the same member
-- (Guiana, French and French Guiana) are added up; a second column with the same part is a repetition.
with cells as (
    select
        figures.*,
        -- whether the table itself prints what its cells add up to
        max(case when is_total then 1 else 0 end) over (partition by document_id, table_id, measure_id, period_label) = 1 as table_has_total,
        rank() over (
            partition by document_id, table_id, measure_id, period_label, geography, slice, is_total
            order by column_label
        ) as column_preference
    from {{ ref('int_figures') }} as figures
    where not is_headline and source_kind = 'primary' and value is not null
)

select
    document_id,
    table_id,
    measure_id,
    period_label,
    calendar_year,
    row_dimension,
    row_member,
    column_dimension,
    column_member,
    table_has_total,
    trust_grade,
    published_on,
    min(precision) = 'exact' and max(precision) = 'exact' as is_exact,
    cast(sum(value) as {{ decimal_type() }}) as value
from cells
where not is_total and column_preference = 1
group by
    document_id, table_id, measure_id, period_label, calendar_year,
    row_dimension, row_member, column_dimension, column_member, table_has_total, trust_grade, published_on
