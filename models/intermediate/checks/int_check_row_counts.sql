-- Row counts: every table has as many rows as the registry says that the document prints.
with counted as (
    select
        document_id,
        table_id,
        count(distinct case when is_headline then figure_id else row_label || '|' || period_label end) as row_labels
    from {{ ref('int_figures') }}
    group by document_id, table_id
)

select
    document_id,
    table_id,
    'row_count' as check_kind,
    'rows printed' as line,
    'published' as side,
    cast(rows_printed as {{ decimal_type() }}) as value
from {{ ref('document_tables') }}

union all

select
    placed.document_id,
    placed.table_id,
    'row_count' as check_kind,
    'rows printed' as line,
    'recomputed' as side,
    cast(coalesce(counted.row_labels, 0) as {{ decimal_type() }}) as value
from {{ ref('document_tables') }} as placed
left join counted
    on placed.document_id = counted.document_id and placed.table_id = counted.table_id
