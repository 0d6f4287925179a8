with figures as (
    {{ fact_figures('cybertip_deliveries', ['recipient_type', 'report_class']) }}
)

select
    document_id,
    calendar_year,
    recipient_type,
    report_class,
    measured as deliveries
from figures
