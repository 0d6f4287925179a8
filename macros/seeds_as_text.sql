{#
    Raw stays raw: every seed column is text, whatever it looks like. dbt would otherwise guess
    types and lose leading zeros, turn 1.7 into 2 and read a swapped header by position.
#}
{% macro duckdb__create_csv_table(model, agate_table) %}
    {%- set sql -%}
        create or replace table {{ this.render() }} (
            {%- for column in agate_table.column_names %}
            {{ adapter.quote(column) }} varchar{{ "," if not loop.last }}
            {%- endfor %}
        )
    {%- endset -%}
    {% call statement('_') -%}{{ sql }}{%- endcall %}
    {{ return(sql) }}
{% endmacro %}
