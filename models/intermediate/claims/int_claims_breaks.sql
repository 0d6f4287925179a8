-- The breaks of a series that lie between the two periods that a claim compares.
with slice_parts as (
    select distinct
        figures.slice,
        parts.part
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('int_figure_parts') }} as parts
        on figures.figure_id = parts.figure_id
    -- a place stands in the geography, not in the slice
    where parts.geography is null
)

select
    claims.claim_id,
    breaks.break_id,
    max(reach.comparability) as comparability,
    breaks.description
from {{ ref('claims') }} as claims
inner join {{ ref('structural_break_reach') }} as reach
    on reach.measure_id in (claims.measure_id, claims.other_measure_id)
left join slice_parts
    on claims.slice = slice_parts.slice and reach.slice = slice_parts.part
inner join {{ ref('structural_breaks') }} as breaks
    on reach.break_id = breaks.break_id
inner join {{ ref('periods') }} as bases
    on claims.base_period_label = bases.period_label
inner join {{ ref('periods') }} as laters
    on claims.period_label = laters.period_label
where
    coalesce(bases.start_date, bases.end_date) < breaks.first_day and laters.end_date >= breaks.first_day
    and (slice_parts.slice is not null or reach.slice = claims.slice or (reach.slice = 'parts' and claims.slice <> 'all'))
group by claims.claim_id, breaks.break_id, breaks.description
