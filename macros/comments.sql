{# A comment on every described column, without asking the database first which columns there are: one that is
   described and not built stops the build. #}
{% macro duckdb__alter_column_comment(relation, column_dict) %}
    {%- for name, column in column_dict.items() %}
    comment on column {{ relation }}.{{ adapter.quote(name) }} is {{ duckdb_escape_comment(column['description']) }};
    {%- endfor %}
{% endmacro %}
