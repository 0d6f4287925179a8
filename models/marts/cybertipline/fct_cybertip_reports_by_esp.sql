with figures as (
    {{ fact_figures('cybertip_esp_reports', ['esp']) }}
)

select
    document_id,
    calendar_year,
    esp as esp_name,
    measured as reports
from figures
