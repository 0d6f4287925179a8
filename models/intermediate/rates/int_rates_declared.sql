-- What is not computed stands beside the parts that are known: rates that are declared so, and
-- printed percentages of periods whose parts are not printed.
with figures as (
    select * from {{ ref('int_figures_current') }}
),

rates as (
    select * from {{ ref('rates') }}
),

-- what cannot be computed stands beside the denominators that are known
declared as (
    select
        rates.rate_id,
        coalesce(denominators.period_label, printed.period_label, 'not stated') as period_label,
        coalesce(denominators.geography, printed.geography, measures.geography) as geography,
        'all' as slice,
        cast(null as string) as base_period_label,
        rates.scoring,
        rates.numerator_measure_id,
        numerators.value as numerator_value,
        numerators.figure_id as numerator_figure_id,
        rates.denominator_measure_id,
        denominators.value as denominator_value,
        denominators.figure_id as denominator_figure_id,
        coalesce(denominators.source_kind, printed.source_kind) as source_kind,
        cast(null as double) as rate,
        cast(null as double) as rate_low,
        cast(null as double) as rate_high,
        false as low_is_open,
        false as high_is_open,
        rates.published_measure_id,
        cast(null as string) as rate_precision
    from rates
    left join {{ ref('measures') }} as measures
        on rates.denominator_measure_id = measures.measure_id
    left join figures as denominators
        on rates.denominator_measure_id = denominators.measure_id and denominators.slice = 'all'
        and denominators.geography = measures.geography
    left join figures as printed
        on rates.published_measure_id = printed.measure_id and printed.slice = 'all'
        and coalesce(denominators.period_label, printed.period_label) = printed.period_label
    left join figures as numerators
        on rates.numerator_measure_id = numerators.measure_id and numerators.slice = 'all'
        and denominators.period_label = numerators.period_label
        and denominators.geography = numerators.geography
    where rates.declared_status <> 'computed'
),

-- a printed percentage of a period whose parts are not printed
printed_only as (
    select
        rates.rate_id,
        published.period_label,
        published.geography,
        published.slice,
        cast(null as string) as base_period_label,
        rates.scoring,
        rates.numerator_measure_id,
        cast(null as {{ decimal_type() }}) as numerator_value,
        cast(null as string) as numerator_figure_id,
        rates.denominator_measure_id,
        cast(null as {{ decimal_type() }}) as denominator_value,
        cast(null as string) as denominator_figure_id,
        published.source_kind,
        cast(null as double) as rate,
        cast(null as double) as rate_low,
        cast(null as double) as rate_high,
        false as low_is_open,
        false as high_is_open,
        rates.published_measure_id,
        cast(null as string) as rate_precision
    from rates
    inner join figures as published
        on rates.published_measure_id = published.measure_id and published.source_kind = 'primary'
    left join {{ ref('int_rates_computed') }} as computed
        on rates.rate_id = computed.rate_id
        and published.period_label = computed.period_label
        and published.geography = computed.geography
        and published.slice = computed.slice
    where rates.declared_status = 'computed' and computed.rate_id is null
)

select * from declared
union all
select * from printed_only
