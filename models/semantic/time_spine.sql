-- One row per day. dbt requires it beside semantic models; no metric needs it, as all are yearly.
with days as (
    {{ dbt.date_spine('day', "cast('1984-01-01' as date)", "cast('2051-01-01' as date)") }}
)

select cast(date_day as date) as date_day
from days
