-- Printed totals: every cell of a table answers to the total of its column and to that of its row.
-- Which totals a table prints is said by the registry, so that one that vanished leaves its check.
with printed as (
    select distinct
        placed.document_id,
        placed.table_id,
        printed_columns.column_label,
        tables.has_total_row = 'true' and measures.counting_rule <> 'share' as has_column_total,
        tables.has_total_column = 'true' as has_row_totals
    from {{ ref('document_tables') }} as placed
    inner join {{ ref('printed_tables') }} as tables
        on placed.table_id = tables.table_id
    inner join {{ ref('printed_columns') }} as printed_columns
        on placed.table_id = printed_columns.table_id
    left join {{ ref('measures') }} as measures
        on printed_columns.measure_id = measures.measure_id
),

cells as (
    select
        document_id,
        table_id,
        'column_total' as check_kind,
        column_label as label,
        period_label,
        row_member as member,
        figure_id
    from {{ ref('int_figures') }}
    where not is_headline

    union all

    select
        document_id,
        table_id,
        'row_total' as check_kind,
        row_label as label,
        period_label,
        column_member as member,
        figure_id
    from {{ ref('int_figures') }}
    where not is_headline
),

expected as (
    -- in every period of the table, whether or not the column has a cell in it
    select distinct
        printed.document_id,
        printed.table_id,
        'column_total' as check_kind,
        printed.column_label as label,
        periods.period_label
    from printed
    left join cells as periods
        on printed.document_id = periods.document_id and printed.table_id = periods.table_id and periods.check_kind = 'column_total'
    where printed.has_column_total

    union all

    select distinct
        printed.document_id,
        printed.table_id,
        'row_total' as check_kind,
        printed_rows.label,
        printed_rows.period_label
    from printed
    left join cells as printed_rows
        on printed.document_id = printed_rows.document_id and printed.table_id = printed_rows.table_id and printed_rows.check_kind = 'row_total'
    where printed.has_row_totals
)

select
    expected.document_id,
    expected.table_id,
    expected.check_kind,
    coalesce(expected.label, '(no rows)') || ' ' || coalesce(expected.period_label, '') as line,
    case when cells.member = 'Total' then 'published' else 'recomputed' end as side,
    cells.figure_id as figure_ids
from expected
left join cells
    on expected.document_id = cells.document_id
    and expected.table_id = cells.table_id
    and expected.check_kind = cells.check_kind
    and expected.label = cells.label
    and expected.period_label = cells.period_label
    -- a column of another measure is no part of the row, nor is a row of another measure one of the column
    and cells.member is not null
