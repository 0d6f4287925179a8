select
    break_id as structural_break_id,
    measure_id,
    slice,
    first_period_after,
    comparability,
    description,
    source
from {{ ref('structural_breaks') }}
