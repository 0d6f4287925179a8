-- Control totals: the cells of a column without a total row answer to a number that is printed elsewhere.
with expected as (
    -- in every period of the column, whether or not the number is printed
    select distinct
        placed.document_id,
        controls.table_id,
        printed_columns.column_label,
        controls.control_measure_id,
        controls.control_slice,
        measures.geography,
        cells.period_label
    from {{ ref('control_totals') }} as controls
    inner join {{ ref('document_tables') }} as placed
        on controls.table_id = placed.table_id
    inner join {{ ref('printed_columns') }} as printed_columns
        on controls.table_id = printed_columns.table_id and controls.column_name = printed_columns.column_name
    inner join {{ ref('measures') }} as measures
        on controls.control_measure_id = measures.measure_id
    left join {{ ref('int_figures') }} as cells
        on placed.document_id = cells.document_id
        and placed.table_id = cells.table_id
        and printed_columns.column_label = cells.column_label
),

named as (
    select
        expected.*,
        column_label || ' against ' || control_measure_id || ' ' || coalesce(period_label, '') as line
    from expected
)

select
    named.document_id,
    named.table_id,
    'control_total' as check_kind,
    named.line,
    'published' as side,
    control.added_figure_ids as figure_ids
from named
left join {{ ref('int_figures_current') }} as control
    on named.control_measure_id = control.measure_id
    and named.control_slice = control.slice
    and named.geography = control.geography
    and named.period_label = control.period_label

union all

select
    named.document_id,
    named.table_id,
    'control_total' as check_kind,
    named.line,
    'recomputed' as side,
    cells.figure_id as figure_ids
from named
left join {{ ref('int_figures') }} as cells
    on named.document_id = cells.document_id
    and named.table_id = cells.table_id
    and named.column_label = cells.column_label
    and named.period_label = cells.period_label
