-- The breaks of a series that lie between the two periods that a claim compares.
select
    claims.claim_id,
    breaks.break_id,
    breaks.comparability,
    breaks.description
from {{ ref('claims') }} as claims
inner join {{ ref('structural_breaks') }} as breaks
    on breaks.measure_id in (claims.measure_id, claims.other_measure_id)
    and breaks.slice in (claims.slice, case when claims.slice <> 'all' then 'parts' end)
    and claims.base_period_label < breaks.first_period_after
    and claims.period_label >= breaks.first_period_after
