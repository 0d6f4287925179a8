-- Which figures each break in a series concerns, and on which side of it their periods lie.
-- A period that runs over the break lies on both sides.
select
    breaks.break_id,
    breaks.description,
    reach.measure_id,
    reach.slice,
    reach.comparability,
    figures.figure_id,
    coalesce(periods.start_date, periods.end_date) < breaks.first_day as lies_before,
    periods.end_date >= breaks.first_day as lies_after
from {{ ref('structural_breaks') }} as breaks
inner join {{ ref('structural_break_reach') }} as reach
    on breaks.break_id = reach.break_id
inner join {{ ref('int_figures') }} as figures
    on reach.measure_id = figures.measure_id
-- a break of one member reaches every figure that counts it
left join {{ ref('int_figure_parts') }} as parts
    on figures.figure_id = parts.figure_id and reach.slice = parts.part
-- dates are written year-month-day, so their text sorts as they do
inner join {{ ref('periods') }} as periods
    on figures.period_label = periods.period_label and periods.end_date is not null
where
    parts.figure_id is not null
    or reach.slice = figures.slice
    or (reach.slice = 'parts' and figures.slice <> 'all')
