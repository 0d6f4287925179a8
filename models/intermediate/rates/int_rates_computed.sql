-- The quotient of every pair. A rate is never more precise than its parts: bounds travel with it.
with quotients as (
    select
        *,
        cast(numerator_value as double) / nullif(cast(denominator_value as double), 0) as rate,
        cast(numerator_low as double) / nullif(cast(denominator_high as double), 0) as rate_low,
        cast(numerator_high as double) / nullif(cast(denominator_low as double), 0) as rate_high
    from {{ ref('int_rate_pairs') }}
),

-- an exactly printed number of grade C or D is not exact, and an estimate's error is not printed
judged as (
    select
        *,
        case
            when is_estimate then 'estimate'
            when trust_grade >= 'C' and rate_low is not null and rate_high is not null then 'unconfirmed'
            else 'bounded'
        end as bound_kind
    from quotients
)

select
    rate_id,
    period_label,
    geography,
    slice,
    base_period_label,
    scoring,
    numerator_measure_id,
    numerator_slice,
    numerator_value,
    numerator_figure_id,
    denominator_measure_id,
    denominator_period_label,
    denominator_geography,
    denominator_slice,
    denominator_value,
    denominator_figure_id,
    source_kind,
    trust_grade,
    is_one_table,
    rate,
    case when bound_kind = 'bounded' then rate_low end as rate_low,
    case when bound_kind = 'bounded' then rate_high end as rate_high,
    low_is_open,
    high_is_open,
    published_measure_id,
    case
        when rate is null then null
        when bound_kind <> 'bounded' then bound_kind
        when rate_low is null and rate_high is null then 'unbounded'
        when rate_low is null then 'less_than'
        when rate_high is null then 'at_least'
        when rate_low = rate_high then 'exact'
        else 'rounded'
    end as rate_precision
from judged
