-- For every programme and period: which documents read in full cover it, and the sentence that says
-- how far a search for a figure that is not there went. A single table covers nothing but itself.
-- 'not stated' asks about the programme in any period.
with programs as (
    select distinct program from {{ ref('measures') }}
),

covered as (
    select
        coverage.document_id,
        coverage.program,
        dated.published_from,
        first_periods.start_date as first_day,
        last_periods.end_date as last_day
    from {{ ref('document_coverage') }} as coverage
    inner join {{ ref('int_documents') }} as dated
        on coverage.document_id = dated.document_id
    inner join {{ ref('periods') }} as first_periods
        on coverage.first_period_label = first_periods.period_label
    inner join {{ ref('periods') }} as last_periods
        on coverage.last_period_label = last_periods.period_label
    where dated.reading = 'in_full' and coverage.scope = 'programme'
),

searched as (
    select
        programs.program,
        periods.period_label,
        periods.period_type,
        cast(count(distinct covered.document_id) as integer) as documents_searched,
        {{ joined_list('distinct covered.document_id', 'covered.document_id', ', ') }} as searched_document_ids,
        max_by(covered.document_id, covered.published_from || covered.document_id) as latest_document_id
    from programs
    cross join {{ ref('periods') }} as periods
    left join covered
        on programs.program = covered.program
        and (
            periods.period_type = 'not_stated'
            or (coalesce(periods.start_date, periods.end_date) >= covered.first_day and periods.end_date <= covered.last_day)
        )
    group by programs.program, periods.period_label, periods.period_type
)

select
    program,
    period_label,
    documents_searched,
    searched_document_ids,
    latest_document_id,
    case documents_searched
        when 0 then 'No document read in full covers '
        when 1 then 'The one document read in full that covers '
        else 'None of the ' || cast(documents_searched as string) || ' documents read in full that cover '
    end
    || case when program = 'All programmes' then 'all programmes' else 'the programme ' || program end
    || case when period_type = 'not_stated' then '' else ' in ' || period_label end
    || case documents_searched
        when 0 then ', so whether it is published is not known.'
        when 1 then ' prints no such figure.'
        else ' prints such a figure.'
    end as sentence
from searched
