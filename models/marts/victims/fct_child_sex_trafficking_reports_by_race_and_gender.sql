with figures as (
    {{ fact_figures('child_sex_trafficking_reports', ['race_ethnicity', 'gender']) }}
)

select
    document_id,
    calendar_year,
    race_ethnicity,
    gender,
    measured as reports
from figures
