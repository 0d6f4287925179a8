-- Verdicts are derived: a claim holds, does not hold, or cannot be judged, and its kind of evidence says why.
select
    claim_id,
    document_id,
    section,
    place_in_document,
    statement,
    claimed,
    claimed_is,
    {{ shown_number('value') }} as claimed_value,
    precision as claimed_precision,
    {{ shown_number('value_low') }} as claimed_low,
    {{ shown_number('value_high') }} as claimed_high,
    {{ shown_number('computed_value') }} as computed_value,
    case
        when holds is not null and is_over_break then 'not_comparable'
        when holds then 'supported'
        when not holds then 'contradicted'
        when is_number and computed_value is null and rate_reason_code is not null then 'not_computable'
        else 'not_checkable'
    end as verdict,
    case
        when is_number then 'figures'
        when evidence_kind in ('absence', 'absence_anywhere', 'unsaid', 'latest', 'cause', 'unmeasured') then 'search'
        else 'definitions'
    end as verdict_basis,
    case
        when holds is not null and is_over_break then 'structural_break'
        when is_number and holds and not coalesce(number_holds, false) then 'cut_off'
        when is_number and holds and said_of_years is null and {{ is_rounded('value', 'value_low', 'is_plain', 'computed_value', 'evidence_low') }} then 'rounded'
        when is_number and holds is not null then null
        when is_number and said_of_years is not null then 'no_year_in_statement'
        when is_number and printed_so is not null then 'documents_disagree'
        when is_number and computed_value is not null then 'evidence_too_imprecise'
        when is_number then coalesce(rate_reason_code, 'no_figure_loaded')
        when evidence_kind = 'cause' then 'cause_not_measured'
        when evidence_kind = 'unmeasured' then coalesce(rate_reason_code, 'not_measured')
        else registry_reason_code
    end as reason_code,
    case
        when registry_explanation is not null then registry_explanation
        when is_number and printed_so is not null and not coalesce(number_holds, false)
            then {{ published_number("evidence_kind <> 'figure'", 'evidence_figure_ids') }} || {{ format_number('computed_value') }} || '; the claimed ' || claimed || ' is printed too: ' || printed_so || case when holds then ', with the rest cut off and not rounded.' else '.' end
        when computed_value is not null
            then case
                when said_of_years is not null then said_of_years
                when evidence_kind in ('arithmetic', 'part') then 'The two printed numbers multiply to '
                else {{ published_number("evidence_kind <> 'figure'", 'evidence_figure_ids') }}
            end
            || {{ format_number('computed_value') }} || case when evidence_kind in ('change', 'fall') then '%' else '' end
            || case when said_of_years is not null then ', against the claimed ' || claimed || {{ claimed_range() }} || '.' else {{ beside_the_claimed('holds', 'claimed') }} end
            || case when holds is not null and is_over_break then {{ over_break() }} else '' end
        when rate_reason is not null then rate_reason
        when evidence_kind = 'cause' then 'A statement about causes; no loaded figure measures it.'
        when evidence_kind = 'unmeasured' then 'No loaded figure or document measures it.'
        else 'No figure for this measure, period and slice is loaded that a verdict can rest on: fact-check articles and single unconfirmed sources are none.'
    end || coalesce(' ' || filled_note, '') as explanation,
    caveats,
    evidence_figure_ids,
    shown_figure_ids,
    evidence_kind,
    compared_by
from {{ ref('int_claims_judged') }}
