-- What breaks a figure down: one row for each dimension of which it counts one member, and what is left
-- when that member is taken out. A place leaves the geography, any other member leaves the slice.
with members as (
    select
        figure_id,
        measure_id,
        geography,
        row_dimension as dimension,
        row_member as member,
        column_dimension as other_dimension,
        column_member as other_member
    from {{ ref('int_figures') }}
    where row_member <> 'Total'

    union all

    select
        figure_id,
        measure_id,
        geography,
        column_dimension as dimension,
        column_member as member,
        row_dimension as other_dimension,
        row_member as other_member
    from {{ ref('int_figures') }}
    where column_member <> 'Total'
)

select
    members.figure_id,
    members.dimension,
    members.member,
    own.part,
    own.geography,
    -- all dimensions of the figure
    case
        when others.dimension is null then members.dimension
        else least(members.dimension, others.dimension) || ', ' || greatest(members.dimension, others.dimension)
    end as dimensions,
    case when own.geography is null then members.geography else measures.geography end as rest_geography,
    coalesce(others.slice, 'all') as rest_slice
from members
left join {{ ref('dim_members') }} as own
    on members.dimension = own.dimension and members.member = own.member
left join {{ ref('dim_members') }} as others
    on members.other_dimension = others.dimension and members.other_member = others.member
left join {{ ref('measures') }} as measures
    on members.measure_id = measures.measure_id
