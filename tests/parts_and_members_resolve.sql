{#
    The parts of figures, their members and their places hold together: every part names a member, a figure
    without it is what is said to be left, every place has one row, every label is read as one member only.
    Each row is one problem.
#}
with parts as (
    select
        parts.*,
        members.member is not null as is_member,
        members.slice as member_slice,
        coalesce(members.figure_geography, parts.rest_geography) as whole_geography,
        members.geography as member_geography
    from {{ ref('fct_figure_parts') }} as parts
    left join {{ ref('dim_members') }} as members
        on parts.dimension = members.dimension and parts.member = members.member
)

select 'figure ' || figure_id || ': its part ' || coalesce(dimension, '(blank)') || ' "' || coalesce(member, '(blank)') || '" is no member in dim_members' as problem
from parts
where not is_member

union all

-- put back, the member and what is left are the figure again
select 'figure ' || coalesce(figures.figure_id, parts.figure_id) || ': ' || parts.dimension || ' "' || parts.member || '" and what is left, ' || coalesce(parts.rest_slice, '(blank)') || ' in ' || coalesce(parts.rest_geography, '(blank)') || ', are not ' || coalesce(figures.slice || ' in ' || figures.geography, 'a figure that is published') as problem
from parts
left join {{ ref('fct_published_figures') }} as figures
    on parts.figure_id = figures.figure_id
where
    parts.is_member
    and (
        {{ slice_of('parts.member_slice', 'parts.rest_slice') }} is distinct from figures.slice
        or parts.whole_geography is distinct from figures.geography
        or parts.member_geography is distinct from parts.geography
    )

union all

select 'figure ' || figures.figure_id || ' is ' || figures.slice || ' in ' || figures.geography || ', but has no part that says so' as problem
from {{ ref('fct_published_figures') }} as figures
left join {{ ref('dim_measures') }} as measures
    on figures.measure_id = measures.measure_id
left join parts
    on figures.figure_id = parts.figure_id
where parts.figure_id is null and (figures.slice <> 'all' or figures.geography is distinct from measures.geography)

union all

select 'dimension ' || coalesce(dimension, '(blank)') || ': ' || cast(count(*) as string) || ' members have the label "' || coalesce(label, '(blank)') || '": ' || {{ joined_list('member', 'member', ', ') }} as problem
from {{ ref('dim_members') }}
group by dimension, label
having count(*) > 1 or label is null

union all

select 'dimension ' || coalesce(dimension, '(blank)') || ': ' || cast(count(*) as string) || ' members stand at ' || coalesce(cast(member_order as string), '(no place)') || ' in its order: ' || {{ joined_list('member', 'member', ', ') }} as problem
from {{ ref('dim_members') }}
group by dimension, member_order
having count(*) > 1 or member_order is null

union all

select 'dimension ' || coalesce(members.dimension, registry.dimension, '(blank)') || case when registry.dimension is null then ' has no row in registry dimensions' else ' of registry dimensions has no members' end as problem
from (select distinct dimension from {{ ref('dim_members') }}) as members
full outer join {{ ref('dimensions') }} as registry
    on members.dimension = registry.dimension
where members.dimension is null or registry.dimension is null

union all

select 'place ' || coalesce(places.geography, '(blank)') || ' belongs to ' || coalesce(places.parent_geography, '(nothing)') || ', which is no place' as problem
from {{ ref('dim_geographies') }} as places
left join {{ ref('dim_geographies') }} as parents
    on places.parent_geography = parents.geography
where parents.geography is null and places.kind is distinct from 'world'

union all

-- the member of a place says which place it is
select 'place ' || places.geography || ' is said to be ' || places.dimension || ' "' || coalesce(places.member, '(blank)') || '", but that member is ' || coalesce(members.geography, 'no place') as problem
from {{ ref('dim_geographies') }} as places
left join {{ ref('dim_members') }} as members
    on places.dimension = members.dimension and places.member = members.member
where places.dimension is not null and members.geography is distinct from places.geography
{%- for fact in facts() %}
{%- set year = sums_declared(fact).year %}
union all

select '{{ fact }}, ' || cast(rows.{{ year }} as string) || ': the period "' || coalesce(rows.period_label, '(blank)') || '" is of ' || coalesce(cast(min(periods.calendar_year) as string), 'no year in dim_periods')
    || case when min(periods.period_type) not in ('calendar_year', 'as_of') then ' and neither a calendar year nor a day' else '' end as problem
from {{ ref(fact) }} as rows
left join {{ ref('dim_periods') }} as periods
    on rows.period_label = periods.period_label
where
    periods.calendar_year is distinct from rows.{{ year }}
    -- a half of a year would be counted beside its year
    or periods.period_type not in ('calendar_year', 'as_of')
group by rows.{{ year }}, rows.period_label
{% endfor %}
