-- Every printed figure of every document, one row each, in one shape: with what its table says of row and column.
{% set reading = 'value, precision, value_low, value_high, low_is_open, high_is_open, null_reason, seed' %}

with labelled_cells as (
    select
        cells.document_id,
        cells.table_id,
        placed.place,
        placed.printed_title,
        cells.row_label,
        printed_columns.column_label,
        cells.printed,
        {{ reading }},
        case when tables.row_dimension = 'measure' then coalesce(own_members.member, row_members.member) else printed_columns.measure_id end as measure_id,
        coalesce(cells.period_label, placed.period_label) as period_label,
        cells.period_label as printed_period_label,
        -- what the table prints beside its own period
        coalesce(cells.period_label <> placed.period_label, false) as is_other_period,
        case when tables.row_dimension <> 'measure' then tables.row_dimension end as row_dimension,
        case when tables.row_dimension <> 'measure' then coalesce(own_members.member, row_members.member) end as row_member,
        printed_columns.column_dimension,
        printed_columns.column_member
    from {{ ref('stg_printed_cells') }} as cells
    left join {{ ref('document_tables') }} as placed
        on cells.document_id = placed.document_id and cells.table_id = placed.table_id
    left join {{ ref('printed_tables') }} as tables
        on cells.table_id = tables.table_id
    left join {{ ref('printed_columns') }} as printed_columns
        on cells.table_id = printed_columns.table_id and cells.column_name = printed_columns.column_name
    -- what a label means in this document comes before what it means elsewhere
    left join {{ ref('labels_in_documents') }} as own_members
        on tables.row_dimension = own_members.dimension and cells.row_label = own_members.printed_label and cells.document_id = own_members.document_id
    left join {{ ref('dimension_members') }} as row_members
        on tables.row_dimension = row_members.dimension and cells.row_label = row_members.printed_label
),

headlines as (
    select
        document_id,
        table_id,
        section as place,
        cast(null as string) as printed_title,
        row_label,
        column_label,
        printed,
        {{ reading }},
        measure_id,
        period_label,
        cast(null as string) as printed_period_label,
        false as is_other_period,
        dimension as row_dimension,
        member as row_member,
        cast(null as string) as column_dimension,
        cast(null as string) as column_member
    from {{ ref('stg_headline_figures') }}
)

select * from labelled_cells
union all
select * from headlines
