with figures as (
    {{ fact_figures({'known_relationships': 'actively_traded_relationships'}, ['relationship']) }}
)

select
    document_id,
    calendar_year as as_of_year,
    relationship,
    known_relationships
from figures
