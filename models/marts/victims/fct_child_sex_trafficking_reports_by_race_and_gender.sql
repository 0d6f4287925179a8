-- Missing-child reports with likely trafficking, by race or ethnicity and gender.
with figures as (
    {{ fact_figures({'reports': 'child_sex_trafficking_reports'}, ['race_ethnicity', 'gender']) }}
)

select
    document_id,
    calendar_year,
    race_ethnicity,
    gender,
    period_label,
    reports
from figures
