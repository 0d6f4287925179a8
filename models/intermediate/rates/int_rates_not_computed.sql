-- Where a registered rate is not computed: one row for a rate that no year allows, at the period of its latest
-- known denominator (of a primary document, if any prints it) and at every period that a question asks about,
-- and one for each printed percentage whose parts are not printed.
with figures as (
    select
        figures.*,
        periods.end_date
    from {{ ref('int_figures_current') }} as figures
    left join {{ ref('periods') }} as periods
        on figures.period_label = periods.period_label
),

rates as (
    select
        rates.*,
        measures.geography as denominator_geography
    from {{ ref('int_rate_definitions') }} as rates
    left join {{ ref('measures') }} as measures
        on rates.denominator_measure_id = measures.measure_id
),

not_computable as (
    select
        rates.rate_id,
        coalesce(latest.period_label, 'not stated') as period_label,
        rates.denominator_geography as geography,
        'all' as slice
    from rates
    left join figures as latest
        on rates.denominator_measure_id = latest.measure_id
        and rates.denominator_slice = latest.slice
        and rates.denominator_geography = latest.geography
    left join (select distinct unknown_rate_id as rate_id, period_label from {{ ref('questions') }}) as asked
        on rates.rate_id = asked.rate_id and latest.period_label = asked.period_label
    where rates.declared_status = 'not_computable'
    qualify asked.rate_id is not null or row_number() over (partition by rates.rate_id order by latest.source_kind asc nulls last, latest.end_date desc nulls last, latest.period_label asc) = 1
),

-- also of a rate that other periods allow
printed_only as (
    select
        rates.rate_id,
        published.period_label,
        published.geography,
        published.slice
    from rates
    inner join figures as published
        on rates.published_measure_id = published.measure_id and {{ shows_printed_percent('published') }}
    left join {{ ref('int_rate_pairs') }} as computed
        on rates.rate_id = computed.rate_id
        and published.period_label = computed.period_label
        and published.geography = computed.geography
        and published.slice = computed.slice
    where rates.declared_status <> 'not_computable' and computed.rate_id is null
),

stated as (
    select * from not_computable
    union all
    select * from printed_only
)

select
    rate_id,
    period_label,
    geography,
    slice
from stated
