-- Places where official numbers disagree. Where both sides are loaded the numbers come from the
-- figures; a side that is not loaded is shown as its source states it.
with sides as (
    select
        conflicts.*,
        case
            when conflicts.first_operation = 'minus' then first_figures.value - other_figures.value
            when conflicts.first_operation = 'plus' then first_figures.value + other_figures.value
            else first_figures.value
        end as first_loaded,
        second_figures.value as second_loaded,
        cast(replace(conflicts.first_stated, ',', '') as {{ decimal_type() }}) as first_stated_value,
        cast(replace(conflicts.second_stated, ',', '') as {{ decimal_type() }}) as second_stated_value
    from {{ ref('conflicts') }} as conflicts
    left join {{ ref('int_figures') }} as first_figures
        on conflicts.first_figure_id = first_figures.figure_id
    left join {{ ref('int_figures') }} as other_figures
        on conflicts.first_other_figure_id = other_figures.figure_id
    left join {{ ref('int_figures') }} as second_figures
        on conflicts.second_figure_id = second_figures.figure_id
)

select
    conflict_id,
    conflict_kind,
    nature,
    title,
    period_label,
    first_side,
    {{ shown_number('coalesce(first_loaded, first_stated_value)') }} as first_value,
    second_side,
    {{ shown_number('coalesce(second_loaded, second_stated_value)') }} as second_value,
    {{ shown_number('coalesce(first_loaded, first_stated_value) - coalesce(second_loaded, second_stated_value)') }} as difference,
    case
        when first_loaded is not null and second_loaded is not null then 'both_sides_loaded'
        when first_loaded is not null or second_loaded is not null then 'one_side_loaded'
        else 'stated_only'
    end as evidence_status,
    coalesce(explanation, 'unexplained') as explanation,
    first_figure_id,
    first_operation,
    first_other_figure_id,
    second_figure_id,
    source
from sides
