-- No rate without a declared and compatible denominator. Each row names the rate and the reason.
with rates as (
    select
        rates.*,
        numerators.unit_of_count as numerator_unit,
        denominators.unit_of_count as denominator_unit,
        coalesce(rates.assumption like '%' || numerators.unit_of_count || '%' and rates.assumption like '%' || denominators.unit_of_count || '%', false) as assumption_names_both_units,
        numerators.population_id as numerator_population,
        denominators.population_id as denominator_population,
        numerators.period_basis as numerator_period_basis,
        denominators.period_basis as denominator_period_basis,
        numerators.geography as numerator_geography,
        denominators.geography as denominator_geography
    from {{ ref('int_rate_definitions') }} as rates
    left join {{ ref('measures') }} as numerators
        on rates.numerator_measure_id = numerators.measure_id
    left join {{ ref('measures') }} as denominators
        on rates.denominator_measure_id = denominators.measure_id
),

computed as (
    select * from {{ ref('int_rates') }}
),

reason_codes as (
    select code
    from {{ ref('codes') }}
    where code_list = 'rate_reason'
)

select 'rate ' || rate_id || ' is a proportion, but its numerator counts ' || coalesce(numerator_unit, '(unknown)') || ' and its denominator ' || coalesce(denominator_unit, '(unknown)') as problem
from rates
where
    declared_status = 'computed' and scoring = 'proportion' and numerator_unit is distinct from denominator_unit
    -- unless what links the two units is declared
    and not assumption_names_both_units

union all

select 'rate ' || rates.rate_id || ' is a proportion, but the population ' || coalesce(rates.numerator_population, '(unknown)') || ' is not part of ' || coalesce(rates.denominator_population, '(unknown)') as problem
from rates
left join {{ ref('int_population_ancestors') }} as nested
    on rates.numerator_population = nested.population_id
    and rates.denominator_population = nested.ancestor_population_id
where
    rates.declared_status <> 'not_computable' and rates.scoring = 'proportion' and nested.population_id is null
    and not (rates.numerator_unit <> rates.denominator_unit and assumption_names_both_units)

union all

select 'rate ' || rates.rate_id || ' is a proportion of ' || rates.denominator_measure_id || ', but ' || rates.numerator_measure_id || ' is another measure of the same population and not declared a part of it: a part has a population of its own, whose parent is that of the whole (registry populations), or adds up to it with others (measure_components)' as problem
from rates
left join {{ ref('measure_components') }} as parts
    on rates.denominator_measure_id = parts.total_measure_id and rates.numerator_measure_id = parts.component_measure_id
where
    rates.declared_status = 'computed' and rates.scoring = 'proportion'
    and rates.numerator_measure_id <> rates.denominator_measure_id
    and rates.numerator_population = rates.denominator_population
    and parts.total_measure_id is null

union all

-- a ratio of two sets of which neither contains the other: only as declared, with how the two relate
select 'rate ' || rates.rate_id || ' divides ' || coalesce(rates.numerator_population, '(unknown)') || ' by ' || coalesce(rates.denominator_population, '(unknown)') || ', of which neither is part of the other: say in registry population_pairs how the ' || coalesce(rates.numerator_unit, '(unknown)') || ' relate to the ' || coalesce(rates.denominator_unit, '(unknown)') || ', naming both, or declare it not_computable' as problem
from rates
left join {{ ref('int_population_ancestors') }} as within
    on (rates.numerator_population = within.population_id and rates.denominator_population = within.ancestor_population_id)
    or (rates.denominator_population = within.population_id and rates.numerator_population = within.ancestor_population_id)
left join {{ ref('population_pairs') }} as pairs
    on rates.numerator_population = pairs.numerator_population_id and rates.denominator_population = pairs.denominator_population_id
where
    rates.declared_status = 'computed' and rates.scoring = 'ratio' and within.population_id is null
    and not coalesce(lower(pairs.relation) like '%' || rates.numerator_unit || '%' and lower(pairs.relation) like '%' || rates.denominator_unit || '%', false)

union all

select 'registry population_pairs: no computed ratio divides ' || coalesce(pairs.numerator_population_id, '(blank)') || ' by ' || coalesce(pairs.denominator_population_id, '(blank)') as problem
from {{ ref('population_pairs') }} as pairs
left join rates
    on pairs.numerator_population_id = rates.numerator_population and pairs.denominator_population_id = rates.denominator_population
    and rates.declared_status = 'computed' and rates.scoring = 'ratio'
where rates.rate_id is null

union all

select 'rate ' || rate_id || ' divides ' || numerator_measure_id || ' by itself' as problem
from rates
where numerator_measure_id = denominator_measure_id and numerator_dimension is null and base_years_back is null

