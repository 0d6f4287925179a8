{# The member of one dimension of a figure, whether its table prints it as rows or as columns. #}
{% macro member(dimension) -%}
    case
        when row_dimension = '{{ dimension }}' then row_member
        when column_dimension = '{{ dimension }}' then column_member
    end
{%- endmacro %}

{#
    The fact rows of a measure: the cells that are broken down by exactly these dimensions.
    Totals, headlines and secondary sources never enter, so a plain sum is right.
#}
{% macro fact_figures(measure_id, dimensions) %}
    select
        document_id,
        calendar_year,
        {%- for dimension in dimensions %}
        {{ member(dimension) }} as {{ dimension }},
        {%- endfor %}
        cast(value as bigint) as measured
    from {{ ref('int_figures_current') }}
    where
        measure_id = '{{ measure_id }}'
        and source_kind = 'primary'
        and not is_headline
        and not is_total
        and calendar_year is not null
        {%- if dimensions | length == 2 %}
        and '{{ dimensions | sort | join(",") }}' = least(row_dimension, column_dimension) || ',' || greatest(row_dimension, column_dimension)
        {%- else %}
        and row_dimension = '{{ dimensions[0] }}'
        and column_dimension is null
        {%- endif %}
{% endmacro %}

{# Dimensions that say where a figure was counted; they become `geography` instead of `slice`. #}
{% macro is_geographic(dimension) -%}
    {{ dimension }} in ('state', 'country')
{%- endmacro %}
