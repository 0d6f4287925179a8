{#
    The fact rows of measures that one table prints side by side: the cells that are broken down by
    exactly these dimensions, all of one table of one document per period, so that a plain sum is right.
    Of several tables the first in this order: most of the measures; exact; with its own printed total;
    without one, most cells; better trust grade; latest. What other documents repeat is a confirmation
    (fct_confirmations), what they print differently a restatement (fct_restatements).
#}
{% macro fact_figures(measures, dimensions) %}
    {%- set broken_down %}
        measure_id in ('{{ measures.values() | join("', '") }}')
        and calendar_year is not null
        and dimensions = '{{ dimensions | sort | join(", ") }}'
    {%- endset %}
    select
        cells.document_id,
        cells.calendar_year,
        cells.period_label,
        {%- for dimension in dimensions %}
        max(case when cells.dimension = '{{ dimension }}' then cells.member end) as {{ dimension }},
        max(case when cells.dimension = '{{ dimension }}' then cells.member_geography end) as {{ dimension }}_geography,
        {%- endfor %}
        {%- for name, measure_id in measures.items() %}
        cast(max(case when cells.measure_id = '{{ measure_id }}' then cells.value end) as bigint) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_fact_cells') }} as cells
    inner join (
        select
            document_id,
            table_id,
            period_label,
            row_number() over (
                partition by period_label
                order by
                    count(distinct measure_id) desc,
                    min(case when is_exact then 1 else 0 end) desc,
                    max(case when table_has_total then 1 else 0 end) desc,
                    case when max(case when table_has_total then 1 else 0 end) = 0 then count(*) end desc nulls last,
                    min(trust_grade) asc,
                    max(published_on) desc nulls last,
                    document_id asc,
                    table_id asc
            ) as preference
        from {{ ref('int_fact_cells') }}
        where {{ broken_down }}
        group by document_id, table_id, period_label
    ) as chosen
        on cells.document_id = chosen.document_id
        and cells.table_id = chosen.table_id
        and cells.period_label = chosen.period_label
        and chosen.preference = 1
    where {{ broken_down }}
    group by cells.document_id, cells.period_label, cells.calendar_year, cells.geography, cells.slice
{% endmacro %}
