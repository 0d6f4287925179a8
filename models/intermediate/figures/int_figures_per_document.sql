-- What each document says: one figure per measure, period, geography and slice.
-- Rule: exact before imprecise, table cell before running text.
select
    figure_id,
    added_figure_ids,
    added_printed,
    document_id,
    measure_id,
    unit_of_count,
    population_id,
    period_label,
    period_type,
    calendar_year,
    geography,
    slice,
    is_headline,
    is_total,
    precision,
    value,
    value_low,
    value_high,
    low_is_open,
    high_is_open,
    source_kind,
    trust_grade,
    published_on
from {{ ref('int_figures_per_table') }}
qualify
    row_number() over (
        partition by document_id, measure_id, period_label, geography, slice
        order by
            case precision when 'exact' then 1 when 'rounded' then 2 when 'approximate' then 3 else 4 end asc,
            is_headline asc,
            table_id asc,
            column_label asc,
            figure_id asc
    ) = 1
