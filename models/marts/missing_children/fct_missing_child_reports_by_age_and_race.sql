with figures as (
    {{ fact_figures('missing_child_reports', ['age_group', 'race_ethnicity']) }}
)

select
    document_id,
    calendar_year,
    age_group,
    race_ethnicity,
    measured as reports
from figures
