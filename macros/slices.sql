{# A slice as people say it: 'age_missing=17' becomes 'age when missing 17'. #}
{% macro spoken_slice(expression) -%}
    replace(replace(replace(replace({{ expression }}, 'age_missing=', 'age when missing '), 'race_ethnicity=', 'race or ethnicity '), '_', ' '), '=', ' ')
{%- endmacro %}
