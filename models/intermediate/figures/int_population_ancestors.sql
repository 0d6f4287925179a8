-- Every population with itself and every population that contains it.
with recursive ancestors as (
    select
        population_id,
        population_id as ancestor_population_id,
        0 as distance
    from {{ ref('populations') }}

    union all

    select
        ancestors.population_id,
        populations.parent_population_id as ancestor_population_id,
        ancestors.distance + 1 as distance
    from ancestors
    inner join {{ ref('populations') }} as populations
        on ancestors.ancestor_population_id = populations.population_id
    -- a parent loop would never end; the registry test names it
    where populations.parent_population_id is not null and ancestors.distance < 20
)

select distinct
    population_id,
    ancestor_population_id
from ancestors
