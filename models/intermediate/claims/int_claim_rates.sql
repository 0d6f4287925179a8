-- The row of the rates that each claim about a share or a quotient is judged by.
select
    claims.claim_id,
    rates.rate,
    rates.rate_low,
    rates.rate_high,
    rates.low_is_open,
    rates.high_is_open,
    rates.rate_precision,
    rates.numerator_figure_id,
    rates.denominator_figure_id,
    rates.structural_break,
    registry.assumption,
    registry.exclusions
from {{ ref('claims') }} as claims
left join {{ ref('int_claims_years') }} as years
    on claims.claim_id = years.claim_id
inner join {{ ref('int_rate_definitions') }} as registry
    on claims.rate_id = registry.rate_id
inner join {{ ref('measures') }} as measures
    on registry.numerator_measure_id = measures.measure_id
inner join {{ ref('int_rates') }} as rates
    on claims.rate_id = rates.rate_id
    and coalesce(claims.period_label, years.period_label) = rates.period_label
    and claims.slice = rates.slice
where
    claims.evidence_kind = 'rate'
    and rates.rate is not null
    and coalesce(claims.geography, measures.geography) = rates.geography
