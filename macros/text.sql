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

{# The order of the rows of a seed in its file. #}
{% macro file_order() -%}
    {{ return(adapter.dispatch('file_order')()) }}
{%- endmacro %}

{% macro default__file_order() -%}
    monotonically_increasing_id()
{%- endmacro %}

{% macro duckdb__file_order() -%}
    rowid
{%- endmacro %}

{# How many numbers a sentence can show besides its evidence. #}
{% macro shown_numbers_per_sentence() %}{{ return(17) }}{% endmacro %}

{# One placeholder's value among the rows of a sentence. #}
{% macro at_place(column, place) %}max(case when place = {{ place }} then {{ column }} end){% endmacro %}

{# A year or a count typed into a sentence, which nothing ties to a figure. #}
{% macro has_typed_number(text) -%}
    coalesce({{ regexp_like(text, '[0-9]{3}|[0-9][,.][0-9]') }}, false)
{%- endmacro %}

{% macro regexp_like(text, pattern) -%}
    {{ return(adapter.dispatch('regexp_like')(text, pattern)) }}
{%- endmacro %}

{% macro default__regexp_like(text, pattern) -%}
    {{ text }} rlike '{{ pattern }}'
{%- endmacro %}

{% macro duckdb__regexp_like(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
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

{# A slice as people say it: 'age_missing=17' becomes 'age when missing 17'. #}
{% macro spoken_slice(expression) -%}
    replace(replace(replace(replace({{ expression }}, 'age_missing=', 'age when missing '), 'race_ethnicity=', 'race or ethnicity '), '_', ' '), '=', ' ')
{%- endmacro %}
