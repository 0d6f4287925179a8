-- Claims about what documents say, judged by the registry of what loaded documents say on the
-- same topic. Silence contradicts only a claim about that very document, and bears out a claim that
-- nothing is said.
with said as (
    select
        claims.claim_id,
        claims.about_document_id,
        cast(count(*) filter (where statements.stance = 'says') as integer) as say,
        cast(count(*) filter (where statements.stance = 'denies') as integer) as deny,
        cast(count(*) filter (where statements.stance = 'does_not_say') as integer) as silent,
        nullif({{ joined_list("case when statements.stance = 'says' then documents.title || ' (' || statements.place || ')' end", 'documents.document_id', '; ') }}, '') as said_in,
        nullif({{ joined_list("case when statements.stance = 'denies' then documents.title || ' (' || statements.place || ')' end", 'documents.document_id', '; ') }}, '') as denied_in,
        nullif({{ joined_list("case when statements.stance = 'does_not_say' then documents.title || ' (' || statements.place || ')' end", 'documents.document_id', '; ') }}, '') as silent_in
    from {{ ref('claims') }} as claims
    inner join {{ ref('document_statements') }} as statements
        on claims.topic_id = statements.topic_id
        and coalesce(claims.about_document_id, statements.document_id) = statements.document_id
    inner join {{ ref('documents') }} as documents
        on statements.document_id = documents.document_id
    where claims.evidence_kind in ('stated', 'unsaid') and documents.source_kind = 'primary'
    group by claims.claim_id, claims.about_document_id
),

judged as (
    select
        claims.claim_id,
        claims.evidence_kind,
        case
            when claims.evidence_kind = 'unsaid' then case when said.say > 0 then false when said.silent > 0 then true end
            when said.say > 0 and said.deny = 0 then true
            when said.deny > 0 and said.say = 0 then false
            when said.say = 0 and said.deny = 0 and said.about_document_id is not null then false
        end as holds,
        said.say,
        said.deny,
        said.said_in,
        said.denied_in,
        said.silent_in
    from {{ ref('claims') }} as claims
    left join said
        on claims.claim_id = said.claim_id
    where claims.evidence_kind in ('stated', 'unsaid')
)

select
    claim_id,
    holds,
    case
        when holds is not null then null
        when say > 0 and deny > 0 then 'documents_disagree'
        else 'not_stated_in_documents_read'
    end as reason_code,
    case
        when evidence_kind = 'unsaid' and holds then 'Nothing of the kind stands in ' || silent_in || '; other documents were not read for it.'
        when evidence_kind = 'unsaid' and not holds then 'It is said in ' || said_in || '.'
        when holds and say > 0 then 'So it stands in ' || said_in || '.' || coalesce(' Not found in ' || silent_in || '.', '')
        when not holds and deny > 0 then 'The opposite stands in ' || denied_in || '.'
        when not holds then 'It does not stand in ' || coalesce(silent_in, 'the document') || '.'
        when say > 0 then 'The documents disagree: it stands in ' || said_in || ', the opposite in ' || denied_in || '.'
        else 'Not found in ' || coalesce(silent_in, 'any document loaded') || '; other documents were not read for it.'
    end as explanation
from judged
