-- The members of every dimension, with the words and the order in which people read them: the order in
-- which the tables print them, then by name. Places are members whether a table prints them or not.
with members as (
    select
        dimension,
        member,
        min(cast(sort_order as integer)) as printed_order
    from (
        select
            dimension,
            member,
            sort_order
        from {{ ref('dimension_members') }}
        where dimension <> 'measure' and member <> 'Total'
        union all
        select
            dimension,
            member,
            cast(null as string) as sort_order
        from {{ ref('labels_in_documents') }}
        where dimension <> 'measure'
        union all
        select
            dimension,
            member,
            cast(null as string) as sort_order
        from {{ ref('int_geographies') }}
        where dimension is not null
        union all
        select
            group_dimension as dimension,
            group_member as member,
            cast(null as string) as sort_order
        from {{ ref('int_member_groups') }}
        where group_member <> 'Total'
    ) as named
    group by dimension, member
)

select
    members.dimension,
    dimensions.dimension_label,
    dimensions.definition as dimension_definition,
    members.member,
    coalesce(places.name, members.member) as label,
    cast(row_number() over (
        partition by members.dimension
        order by members.printed_order asc nulls last, coalesce(places.name, members.member) asc, members.member asc
    ) as integer) as member_order,
    members.dimension || '=' || members.member as part,
    -- a place is where, not which part: it stands in the geography
    case when places.geography is null then members.dimension || '=' || members.member else 'all' end as slice,
    places.geography,
    places.figure_geography
from members
left join {{ ref('dimensions') }} as dimensions
    on members.dimension = dimensions.dimension
left join {{ ref('int_geographies') }} as places
    on members.dimension = places.dimension and members.member = places.member
