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


{# dbt remembers the folder in which a seed was first parsed; a copied project must load its own file.
   Nothing about the file is guessed: DuckDB would take the apostrophe of 'Ohana for a quotation mark. #}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {%- set path = modules.re.sub('([*?[])', '[\\1]', agate_table.original_abspath) | replace("'", "''") -%}
    {%- set sql -%}
        copy {{ this.render() }} from '{{ path }}' (
            format csv, header true, delimiter ',', quote '"', escape '"', auto_detect false
        )
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{ return(sql) }}
{% endmacro %}
