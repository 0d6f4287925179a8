-- Components that no loaded document has for a period of their total: that total cannot be recomputed.
with printed as (
    select distinct
        measure_id,
        period_label
    from {{ ref('int_figures') }}
    where value is not null
)

select
    components.total_measure_id,
    totals.period_label,
    {{ joined_list('components.component_measure_id', 'components.component_measure_id', ', ') }} as component_measure_ids
from {{ ref('measure_components') }} as components
inner join printed as totals
    on components.total_measure_id = totals.measure_id
left join printed as parts
    on components.component_measure_id = parts.measure_id and totals.period_label = parts.period_label
where parts.measure_id is null
group by components.total_measure_id, totals.period_label
