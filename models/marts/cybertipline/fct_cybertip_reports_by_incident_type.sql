with figures as (
    {{ fact_figures('cybertip_reports', ['incident_type']) }}
)

select
    document_id,
    calendar_year,
    incident_type,
    measured as reports
from figures
