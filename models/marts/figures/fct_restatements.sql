-- The same measure, period and slice in two primary documents, with numbers that cannot both hold.
with vintages as (
    select
        per_document.*,
        lag(figure_id) over same_figure as earlier_figure_id
    from {{ ref('int_figures_per_document') }} as per_document
    where source_kind = 'primary' and period_type <> 'not_stated'
    window same_figure as (
        partition by measure_id, period_label, geography, slice
        order by published_on asc nulls first, document_id asc
    )
)

select
    later.measure_id,
    later.period_label,
    later.geography,
    later.slice,
    earlier.document_id as earlier_document_id,
    earlier.value as earlier_value,
    later.document_id as later_document_id,
    later.value as later_value,
    later.value - earlier.value as difference,
    coalesce(notes.explanation, 'unexplained: the later document does not comment on the change') as explanation,
    earlier.figure_id as earlier_figure_id,
    later.figure_id as later_figure_id
from vintages as later
inner join {{ ref('int_figures_per_document') }} as earlier
    on later.earlier_figure_id = earlier.figure_id
left join {{ ref('conflicts') }} as notes
    on notes.first_figure_id in (earlier.figure_id, later.figure_id)
    and notes.second_figure_id in (earlier.figure_id, later.figure_id)
where not {{ intervals_overlap('earlier', 'later') }}
