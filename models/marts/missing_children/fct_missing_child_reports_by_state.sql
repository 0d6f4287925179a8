with figures as (
    {{ fact_figures('missing_child_reports', ['state', 'case_status']) }}
)

select
    document_id,
    calendar_year,
    state as state_code,
    case_status,
    measured as reports
from figures
