-- One row per document and year; the figures stand in running text, not in a table.
with figures as (
    select *
    from {{ ref('int_figures_current') }}
    where source_kind = 'primary' and period_type = 'calendar_year' and slice = 'all'
)

select
    document_id,
    calendar_year,
    cast(max(case when measure_id = 'offender_location_requests' then value end) as bigint) as location_requests,
    cast(max(case when measure_id = 'offenders_located_and_arrested' then value end) as bigint) as located_and_arrested,
    cast(max(case when measure_id = 'offender_operations' then value end) as bigint) as operations
from figures
where measure_id in ('offender_location_requests', 'offenders_located_and_arrested', 'offender_operations')
group by document_id, calendar_year
