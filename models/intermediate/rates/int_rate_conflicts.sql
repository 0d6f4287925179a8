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

-- each of several cells that are added up
rate_figures as (
    select
        rate_id,
        period_label,
        geography,
        slice,
        {{ items_of("coalesce(numerator_figure_id, '') || ', ' || coalesce(denominator_figure_id, '')", ', ') }} as figure_id
    from {{ ref('int_rates_computed') }}
),

touched as (
    {%- for part, period_label, geography in [('numerator', 'period_label', 'geography'), ('denominator', 'denominator_period_label', 'denominator_geography')] %}
    select
        rates.rate_id,
        rates.period_label,
        rates.geography,
        rates.slice,
        disputed.conflict_id
    from {{ ref('int_rates_computed') }} as rates
    inner join disputed
        on rates.{{ part }}_measure_id = disputed.measure_id
        and rates.{{ period_label }} = disputed.period_label
        and rates.{{ geography }} = disputed.geography
        and rates.{{ part }}_slice = disputed.slice

    union
    {% endfor %}
    select
        rate_figures.rate_id,
        rate_figures.period_label,
        rate_figures.geography,
        rate_figures.slice,
        disputed.conflict_id
    from rate_figures
    inner join disputed
        on rate_figures.figure_id = disputed.figure_id
)

select
    rate_id,
    period_label,
    geography,
    slice,
    {{ joined_list('conflict_id', 'conflict_id', ', ') }} as conflict_ids
from touched
group by rate_id, period_label, geography, slice
