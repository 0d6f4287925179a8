-- Each break once for every part of a measure that it concerns.
with first_years as (
    select
        breaks.break_id,
        min(periods.period_label) as first_period_after
    from {{ ref('structural_breaks') }} as breaks
    inner join {{ ref('periods') }} as periods
        on breaks.first_day <= periods.end_date
    where periods.period_type = 'calendar_year'
    group by breaks.break_id
)

select
    breaks.break_id as structural_break_id,
    reach.measure_id,
    reach.slice,
    cast(breaks.first_day as date) as first_day,
    first_years.first_period_after,
    reach.comparability,
    breaks.description,
    breaks.source
from {{ ref('structural_breaks') }} as breaks
inner join {{ ref('structural_break_reach') }} as reach
    on breaks.break_id = reach.break_id
inner join first_years
    on breaks.break_id = first_years.break_id
