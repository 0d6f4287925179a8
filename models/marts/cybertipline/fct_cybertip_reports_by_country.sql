-- CyberTipline reports by the country of the upload.
with figures as (
    {{ fact_figures({'reports': 'cybertip_reports'}, ['country']) }}
)

select
    document_id,
    calendar_year,
    country as country_code,
    country_geography as geography,
    period_label,
    reports
from figures
