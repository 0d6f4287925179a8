-- The same measure, period, geography and slice in two primary documents, with numbers that cannot
-- both hold. Every pair of documents is compared, so that a rounded number in between hides nothing;
-- a document that only repeats what an earlier or later one of the pair prints adds no row.
with vintages as (
    select
        per_document.*,
        row_number() over (
            partition by measure_id, period_label, geography, slice
            order by published_on asc nulls first, document_id asc
        ) as vintage
    from {{ ref('int_figures_per_document') }} as per_document
    where source_kind = 'primary' and period_type <> 'not_stated'
),

contradictions as (
    select
        earlier.figure_id as earlier_figure_id,
        later.figure_id as later_figure_id,
        later.measure_id,
        later.period_label,
        later.geography,
        later.slice,
        earlier.document_id as earlier_document_id,
        earlier.value as earlier_value,
        earlier.precision as earlier_precision,
        earlier.vintage as earlier_vintage,
        earlier.published_on as earlier_published_on,
        later.published_on as later_published_on,
        later.document_id as later_document_id,
        later.value as later_value,
        later.precision as later_precision,
        later.vintage as later_vintage
    from vintages as later
    inner join vintages as earlier
        on later.measure_id = earlier.measure_id
        and later.period_label = earlier.period_label
        and later.geography = earlier.geography
        and later.slice = earlier.slice
        and earlier.vintage < later.vintage
    where
        not {{ intervals_overlap('earlier', 'later') }}
        -- of two undated pages, or two of one edition, neither restates the other: that is a conflict
        and earlier.published_on < later.published_on
),

-- why, where the pair is a listed conflict
notes as (
    select
        least(first_figure_id, second_figure_id) as one_figure_id,
        greatest(first_figure_id, second_figure_id) as other_figure_id,
        min(explanation) as explanation
    from {{ ref('conflicts') }}
    group by least(first_figure_id, second_figure_id), greatest(first_figure_id, second_figure_id)
)

select
    pairs.measure_id,
    pairs.period_label,
    pairs.geography,
    pairs.slice,
    pairs.earlier_document_id,
    {{ shown_number('pairs.earlier_value') }} as earlier_value,
    pairs.later_document_id,
    {{ shown_number('pairs.later_value') }} as later_value,
    {{ shown_number('pairs.later_value - pairs.earlier_value') }} as difference,
    coalesce(notes.explanation, 'unexplained: the later document does not comment on the change') as explanation,
    pairs.earlier_figure_id,
    pairs.later_figure_id
from contradictions as pairs
-- a document in between that prints the same as one side of the pair stands in its own, nearer pair
left join vintages as between_them
    on pairs.measure_id = between_them.measure_id
    and pairs.period_label = between_them.period_label
    and pairs.geography = between_them.geography
    and pairs.slice = between_them.slice
    and between_them.vintage > pairs.earlier_vintage
    and between_them.vintage < pairs.later_vintage
    and (
        (
            between_them.value = pairs.earlier_value and between_them.precision = pairs.earlier_precision
            and between_them.published_on < pairs.later_published_on
        )
        or (
            between_them.value = pairs.later_value and between_them.precision = pairs.later_precision
            and between_them.published_on > pairs.earlier_published_on
        )
    )
left join notes
    on least(pairs.earlier_figure_id, pairs.later_figure_id) = notes.one_figure_id
    and greatest(pairs.earlier_figure_id, pairs.later_figure_id) = notes.other_figure_id
where between_them.figure_id is null
