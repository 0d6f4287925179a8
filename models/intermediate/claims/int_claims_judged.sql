-- Each claim beside what it is judged by, and whether it holds; NULL where that cannot be said.
with registry_verdicts as (
    select * from {{ ref('int_claims_absence') }}
    union all
    select * from {{ ref('int_claims_statements') }}
    union all
    select * from {{ ref('int_claims_definitions') }}
),

judged as (
    select
        claims.*,
        parsed.value,
        parsed.precision,
        parsed.value_low,
        parsed.value_high,
        numbers.value as computed_value,
        numbers.evidence_figure_ids,
        claims.evidence_kind in ('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part') as is_number,
        case when years.claim_id is null then {{ claim_holds('parsed', 'numbers', "claims.evidence_kind = 'figure'") }} else years.holds end as number_holds,
        registry_verdicts.holds as registry_holds,
        years.sentence as said_of_years,
        prints.printed_so,
        prints.is_cut_off,
        numbers.value_low as evidence_low,
        parsed.is_plain,
        registry_verdicts.reason_code as registry_reason_code,
        registry_verdicts.explanation as registry_explanation,
        case when rates.declared_status = 'not_computable' then rates.reason_code end as rate_reason_code,
        case when rates.declared_status = 'not_computable' then rates.reason end as rate_reason,
        caveats.caveats,
        -- a change that a break of the series forbids
        breaks.claim_id is not null as is_over_break,
        -- who compared this wording with the article
        case when reviews.remark like 'settled: %' then reviews.reviewer || '_settled' else reviews.reviewer end as compared_by,
        notes.figure_ids as shown_figure_ids,
        notes.sentence as filled_note
    from {{ ref('claims') }} as claims
    left join {{ ref('int_claims_parsed') }} as parsed
        on claims.claim_id = parsed.claim_id
    left join {{ ref('int_claims_numbers') }} as numbers
        on claims.claim_id = numbers.claim_id
    left join {{ ref('int_claims_prints') }} as prints
        on claims.claim_id = prints.claim_id
    left join {{ ref('int_claims_years') }} as years
        on claims.claim_id = years.claim_id
    left join registry_verdicts
        on claims.claim_id = registry_verdicts.claim_id
    left join {{ ref('rates') }} as rates
        on claims.rate_id = rates.rate_id
    left join (
        select distinct claim_id
        from {{ ref('int_claims_breaks') }}
        where comparability = 'not_comparable'
    ) as breaks
        on claims.claim_id = breaks.claim_id and claims.evidence_kind in ('change', 'fall', 'difference')
    left join {{ ref('claim_reviews') }} as reviews
        on claims.claim_id = reviews.claim_id
    left join {{ ref('int_claims_caveats') }} as caveats
        on claims.claim_id = caveats.claim_id
    left join {{ ref('int_filled_sentences') }} as notes
        on claims.claim_id = notes.owner_id
)

select
    judged.*,
    case
        when computed_value is null then registry_holds
        when number_holds or printed_so is null then number_holds
        -- what NCMEC itself prints is not contradicted by what it prints elsewhere
        when is_cut_off then true
    end as holds
from judged
