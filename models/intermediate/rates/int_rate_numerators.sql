-- Every count that is the numerator of a computed rate: as itself, or with the member of the rate's own
-- dimension taken out. What is left is the geography and slice that its denominator must have.
select
    rates.rate_id,
    parts.*,
    -- a rate of one member is named by what is left, a rate of all members by the member
    case when rates.numerator_member = '*' then parts.slice else parts.rest_slice end as rate_slice
from {{ ref('int_rate_definitions') }} as rates
inner join {{ ref('int_rate_parts') }} as parts
    on rates.numerator_measure_id = parts.measure_id
    and rates.numerator_dimension is not distinct from parts.dimension
    and (rates.numerator_dimension is null or rates.numerator_member in ('*', parts.member))
left join (select distinct dimension, figure_geography from {{ ref('int_geographies') }}) as places
    on rates.places = places.dimension and parts.geography = places.figure_geography
where
    rates.declared_status = 'computed'
    and (rates.places is null or places.dimension is not null)
    and parts.period_label >= coalesce(rates.first_period, parts.period_label)
    and parts.period_label <= coalesce(rates.last_period, parts.period_label)
