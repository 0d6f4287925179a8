-- Identified children in actively traded imagery by gender and age.
with figures as (
    {{ fact_figures({'children': 'actively_traded_child_victims'}, ['gender', 'age_group']) }}
)

select
    document_id,
    calendar_year as as_of_year,
    gender,
    age_group,
    period_label,
    children
from figures
