-- The breaks in the series that lie between the two periods of a change.
with all_rates as (
    select * from {{ ref('int_rates_computed') }}
    union all
    select * from {{ ref('int_rates_declared') }}
)

select
    all_rates.rate_id,
    all_rates.period_label,
    all_rates.geography,
    all_rates.slice,
    {{ joined_list('breaks.break_id', 'breaks.break_id', ', ') }} as structural_break_id,
    {{ joined_list('breaks.description', 'breaks.break_id', ' ') }} as structural_break,
    -- not_comparable sorts after flagged
    max(breaks.comparability) as comparability
from all_rates
inner join {{ ref('structural_breaks') }} as breaks
    on all_rates.numerator_measure_id = breaks.measure_id
    and breaks.slice in (all_rates.slice, case when all_rates.slice <> 'all' then 'parts' end)
    and all_rates.base_period_label < breaks.first_period_after
    and all_rates.period_label >= breaks.first_period_after
group by all_rates.rate_id, all_rates.period_label, all_rates.geography, all_rates.slice
