-- Every count that can be a part of a rate: what each printed table says, sums over groups of its
-- cells, and differences. `preference` 1 is the vintage that the facts use.
with parts as (
    select
        added_figure_ids as figure_id,
        printed_in,
        measure_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        slice,
        row_dimension,
        row_member,
        row_part,
        column_dimension,
        column_member,
        column_part,
        value,
        value_low,
        value_high,
        low_is_open,
        high_is_open,
        source_kind,
        trust_grade,
        published_on,
        is_headline,
        false as is_derived
    from {{ ref('int_figures_per_table') }}
    union all
    select
        figure_id,
        printed_in,
        measure_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        case
            when part is null then coalesce(other_part, 'all')
            when other_part is null then part
            else least(part, other_part) || '; ' || greatest(part, other_part)
        end as slice,
        dimension as row_dimension,
        member as row_member,
        part as row_part,
        split_part(other_part, '=', 1) as column_dimension,
        split_part(other_part, '=', 2) as column_member,
        other_part as column_part,
        value,
        value_low,
        value_high,
        false as low_is_open,
        false as high_is_open,
        source_kind,
        trust_grade,
        published_on,
        false as is_headline,
        true as is_derived
    from {{ ref('int_rate_sums') }}
    union all
    select
        figure_id,
        printed_in,
        measure_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        'all' as slice,
        cast(null as string) as row_dimension,
        cast(null as string) as row_member,
        cast(null as string) as row_part,
        cast(null as string) as column_dimension,
        cast(null as string) as column_member,
        cast(null as string) as column_part,
        value,
        value_low,
        value_high,
        false as low_is_open,
        false as high_is_open,
        source_kind,
        trust_grade,
        published_on,
        is_headline,
        true as is_derived
    from {{ ref('int_rate_differences') }}
)

select
    parts.*,
    row_number() over (
        partition by measure_id, period_label, geography, slice
        order by
            is_derived asc,
            source_kind asc,
            trust_grade asc,
            case when value_low = value_high then 1 when value_low is not null and value_high is not null then 2 else 3 end asc,
            published_on desc nulls last,
            is_headline asc,
            figure_id asc
    ) as preference
from parts
