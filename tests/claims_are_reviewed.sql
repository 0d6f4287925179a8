-- Every claim's present wording was compared with its article, and a second person who coded the
-- sentence blindly came to the same number, period and subject. Only the period may differ, where a
-- remark says how that was settled. Each row is one problem.
with worded as (
    select
        claims.*,
        md5(
            coalesce(document_id, '∅') || ' | ' || coalesce(section, '∅') || ' | ' || coalesce(place_in_document, '∅')
            || ' | ' || coalesce(statement, '∅') || ' | ' || coalesce(claimed, '∅')
        ) as fingerprint
    from {{ ref('claims') }} as claims
)

select
    case
        when worded.claim_id is null then 'claim review ' || reviews.claim_id || ': there is no such claim'
        when reviews.claim_id is null then 'claim ' || worded.claim_id || ': nobody has compared its wording with the article (`make claim-form` prints the row to fill)'
        when coalesce(reviews.wording_fingerprint <> worded.fingerprint, true) then 'claim ' || worded.claim_id || ': its wording changed since it was compared with the article'
        else 'claim ' || worded.claim_id || ': the comparison of ' || coalesce(reviews.reviewed_on, '(no day)') || ' by ' || coalesce(reviews.reviewer, '(nobody)') || ' does not bear it out: faithful ' || coalesce(reviews.faithful, '(blank)') || ', subject ' || coalesce(reviews.coded_subject, '(blank)') || ', period ' || coalesce(reviews.coded_period, '(blank)') || ', number ' || coalesce(reviews.coded_claimed, '(blank)')
    end as problem
from worded
full outer join {{ ref('claim_reviews') }} as reviews
    on worded.claim_id = reviews.claim_id
where
    worded.claim_id is null
    or reviews.claim_id is null
    or reviews.wording_fingerprint is distinct from worded.fingerprint
    or reviews.faithful is distinct from 'yes'
    or try_cast(reviews.reviewed_on as date) is null
    or coalesce(reviews.reviewer not in ('second_person', 'author_second_pass'), true)
    or (
        -- whoever coded it again, the author included
        (reviews.reviewer = 'second_person' or reviews.coded_subject is not null)
        and (
            not coalesce(reviews.coded_subject in (worded.measure_id, worded.rate_id, worded.topic_id, worded.evidence_kind), false)
            or (
                reviews.coded_period is distinct from worded.period_label
                and coalesce(trim(reviews.remark) not like 'settled: %', true)
            )
            or (worded.claimed_is = 'stated' and reviews.coded_claimed is distinct from worded.claimed)
        )
    )
