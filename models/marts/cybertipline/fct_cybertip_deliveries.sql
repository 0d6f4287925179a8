-- CyberTipline reports made available to law enforcement, once per agency.
with figures as (
    {{ fact_figures({'deliveries': 'cybertip_deliveries'}, ['recipient_type', 'report_class']) }}
)

select
    document_id,
    calendar_year,
    recipient_type,
    report_class,
    period_label,
    deliveries
from figures
