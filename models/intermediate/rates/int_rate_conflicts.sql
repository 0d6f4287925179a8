-- The listed conflicts between printed figures that touch a part of a rate, in whichever document
-- the rate reads that part.
with disputed as (
    select distinct
        conflicts.conflict_id,
        figures.figure_id,
        figures.measure_id,
        figures.period_label,
        figures.geography,
        figures.slice
    from {{ ref('conflicts') }} as conflicts
    inner join {{ ref('int_figures') }} as named
        on named.figure_id in (conflicts.first_figure_id, conflicts.second_figure_id)
    -- the same number in whichever document
    inner join {{ ref('int_figures') }} as figures
        on named.measure_id = figures.measure_id
        and named.period_label = figures.period_label
        and named.geography = figures.geography
        and named.slice = figures.slice
),

touched as (
    select distinct
        rates.rate_id,
        rates.period_label,
        rates.geography,
        rates.slice,
        disputed.conflict_id
    from {{ ref('int_rates_computed') }} as rates
    inner join disputed
        on (
            rates.numerator_measure_id = disputed.measure_id
            and rates.period_label = disputed.period_label
            and rates.geography = disputed.geography
            and rates.numerator_slice = disputed.slice
        )
        or (
            rates.denominator_measure_id = disputed.measure_id
            and rates.denominator_period_label = disputed.period_label
            and rates.denominator_geography = disputed.geography
            and rates.denominator_slice = disputed.slice
        )
        -- one of several cells that are added up
        or ', ' || rates.numerator_figure_id || ',' like '%, ' || disputed.figure_id || ',%'
        or ', ' || rates.denominator_figure_id || ',' like '%, ' || disputed.figure_id || ',%'
)

select
    rate_id,
    period_label,
    geography,
    slice,
    {{ joined_list('conflict_id', 'conflict_id', ', ') }} as conflict_ids
from touched
group by rate_id, period_label, geography, slice
