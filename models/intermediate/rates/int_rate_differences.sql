-- Counts that are printed only as what is left: a total of any printed table minus a part, or minus a
-- printed percentage of a part. A rounded percentage leaves a range; it is widened to whole counts.
with parts as (
    select
        differences.measure_id,
        minuends.document_id,
        minuends.printed_in,
        minuends.is_headline,
        minuends.period_label,
        minuends.period_type,
        minuends.calendar_year,
        minuends.geography,
        minuends.added_figure_ids || ', ' || subtrahends.figure_id || coalesce(', ' || percents.figure_id, '') as figure_id,
        minuends.added_printed || ' - ' || subtrahends.added_printed || coalesce(' x ' || percents.added_printed, '') as printed,
        minuends.value - subtrahends.value * coalesce(percents.value, 100) / 100 as value,
        minuends.value_low - subtrahends.value_high * coalesce(percents.value_high, 100) / 100 as value_low,
        minuends.value_high - subtrahends.value_low * coalesce(percents.value_low, 100) / 100 as value_high,
        greatest(minuends.source_kind, subtrahends.source_kind, percents.source_kind) as source_kind,
        greatest(minuends.trust_grade, subtrahends.trust_grade, percents.trust_grade) as trust_grade,
        greatest(minuends.published_on, subtrahends.published_on, percents.published_on) as published_on
    from {{ ref('measure_differences') }} as differences
    inner join {{ ref('measures') }} as measures
        on differences.measure_id = measures.measure_id
    inner join {{ ref('int_figures_per_table') }} as minuends
        on differences.minuend_measure_id = minuends.measure_id
        and differences.minuend_slice = minuends.slice
        and measures.geography = minuends.geography
    inner join {{ ref('int_figures_current') }} as subtrahends
        on differences.subtrahend_measure_id = subtrahends.measure_id
        and subtrahends.slice = 'all'
        and minuends.period_label = subtrahends.period_label
        and minuends.geography = subtrahends.geography
    left join {{ ref('int_figures_current') }} as percents
        on differences.subtrahend_percent_measure_id = percents.measure_id
        and percents.slice = 'all'
        and minuends.period_label = percents.period_label
        and minuends.geography = percents.geography
    -- without the printed percentage there is no such count
    where differences.subtrahend_percent_measure_id is null or percents.figure_id is not null
)

select
    parts.measure_id,
    parts.document_id,
    parts.printed_in,
    parts.is_headline,
    parts.period_label,
    parts.period_type,
    parts.calendar_year,
    parts.geography,
    parts.figure_id,
    parts.printed,
    cast(round(parts.value) as {{ decimal_type() }}) as value,
    cast(floor(parts.value_low) as {{ decimal_type() }}) as value_low,
    cast(ceil(parts.value_high) as {{ decimal_type() }}) as value_high,
    parts.source_kind,
    parts.trust_grade,
    parts.published_on
from parts
-- what a document prints needs no difference, unless only secondary sources print it and primary ones leave it
left join {{ ref('int_figures_current') }} as printed
    on parts.measure_id = printed.measure_id and parts.period_label = printed.period_label and parts.geography = printed.geography and printed.slice = 'all' and parts.source_kind >= printed.source_kind
where printed.figure_id is null
