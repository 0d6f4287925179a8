{#
    The numbers that sentences of claims and questions show besides their evidence, one row per
    claim or question; a placeholder that lists several slices shows their sum.
-#}
with listed as (
    select
        shown.owner_id,
        shown.placeholder,
        shown.period_label,
        figures.figure_id,
        cells.printed,
        figures.value
    from {{ ref('shown_figures') }} as shown
    left join {{ ref('int_figures_current') }} as figures
        on shown.measure_id = figures.measure_id
        and shown.period_label = figures.period_label
        and shown.geography = figures.geography
        and shown.slice = figures.slice
    left join {{ ref('int_figures') }} as cells
        on figures.figure_id = cells.figure_id
),

summed as (
    select
        owner_id,
        placeholder,
        min(period_label) as period_label,
        -- a sum with a missing part is no number
        case
            when count(*) > count(value) then null
            when count(*) = 1 then min(printed)
            else {{ format_number('cast(sum(value) as ' ~ decimal_type() ~ ')') }}
        end as number_text,
        {{ joined_list('figure_id', 'figure_id', ', ') }} as figure_ids,
        row_number() over (partition by owner_id order by placeholder asc) as place
    from listed
    group by owner_id, placeholder
)

select
    owner_id,
    {%- for place in range(1, shown_numbers_per_sentence() + 1) %}
    coalesce('{' || {{ at_place('placeholder', place) }} || '}', '{}') as placeholder_{{ place }},
    -- without its figure the placeholder stays and fails the build
    coalesce({{ at_place('number_text', place) }}, '{' || {{ at_place('placeholder', place) }} || '}', '{}') as number_{{ place }},
    coalesce('{' || {{ at_place('placeholder', place) }} || ' period}', '{}') as period_placeholder_{{ place }},
    coalesce({{ at_place('period_label', place) }}, '{}') as period_{{ place }},
    {%- endfor %}
    {{ joined_list('figure_ids', 'place', ', ') }} as figure_ids
from summed
group by owner_id
