-- Relationships of offenders to identified children in actively traded imagery.
with figures as (
    {{ fact_figures({'known_relationships': 'actively_traded_relationships'}, ['relationship']) }}
)

select
    document_id,
    calendar_year as as_of_year,
    relationship,
    period_label,
    known_relationships
from figures
