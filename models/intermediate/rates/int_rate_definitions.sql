-- The registered rates with the terms that only some of them need: one member of a dimension as
-- denominator, the day of a stock or the years of a mean, the places and periods in which the parts mean this, and what has to be assumed.
select
    rates.*,
    terms.denominator_dimension,
    terms.denominator_member,
    coalesce(members.slice, 'all') as denominator_slice,
    terms.first_period,
    terms.last_period,
    terms.assumption,
    terms.denominator_day,
    terms.denominator_years,
    terms.places,
    pairs.relation,
    cast(terms.shown_per as integer) as shown_per
from {{ ref('rates') }} as rates
left join {{ ref('measures') }} as numerators
    on rates.numerator_measure_id = numerators.measure_id
left join {{ ref('measures') }} as denominators
    on rates.denominator_measure_id = denominators.measure_id
left join {{ ref('population_pairs') }} as pairs
    on numerators.population_id = pairs.numerator_population_id and denominators.population_id = pairs.denominator_population_id
left join {{ ref('rate_terms') }} as terms
    on rates.rate_id = terms.rate_id
left join {{ ref('int_members') }} as members
    on terms.denominator_dimension = members.dimension and terms.denominator_member = members.member
