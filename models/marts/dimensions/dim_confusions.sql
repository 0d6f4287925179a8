-- Measures that public texts mix up, two by two, with what sets them apart.
select
    measure_id,
    other_measure_id,
    sentence
from {{ ref('confusions') }}
