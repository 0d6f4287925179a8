with figures as (
    {{ fact_figures('cybertip_reports', ['country']) }}
)

select
    document_id,
    calendar_year,
    country as country_code,
    measured as reports
from figures
