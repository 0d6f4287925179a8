-- The index of checks: what every printed table and figure must satisfy, and by which rule.
-- It stands on the left of every join: a side that vanished is a check that fails.
select distinct
    check_id,
    document_id,
    table_id,
    check_kind,
    line,
    case
        when check_kind = 'part_of_whole' then 'not_more'
        -- a count of rows, and a fact's cells, have no range
        when check_kind in ('row_count', 'fact_total') then 'same_number'
        else 'ranges_meet'
    end as rule
from {{ ref('int_check_sides') }}
