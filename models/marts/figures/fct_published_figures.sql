-- Every printed figure of every document: what it counts, of what, when and where, and where it is printed.
select
    figures.figure_id,
    figures.document_id,
    figures.table_id,
    figures.place,
    figures.printed_title,
    figures.row_label,
    figures.column_label,
    -- nobody saw the print of a document that is only recorded in a collection
    case when figures.reading <> 'as_recorded' then figures.printed end as printed,
    case when figures.reading = 'as_recorded' then figures.printed end as recorded,
    {{ shown_number('figures.value') }} as value,
    figures.precision,
    {{ shown_number('figures.value_low') }} as value_low,
    {{ shown_number('figures.value_high') }} as value_high,
    figures.measure_id,
    figures.unit_of_count,
    figures.population_id,
    figures.period_label,
    figures.period_type,
    figures.calendar_year,
    figures.geography,
    figures.slice,
    figures.is_total,
    tables.is_partial = 'true' as table_is_partial,
    figures.source_kind,
    figures.trust_grade,
    figures.reading,
    figures.null_reason
from {{ ref('int_figures') }} as figures
inner join {{ ref('printed_tables') }} as tables
    on figures.table_id = tables.table_id
