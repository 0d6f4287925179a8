-- The slices of rates in columns and in plain words.
with members as (
    select distinct
        slice,
        dimension,
        member
    from {{ ref('int_rate_parts') }}
    -- a place leaves the slice as it is
    where dimension is not null and slice <> rest_slice
)

select
    members.slice,
    case count(*) when 1 then 'one_dimension' else 'two_dimensions' end as slice_level,
    {{ joined_list('members.dimension', 'members.dimension', '; ') }} as slice_dimension,
    {{ joined_list('members.member', 'members.dimension', '; ') }} as slice_member,
    {{ joined_list("dim_members.dimension_label || ' ' || dim_members.label", 'members.dimension', '; ') }} as slice_label
from members
left join {{ ref('int_members') }} as dim_members
    on members.dimension = dim_members.dimension and members.member = dim_members.member
group by members.slice
