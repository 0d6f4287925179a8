-- Which other documents print the same number: the figure that each statement is first printed with
-- (primary, exact, table before text, earliest), and every document whose figure agrees with it.
with ranked as (
    select
        per_document.*,
        row_number() over (
            partition by measure_id, period_label, geography, slice
            order by
                case source_kind when 'primary' then 1 else 2 end asc,
                case precision when 'exact' then 1 when 'rounded' then 2 when 'approximate' then 3 else 4 end asc,
                is_headline asc,
                published_on asc nulls last,
                figure_id asc
        ) as place_number
    from {{ ref('int_figures_per_document') }} as per_document
    -- a number without its period confirms nothing
    where period_type <> 'not_stated'
)

select
    confirming.figure_id as confirming_figure_id,
    confirming.document_id as confirming_document_id,
    confirming.source_kind as confirming_source_kind,
    printed_figures.printed as confirming_text,
    first_figures.figure_id,
    first_figures.document_id,
    {{ shown_number('first_figures.value') }} as value,
    first_figures.measure_id,
    first_figures.period_label,
    first_figures.geography,
    first_figures.slice,
    case
        when first_figures.value = confirming.value and first_figures.precision = confirming.precision then 'same_number'
        else 'within_precision'
    end as agreement
from ranked as confirming
inner join ranked as first_figures
    on confirming.measure_id = first_figures.measure_id
    and confirming.period_label = first_figures.period_label
    and confirming.geography = first_figures.geography
    and confirming.slice = first_figures.slice
    and first_figures.place_number = 1
inner join {{ ref('int_figures') }} as printed_figures
    on confirming.figure_id = printed_figures.figure_id
where confirming.place_number > 1 and {{ intervals_overlap('first_figures', 'confirming') }}
