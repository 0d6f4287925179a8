with figures as (
    {{ fact_figures('actively_traded_child_victims', ['gender', 'age_group']) }}
)

select
    document_id,
    calendar_year as as_of_year,
    gender,
    age_group,
    measured as children
from figures