union all

select 'rate ' || rate_id || ' divides a printed share; a rate needs counts' as problem
from rates
where numerator_unit in ('percent', 'fraction', 'per 100,000') or denominator_unit in ('percent', 'fraction', 'per 100,000')

union all

select 'rate ' || rate_id || ' divides figures by ' || numerator_period_basis || ' by figures by ' || denominator_period_basis || ': the periods never match' as problem
from rates
where
    declared_status = 'computed'
    -- a stock is taken on the declared day of the numerator's year, a mean over the declared years that end with it
    and not coalesce(numerator_period_basis like '%calendar_year%' and assumption is not null and (
        (denominator_day is not null and denominator_period_basis like '%as_of%')
        or (denominator_years is not null and denominator_period_basis like '%mean_of_years%')
    ), false)
    and numerator_period_basis not like '%' || denominator_period_basis || '%'
    and denominator_period_basis not like '%' || numerator_period_basis || '%'

union all

select 'rate ' || rate_id || ' divides a count for ' || coalesce(numerator_geography, '(unknown)') || ' by a count for ' || coalesce(denominator_geography, '(unknown)') as problem
from rates
where declared_status = 'computed' and numerator_geography is distinct from denominator_geography

union all

select 'rate ' || rates.rate_id || ' is declared computed, but no period has both its numerator ' || rates.numerator_measure_id || ' and its denominator ' || rates.denominator_measure_id || '; declare it not_computable or published_only with a reason' as problem
from rates
left join computed
    on rates.rate_id = computed.rate_id and computed.numerator_figure_id is not null
where rates.declared_status = 'computed' and computed.rate_id is null

union all

select 'rate ' || rate_id || ' in ' || period_label || ', ' || geography || ', ' || slice || ': the denominator is zero' as problem
from computed
where denominator_value = 0

union all

select 'rate ' || computed.rate_id || ' in ' || computed.period_label || ', ' || computed.geography || ', ' || computed.slice || ' has no finite value: numerator ' || coalesce({{ format_number('computed.numerator_value') }}, '(missing)') || ', denominator ' || coalesce({{ format_number('computed.denominator_value') }}, '(missing)') as problem
from computed
inner join rates
    on computed.rate_id = rates.rate_id
where
    rates.declared_status = 'computed'
    and computed.numerator_figure_id is not null
    and not coalesce({{ is_finite('computed.rate') }}, false)
    and coalesce(computed.denominator_value, 1) <> 0

union all

select 'rate ' || rate_id || ' in ' || period_label || ', ' || geography || ', ' || slice || ' is a proportion, but its numerator ' || {{ format_number('numerator_value') }} || ' exceeds its denominator ' || {{ format_number('denominator_value') }} as problem
from computed
where scoring = 'proportion' and numerator_value > denominator_value

union all

select 'rate ' || computed.rate_id || ' in ' || computed.period_label || ', ' || computed.geography || ', ' || computed.slice || ' is ' || computed.rate_precision || ' because of its parts, but is declared ' || coalesce(rates.declared_precision, '(nothing)') as problem
from computed
inner join rates
    on computed.rate_id = rates.rate_id
where
    rates.declared_status = 'computed'
    and computed.rate is not null
    -- an exact quotient may be declared with less, never an imprecise one with more
    and not (computed.rate_precision = 'exact' or computed.rate_precision is not distinct from rates.declared_precision)
    -- 'mixed' says that the precision differs from period to period; it still travels with each row
    and rates.declared_precision is distinct from 'mixed'

union all

select 'rate ' || rates.rate_id || ' is declared ' || rates.declared_status || ' without a known reason code and a sentence' as problem
from rates
left join reason_codes
    on rates.reason_code = reason_codes.code
where rates.declared_status <> 'computed' and (reason_codes.code is null or rates.reason is null)

union all

select 'rate ' || rates.rate_id || ' is declared ' || rates.declared_status || ', but both parts are published for ' || computed.period_label || ' and it can be computed' as problem
from rates
inner join computed
    on rates.rate_id = computed.rate_id
inner join {{ ref('int_figures_current') }} as numerators
    on computed.numerator_figure_id = numerators.figure_id
where
    rates.declared_status <> 'computed' and rates.reason_code = 'numerator_not_published'
    and computed.denominator_value is not null and computed.period_label <> 'not stated'

union all

select 'rate ' || rates.rate_id || ' is declared published_only, but no primary document prints its percentage' as problem
from rates
left join computed
    on rates.rate_id = computed.rate_id and computed.published_percent is not null
where rates.declared_status = 'published_only' and computed.rate_id is null
