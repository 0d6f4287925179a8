-- Every registered rate for every period, geography and slice in which both parts exist.
-- A rate is never more precise than its parts: bounds travel with the quotient.
with figures as (
    select * from {{ ref('int_figures_current') }}
),

rates as (
    select * from {{ ref('rates') }}
),

-- a numerator cell, and what is left of its slice once the rate's own dimension is taken out
numerators as (
    select
        rates.rate_id,
        figures.*,
        case when {{ is_geographic('rates.numerator_dimension') }} then measures.geography else figures.geography end as denominator_geography,
        case
            when rates.numerator_dimension is null then figures.slice
            when rates.numerator_dimension = figures.row_dimension then coalesce(figures.column_part, 'all')
            when {{ is_geographic('figures.row_dimension') }} then 'all'
            else coalesce(figures.row_part, 'all')
        end as denominator_slice,
        case
            when rates.numerator_dimension is null then figures.slice
            when rates.numerator_member = '*' then figures.slice
            when rates.numerator_dimension = figures.row_dimension then coalesce(figures.column_part, 'all')
            when {{ is_geographic('figures.row_dimension') }} then 'all'
            else coalesce(figures.row_part, 'all')
        end as rate_slice
    from rates
    inner join figures
        on rates.numerator_measure_id = figures.measure_id
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id
    where
        rates.declared_status = 'computed'
        and (
            rates.numerator_dimension is null
            or (
                rates.numerator_dimension = figures.row_dimension and figures.row_part is not null
                and rates.numerator_member in ('*', figures.row_member)
            )
            or (
                rates.numerator_dimension = figures.column_dimension and figures.column_part is not null
                and rates.numerator_member in ('*', figures.column_member)
            )
        )
),

computed as (
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
    from numerators
    inner join rates
        on numerators.rate_id = rates.rate_id
    inner join figures as denominators
        on rates.denominator_measure_id = denominators.measure_id
        and denominators.period_label = case
            when rates.base_years_back is null then numerators.period_label
            -- a change over time: the same measure some calendar years earlier
            when numerators.period_type = 'calendar_year' then cast(numerators.calendar_year - cast(rates.base_years_back as integer) as string)
        end
        and numerators.denominator_geography = denominators.geography
        and numerators.denominator_slice = denominators.slice
        -- a change that begins at zero has no quotient
        and (rates.base_years_back is null or denominators.value <> 0)
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
        rates.published_measure_id
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
        rates.published_measure_id
    from rates
    inner join figures as published
        on rates.published_measure_id = published.measure_id and published.source_kind = 'primary'
    left join computed
        on rates.rate_id = computed.rate_id
        and published.period_label = computed.period_label
        and published.geography = computed.geography
        and published.slice = computed.slice
    where rates.declared_status = 'computed' and computed.rate_id is null
),

all_rates as (
    select * from computed
    union all
    select * from printed_only
    union all
    select * from declared
),

-- a break is crossed by a change between its two sides, and by a rate of a period after it that has
-- one of a period before it; only a change can be refused
reached_breaks as (
    select
        all_rates.rate_id,
        all_rates.period_label,
        all_rates.geography,
        all_rates.slice,
        all_rates.base_period_label,
        reach.break_id,
        reach.description,
        case when all_rates.base_period_label is null then 'flagged' else max(reach.comparability) end as comparability,
        max(case when reach.lies_after then 1 else 0 end) as lies_after,
        max(case when reach.lies_before then 1 else 0 end) as lies_before,
        max(max(case when reach.lies_before then 1 else 0 end))
            over (partition by all_rates.rate_id, all_rates.geography, all_rates.slice, reach.break_id) as has_earlier
    from all_rates
    left join figures as published
        on all_rates.published_measure_id = published.measure_id
        and all_rates.period_label = published.period_label
        and all_rates.geography = published.geography
        and all_rates.slice = published.slice
    inner join {{ ref('int_break_reach') }} as reach
        on reach.figure_id in (all_rates.numerator_figure_id, all_rates.denominator_figure_id, published.figure_id)
    group by
        all_rates.rate_id, all_rates.period_label, all_rates.geography, all_rates.slice, all_rates.base_period_label,
        reach.break_id, reach.description
),

crossed_breaks as (
    select
        rate_id,
        period_label,
        geography,
        slice,
        {{ joined_list('break_id', 'break_id', ', ') }} as structural_break_id,
        {{ joined_list('description', 'break_id', ' ') }} as structural_break,
        -- not_comparable sorts after flagged
        max(comparability) as comparability
    from reached_breaks
    where lies_after = 1 and case when base_period_label is null then has_earlier else lies_before end = 1
    group by rate_id, period_label, geography, slice
)

select
    all_rates.*,
    crossed_breaks.structural_break_id,
    crossed_breaks.comparability,
    crossed_breaks.structural_break,
    case
        when all_rates.rate is null then null
        when all_rates.rate_low is null and all_rates.rate_high is null then 'unbounded'
        when all_rates.rate_low is null then 'less_than'
        when all_rates.rate_high is null then 'at_least'
        when all_rates.rate_low = all_rates.rate_high then 'exact'
        else 'rounded'
    end as rate_precision,
    published.figure_id as published_figure_id,
    published.value as published_percent,
    published.value_low as published_percent_low,
    published.value_high as published_percent_high
from all_rates
left join crossed_breaks
    on all_rates.rate_id = crossed_breaks.rate_id
    and all_rates.period_label = crossed_breaks.period_label
    and all_rates.geography = crossed_breaks.geography
    and all_rates.slice = crossed_breaks.slice
left join figures as published
    on all_rates.published_measure_id = published.measure_id
    and published.source_kind = 'primary'
    and all_rates.period_label = published.period_label
    and all_rates.geography = published.geography
    and all_rates.slice = published.slice
