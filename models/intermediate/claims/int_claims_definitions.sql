-- Claims about what is counted and what can be computed, judged by the registries of rates,
-- measures, populations and breaks, and by the latest period loaded.
with rate_states as (
    select
        rate_id,
        rate_label,
        declared_status,
        reason_code,
        reason
    from {{ ref('rates') }}
),

others_computed as (
    select
        claims.claim_id,
        cast(count(*) filter (where rate_states.declared_status <> 'not_computable') as integer) as computed,
        {{ joined_list('rate_states.rate_label', 'rate_states.rate_id', ', ') }} as rate_labels
    from {{ ref('claims') }} as claims
    inner join rate_states
        on ', ' || claims.other_rate_ids || ',' like '%, ' || rate_states.rate_id || ',%'
    where claims.evidence_kind = 'only_computable'
    group by claims.claim_id
),

crossed as (
    select
        claim_id,
        cast(count(*) filter (where comparability = 'not_comparable') as integer) as breaks,
        {{ joined_list('description', 'break_id', ' ') }} as description
    from {{ ref('int_claims_breaks') }}
    group by claim_id
),

latest as (
    select
        measures.measure_id,
        max(figures.period_label) as period_label
    from {{ ref('int_figures_current') }} as figures
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id and figures.geography = measures.geography
    where figures.slice = 'all' and figures.period_type = 'calendar_year' and figures.source_kind = 'primary'
    group by measures.measure_id
)

select
    claims.claim_id,
    case claims.evidence_kind
        when 'not_computable' then rate_states.declared_status = 'not_computable'
        when 'only_computable' then rate_states.declared_status = 'computed' and others_computed.computed = 0
        when 'different_population' then measures.population_id <> others.population_id
        when 'subset' then case when measures.population_id is not null and others.population_id is not null then nested.population_id is not null end
        when 'comparable'
            then measures.population_id = others.population_id
            and measures.unit_of_count = others.unit_of_count
            and measures.period_basis = others.period_basis
        when 'series_break' then case when measures.measure_id is not null then coalesce(crossed.breaks, 0) > 0 end
        -- a later one that is loaded refutes it; that there is none cannot be read off what is loaded
        when 'latest' then case when latest.period_label > claims.period_label then false end
    end as holds,
    case
        when claims.evidence_kind = 'not_computable' then rate_states.reason_code
        when claims.evidence_kind = 'latest' and not coalesce(latest.period_label > claims.period_label, false) then 'not_all_documents_read'
    end as reason_code,
    case
        when claims.evidence_kind = 'not_computable' then coalesce(rate_states.reason, 'The rate is registered as computable.')
        when claims.evidence_kind = 'only_computable'
            then coalesce(cast(nullif(others_computed.computed, 0) as string), 'None') || ' of the other rates (' || coalesce(others_computed.rate_labels, 'none named') || ') can be computed.'
        when claims.evidence_kind = 'series_break' then coalesce(crossed.description, 'No break between the two periods is registered.')
        when claims.evidence_kind = 'latest' then 'The latest period that a loaded primary document prints is ' || coalesce(latest.period_label, 'unknown') || '; documents that are not loaded can print a later one.'
        else 'Populations compared: ' || coalesce(populations.population_label || '; ' || other_populations.population_label, 'one of them is unknown') || '.'
    end as explanation
from {{ ref('claims') }} as claims
left join rate_states
    on claims.rate_id = rate_states.rate_id
left join others_computed
    on claims.claim_id = others_computed.claim_id
left join crossed
    on claims.claim_id = crossed.claim_id
left join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
left join {{ ref('measures') }} as others
    on claims.other_measure_id = others.measure_id
left join {{ ref('populations') }} as populations
    on measures.population_id = populations.population_id
left join {{ ref('populations') }} as other_populations
    on others.population_id = other_populations.population_id
left join {{ ref('int_population_ancestors') }} as nested
    on measures.population_id = nested.population_id
    and others.population_id = nested.ancestor_population_id
left join latest
    on claims.measure_id = latest.measure_id
where claims.evidence_kind in ('not_computable', 'only_computable', 'different_population', 'subset', 'comparable', 'series_break', 'latest')
