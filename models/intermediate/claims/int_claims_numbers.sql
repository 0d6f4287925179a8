-- The number that the warehouse has for each claim about a number, with the widest interval
-- that its figures allow. One row per claim with evidence.
with sides as (
    select
        claims.claim_id,
        claims.evidence_kind,
        firsts.value as first_value,
        firsts.value_low as first_low,
        firsts.value_high as first_high,
        firsts.low_is_open as first_low_is_open,
        firsts.high_is_open as first_high_is_open,
        seconds.value as second_value,
        seconds.value_low as second_low,
        seconds.value_high as second_high,
        -- shares are claimed in percent, quotients as they are
        case when parsed.is_share then 100 else 1 end as rate_scale,
        firsts.added_figure_ids || coalesce(', ' || seconds.added_figure_ids, '') as evidence_figure_ids
    from {{ ref('claims') }} as claims
    left join {{ ref('int_claims_parsed') }} as parsed
        on claims.claim_id = parsed.claim_id
    inner join {{ ref('int_claims_figures') }} as firsts
        on claims.claim_id = firsts.claim_id and firsts.side = 'first'
    left join {{ ref('int_claims_figures') }} as seconds
        on claims.claim_id = seconds.claim_id and seconds.side = 'second'
    -- half a comparison is no evidence
    where claims.evidence_kind = 'figure' or seconds.figure_id is not null
),

numbers as (
    select
        sides.claim_id,
        case sides.evidence_kind
            when 'figure' then first_value
            when 'rate' then cast(rates.rate * rate_scale as {{ decimal_type() }})
            when 'difference' then cast(first_value - second_value as {{ decimal_type() }})
            -- the claim's own multiplication: the printed numbers as they stand
            when 'arithmetic' then cast(first_value * second_value / 100 as {{ decimal_type() }})
            when 'part' then cast(first_value * second_value / 100 as {{ decimal_type() }})
            when 'fall' then -{{ change_in_percent('first_value', 'second_value') }}
            else {{ change_in_percent('first_value', 'second_value') }}
        end as value,
        case sides.evidence_kind
            when 'figure' then first_low
            when 'rate' then cast(rates.rate_low * rate_scale as {{ decimal_type() }})
            when 'difference' then cast(first_low - second_high as {{ decimal_type() }})
            when 'arithmetic' then cast(first_value * second_value / 100 as {{ decimal_type() }})
            when 'part' then cast(first_low * second_low / 100 as {{ decimal_type() }})
            when 'fall' then -{{ change_in_percent('first_high', 'second_low') }}
            else {{ change_in_percent('first_low', 'second_high') }}
        end as value_low,
        case sides.evidence_kind
            when 'figure' then first_high
            when 'rate' then cast(rates.rate_high * rate_scale as {{ decimal_type() }})
            when 'difference' then cast(first_high - second_low as {{ decimal_type() }})
            when 'arithmetic' then cast(first_value * second_value / 100 as {{ decimal_type() }})
            when 'part' then cast(first_high * second_high / 100 as {{ decimal_type() }})
            when 'fall' then -{{ change_in_percent('first_low', 'second_high') }}
            else {{ change_in_percent('first_high', 'second_low') }}
        end as value_high,
        case sides.evidence_kind when 'figure' then first_low_is_open when 'rate' then rates.low_is_open else false end as low_is_open,
        case sides.evidence_kind when 'figure' then first_high_is_open when 'rate' then rates.high_is_open else false end as high_is_open,
        sides.evidence_figure_ids
    from sides
    left join {{ ref('int_claim_rates') }} as rates
        on sides.claim_id = rates.claim_id
)

select *
from numbers
where value is not null
