-- Every registered rate for every period, geography and slice in which both parts exist.
-- A rate is never more precise than its parts: bounds travel with the quotient.
with quotients as (
    select
        rates.rate_id,
        numerators.period_label,
        numerators.geography,
        numerators.rate_slice as slice,
        case when rates.base_years_back is not null then denominators.period_label end as base_period_label,
        rates.scoring,
        rates.numerator_measure_id,
        numerators.value as numerator_value,
        numerators.figure_id as numerator_figure_id,
        rates.denominator_measure_id,
        denominators.value as denominator_value,
        denominators.figure_id as denominator_figure_id,
        case when numerators.source_kind = 'primary' and denominators.source_kind = 'primary' then 'primary' else 'secondary' end as source_kind,
        cast(numerators.value as double) / nullif(cast(denominators.value as double), 0) as rate,
        cast(numerators.value_low as double) / nullif(cast(denominators.value_high as double), 0) as rate_low,
        cast(numerators.value_high as double) / nullif(cast(denominators.value_low as double), 0) as rate_high,
        numerators.low_is_open or denominators.high_is_open as low_is_open,
        numerators.high_is_open or denominators.low_is_open as high_is_open,
        rates.published_measure_id
    from {{ ref('int_rate_numerators') }} as numerators
    inner join {{ ref('rates') }} as rates
        on numerators.rate_id = rates.rate_id
    inner join {{ ref('int_figures_current') }} as denominators
        on rates.denominator_measure_id = denominators.measure_id
        and denominators.period_label = case
            when rates.base_years_back is null then numerators.period_label
            -- a change over time: the same measure some calendar years earlier
            when numerators.period_type = 'calendar_year' then cast(numerators.calendar_year - cast(rates.base_years_back as integer) as string)
        end
        and numerators.denominator_geography = denominators.geography
        and numerators.denominator_slice = denominators.slice
)

select
    quotients.*,
    case
        when rate is null then null
        when rate_low is null and rate_high is null then 'unbounded'
        when rate_low is null then 'less_than'
        when rate_high is null then 'at_least'
        when rate_low = rate_high then 'exact'
        else 'rounded'
    end as rate_precision
from quotients
