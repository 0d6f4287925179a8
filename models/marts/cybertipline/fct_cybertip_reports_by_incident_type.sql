with figures as (
    {{ fact_figures({'reports': 'cybertip_reports'}, ['incident_type']) }}
)

select
    document_id,
    calendar_year,
    incident_type,
    reports
from figures
