-- Every printed figure with what it counts, of what, when and where.
with cells as (
    select
        cells.*,
        cells.table_id = 'headline_figures' as is_headline,
        coalesce(row_members.figure_geography, column_members.figure_geography) as member_geography,
        row_members.part as part_of_row,
        row_members.geography as row_geography,
        coalesce(row_members.slice, 'all') as row_slice,
        column_members.part as part_of_column,
        column_members.geography as column_geography,
        coalesce(column_members.slice, 'all') as column_slice
    from {{ ref('int_printed_cells') }} as cells
    left join {{ ref('int_members') }} as row_members
        on cells.row_dimension = row_members.dimension and cells.row_member = row_members.member
    left join {{ ref('int_members') }} as column_members
        on cells.column_dimension = column_members.dimension and cells.column_member = column_members.member
)

select
    cells.document_id || '/' || {{ slug("cells.table_id") }}
    || case when cells.is_headline then '/' || {{ slug("cells.place") }} else '' end
    || '/' || {{ slug("cells.row_label") }}
    || '/' || {{ slug("cells.column_label") }}
    || case when cells.is_other_period then '/' || {{ slug("cells.period_label") }} else '' end as figure_id,
    cells.document_id,
    cells.table_id,
    cells.place,
    cells.printed_title,
    cells.row_label,
    cells.column_label,
    cells.printed,
    cells.value,
    cells.precision,
    cells.value_low,
    cells.value_high,
    cells.low_is_open,
    cells.high_is_open,
    cells.null_reason,
    cells.seed,
    cells.measure_id,
    measures.unit_of_count,
    measures.population_id,
    cells.period_label,
    cells.printed_period_label,
    periods.period_type,
    cast(periods.calendar_year as integer) as calendar_year,
    coalesce(cells.member_geography, measures.geography) as geography,
    measures.geography as measure_geography,
    cells.row_dimension,
    cells.row_member,
    cells.part_of_row,
    cells.row_geography,
    cells.row_slice,
    cells.column_dimension,
    cells.column_member,
    cells.part_of_column,
    cells.column_geography,
    cells.column_slice,
    {{ slice_of('cells.row_slice', 'cells.column_slice') }} as slice,
    cells.is_headline,
    not cells.is_headline
    and (coalesce(cells.row_member, '') = 'Total' or coalesce(cells.column_member, '') = 'Total') as is_total,
    documents.source_kind,
    documents.trust_grade,
    documents.reading,
    -- the day that orders vintages: known or, failing that, the last day that the document reports on
    documents.published_from as published_on
from cells
left join {{ ref('int_documents') }} as documents
    on cells.document_id = documents.document_id
left join {{ ref('measures') }} as measures
    on cells.measure_id = measures.measure_id
left join {{ ref('periods') }} as periods
    on cells.period_label = periods.period_label
