-- A row of fct_rates can be filtered and quoted without knowing how it was made. Each row is one problem.
with rates as (
    select
        rates.*,
        'rate ' || rates.rate_id || ' in ' || rates.period_label || ', ' || rates.geography || ', ' || rates.slice as name,
        numerators.unit_of_count as numerator_unit,
        denominators.unit_of_count as denominator_unit,
        coalesce(numerators.counting_rule = 'estimate' or denominators.counting_rule = 'estimate', false) as is_estimate
    from {{ ref('fct_rates') }} as rates
    left join {{ ref('measures') }} as numerators
        on rates.numerator_measure_id = numerators.measure_id
    left join {{ ref('measures') }} as denominators
        on rates.denominator_measure_id = denominators.measure_id
),

parts as (
    select
        rates.*,
        -- a number that is known without its period has a source too
        coalesce(numerators.source_kind, undated.source_kind) as numerator_kind,
        denominators.source_kind as denominator_kind,
        published.source_kind as published_kind,
        numerators.document_id as numerator_document,
        numerators.table_id as numerator_table,
        denominators.document_id as denominator_document,
        denominators.table_id as denominator_table,
        denominators.precision as denominator_precision,
        denominators.period_label as denominator_period_label,
        denominators.geography as denominator_geography
    from rates
    left join {{ ref('int_figures') }} as numerators
        on rates.numerator_figure_id = numerators.figure_id
    left join {{ ref('int_figures') }} as denominators
        on rates.denominator_figure_id = denominators.figure_id
    left join {{ ref('int_figures') }} as published
        on rates.published_figure_id = published.figure_id
    left join {{ ref('int_figures_current') }} as undated
        on rates.numerator_measure_id = undated.measure_id
        and rates.numerator_figure_id is null
        and undated.period_label = 'not stated'
        and undated.slice = 'all'
)

select 'rate ' || rate_id || ': "' || coalesce(denominator_label, '(blank)') || '" names ' || cast(count(distinct coalesce(denominator_value, -1)) as string) || ' different denominators' as problem
from rates
group by rate_id, denominator_label
having count(distinct coalesce(denominator_value, -1)) > 1 or denominator_label is null

union all

-- shares of one whole are not more than it: a total that is cut off, or of another document, makes them so
select 'rate ' || rates.rate_id || ' in ' || rates.period_label || ', ' || rates.geography || ': its shares by ' || rates.slice_dimension || ' add up to ' || cast(sum(rates.rate) as string) as problem
from rates
inner join {{ ref('rates') }} as registry
    on rates.rate_id = registry.rate_id and registry.numerator_member = '*' and rates.slice_dimension = registry.numerator_dimension
where registry.scoring = 'proportion' and registry.numerator_measure_id = registry.denominator_measure_id and rates.slice_level = 'one_dimension'
group by rates.rate_id, rates.period_label, rates.geography, rates.slice_dimension
having sum(coalesce(rates.rate_low, rates.rate)) > 1.0000001

union all

select rates.name || ': slice_level, slice_dimension and slice_member do not say its slice' as problem
from rates
left join {{ ref('dim_members') }} as members
    on case when rates.slice_level = 'one_dimension' then rates.slice_dimension end = members.dimension
    and rates.slice_member = members.member
-- of two dimensions, the two members that are named
left join (
    select
        one.dimension || '; ' || other.dimension as slice_dimension,
        one.member || '; ' || other.member as slice_member,
        {{ slice_of('one.slice', 'other.slice') }} as slice
    from {{ ref('dim_members') }} as one
    inner join {{ ref('dim_members') }} as other
        on one.dimension < other.dimension
    -- few dimensions are crossed: not every member with every other
    where
        one.dimension in (select split_part(slice_dimension, '; ', 1) from rates where slice_level = 'two_dimensions')
        and other.dimension in (select split_part(slice_dimension, '; ', 2) from rates where slice_level = 'two_dimensions')
) as pairs
    on case when rates.slice_level = 'two_dimensions' then rates.slice_dimension end = pairs.slice_dimension
    and rates.slice_member = pairs.slice_member
where not coalesce(
    case rates.slice_level
        when 'all' then rates.slice = 'all' and rates.slice_dimension is null and rates.slice_member is null
        when 'one_dimension' then rates.slice = members.slice
        when 'two_dimensions' then rates.slice = pairs.slice
    end,
    false
)

union all

select name || ': its denominator ' || coalesce({{ format_number('denominator_value') }}, '(missing)') || ' is not marked right as small or not small' as problem
from rates
where small_denominator is distinct from (denominator_value < {{ var('small_denominator_below') }})

union all

select name || ': change_percent ' || coalesce(cast(change_percent as string), '(missing)') || ' is not the change from ' || coalesce({{ format_number('denominator_value') }}, '(missing)') || ' to ' || coalesce({{ format_number('numerator_value') }}, '(missing)') as problem
from rates
where
    (change_percent is not null) is distinct from (rate is not null and base_period_label is not null)
    or (
        change_percent is not null
        and coalesce(abs(change_percent - 100.0 * (numerator_value - denominator_value) / nullif(denominator_value, 0)) > 0.000001 * greatest(abs(change_percent), 1), true)
    )

