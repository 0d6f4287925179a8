-- Every count that can be a part of a rate: what each printed table says, sums over groups of its cells,
-- and differences; each once as itself and once for every dimension that it is broken down by, with what
-- is left without it. `preference` 1 is the vintage that the facts use.
with parts as (
    select
        figures.added_figure_ids as figure_id,
        figures.document_id,
        figures.printed_in,
        figures.measure_id,
        figures.period_label,
        figures.period_type,
        figures.calendar_year,
        figures.geography,
        figures.slice,
        taken_out.dimension,
        taken_out.member,
        taken_out.rest_geography,
        taken_out.rest_slice,
        figures.value,
        figures.value_low,
        figures.value_high,
        figures.low_is_open,
        figures.high_is_open,
        figures.source_kind,
        figures.trust_grade,
        figures.published_on,
        figures.is_headline,
        false as is_derived
    from {{ ref('int_figures_per_table') }} as figures
    inner join (
        select figure_id, dimension, member, rest_geography, rest_slice from {{ ref('int_figure_parts') }}
        union all
        select figure_id, null as dimension, null as member, geography as rest_geography, slice as rest_slice from {{ ref('int_figures_per_table') }}
    ) as taken_out
        on figures.figure_id = taken_out.figure_id

    union all

    select
        figure_id,
        document_id,
        printed_in,
        measure_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        slice,
        dimension,
        member,
        rest_geography,
        rest_slice,
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
        document_id,
        printed_in,
        measure_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        'all' as slice,
        cast(null as string) as dimension,
        cast(null as string) as member,
        geography as rest_geography,
        'all' as rest_slice,
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
        partition by measure_id, period_label, geography, slice, dimension
        order by
            -- what secondary sources print does not stand before what primary documents add up to
            source_kind asc,
            is_derived asc,
            trust_grade asc,
            case when value_low = value_high then 1 when value_low is not null and value_high is not null then 2 else 3 end asc,
            published_on desc nulls last,
            is_headline asc,
            figure_id asc
    ) as preference
from parts
