-- Declared rates: which measure is divided by which, and why some cannot be.
select
    rate_id,
    rate_label,
    question,
    scoring,
    numerator_measure_id,
    numerator_dimension,
    numerator_member,
    denominator_measure_id,
    denominator_dimension,
    denominator_member,
    base_years_back,
    first_period,
    last_period,
    assumption,
    exclusions,
    published_measure_id,
    declared_status,
    declared_precision,
    reason_code,
    reason,
    source
from {{ ref('int_rate_definitions') }}
