-- What can be counted: unit, population, counting rule and period, and what is loaded of it.
with published as (
    select
        measure_id,
        cast(count(*) as integer) as figures_loaded
    from {{ ref('int_figures') }}
    group by measure_id
)

select
    measures.measure_id,
    measures.measure_label,
    measures.definition,
    measures.unit_of_count,
    measures.population_id,
    measures.counting_rule,
    measures.period_basis,
    measures.geography,
    measures.additive_over,
    measures.program,
    coalesce(published.figures_loaded, 0) as figures_loaded,
    measures.source
from {{ ref('measures') }} as measures
left join published
    on measures.measure_id = published.measure_id
