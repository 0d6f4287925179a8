-- The breaks in the series that a rate crosses: a change between its two sides, a rate of a period after
-- it that has one of a period before it. Only a change can be refused.
with all_rates as (
    select * from {{ ref('int_rates_computed') }}
    union all
    select * from {{ ref('int_rates_declared') }}
),

-- a part can be the sum of several cells
rate_figures as (
    select
        all_rates.rate_id,
        all_rates.period_label,
        all_rates.geography,
        all_rates.slice,
        all_rates.base_period_label,
        {{ items_of("coalesce(all_rates.numerator_figure_id, '') || ', ' || coalesce(all_rates.denominator_figure_id, '') || ', ' || coalesce(published.figure_id, '')", ', ') }} as figure_id
    from all_rates
    left join {{ ref('int_figures_current') }} as published
        on all_rates.published_measure_id = published.measure_id
        and all_rates.period_label = published.period_label
        and all_rates.geography = published.geography
        and all_rates.slice = published.slice
),

reached as (
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
    from rate_figures as all_rates
    inner join {{ ref('int_break_reach') }} as reach
        on all_rates.figure_id = reach.figure_id
    group by
        all_rates.rate_id, all_rates.period_label, all_rates.geography, all_rates.slice, all_rates.base_period_label,
        reach.break_id, reach.description
)

select
    rate_id,
    period_label,
    geography,
    slice,
    {{ joined_list('break_id', 'break_id', ', ') }} as structural_break_id,
    {{ joined_list('description', 'break_id', ' ') }} as structural_break,
    -- not_comparable sorts after flagged
    max(comparability) as comparability
from reached
where lies_after = 1 and case when base_period_label is null then has_earlier else lies_before end = 1
group by rate_id, period_label, geography, slice
