-- CyberTipline reports by incident type.
with figures as (
    {{ fact_figures({'reports': 'cybertip_reports'}, ['incident_type']) }}
)

select
    document_id,
    calendar_year,
    incident_type,
    period_label,
    reports
from figures
