-- What is known of a rate that is not computed: its parts, as far as they are printed, and no quotient.
select
    shown.rate_id,
    shown.period_label,
    shown.geography,
    shown.slice,
    cast(null as string) as base_period_label,
    rates.scoring,
    rates.numerator_measure_id,
    shown.slice as numerator_slice,
    numerators.value as numerator_value,
    numerators.figure_id as numerator_figure_id,
    rates.denominator_measure_id,
    shown.period_label as denominator_period_label,
    shown.geography as denominator_geography,
    rates.denominator_slice,
    denominators.value as denominator_value,
    denominators.figure_id as denominator_figure_id,
    -- every part that is known decides
    greatest(numerators.source_kind, undated.source_kind, denominators.source_kind, published.source_kind) as source_kind,
    greatest(numerators.trust_grade, undated.trust_grade, denominators.trust_grade, published.trust_grade) as trust_grade,
    cast(null as boolean) as is_one_table,
    cast(null as double) as rate,
    cast(null as double) as rate_low,
    cast(null as double) as rate_high,
    false as low_is_open,
    false as high_is_open,
    rates.published_measure_id,
    cast(null as string) as rate_precision
from {{ ref('int_rates_not_computed') }} as shown
inner join {{ ref('int_rate_definitions') }} as rates
    on shown.rate_id = rates.rate_id
left join {{ ref('int_figures_current') }} as denominators
    on rates.denominator_measure_id = denominators.measure_id
    and shown.period_label = denominators.period_label
    and shown.geography = denominators.geography
    and rates.denominator_slice = denominators.slice
left join {{ ref('int_figures_current') }} as numerators
    on rates.numerator_measure_id = numerators.measure_id
    and rates.numerator_dimension is null
    and shown.period_label = numerators.period_label
    and shown.geography = numerators.geography
    and shown.slice = numerators.slice
-- a number that is known without its period
left join {{ ref('int_figures_current') }} as undated
    on rates.numerator_measure_id = undated.measure_id
    and rates.numerator_dimension is null
    and numerators.figure_id is null
    and undated.period_label = 'not stated'
    and shown.slice = undated.slice
left join {{ ref('int_figures_current') }} as published
    on rates.published_measure_id = published.measure_id
    and {{ shows_printed_percent('published') }}
    and shown.period_label = published.period_label
    and shown.geography = published.geography
    and shown.slice = published.slice
