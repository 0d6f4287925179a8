-- Sums of printed cells over the members of a group, each within one printed table of which all rows are at
-- hand; each sum once as itself and once for every dimension that it is broken down by, with what is left without it.
with cells as (
    select
        figures.*,
        parts.dimension,
        parts.member,
        parts.rest_geography,
        parts.rest_slice,
        others.dimension as other_dimension,
        others.member as other_member
    from {{ ref('int_figures_per_table') }} as figures
    inner join {{ ref('int_figure_parts') }} as parts
        on figures.figure_id = parts.figure_id
    inner join {{ ref('printed_tables') }} as tables
        on figures.table_id = tables.table_id and tables.is_partial = 'false'
    left join {{ ref('int_figure_parts') }} as others
        on figures.figure_id = others.figure_id and parts.dimension <> others.dimension
    where not figures.is_headline
),

group_sizes as (
    select
        dimension,
        group_dimension,
        group_member,
        cast(count(*) as integer) as members
    from {{ ref('int_member_groups') }}
    group by dimension, group_dimension, group_member
),

sums as (
    select
        cells.printed_in,
        cells.document_id,
        cells.measure_id,
        cells.period_label,
        cells.rest_geography as geography,
        cells.rest_slice,
        member_groups.group_dimension,
        member_groups.group_member,
        max(cells.other_dimension) as other_dimension,
        max(cells.other_member) as other_member,
        max(cells.period_type) as period_type,
        max(cells.calendar_year) as calendar_year,
        {{ joined_list('cells.added_figure_ids', 'cells.figure_id', ', ') }} as figure_id,
        {{ joined_list('cells.added_printed', 'cells.figure_id', ' + ') }} as printed,
        cast(sum(cells.value) as {{ decimal_type() }}) as value,
        case when count(cells.value_low) = count(*) then cast(sum(cells.value_low) as {{ decimal_type() }}) end as value_low,
        case when count(cells.value_high) = count(*) then cast(sum(cells.value_high) as {{ decimal_type() }}) end as value_high,
        max(cells.source_kind) as source_kind,
        max(cells.trust_grade) as trust_grade,
        max(cells.published_on) as published_on
    from cells
    inner join {{ ref('int_member_groups') }} as member_groups
        on cells.dimension = member_groups.dimension and cells.member = member_groups.member
    inner join group_sizes
        on member_groups.dimension = group_sizes.dimension
        and member_groups.group_dimension = group_sizes.group_dimension
        and member_groups.group_member = group_sizes.group_member
    group by
        cells.printed_in, cells.document_id, cells.measure_id, cells.period_label, cells.rest_geography, cells.rest_slice,
        member_groups.group_dimension, member_groups.group_member
    having not max(member_groups.needs_all_members) or count(*) = max(group_sizes.members)
),

-- the group Total has no slice of its own
sliced as (
    select
        sums.*,
        coalesce(members.slice, 'all') as group_slice,
        {{ slice_of("coalesce(members.slice, 'all')", 'sums.rest_slice') }} as slice
    from sums
    left join {{ ref('int_members') }} as members
        on sums.group_dimension = members.dimension and sums.group_member = members.member
)

select
    sliced.printed_in,
    sliced.document_id,
    sliced.measure_id,
    sliced.period_label,
    sliced.period_type,
    sliced.calendar_year,
    sliced.geography,
    sliced.slice,
    taken_out.dimension,
    taken_out.member,
    sliced.geography as rest_geography,
    taken_out.rest_slice,
    sliced.figure_id,
    sliced.printed,
    sliced.value,
    sliced.value_low,
    sliced.value_high,
    sliced.source_kind,
    sliced.trust_grade,
    sliced.published_on
from sliced
cross join lateral (
    values
    (true, cast(null as string), cast(null as string), sliced.slice),
    (sliced.group_slice <> 'all', sliced.group_dimension, sliced.group_member, sliced.rest_slice),
    (sliced.other_member is not null, sliced.other_dimension, sliced.other_member, sliced.group_slice)
) as taken_out (is_there, dimension, member, rest_slice)
where taken_out.is_there
