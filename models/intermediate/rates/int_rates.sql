-- All rates, computed or not, with the breaks that they cross, their precision and the printed percentage.
with all_rates as (
    select * from {{ ref('int_rates_computed') }}
    union all
    select * from {{ ref('int_rates_declared') }}
)

select
    all_rates.*,
    crossed_breaks.structural_break_id,
    crossed_breaks.comparability,
    crossed_breaks.structural_break,
    published.figure_id as published_figure_id,
    published.value as published_percent,
    published.value_low as published_percent_low,
    published.value_high as published_percent_high
from all_rates
left join {{ ref('int_rate_breaks') }} as crossed_breaks
    on all_rates.rate_id = crossed_breaks.rate_id
    and all_rates.period_label = crossed_breaks.period_label
    and all_rates.geography = crossed_breaks.geography
    and all_rates.slice = crossed_breaks.slice
left join {{ ref('int_figures_current') }} as published
    on all_rates.published_measure_id = published.measure_id
    and published.source_kind = 'primary'
    and all_rates.period_label = published.period_label
    and all_rates.geography = published.geography
    and all_rates.slice = published.slice
