select
    discrepancy_id,
    check_id,
    cast(expected_published as {{ decimal_type() }}) as expected_published,
    cast(expected_recomputed as {{ decimal_type() }}) as expected_recomputed,
    reason,
    source
from {{ ref('known_discrepancies') }}
