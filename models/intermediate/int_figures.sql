-- Every printed figure with what it counts, of what, when and where.
with cells as (
    select
        cells.*,
        table_id = 'headline_figures' as is_headline,
        -- the two parts of a cell's slice in a fixed order, so that rows x columns and
        -- columns x rows of two documents describe the same slice
        case when row_member <> 'Total' then row_dimension || '=' || row_member end as row_part,
        case when column_member <> 'Total' then column_dimension || '=' || column_member end as column_part
    from {{ ref('int_printed_cells') }} as cells
),

sliced as (
    select
        cells.*,
        -- a state or country is where, not which part: it goes into geography
        case when {{ is_geographic('row_dimension') }} then null else row_part end as row_slice_part
    from cells
)

select
    cells.document_id || '/' || {{ slug("cells.table_id") }}
    || case when cells.is_headline then '/' || {{ slug("cells.place") }} else '' end
    || '/' || {{ slug("cells.row_label") }}
    || '/' || {{ slug("cells.column_label") }}
    || case when cells.period_label <> placed.period_label and not cells.is_headline then '/' || {{ slug("cells.period_label") }} else '' end as figure_id,
    cells.document_id,
    cells.table_id,
    cells.place,
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
    case
        when cells.row_dimension = 'state' and cells.row_part is not null then measures.geography || '-' || cells.row_member
        when cells.row_dimension = 'country' and cells.row_part is not null then cells.row_member
        else measures.geography
    end as geography,
    cells.row_dimension,
    cells.row_member,
    cells.column_dimension,
    cells.column_member,
    cells.row_part,
    cells.column_part,
    case
        when cells.row_slice_part is null and cells.column_part is null then 'all'
        when cells.row_slice_part is null then cells.column_part
        when cells.column_part is null then cells.row_slice_part
        when cells.row_slice_part < cells.column_part then cells.row_slice_part || '; ' || cells.column_part
        else cells.column_part || '; ' || cells.row_slice_part
    end as slice,
    cells.is_headline,
    not cells.is_headline
    and (coalesce(cells.row_member, '') = 'Total' or coalesce(cells.column_member, '') = 'Total') as is_total,
    documents.source_kind,
    documents.trust_grade,
    documents.reading,
    -- the day that orders vintages: known or, failing that, the last day that the document reports on
    documents.published_from as published_on
from sliced as cells
left join {{ ref('document_tables') }} as placed
    on cells.document_id = placed.document_id and cells.table_id = placed.table_id
left join {{ ref('int_documents') }} as documents
    on cells.document_id = documents.document_id
left join {{ ref('measures') }} as measures
    on cells.measure_id = measures.measure_id
left join {{ ref('periods') }} as periods
    on cells.period_label = periods.period_label
