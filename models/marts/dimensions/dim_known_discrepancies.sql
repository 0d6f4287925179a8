-- Printed numbers that do not recompute, each with its reason.
select
    discrepancy_id,
    check_id,
    {{ shown_number('expected_published') }} as expected_published,
    {{ shown_number('expected_recomputed') }} as expected_recomputed,
    reason,
    source
from {{ ref('known_discrepancies') }}
