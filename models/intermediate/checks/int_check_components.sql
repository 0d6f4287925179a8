-- Components: a measure that is declared to consist of others is the sum of these.
with wanted as (
    select
        total_measure_id,
        count(*) as components
    from {{ ref('measure_components') }}
    group by total_measure_id
),

parts as (
    select
        components.total_measure_id,
        current_figures.period_label,
        current_figures.geography,
        current_figures.slice,
        current_figures.added_figure_ids,
        count(*) over (
            partition by components.total_measure_id, current_figures.period_label, current_figures.geography, current_figures.slice
        ) as components
    from {{ ref('measure_components') }} as components
    inner join {{ ref('int_figures_current') }} as current_figures
        on components.component_measure_id = current_figures.measure_id
),

-- a total whose parts are not printed for that period and slice has nothing to be checked against
pairs as (
    select
        totals.document_id,
        totals.table_id,
        replace(totals.figure_id, totals.document_id || '/', '') as line,
        totals.figure_id,
        -- a sum with a missing component is no sum
        case when parts.components = wanted.components then parts.added_figure_ids end as part_figure_ids
    from {{ ref('int_figures') }} as totals
    inner join wanted
        on totals.measure_id = wanted.total_measure_id
    inner join parts
        on totals.measure_id = parts.total_measure_id
        and totals.period_label = parts.period_label
        and totals.geography = parts.geography
        and totals.slice = parts.slice
    where totals.period_type <> 'cumulative'
)

select distinct
    document_id,
    table_id,
    'component_sum' as check_kind,
    line,
    'published' as side,
    figure_id as figure_ids
from pairs

union all

select
    document_id,
    table_id,
    'component_sum' as check_kind,
    line,
    'recomputed' as side,
    part_figure_ids as figure_ids
from pairs
