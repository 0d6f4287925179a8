{#
    Cheap rules that a slip in a registry breaks although every reference resolves. Each row is one problem.
    One list per rule: the columns that hold slices, and those that hold geographies.
#}
{%- set slices = [
    ('claims', 'claim_id', 'slice'),
    ('questions', 'question_id', 'slice'),
    ('outcome_stages', "program || ', ' || stage", 'slice'),
    ('control_totals', "table_id || ', ' || column_name", 'control_slice'),
] -%}
{%- set geographies = [
    ('measures', 'measure_id', 'geography'),
    ('questions', 'question_id', 'geography'),
    ('outcome_stages', "program || ', ' || stage", 'geography'),
] -%}

-- a printed share of a whole; a printed change over time may double
select 'figure ' || figures.figure_id || ' is a share of ' || figures.printed || ', more than the whole' as problem
from {{ ref('int_figures') }} as figures
left join {{ ref('rates') }} as changes
    on figures.measure_id = changes.published_measure_id and changes.base_years_back is not null
where figures.value > case figures.unit_of_count when 'percent' then 100 when 'fraction' then 1 end and changes.rate_id is null

union all

select 'registry outcome_stages, ' || stages.program || ', ' || stages.stage || ': figures of ' || registry.measure_id || ' are loaded for ' || registry.period_label || ', but none for ' || coalesce(registry.geography, '(blank)') || ', ' || coalesce(registry.slice, '(blank)') as problem
from {{ ref('fct_outcome_stages') }} as stages
inner join {{ ref('outcome_stages') }} as registry
    on stages.program = registry.program and stages.stage_order = cast(registry.stage_order as integer)
where
    stages.figure_id is null
    and registry.measure_id || ' ' || registry.period_label in (select measure_id || ' ' || period_label from {{ ref('int_figures') }} where value is not null)

union all
{% for seed, label, column in slices %}
select 'registry {{ seed }}, ' || coalesce({{ label }}, '?') || ': {{ column }} "' || registry.{{ column }} || '" is neither that of a loaded figure nor that of one member in dim_members, so it finds no figure' as problem
from {{ ref(seed) }} as registry
left join (
    select slice from {{ ref('int_figures') }}
    union
    select slice from {{ ref('dim_members') }}
) as known
    on registry.{{ column }} = known.slice
where registry.{{ column }} is not null and known.slice is null

union all
{% endfor %}
{%- for seed, label, column in geographies %}
select 'registry {{ seed }}, ' || coalesce({{ label }}, '?') || ': {{ column }} "' || coalesce({{ column }}, '(blank)') || '" is neither WORLD, nor a country, nor a state of one' as problem
from {{ ref(seed) }}
where
    coalesce({{ column }}, '') not in (select figure_geography from {{ ref('dim_geographies') }} where kind <> 'unknown')

union all
{% endfor %}

-- the number stands in the claim, or the claim is marked as a reading of words and its note says so
select 'registry claims, ' || claims.claim_id || ': the claimed number "' || claims.claimed || '" does not stand in the statement "' || coalesce(claims.statement, '(blank)') || '", and no note says that it is our reading' as problem
from (
    select
        registry.*,
        rtrim(regexp_extract(claimed, '[0-9][0-9.,]*', 0), '.,') as digits,
        regexp_extract(lower(claimed), 'billion|million|thousand', 0) as scale
    from {{ ref('claims') }} as registry
) as claims
where
    claims.claimed is not null
    and not coalesce(claims.claimed_is = 'reading' and claims.note is not null, false)
    and not coalesce(
        case
            when claims.digits = '' then lower(claims.statement) like '%' || lower(claims.claimed) || '%'
            else
                -- the whole number, not a piece of a longer one
                ' ' || {{ regexp_replace_all("claims.statement", '[.,;:]? |[.,;:]$|[+%()~<>]', ' ') }} || ' ' like '% ' || claims.digits || ' %'
                and lower(claims.statement) like '%' || claims.scale || '%'
        end,
        false
    )

union all

-- registry documents: the day of publication where it is known, the year alone where only that is
select 'registry documents, ' || document_id || ': published_on "' || published_on || '" is no day up to today (YYYY-MM-DD)' as problem
from {{ ref('documents') }}
where
    published_on is not null
    and not coalesce({{ has_form('published_on', '[0-9]{4}-[0-9]{2}-[0-9]{2}') }} and try_cast(published_on as date) <= current_date, false)

union all

select 'registry documents: ' || min(document_id) || ' and ' || max(document_id) || ' are one document, "' || title || '" of ' || publisher as problem
from {{ ref('documents') }}
group by title, publisher
having count(*) > 1

union all

-- a publisher can be spelt in two ways; an address of its own can hold several documents, or a later edition
select 'registry documents: ' || string_agg(document_id, ' and ' order by document_id) || ' are one page, "' || min(title) || '" at ' || url as problem
from {{ ref('documents') }}
group by lower(title), url
having count(*) > 1

union all

select 'registry documents, ' || document_id || ': the address "' || url || '" begins with neither https:// nor http://' as problem
from {{ ref('documents') }}
where url is not null and not {{ has_form('url', 'https?://[^ ]+') }}

union all

select 'rate ' || rates.rate_id || ' divides ' || coalesce(numerators.program, '(unknown)') || ' by ' || coalesce(denominators.program, '(unknown)') || ': across programmes its exclusions must say what it is not' as problem
from {{ ref('rates') }} as rates
left join {{ ref('measures') }} as numerators
    on rates.numerator_measure_id = numerators.measure_id
left join {{ ref('measures') }} as denominators
    on rates.denominator_measure_id = denominators.measure_id
where numerators.program is distinct from denominators.program and coalesce(trim(rates.exclusions), '') = ''

union all

-- the other side says which measure and period the number is of
select 'registry conflicts, ' || sides.conflict_id || ': ' || sides.side || ' "' || sides.stated || '" is loaded as ' || figures.figure_id || ', so its figure must be named' as problem
from (
    select conflict_id, 'first_stated' as side, first_stated as stated, second_figure_id as other_figure_id from {{ ref('conflicts') }} where first_figure_id is null
    union all
    select conflict_id, 'second_stated' as side, second_stated as stated, first_figure_id as other_figure_id from {{ ref('conflicts') }} where second_figure_id is null
) as sides
inner join {{ ref('int_figures') }} as others
    on sides.other_figure_id = others.figure_id
inner join {{ ref('int_figures') }} as figures
    on others.measure_id = figures.measure_id
    and others.period_label = figures.period_label
    and figures.value = try_cast(replace(sides.stated, ',', '') as {{ decimal_type() }})
    and figures.value <> others.value

union all

-- the rows at hand of such a table are not all that it prints
select 'registry printed_tables, ' || tables.table_id || ' is partial, but its rows are to add up to a total' as problem
from {{ ref('printed_tables') }} as tables
left join {{ ref('control_totals') }} as controls
    on tables.table_id = controls.table_id
where tables.is_partial = 'true' and (tables.has_total_row = 'true' or tables.has_total_column = 'true' or controls.table_id is not null)

union all

select 'known discrepancy ' || coalesce(discrepancy_id, '?') || ' has no reason' as problem
from {{ ref('known_discrepancies') }}
where coalesce(trim(reason), '') = ''

union all

-- ages by their numbers, recipients by their names; of other groups nothing is known
select 'registry member_groups: ' || groups.dimension || ' ' || groups.member || case when own.member is null then ' is not in the group ' else ' is in the group ' end || groups.group_member || ', to which it ' || case when own.member is null then 'belongs' else 'does not belong' end as problem
from (
    select
        named.dimension,
        named.group_dimension,
        named.group_member,
        members.member,
        case
            when named.group_member = 'Total' then true
            when {{ has_form('named.group_member', '[0-9]+ to [0-9]+') }} and {{ has_form('members.member', '[0-9]+') }}
                then
                    cast(members.member as integer) >= cast(regexp_extract(named.group_member, '^[0-9]+', 0) as integer)
                    and cast(members.member as integer) <= cast(regexp_extract(named.group_member, '[0-9]+$', 0) as integer)
            when named.group_member like 'U.S. %' then members.member not like 'International%'
        end as belongs
    from (select distinct dimension, group_dimension, group_member from {{ ref('member_groups') }}) as named
    inner join (select distinct dimension, member from {{ ref('dimension_members') }} where member <> 'Total') as members
        on named.dimension = members.dimension
) as groups
left join {{ ref('member_groups') }} as own
    on groups.dimension = own.dimension and groups.group_dimension = own.group_dimension and groups.group_member = own.group_member and groups.member = own.member
where groups.belongs <> (own.member is not null)

union all

-- the parts of a measure that add up to it are all there, or the table is partial; a table of one row is no list
select 'registry printed_tables, ' || figures.table_id || ' is called whole, but its rows of ' || figures.period_label || ' in ' || figures.document_id || ' add up to less than all of ' || figures.measure_id as problem
from {{ ref('int_figures') }} as figures
inner join {{ ref('printed_tables') }} as tables
    on figures.table_id = tables.table_id and tables.is_partial = 'false'
inner join {{ ref('measures') }} as measures
    on figures.measure_id = measures.measure_id and ', ' || measures.additive_over || ', ' like '%, ' || figures.row_dimension || ', %'
inner join {{ ref('int_figures_current') }} as wholes
    on figures.measure_id = wholes.measure_id and figures.period_label = wholes.period_label and figures.measure_geography = wholes.geography and wholes.slice = 'all'
where not figures.is_headline and figures.row_member <> 'Total' and coalesce(figures.column_member, '') <> 'Total'
group by figures.table_id, figures.period_label, figures.document_id, figures.measure_id
having count(*) > 1 and sum(figures.value_high) < max(wholes.value_low)

union all

select 'rate ' || rate_id || ' is called "' || rate_label || '", but looks ' || coalesce(base_years_back, 'no') || ' years back' as problem
from {{ ref('rates') }}
where (rate_label like '%against the year before') <> (coalesce(base_years_back, '0') = '1')
