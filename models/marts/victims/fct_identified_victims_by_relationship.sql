with figures as (
    {{ fact_figures('actively_traded_relationships', ['relationship']) }}
)

select
    document_id,
    calendar_year as as_of_year,
    relationship,
    measured as known_relationships
from figures
