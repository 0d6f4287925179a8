{# A readable key part: 'Lost, Injured' becomes 'lost-injured'. #}
{% macro slug(expression) -%}
    trim(both '-' from {{ regexp_replace_all("lower(coalesce(" ~ expression ~ ", ''))", '[^a-z0-9<>+%]+', '-') }})
{%- endmacro %}

{# All cells of a registry row as one text. The columns are those declared in yml. #}
{% macro registry_row_text(registry) -%}
    {%- if execute -%}
        {%- for column in graph.nodes['seed.' ~ project_name ~ '.' ~ registry].columns -%}
            coalesce({{ column }}, '∅'){{ " || ' | ' || " if not loop.last }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{# What an approval remembers of it: ten letters, as a spreadsheet or a guard would take digits for a number. #}
{% macro fingerprint(text) -%}
    translate(substr(md5({{ text }}), 1, 10), '0123456789', 'ghijklmnop')
{%- endmacro %}

{# The order of the rows of a seed in its file. #}
{% macro file_order() -%}
    rowid
{%- endmacro %}
