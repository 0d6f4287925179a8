-- Every check is reconciled or a listed discrepancy, and every listed discrepancy still occurs.
select
    check_kind || ' of ' || document_id || ', ' || table_id || ', ' || line
    || ': printed ' || coalesce({{ format_number('published_value') }}, '(missing)')
    || ', recomputed ' || coalesce({{ format_number('recomputed_value') }}, '(missing)')
    || '. ' || explanation || ' (check ' || check_id || ')' as problem
from {{ ref('fct_reconciliations') }}
where status not in ('reconciled', 'known_discrepancy', 'not_checkable') or status is null

union all

select 'known discrepancy ' || known.discrepancy_id || ' names a check that does not exist: ' || known.check_id as problem
from {{ ref('dim_known_discrepancies') }} as known
left join {{ ref('fct_reconciliations') }} as checks
    on known.check_id = checks.check_id
where checks.check_id is null
