{#
    The fact rows of measures that one table prints side by side: the cells that are broken down by
    exactly these dimensions, all of one table of one document per period, so that a plain sum is right.
    Of several tables the first in this order: most of the measures; exact; with its own printed total;
    without one, most cells; better trust grade; latest. What other documents repeat is a confirmation
    (fct_confirmations), what they print differently a restatement (fct_restatements).
#}
{% macro fact_figures(measures, dimensions) %}
    {%- set table = 'partition by document_id, table_id, period_label' %}
    select
        document_id,
        calendar_year,
        period_label,
        {%- for dimension in dimensions %}
        max(case when dimension = '{{ dimension }}' then member end) as {{ dimension }},
        max(case when dimension = '{{ dimension }}' then member_geography end) as {{ dimension }}_geography,
        {%- endfor %}
        {%- for name, measure_id in measures.items() %}
        cast(max(case when measure_id = '{{ measure_id }}' then value end) as bigint) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            *,
            dense_rank() over (
                partition by period_label
                order by
                    measures desc, all_exact desc, has_total desc, case when not has_total then cells end desc nulls last,
                    best_grade asc, latest_day desc nulls last, document_id asc, table_id asc
            ) as preference
        from (
            select
                *,
                count(distinct measure_id) over ({{ table }}) as measures,
                min(is_exact) over ({{ table }}) as all_exact,
                max(table_has_total) over ({{ table }}) as has_total,
                count(*) over ({{ table }}) as cells,
                min(trust_grade) over ({{ table }}) as best_grade,
                max(published_on) over ({{ table }}) as latest_day
            from {{ ref('int_fact_cells') }}
            where
                measure_id in ('{{ measures.values() | join("', '") }}')
                and calendar_year is not null
                and dimensions = '{{ dimensions | sort | join(", ") }}'
        ) as cells
    ) as ranked
    where preference = 1
    group by document_id, period_label, calendar_year, geography, slice
{% endmacro %}
