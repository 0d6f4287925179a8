-- Claims that something is printed nowhere: of what is at hand they hold as long as no loaded document has a figure
-- of the measure and a document read in full would print it; of all there is, what was not read could print it.
select
    claims.claim_id,
    case
        when absences.primary_documents > 0 then false
        -- a secondary source states it, or nothing was read that would print it
        when absences.documents > 0 or absences.documents_searched = 0 then null
        when claims.evidence_kind = 'absence' then true
    end as holds,
    case
        when absences.primary_documents > 0 then null
        when absences.documents > 0 then 'only_stated_by_secondary_source'
        when absences.documents_searched = 0 then 'no_document_read_in_full'
        when claims.evidence_kind = 'absence_anywhere' then 'not_all_documents_read'
    end as reason_code,
    coalesce(absences.sentence, 'No measure is registered for such a figure.')
    || case when claims.evidence_kind = 'absence_anywhere' and absences.documents = 0 then ' The statement is about all that is public, of which not everything was read.' else '' end as explanation
from {{ ref('claims') }} as claims
left join {{ ref('int_absences') }} as absences
    on claims.measure_id = absences.measure_id
    and coalesce(claims.period_label, 'not stated') = absences.period_label
where claims.evidence_kind in ('absence', 'absence_anywhere')
