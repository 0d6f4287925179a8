-- Coverage leaves out nothing that is loaded, and no year between two others. Each row is one problem.
select 'coverage: ' || figures.measure_id || ' in ' || figures.period_label || ' has no row that counts figure ' || min(figures.figure_id) as problem
from {{ ref('int_figures') }} as figures
left join {{ ref('coverage') }} as coverage
    on figures.measure_id = coverage.measure_id
    and figures.period_label = coverage.period_label
    and coverage.status in ('loaded', 'stated_only')
    and coverage.figures_loaded > 0
where figures.value is not null and coverage.measure_id is null
group by figures.measure_id, figures.period_label

union all

-- a year that ends before the last known calendar year does has a next one
select 'registry periods, ' || years.period_label || ': no ' || years.period_type || ' follows it; coverage cannot ask about that year' as problem
from {{ ref('periods') }} as years
inner join (
    select max(end_date) as last_day from {{ ref('periods') }} where period_type = 'calendar_year'
) as known
    on cast(cast(substr(years.end_date, 1, 4) as integer) + 1 as string) || substr(years.end_date, 5) <= known.last_day
left join {{ ref('periods') }} as following
    on years.period_type = following.period_type
    and cast(cast(substr(years.end_date, 1, 4) as integer) + 1 as string) || substr(years.end_date, 5) = following.end_date
where years.period_type in ('calendar_year', 'fiscal_year') and following.period_label is null
