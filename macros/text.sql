{# A readable key part: 'Lost, Injured' becomes 'lost-injured'. #}
{% macro slug(expression) -%}
    trim(both '-' from {{ regexp_replace_all("lower(coalesce(" ~ expression ~ ", ''))", '[^a-z0-9<>+%]+', '-') }})
{%- endmacro %}

{# Spark replaces every match by default, DuckDB only with the flag 'g'. #}
{% macro regexp_replace_all(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('regexp_replace_all')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__regexp_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}')
{%- endmacro %}

{% macro duckdb__regexp_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{# Text of a list in a stable order. #}
{% macro joined_list(expression, order_by, separator) -%}
    {{ return(adapter.dispatch('joined_list')(expression, order_by, separator)) }}
{%- endmacro %}

{% macro default__joined_list(expression, order_by, separator) -%}
    array_join(transform(array_sort(collect_list(struct({{ order_by }} as k, {{ expression }} as v))), x -> x.v), '{{ separator }}')
{%- endmacro %}

{% macro duckdb__joined_list(expression, order_by, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{# A number as people write it: 20,512,803 or 15.05. #}
{% macro format_number(expression) -%}
    {{ return(adapter.dispatch('format_number')(expression)) }}
{%- endmacro %}

{% macro default__format_number(expression) -%}
    case
        when {{ expression }} = floor({{ expression }}) then format_number({{ expression }}, 0)
        else format_number({{ expression }}, '#,##0.####')
    end
{%- endmacro %}

{% macro duckdb__format_number(expression) -%}
    case
        when {{ expression }} = floor({{ expression }}) then format('{:,}', cast({{ expression }} as bigint))
        else regexp_replace(rtrim(format('{:,.4f}', cast({{ expression }} as double)), '0'), '[.]$', '')
    end
{%- endmacro %}

{# All cells of a registry row as one text, for its fingerprint. The columns are those declared in yml. #}
{% macro registry_row_text(registry) -%}
    {%- if execute -%}
        {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ registry].columns -%}
            coalesce({{ column }}, '∅'){{ " || ' | ' || " if not loop.last }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# The other way round: one row per item of such a text. #}
{% macro items_of(expression, separator) -%}
    {{ return(adapter.dispatch('items_of')(expression, separator)) }}
{%- endmacro %}

{% macro default__items_of(expression, separator) -%}
    explode(split({{ expression }}, '{{ separator }}'))
{%- endmacro %}

{% macro duckdb__items_of(expression, separator) -%}
    unnest(string_split({{ expression }}, '{{ separator }}'))
{%- endmacro %}
