-- Sums of printed cells over the members of a group, each within one printed table.
with cells as (
    select
        figures.*,
        row_dimension as dimension,
        row_member as member,
        column_part as other_part
    from {{ ref('int_figures_per_table') }} as figures
    where not is_headline
    union all
    select
        figures.*,
        column_dimension as dimension,
        column_member as member,
        row_part as other_part
    from {{ ref('int_figures_per_table') }} as figures
    where not is_headline and not {{ is_geographic("coalesce(row_dimension, '')") }}
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
        cells.geography,
        cells.other_part,
        member_groups.group_dimension as dimension,
        member_groups.group_member as member,
        max(cells.period_type) as period_type,
        max(cells.calendar_year) as calendar_year,
        {{ joined_list('cells.added_figure_ids', 'cells.figure_id', ', ') }} as figure_id,
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
        cells.printed_in, cells.document_id, cells.measure_id, cells.period_label, cells.geography, cells.other_part,
        member_groups.group_dimension, member_groups.group_member
    having not max(member_groups.needs_all_members) or count(*) = max(group_sizes.members)
)

select
    sums.*,
    case when member <> 'Total' then dimension || '=' || member end as part
from sums
