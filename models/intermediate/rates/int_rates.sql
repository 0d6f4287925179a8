-- All rates, computed or not, with the breaks that they cross, the conflicts that touch them, the
-- name of their denominator and the printed percentage.
with all_rates as (
    select * from {{ ref('int_rates_computed') }}
    union all
    select * from {{ ref('int_rates_declared') }}
)

select
    all_rates.*,
    slices.slice_level,
    slices.slice_dimension,
    slices.slice_member,
    slices.slice_label,
    measures.measure_label
    || coalesce(' (' || denominator_slices.slice_label || ')', '')
    || case when all_rates.denominator_geography = measures.geography then '' else ', ' || coalesce(places.name, all_rates.denominator_geography) end
    || ', ' || case when all_rates.denominator_period_label = 'not stated' then 'period not stated' else all_rates.denominator_period_label end as denominator_label,
    crossed_breaks.structural_break_id,
    crossed_breaks.comparability,
    crossed_breaks.structural_break,
    conflicts.conflict_ids,
    published.figure_id as published_figure_id,
    printed_figures.printed as published_printed,
    published.value as published_percent,
    case when published.figure_id is not null and all_rates.rate is not null then {{ printed_percent_agrees('all_rates', 'published') }} end as published_percent_agrees
from all_rates
left join {{ ref('measures') }} as measures
    on all_rates.denominator_measure_id = measures.measure_id
left join {{ ref('int_geographies') }} as places
    on all_rates.denominator_geography = places.geography
left join {{ ref('int_rate_slices') }} as slices
    on all_rates.slice = slices.slice
left join {{ ref('int_rate_slices') }} as denominator_slices
    on all_rates.denominator_slice = denominator_slices.slice
left join {{ ref('int_rate_breaks') }} as crossed_breaks
    on all_rates.rate_id = crossed_breaks.rate_id
    and all_rates.period_label = crossed_breaks.period_label
    and all_rates.geography = crossed_breaks.geography
    and all_rates.slice = crossed_breaks.slice
left join {{ ref('int_rate_conflicts') }} as conflicts
    on all_rates.rate_id = conflicts.rate_id
    and all_rates.period_label = conflicts.period_label
    and all_rates.geography = conflicts.geography
    and all_rates.slice = conflicts.slice
left join {{ ref('int_figures_current') }} as published
    on all_rates.published_measure_id = published.measure_id
    and {{ shows_printed_percent('published') }}
    and all_rates.period_label = published.period_label
    and all_rates.geography = published.geography
    and all_rates.slice = published.slice
left join {{ ref('int_figures') }} as printed_figures
    on published.figure_id = printed_figures.figure_id
