-- The breaks of a series that lie between the two periods that a claim compares.
select
    claims.claim_id,
    breaks.break_id,
    max(reach.comparability) as comparability,
    breaks.description
from {{ ref('claims') }} as claims
inner join {{ ref('structural_break_reach') }} as reach
    on reach.measure_id in (claims.measure_id, claims.other_measure_id)
    and (
        reach.slice = claims.slice
        or (claims.slice <> 'all' and (reach.slice = 'parts' or '; ' || claims.slice || '; ' like '%; ' || reach.slice || '; %'))
    )
inner join {{ ref('structural_breaks') }} as breaks
    on reach.break_id = breaks.break_id
inner join {{ ref('periods') }} as bases
    on claims.base_period_label = bases.period_label
inner join {{ ref('periods') }} as laters
    on claims.period_label = laters.period_label
where coalesce(bases.start_date, bases.end_date) < breaks.first_day and laters.end_date >= breaks.first_day
group by claims.claim_id, breaks.break_id, breaks.description
