-- What is known of every measure in every period, so that a missing number never looks like a search
-- that failed. Asked is about every year (or fiscal year) since the first of which anything is known
-- for the programme, in every breakdown that is known of the measure.
with known as (
    select * from {{ ref('int_coverage') }}
),

-- a measure of which nothing is known is still asked about as a whole
breakdowns as (
    select distinct
        measures.measure_id,
        measures.program,
        measures.period_basis,
        coalesce(known.breakdown, 'all') as breakdown,
        known.measure_id is null as is_unknown
    from {{ ref('measures') }} as measures
    left join known
        on measures.measure_id = known.measure_id
),

starts as (
    select
        measures.program,
        periods.period_type,
        min(periods.start_date) as start_date
    from known
    inner join {{ ref('measures') }} as measures
        on known.measure_id = measures.measure_id
    inner join {{ ref('periods') }} as periods
        on known.period_label = periods.period_label
    where periods.period_type in ('calendar_year', 'half_year', 'fiscal_year')
    group by measures.program, periods.period_type
),

asked as (
    select
        measure_id,
        breakdown,
        period_label
    from known

    union

    select
        breakdowns.measure_id,
        breakdowns.breakdown,
        periods.period_label
    from breakdowns
    inner join starts
        on breakdowns.program = starts.program and breakdowns.period_basis like '%' || starts.period_type || '%'
    inner join {{ ref('periods') }} as periods
        on starts.period_type = periods.period_type and periods.start_date >= starts.start_date

    union

    -- and one of a programme without any dated figure, in no period
    select
        breakdowns.measure_id,
        breakdowns.breakdown,
        'not stated' as period_label
    from breakdowns
    left join starts
        on breakdowns.program = starts.program and breakdowns.period_basis like '%' || starts.period_type || '%'
    where breakdowns.is_unknown and starts.program is null
)

select
    asked.measure_id,
    asked.breakdown,
    asked.period_label,
    measures.program,
    cast(periods.calendar_year as integer) as calendar_year,
    case
        when known.measure_id is not null then known.status
        when searches.documents_searched > 0 then 'not_published'
        else 'unknown'
    end as status,
    case when known.measure_id is not null then known.document_id else searches.latest_document_id end as document_id,
    cast(coalesce(known.figures_loaded, 0) as integer) as figures_loaded,
    case when known.measure_id is not null then known.note else searches.sentence end as note
from asked
inner join {{ ref('measures') }} as measures
    on asked.measure_id = measures.measure_id
inner join {{ ref('periods') }} as periods
    on asked.period_label = periods.period_label
inner join {{ ref('int_searches') }} as searches
    on measures.program = searches.program and asked.period_label = searches.period_label
left join known
    on asked.measure_id = known.measure_id and asked.breakdown = known.breakdown and asked.period_label = known.period_label
