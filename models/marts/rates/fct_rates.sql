select
    rates.rate_id,
    rates.period_label,
    rates.geography,
    rates.slice,
    rates.scoring,
    rates.numerator_measure_id,
    rates.numerator_value,
    rates.denominator_measure_id,
    rates.denominator_value,
    denominator_populations.definition as denominator_definition,
    rates.rate,
    rates.rate_low,
    rates.rate_high,
    rates.rate_precision,
    rates.published_percent,
    case
        when rates.published_percent is null or rates.rate is null then null
        else cast(rates.rate * 100 as {{ decimal_type() }}) >= rates.published_percent_low
        and cast(rates.rate * 100 as {{ decimal_type() }}) < rates.published_percent_high
    end as published_percent_agrees,
    registry.declared_status as status,
    registry.reason_code,
    registry.reason,
    rates.numerator_figure_id,
    rates.denominator_figure_id,
    rates.published_figure_id
from {{ ref('int_rates') }} as rates
inner join {{ ref('rates') }} as registry
    on rates.rate_id = registry.rate_id
left join {{ ref('measures') }} as denominator_measures
    on rates.denominator_measure_id = denominator_measures.measure_id
left join {{ ref('populations') }} as denominator_populations
    on denominator_measures.population_id = denominator_populations.population_id
