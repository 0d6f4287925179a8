{# What must be true of the verdicts: each says what it rests on, and what its evidence carries along is shown. #}
{%- set number_kinds = "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part')" -%}
with evidence as (
    select *, {{ items_of('evidence_figure_ids', ', ') }} as figure_id
    from {{ ref('fct_claims') }}
)

select 'claim ' || claim_id || ' has a gap: ' || explanation as problem
from {{ ref('fct_claims') }}
where length(replace(explanation, chr(123), '')) < length(explanation)

union all

select 'claim ' || claim_id || ' is ' || verdict || ' without what that rests on' as problem
from {{ ref('fct_claims') }}
where
    verdict_basis not in ('figures', 'definitions', 'search')
    or (verdict_basis = 'figures') <> (evidence_kind in {{ number_kinds }})
    or (verdict in ('not_checkable', 'not_computable') and reason_code is null)
    or (verdict in ('supported', 'contradicted') and verdict_basis = 'figures' and coalesce(computed_value is null or evidence_figure_ids is null, true))
    or (verdict = 'not_comparable') <> coalesce(reason_code = 'structural_break', false)
    or (verdict in ('supported', 'contradicted') and evidence_kind in ('cause', 'unmeasured'))

union all

-- the rate that a claim is about can be a vintage other than that of the facts
select 'claim ' || claims.claim_id || ' is said to have no figure, and rate ' || registry.rate_id || ' is computed from ' || rates.numerator_figure_id || ' and ' || rates.denominator_figure_id as problem
from {{ ref('fct_claims') }} as claims
inner join {{ ref('claims') }} as registry
    on claims.claim_id = registry.claim_id
inner join {{ ref('int_claim_rates') }} as used
    on claims.claim_id = used.claim_id
inner join {{ ref('int_rates') }} as rates
    on registry.rate_id = rates.rate_id
    and registry.period_label = rates.period_label
    and registry.slice = rates.slice
    and used.numerator_figure_id = rates.numerator_figure_id
    and used.denominator_figure_id = rates.denominator_figure_id
where claims.reason_code = 'no_figure_loaded' and rates.source_kind = 'primary'

union all

select 'claim ' || claims.claim_id || ' rests on ' || figures.figure_id || ', which a fact-check article prints' as problem
from evidence as claims
inner join {{ ref('int_figures') }} as figures
    on claims.figure_id = figures.figure_id
inner join {{ ref('documents') }} as documents
    on figures.document_id = documents.document_id
where documents.document_type = 'fact_check'

union all

-- who says a number is no witness for it
select 'claim ' || claims.claim_id || ' rests on ' || figures.figure_id || ', which its own document ' || claims.document_id || ' prints' as problem
from evidence as claims
inner join {{ ref('int_figures') }} as figures
    on claims.figure_id = figures.figure_id
where figures.document_id = claims.document_id

union all

select 'claim ' || claims.claim_id || ' hides that ' || figures.figure_id || ' is ' || case when figures.source_kind = 'primary' then 'printed as ' || figures.printed else 'from a secondary source' end as problem
from evidence as claims
inner join {{ ref('int_figures') }} as figures
    on claims.figure_id = figures.figure_id
where
    (figures.precision is distinct from 'exact' and coalesce(claims.caveats not like '%Not exact: printed as ' || figures.printed || '.%', true))
    or (figures.source_kind is distinct from 'primary' and coalesce(claims.caveats not like '%Secondary source: ' || figures.printed || ' %', true))

union all

-- a change whose two figures stand on the two sides of a break
select 'claim ' || claims.claim_id || ' hides the break ' || reach.break_id as problem
from evidence as claims
inner join {{ ref('int_break_reach') }} as reach
    on claims.figure_id = reach.figure_id
where claims.evidence_kind in ('change', 'fall', 'difference')
group by claims.claim_id, claims.caveats, reach.break_id, reach.description
having
    max(case when reach.lies_before then 1 else 0 end) + max(case when reach.lies_after then 1 else 0 end) = 2
    and coalesce(claims.caveats not like '%' || reach.description || '%', true)
