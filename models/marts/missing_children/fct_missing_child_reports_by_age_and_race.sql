-- Missing-child reports by age and by race or ethnicity.
with figures as (
    {{ fact_figures({'reports': 'missing_child_reports'}, ['age_group', 'race_ethnicity']) }}
)

select
    document_id,
    calendar_year,
    age_group,
    race_ethnicity,
    period_label,
    reports
from figures
