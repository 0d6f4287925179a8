{# The comments of a table, in one statement: its description and that of each column, with the unit that the column's
   meta states. Which columns there are is not asked first: one that is described and not built stops the build. #}
{% macro comments_of(relation, model) %}
    {%- set units = [] -%}
    {%- set comments = [] -%}
    {%- for name, column in model.columns.items() -%}
        {%- set unit = column.meta.unit -%}
        {%- if unit and unit not in units -%}{%- do units.append(unit) -%}{%- endif -%}
        {%- set comment = column.description ~ (' Unit: ' ~ unit ~ '.' if unit else '') -%}
        {%- do comments.append('comment on column ' ~ relation ~ '.' ~ adapter.quote(name) ~ ' is \'' ~ comment | replace("'", "''") ~ "'") -%}
    {%- endfor -%}
    {%- set comment = model.description ~ (' Unit: ' ~ (units | join('; ') or 'none') ~ '.' if model.resource_type == 'model') -%}
    {%- do comments.append('comment on ' ~ relation.type ~ ' ' ~ relation ~ ' is \'' ~ comment | replace("'", "''") ~ "'") -%}
    {%- if config.persist_relation_docs() or config.persist_column_docs() -%}
        {{ comments | join(';\n') }}
    {%- endif -%}
{% endmacro %}


{% macro duckdb__persist_docs(relation, model, for_relation, for_columns) %}
    {%- set comments = comments_of(relation, model) -%}
    {%- if comments -%}
        {%- do run_query(comments) -%}
    {%- endif -%}
{% endmacro %}
