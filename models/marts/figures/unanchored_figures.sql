-- The figures that answer to no other figure: no printed total, percentage, repetition or
-- listed conflict would notice if both readings held the same slip.
with sides as (
    select
        checks.check_kind,
        sides.figure_id
    from {{ ref('fct_check_sides') }} as sides
    inner join {{ ref('fct_reconciliations') }} as checks
        on sides.check_id = checks.check_id
    where checks.status <> 'not_checkable'
),

-- another primary document that prints the number: if one of them slips they contradict each other
repeated as (
    select
        confirmations.figure_id,
        confirmations.confirming_figure_id
    from {{ ref('fct_confirmations') }} as confirmations
    inner join {{ ref('documents') }} as documents
        on confirmations.document_id = documents.document_id
    where confirmations.confirming_source_kind = 'primary' and documents.source_kind = 'primary'
),

-- the registry of conflicts states the numbers of its figures again
stated as (
    select first_figure_id as figure_id from {{ ref('conflicts') }} where first_figure_id is not null
    union all
    select second_figure_id as figure_id from {{ ref('conflicts') }} where second_figure_id is not null
),

bounds as (
    select
        figure_id,
        count(*) as bounds
    from sides
    where check_kind = 'part_of_whole'
    group by figure_id
)

select
    figures.figure_id,
    figures.document_id,
    figures.table_id,
    figures.place,
    figures.row_label,
    figures.column_label,
    figures.measure_id,
    figures.unit_of_count,
    figures.period_label,
    figures.geography,
    figures.slice,
    {{ shown_number('figures.value') }} as value,
    figures.precision,
    figures.source_kind,
    cast(coalesce(bounds.bounds, 0) as integer) as bounds
from {{ ref('int_figures') }} as figures
left join bounds
    on figures.figure_id = bounds.figure_id
where
    figures.figure_id not in (select sides.figure_id from sides where sides.check_kind <> 'part_of_whole')
    and figures.figure_id not in (select repeated.figure_id from repeated)
    and figures.figure_id not in (select repeated.confirming_figure_id from repeated)
    and figures.figure_id not in (select stated.figure_id from stated)
