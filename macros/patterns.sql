{# Every match, not only the first. #}
{% macro regexp_replace_all(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro regexp_like(text, pattern) -%}
    regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{# A year or a count typed into a sentence, which nothing ties to a figure. #}
{% macro has_typed_number(text) -%}
    coalesce({{ regexp_like(text, '[0-9]{3}|[0-9][,.][0-9]') }}, false)
{%- endmacro %}

{# The whole text has this form. #}
{% macro has_form(expression, pattern) -%}
    regexp_extract({{ expression }}, '^({{ pattern }})$', 1) = {{ expression }}
{%- endmacro %}
