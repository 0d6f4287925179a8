-- Every count that is the numerator of a computed rate, with the geography and slice that its
-- denominator must have: what is left once the rate's own dimension is taken out.
with numerators as (
    select
        rates.rate_id,
        rates.numerator_dimension,
        rates.numerator_member,
        parts.*,
        case when {{ is_geographic("coalesce(rates.numerator_dimension, '')") }} then measures.geography else parts.geography end as denominator_geography,
        -- the rate's own dimension stands in the rows or in the columns; the other one is the rest
        case
            when rates.numerator_dimension is null then parts.slice
            when rates.numerator_dimension = parts.row_dimension then coalesce(parts.column_part, 'all')
            when {{ is_geographic('parts.row_dimension') }} then 'all'
            else coalesce(parts.row_part, 'all')
        end as denominator_slice
    from {{ ref('int_rate_definitions') }} as rates
    inner join {{ ref('int_rate_parts') }} as parts
        on rates.numerator_measure_id = parts.measure_id
    inner join {{ ref('measures') }} as measures
        on parts.measure_id = measures.measure_id
    where
        rates.declared_status = 'computed'
        and parts.period_label >= coalesce(rates.first_period, parts.period_label)
        and parts.period_label <= coalesce(rates.last_period, parts.period_label)
        and (
            rates.numerator_dimension is null
            or (
                rates.numerator_dimension = parts.row_dimension and parts.row_part is not null
                and rates.numerator_member in ('*', parts.row_member)
            )
            or (
                rates.numerator_dimension = parts.column_dimension and parts.column_part is not null
                and rates.numerator_member in ('*', parts.column_member)
            )
        )
)

select
    numerators.*,
    -- a rate of one member is named by what is left, a rate of all members by the member
    case when numerator_member = '*' then slice else denominator_slice end as rate_slice
from numerators
