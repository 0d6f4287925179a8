-- What is not computed: one row for a rate that no year allows, beside its latest known
-- denominator, and one for each printed percentage whose parts are not printed.
with figures as (
    select
        figures.*,
        periods.end_date
    from {{ ref('int_figures_current') }} as figures
    left join {{ ref('periods') }} as periods
        on figures.period_label = periods.period_label
),

rates as (
    select
        rates.*,
        measures.geography as denominator_geography
    from {{ ref('int_rate_definitions') }} as rates
    left join {{ ref('measures') }} as measures
        on rates.denominator_measure_id = measures.measure_id
),

not_computable as (
    select
        rates.rate_id,
        coalesce(latest.period_label, 'not stated') as period_label,
        rates.denominator_geography as geography,
        'all' as slice
    from rates
    left join figures as latest
        on rates.denominator_measure_id = latest.measure_id
        and rates.denominator_slice = latest.slice
        and rates.denominator_geography = latest.geography
    where rates.declared_status = 'not_computable'
    qualify row_number() over (partition by rates.rate_id order by latest.end_date desc nulls last, latest.period_label asc) = 1
),

-- also of a rate that other periods allow
printed_only as (
    select
        rates.rate_id,
        published.period_label,
        published.geography,
        published.slice
    from rates
    inner join figures as published
        on rates.published_measure_id = published.measure_id and {{ shows_printed_percent('published') }}
    left join {{ ref('int_rates_computed') }} as computed
        on rates.rate_id = computed.rate_id
        and published.period_label = computed.period_label
        and published.geography = computed.geography
        and published.slice = computed.slice
    where rates.declared_status <> 'not_computable' and computed.rate_id is null
),

shown as (
    select * from not_computable
    union all
    select * from printed_only
)

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
from shown
inner join rates
    on shown.rate_id = rates.rate_id
left join figures as denominators
    on rates.denominator_measure_id = denominators.measure_id
    and shown.period_label = denominators.period_label
    and shown.geography = denominators.geography
    and rates.denominator_slice = denominators.slice
left join figures as numerators
    on rates.numerator_measure_id = numerators.measure_id
    and rates.numerator_dimension is null
    and shown.period_label = numerators.period_label
    and shown.geography = numerators.geography
    and shown.slice = numerators.slice
-- a number that is known without its period
left join figures as undated
    on rates.numerator_measure_id = undated.measure_id
    and rates.numerator_dimension is null
    and numerators.figure_id is null
    and undated.period_label = 'not stated'
    and shown.slice = undated.slice
left join figures as published
    on rates.published_measure_id = published.measure_id
    and {{ shows_printed_percent('published') }}
    and shown.period_label = published.period_label
    and shown.geography = published.geography
    and shown.slice = published.slice
