-- One row per day of the known periods. dbt requires it beside semantic models; no metric needs it, as all
-- are yearly.
with known as (
    select
        min(cast(start_date as date)) as first_day,
        max(cast(end_date as date)) as last_day
    from {{ ref('periods') }}
),

days as (
    select {{ each_day('first_day', 'last_day') }} as date_day
    from known
)

select cast(date_day as date) as date_day
from days
