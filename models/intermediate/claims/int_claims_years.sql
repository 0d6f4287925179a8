-- Claims that name no year, beside every loaded calendar year of what they are about: in how many years the number
-- holds and in how many it does not, and the year that comes nearest to it.
with claimed as (
    select
        claims.claim_id,
        claims.evidence_kind,
        claims.rate_id,
        claims.slice,
        coalesce(claims.geography, measures.geography) as geography,
        coalesce(claims.measure_id, rates.published_measure_id) as measure_id,
        parsed.value,
        parsed.value_low,
        parsed.value_high,
        parsed.low_is_open,
        parsed.high_is_open,
        case when parsed.is_share then 100 else 1 end as rate_scale
    from {{ ref('claims') }} as claims
    inner join {{ ref('int_claims_parsed') }} as parsed
        on claims.claim_id = parsed.claim_id
    left join {{ ref('rates') }} as rates
        on claims.rate_id = rates.rate_id
    inner join {{ ref('measures') }} as measures
        on coalesce(claims.measure_id, rates.numerator_measure_id) = measures.measure_id
    where claims.evidence_kind in ('figure', 'rate') and claims.period_label is null
),

computed as (
    select
        claimed.claim_id,
        rates.period_label,
        cast(rates.rate * claimed.rate_scale as {{ decimal_type() }}) as value,
        cast(rates.rate_low * claimed.rate_scale as {{ decimal_type() }}) as value_low,
        cast(rates.rate_high * claimed.rate_scale as {{ decimal_type() }}) as value_high,
        rates.low_is_open,
        rates.high_is_open
    from claimed
    inner join {{ ref('int_rates') }} as rates
        on claimed.rate_id = rates.rate_id and claimed.slice = rates.slice and claimed.geography = rates.geography
    where rates.rate is not null
),

-- a share that is only printed speaks for its year where none is computed
years as (
    select *, false as is_printed_share
    from computed

    union all

    select
        claimed.claim_id,
        figures.period_label,
        figures.value,
        figures.value_low,
        figures.value_high,
        figures.low_is_open,
        figures.high_is_open,
        claimed.evidence_kind = 'rate' as is_printed_share
    from claimed
    inner join {{ ref('int_evidence_figures') }} as figures
        on claimed.measure_id = figures.measure_id and claimed.slice = figures.slice and claimed.geography = figures.geography
    left join computed
        on claimed.claim_id = computed.claim_id and figures.period_label = computed.period_label
    where figures.is_in_facts and computed.claim_id is null
),

judged as (
    select
        years.claim_id,
        years.period_label,
        years.is_printed_share,
        {{ claim_holds('claimed', 'years') }} as holds,
        row_number() over (partition by years.claim_id order by years.is_printed_share, abs(years.value - claimed.value), years.period_label) as nearness
    from years
    inner join claimed
        on years.claim_id = claimed.claim_id
    inner join {{ ref('periods') }} as periods
        on years.period_label = periods.period_label and periods.period_type = 'calendar_year'
)

select
    claim_id,
    max(case when nearness = 1 and not is_printed_share then period_label end) as period_label,
    -- one year alone is no answer of every year
    case when count(*) > 1 then case when count(*) filter (where holds) = count(*) then true when count(*) filter (where not holds) = count(*) then false end end as holds,
    'The statement names no year; '
    || case when count(*) = 1 then 'one alone is loaded' else 'of the ' || count(*) || ' loaded, ' || min(period_label) || ' to ' || max(period_label) || ', it holds in ' end
    || case
        when count(*) = 1 then ''
        when count(*) filter (where holds) = count(*) then 'all'
        else coalesce(nullif({{ joined_list("case when holds then period_label end", 'period_label', ', ') }}, ''), 'none')
            || case when count(*) > count(holds) then ' and perhaps in ' || {{ joined_list("case when holds is null then period_label end", 'period_label', ', ') }} else '' end
    end
    || case when bool_or(is_printed_share) then '. Nearest of those that are computed, in ' else '. Nearest, in ' end || max(case when nearness = 1 then period_label end) || ', is ' as sentence
from judged
group by claim_id
