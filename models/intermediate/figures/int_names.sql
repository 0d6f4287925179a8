-- The words by which measures, rates, slices and places are called: their own names and codes first, then what
-- documents print and what people say for them. Words that mean several things have a row for each.
with members as (
    select
        dimension,
        member,
        label,
        dimension_label || ': ' || label as full_label,
        slice,
        figure_geography,
        case when slice = 'all' then figure_geography else slice end as means,
        case when slice = 'all' then 'place' else 'slice' end as kind
    from {{ ref('int_members') }}
),

places as (
    select
        geography,
        name,
        iso_alpha_3,
        case when parent_geography = 'US' then member end as state_code,
        case
            when parent_geography = 'US' and kind = 'state' then name || ' state'
            when kind = 'country' then name || ' country'
        end as name_and_kind
    from {{ ref('int_geographies') }}
    -- the row of the United States among the countries has the number that is asked by their name
    where geography = figure_geography
),

named as (
    {%- for kind, relation, means, names in [
        ('subject', ref('measures'), 'measure_id', ['measure_id', 'measure_label']),
        ('subject', ref('int_rate_definitions'), 'rate_id', ['rate_id', 'rate_label']),
        ('slice', 'members', 'slice', ['slice', 'label', 'full_label']),
        ('place', 'places', 'geography', ['geography', 'name', 'iso_alpha_3', 'state_code', 'name_and_kind']),
    ] %}
    {%- set outer = loop %}
    {%- for name in names %}
    {{ 'union all' if not (outer.first and loop.first) }}
    select
        '{{ kind }}' as kind,
        {{ means }} as means,
        {{ said_words(name) }} as said,
        1 as name_order
    from {{ relation }}
    {%- if relation == 'members' %}
    where slice <> 'all'
    {%- endif %}
    {%- endfor %}
    {%- endfor %}
    union all
    -- a printed share is called so where no computed one is
    select
        'subject' as kind,
        measure_id as means,
        {{ said_words("replace(measure_label, 'Printed ', '')") }} as said,
        2 as name_order
    from {{ ref('measures') }}
    where measure_label like 'Printed %'
        and {{ said_words("replace(measure_label, 'Printed ', '')") }} not in (select {{ said_words('rates.rate_label') }} from {{ ref('int_rate_definitions') }} as rates)
    union all
    -- a star or a neighbour in the table gives a printed name a meaning of its own
    select
        coalesce(members.kind, 'subject') as kind,
        coalesce(members.means, others.member) as means,
        {{ said_words('others.other_name') }} as said,
        2 as name_order
    from {{ ref('other_names') }} as others
    left join members
        on others.dimension = members.dimension and others.member = members.member
    where
        others.printed_beside is null and others.other_name not like '%*%'
        and (
            members.member is not null
            -- one word is no name of a measure, nor is what a slice is called
            or (others.dimension = 'measure' and others.other_name like '% %' and {{ said_words('others.other_name') }} not in (select {{ said_words('listed.label') }} from members as listed))
        )
),

all_names as (
    {%- for relation in ['named', ref('int_company_names')] %}
    select
        kind,
        means,
        said,
        name_order
    from {{ relation }}
    union all
    {%- endfor %}
    select
        named.kind,
        named.means,
        {{ said_words('synonyms.said') }} as said,
        2 as name_order
    from {{ ref('synonyms') }} as synonyms
    inner join named
        on {{ said_words('synonyms.means') }} = named.said
)

select
    kind,
    means,
    said,
    min(name_order) as name_order
from all_names
where said <> ''
group by kind, means, said
