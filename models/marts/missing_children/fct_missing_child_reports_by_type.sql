-- Missing-child reports by type.
with figures as (
    {{ fact_figures({'reports': 'missing_child_reports'}, ['report_type', 'case_status']) }}
)

select
    document_id,
    calendar_year,
    report_type,
    case_status,
    period_label,
    reports
from figures
