-- Periods as printed, with their days.
select
    period_label,
    {{ period_name('period_label') }} as period_name,
    period_type,
    cast(calendar_year as integer) as calendar_year,
    cast(start_date as date) as start_date,
    cast(end_date as date) as end_date,
    definition
from {{ ref('periods') }}
