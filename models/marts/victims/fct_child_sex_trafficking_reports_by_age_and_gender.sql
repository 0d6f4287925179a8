-- Missing-child reports with likely trafficking, by age when missing and gender.
with figures as (
    {{ fact_figures({'reports': 'child_sex_trafficking_reports'}, ['age_missing', 'gender']) }}
)

select
    document_id,
    calendar_year,
    age_missing,
    gender,
    period_label,
    reports
from figures
