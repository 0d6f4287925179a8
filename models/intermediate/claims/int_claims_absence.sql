-- Claims that something is printed nowhere: they hold as long as no loaded document has a figure of
-- the measure and a document read in full would print it.
select
    claims.claim_id,
    case
        when absences.primary_documents > 0 then false
        -- a secondary source states it, or nothing was read that would print it
        when absences.documents > 0 or absences.documents_searched = 0 then null
        when absences.documents_searched > 0 then true
    end as holds,
    case
        when absences.primary_documents > 0 then null
        when absences.documents > 0 then 'only_stated_by_secondary_source'
        when absences.documents_searched = 0 then 'no_document_read_in_full'
    end as reason_code,
    coalesce(absences.sentence, 'No measure is registered for such a figure.') as explanation
from {{ ref('claims') }} as claims
left join {{ ref('int_absences') }} as absences
    on claims.measure_id = absences.measure_id
    and coalesce(claims.period_label, 'not stated') = absences.period_label
where claims.evidence_kind = 'absence'
