-- Missing-child reports by state.
with figures as (
    {{ fact_figures({'reports': 'missing_child_reports'}, ['state', 'case_status']) }}
)

select
    document_id,
    calendar_year,
    state as state_code,
    case_status,
    state_geography as geography,
    period_label,
    reports
from figures
