{# A readable key part: 'Lost, Injured' becomes 'lost-injured'. #}
{% macro slug(expression) -%}
    trim(both '-' from {{ regexp_replace_all("lower(coalesce(" ~ expression ~ ", ''))", '[^a-z0-9<>+%]+', '-') }})
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
    rowid
{%- endmacro %}
