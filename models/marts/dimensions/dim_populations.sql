select
    population_id,
    population_label,
    definition,
    unit_of_count,
    inclusion_notes,
    parent_population_id,
    source
from {{ ref('populations') }}
