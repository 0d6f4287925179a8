-- A listed conflict is of the kind and nature that it says, shows the numbers of its figures, and
-- no contradiction between two primary documents is unlisted. Each row is one problem.
with sides as (
    select
        conflicts.*,
        shown.first_value,
        shown.second_value,
        shown.evidence_status,
        cast(replace(conflicts.first_stated, ',', '') as {{ decimal_type() }}) as first_stated_value,
        cast(replace(conflicts.second_stated, ',', '') as {{ decimal_type() }}) as second_stated_value,
        first_figures.figure_id as first_known,
        second_figures.figure_id as second_known,
        first_documents.publisher like 'NCMEC%' or first_documents.publisher like 'National Center for Missing%' as first_by_ncmec,
        second_documents.publisher like 'NCMEC%' or second_documents.publisher like 'National Center for Missing%' as second_by_ncmec,
        first_figures.measure_id = second_figures.measure_id
        and first_figures.period_label = second_figures.period_label
        and first_figures.geography = second_figures.geography
        and first_figures.slice = second_figures.slice
        and conflicts.first_operation is null
        and {{ intervals_overlap('first_figures', 'second_figures') }} as both_can_hold,
        conflicts.period_label in (first_figures.period_label, second_figures.period_label) as is_period_of_a_side
    from {{ ref('conflicts') }} as conflicts
    left join {{ ref('fct_conflicts') }} as shown
        on conflicts.conflict_id = shown.conflict_id
    left join {{ ref('int_figures') }} as first_figures
        on conflicts.first_figure_id = first_figures.figure_id
    left join {{ ref('int_figures') }} as second_figures
        on conflicts.second_figure_id = second_figures.figure_id
    left join {{ ref('documents') }} as first_documents
        on first_figures.document_id = first_documents.document_id
    left join {{ ref('documents') }} as second_documents
        on second_figures.document_id = second_documents.document_id
),

wrong as (
    select
        conflict_id,
        case
            when first_operation is not null and (first_operation not in ('plus', 'minus') or first_known is null or first_other_figure_id is null) then 'an operation needs plus or minus and two figures'
            when first_operation is null and first_other_figure_id is not null then 'two figures on one side need an operation'
            when (first_value is distinct from first_stated_value) then 'the loaded figures give ' || coalesce({{ format_number('first_value') }}, 'nothing') || ' and not ' || coalesce(first_stated, '(blank)')
            when (second_value is distinct from second_stated_value) then 'the loaded figure is ' || coalesce({{ format_number('second_value') }}, 'nothing') || ' and not ' || coalesce(second_stated, '(blank)')
            when nature <> 'label' and coalesce(first_known, second_known) is not null and is_period_of_a_side is not true then 'no loaded figure of it is of ' || period_label
            when nature = 'label' and (first_value is distinct from second_value) then 'a conflict about a label is about one number, here are two'
            when nature <> 'label' and first_value = second_value then 'the two numbers are the same'
            when nature = 'disagreement' and both_can_hold then 'both numbers can hold as they are printed, so they do not disagree'
            when nature <> 'disagreement' and explanation is null then 'nobody says what the two sides count or name differently'
            when conflict_kind = 'within_ncmec' and not (coalesce(first_by_ncmec, true) and coalesce(second_by_ncmec, true)) then 'a side is not published by NCMEC, so it is not NCMEC against itself'
            when conflict_kind in ('ncmec_and_police', 'ncmec_and_secondary') and first_by_ncmec = second_by_ncmec then 'the loaded sides are ' || case when first_by_ncmec then 'both' else 'neither' end || ' NCMEC, which is not ' || conflict_kind
            when conflict_kind = 'platform_and_ncmec' and (coalesce(first_by_ncmec, false) or not coalesce(second_by_ncmec, true)) then 'the first side is the platform and the second NCMEC'
            when conflict_kind in ('secondary_sources', 'other') and (coalesce(first_by_ncmec, false) and coalesce(second_by_ncmec, false)) then 'both sides are NCMEC, which is within_ncmec'
            when conflict_kind = 'secondary_sources' and (coalesce(first_by_ncmec, false) or coalesce(second_by_ncmec, false)) then 'a side is published by NCMEC itself'
        end as problem
    from sides
),

-- every pair of documents, whichever came first and whoever published it
contradictions as (
    select
        one.figure_id as one_figure_id,
        one.value as one_value,
        other.figure_id as other_figure_id,
        other.value as other_value
    from {{ ref('int_figures_per_document') }} as one
    inner join {{ ref('int_figures_per_document') }} as other
        on one.measure_id = other.measure_id
        and one.period_label = other.period_label
        and one.geography = other.geography
        and one.slice = other.slice
        and one.document_id < other.document_id
    where
        one.period_type <> 'not_stated'
        -- what others print in words of their own, as about 26,900, is no second number
        and (one.source_kind = 'primary' or one.precision <> 'approximate')
        and (other.source_kind = 'primary' or other.precision <> 'approximate')
        and not {{ intervals_overlap('one', 'other') }}
)

select 'conflict ' || conflict_id || ': ' || problem as problem
from wrong
where problem is not null

union all

select pairs.other_figure_id || ' prints ' || coalesce({{ format_number('pairs.other_value') }}, '(nothing)') || ' where ' || pairs.one_figure_id || ' prints ' || coalesce({{ format_number('pairs.one_value') }}, '(nothing)') || ': if both are printed so, list the pair in registry conflicts' as problem
from contradictions as pairs
left join {{ ref('conflicts') }} as conflicts
    on least(pairs.one_figure_id, pairs.other_figure_id) = least(conflicts.first_figure_id, conflicts.second_figure_id)
    and greatest(pairs.one_figure_id, pairs.other_figure_id) = greatest(conflicts.first_figure_id, conflicts.second_figure_id)
where conflicts.conflict_id is null
