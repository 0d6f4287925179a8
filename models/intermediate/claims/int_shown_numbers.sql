-- The numbers that sentences of claims and questions show besides their evidence, one row per placeholder; one
-- that lists several slices shows their sum. Without its figure it has no number and stays in the sentence.
with listed as (
    select
        shown.owner_id,
        shown.placeholder,
        shown.period_label,
        figures.figure_id,
        -- several rows of a table that stand for it have a sum and no print
        case when figures.added_figure_ids = figures.figure_id then cells.printed else {{ format_number('figures.value') }} end as printed,
        figures.value
    from {{ ref('shown_figures') }} as shown
    left join {{ ref('int_figures_current') }} as figures
        on shown.measure_id = figures.measure_id
        and shown.period_label = figures.period_label
        and shown.geography = figures.geography
        and shown.slice = figures.slice
    left join {{ ref('int_figures') }} as cells
        on figures.figure_id = cells.figure_id
)

select
    owner_id,
    row_number() over (partition by owner_id order by placeholder asc) as place,
    placeholder,
    min(period_label) as period_label,
    -- a sum with a missing part is no number
    case
        when count(*) > count(value) then null
        when count(*) = 1 then min(printed)
        else {{ format_number('cast(sum(value) as ' ~ decimal_type() ~ ')') }}
    end as number_text,
    {{ joined_list('figure_id', 'figure_id', ', ') }} as figure_ids
from listed
group by owner_id, placeholder