union all

select name || ' is published_only, but shows no printed percentage' as problem
from rates
where status = 'published_only' and (published_percent is null or published_printed is null)

union all

select name || ': the printed text "' || coalesce(rates.published_printed, '(missing)') || '" is not that of ' || coalesce(rates.published_figure_id, '(no figure)') as problem
from rates
left join {{ ref('int_figures') }} as figures
    on rates.published_figure_id = figures.figure_id
where rates.published_printed is distinct from figures.printed

union all

-- one rule for rates and reconciliations
select rates.name || ' and the check of ' || checks.published_figure_id || ' judge the printed percentage differently' as problem
from rates
inner join {{ ref('int_checks') }} as checks
    on rates.published_figure_id = checks.published_figure_id and checks.check_kind = 'percentage'
where rates.rate is not null and rates.published_percent_agrees is distinct from checks.agrees

union all

select name || ' is called ' || coalesce(source_kind, '(blank)') || ', but its parts are ' || coalesce(numerator_kind, 'not loaded') || ', ' || coalesce(denominator_kind, 'not loaded') || ' and ' || coalesce(published_kind, 'not printed') as problem
from parts
where
    -- parts that are sums of several figures have no single one
    (numerator_figure_id is null or numerator_kind is not null)
    and (denominator_figure_id is null or denominator_kind is not null)
    and source_kind is distinct from greatest(numerator_kind, denominator_kind, published_kind)

union all

select parts.name || ' divides a number of ' || parts.numerator_document || ', ' || parts.numerator_table || ' by one of ' || parts.denominator_document || ', ' || parts.denominator_table || ', although its own table prints ' || min(figures.printed) as problem
from parts
inner join {{ ref('int_figures') }} as figures
    on parts.numerator_document = figures.document_id
    and parts.numerator_table = figures.table_id
    and parts.denominator_measure_id = figures.measure_id
    and parts.denominator_period_label = figures.period_label
    and parts.denominator_geography = figures.geography
    and parts.denominator_slice = figures.slice
    and parts.denominator_precision = figures.precision
where
    parts.status = 'computed' and not figures.is_headline
    and (parts.denominator_document <> parts.numerator_document or parts.denominator_table <> parts.numerator_table)
group by parts.name, parts.numerator_document, parts.numerator_table, parts.denominator_document, parts.denominator_table

union all

select 'rate ' || rates.rate_id || ' cannot be computed in any period, but has ' || cast(count(*) as string) || ' rows with one reason' as problem
from rates
inner join {{ ref('rates') }} as registry
    on rates.rate_id = registry.rate_id
where registry.declared_status = 'not_computable'
group by rates.rate_id
having count(*) > 1 and count(distinct rates.reason) < count(*)

union all

select name || ' is ' || coalesce(rate_precision, '(blank)') || ' and has bounds, although a part is ' || case when is_estimate then 'an estimate from a sample' else 'of grade ' || coalesce(trust_grade, '(unknown)') end as problem
from rates
where
    status = 'computed'
    and (
        (is_estimate and (rate_precision is distinct from 'estimate' or rate_low is not null or rate_high is not null))
        or (coalesce(trust_grade, 'D') >= 'C' and (rate_precision is not distinct from 'exact' or (rate_low is not null and rate_high is not null)))
    )

union all

select distinct rates.name || ' does not say that ' || conflicts.conflict_id || ' touches it' as problem
from (
    select name, conflict_ids, {{ items_of("concat_ws(', ', numerator_figure_id, denominator_figure_id)", ', ') }} as figure_id
    from rates
    where status = 'computed'
) as rates
inner join (
    select conflict_id, first_figure_id as figure_id from {{ ref('conflicts') }}
    union all
    select conflict_id, second_figure_id as figure_id from {{ ref('conflicts') }}
) as conflicts
    on rates.figure_id = conflicts.figure_id
where coalesce(', ' || rates.conflict_ids || ', ' not like '%, ' || conflicts.conflict_id || ', %', true)

union all

select name || ' divides ' || numerator_unit || ' by ' || denominator_unit || ' as a proportion and does not say what that assumes' as problem
from rates
where status = 'computed' and scoring = 'proportion' and numerator_unit <> denominator_unit and assumption is null

union all

select 'answer ' || answers.question_id || ' does not say what rate ' || rates.rate_id || ' assumes' as problem
from {{ ref('answers') }} as answers
inner join {{ ref('rates') }} as registry
    on answers.rate_id = registry.rate_id
inner join rates
    on registry.rate_id = rates.rate_id and rates.slice = 'all' and rates.status = 'computed'
where answers.value is not null and rates.assumption is not null and coalesce(answers.caveats not like '%' || rates.assumption || '%', true)
