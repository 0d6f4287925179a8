-- What the evidence of a claim carries along: breaks of the series, what the rate leaves out,
-- secondary sources, imprecise figures. Joined from the evidence itself, never typed.
with notes as (
    select
        breaks.claim_id,
        '1 ' || breaks.break_id as sort_key,
        'Break in the series: ' || breaks.description as note
    from {{ ref('int_claims_breaks') }} as breaks
    inner join {{ ref('claims') }} as claims
        on breaks.claim_id = claims.claim_id
    -- where the break is the claim it is no caveat
    where claims.evidence_kind <> 'series_break'

    union all

    select
        claim_id,
        '1' as sort_key,
        structural_break as note
    from {{ ref('int_claim_rates') }}
    where structural_break is not null

    union all

    select
        claim_id,
        '2' as sort_key,
        assumption as note
    from {{ ref('int_claim_rates') }}
    where assumption is not null

    union all

    select
        claim_id,
        '2' as sort_key,
        exclusions as note
    from {{ ref('int_claim_rates') }}
    where exclusions is not null

    union all

    select
        figures.claim_id,
        '3 ' || figures.side as sort_key,
        'Secondary source: ' || figures.printed || ' is from ' || documents.title || '.' as note
    from {{ ref('int_claims_figures') }} as figures
    inner join {{ ref('documents') }} as documents
        on figures.document_id = documents.document_id
    where figures.source_kind <> 'primary'

    union all

    select
        claim_id,
        '4 ' || side as sort_key,
        'Not exact: printed as ' || printed || '.' as note
    from {{ ref('int_claims_figures') }}
    where precision <> 'exact'

    union all

    select
        claims.claim_id,
        '5 ' || statements.document_id as sort_key,
        'Not read in the document but taken from a collection: ' || documents.title || '.' as note
    from {{ ref('claims') }} as claims
    inner join {{ ref('document_statements') }} as statements
        on claims.topic_id = statements.topic_id
    inner join {{ ref('documents') }} as documents
        on statements.document_id = documents.document_id
    where statements.place = 'as recorded'
)

select
    claim_id,
    {{ joined_list('note', 'sort_key', ' ') }} as caveats
from notes
group by claim_id
