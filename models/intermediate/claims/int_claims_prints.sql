-- The prints of a claimed number besides the figure that the claim is judged by: what a document prints is not
-- contradicted by what stands elsewhere. Not the claimant's own document.
select
    claims.claim_id,
    {{ joined_list("cells.printed || ' (' || cells.document_id || ', ' || cells.place || ')'", 'figures.figure_id', '; ') }} as printed_so,
    bool_or(numbers.value >= figures.value and numbers.value < figures.value + least({{ last_place_of('figures.value') }}, figures.value / 20)) as is_cut_off
from {{ ref('claims') }} as claims
inner join {{ ref('int_claims_parsed') }} as parsed
    on claims.claim_id = parsed.claim_id
inner join {{ ref('int_claims_numbers') }} as numbers
    on claims.claim_id = numbers.claim_id
inner join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
inner join {{ ref('int_evidence_figures') }} as figures
    on claims.measure_id = figures.measure_id
    and claims.period_label = figures.period_label
    and claims.slice = figures.slice
    and coalesce(claims.geography, measures.geography) = figures.geography
    and claims.document_id <> figures.document_id
    and ', ' || numbers.evidence_figure_ids || ',' not like '%, ' || figures.figure_id || ',%'
inner join {{ ref('int_figures') }} as cells
    on figures.figure_id = cells.figure_id
where
    claims.evidence_kind = 'figure' and figures.value = parsed.value
    and {{ kind_of_number('parsed') }} = {{ kind_of_number('figures') }}
group by claims.claim_id
