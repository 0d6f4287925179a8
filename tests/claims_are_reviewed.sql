-- Every claim's present wording was compared with its article, and a second person who coded the
-- sentence blindly came to the same number, period and subject. Only the period may differ, where a
-- remark says how that was settled. Each row is one problem and says which field differs.
with worded as (
    select
        claims.*,
        md5(
            coalesce(document_id, '∅') || ' | ' || coalesce(section, '∅') || ' | ' || coalesce(place_in_document, '∅')
            || ' | ' || coalesce(statement, '∅') || ' | ' || coalesce(claimed, '∅')
        ) as fingerprint
    from {{ ref('claims') }} as claims
),

compared as (
    select
        worded.claim_id,
        worded.fingerprint,
        worded.period_label,
        worded.claimed,
        coalesce(worded.rate_id, worded.measure_id, worded.topic_id, worded.evidence_kind) as subject,
        reviews.claim_id as reviewed_claim_id,
        reviews.wording_fingerprint,
        reviews.reviewer,
        reviews.reviewed_on,
        reviews.coded_subject,
        reviews.coded_period,
        reviews.coded_claimed,
        reviews.faithful,
        -- whoever coded it again, the author included
        coalesce(reviews.reviewer = 'second_person' or reviews.coded_subject is not null, false) as was_coded,
        coalesce(reviews.coded_subject in (worded.measure_id, worded.rate_id, worded.topic_id, worded.evidence_kind), false) as same_subject,
        (coalesce(nullif(reviews.coded_period, 'not stated'), '') = coalesce(nullif(worded.period_label, 'not stated'), '')) or coalesce(trim(reviews.remark) like 'settled: %', false) as same_period,
        -- where the sentence names no year, ours is no better than another: only the evidence that the article cites fixes one
        coalesce(reviews.coded_period = 'not stated' and worded.period_label <> 'not stated' and worded.evidence_kind in ('figure', 'rate') and reviews.remark not like 'settled: evidence year%', false) as has_our_year,
        (worded.claimed_is is distinct from 'stated') or (reviews.coded_claimed is not distinct from worded.claimed) as same_number
    from worded
    full outer join {{ ref('claim_reviews') }} as reviews
        on worded.claim_id = reviews.claim_id
)

select
    case
        when has_our_year then 'claim ' || claim_id || ': its sentence names no year, so the year ' || period_label || ' is our choice; leave it blank and every loaded year is judged'
        when claim_id is null then 'claim review ' || reviewed_claim_id || ': there is no such claim'
        when reviewed_claim_id is null then 'claim ' || claim_id || ': nobody has compared its wording with the article (`make claim-form` prints the row to fill)'
        when coalesce(wording_fingerprint <> fingerprint, true) then 'claim ' || claim_id || ': its wording changed since it was compared with the article'
        else
            'claim ' || claim_id || ': the comparison of ' || coalesce(reviewed_on, '(no day)') || ' by ' || coalesce(reviewer, '(nobody)') || ' does not bear it out'
            || case when (faithful is distinct from 'yes') then '; faithful ' || coalesce(faithful, '(blank)') || ' against yes' else '' end
            || case when was_coded and not same_subject then '; subject ' || coalesce(coded_subject, '(blank)') || ' against ' || coalesce(subject, '(blank)') else '' end
            || case when was_coded and not same_period then '; period ' || coalesce(coded_period, '(blank)') || ' against ' || coalesce(period_label, '(blank)') else '' end
            || case when was_coded and not same_number then '; number ' || coalesce(coded_claimed, '(blank)') || ' against ' || coalesce(claimed, '(blank)') else '' end
    end as problem
from compared
where
    claim_id is null
    or reviewed_claim_id is null
    or wording_fingerprint is distinct from fingerprint
    or faithful is distinct from 'yes'
    or try_cast(reviewed_on as date) is null
    or coalesce(reviewer not in ('second_person', 'author_second_pass'), true)
    or has_our_year
    or (was_coded and not (same_subject and same_period and same_number))
