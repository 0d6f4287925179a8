-- CyberTipline reports by the provider that made them.
with figures as (
    {{ fact_figures({'reports': 'cybertip_esp_reports'}, ['esp']) }}
)

select
    document_id,
    calendar_year,
    esp as esp_name,
    period_label,
    reports
from figures
