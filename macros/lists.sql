{# Text of a list in a stable order: what ties stands by its own text, not as the engine met it. #}
{% macro joined_list(expression, order_by, separator) -%}
    {%- set text = expression | replace('distinct ', '') -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }}{{ ', ' ~ text if text != order_by }})
{%- endmacro %}

{# The other way round: one row per item of such a text. #}
{% macro items_of(expression, separator) -%}
    unnest(string_split({{ expression }}, '{{ separator }}'))
{%- endmacro %}
