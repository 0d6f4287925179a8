select
    rate_id,
    rate_label,
    question,
    scoring,
    numerator_measure_id,
    numerator_dimension,
    numerator_member,
    denominator_measure_id,
    base_years_back,
    exclusions,
    published_measure_id,
    declared_status,
    declared_precision,
    reason_code,
    reason,
    source
from {{ ref('rates') }}
