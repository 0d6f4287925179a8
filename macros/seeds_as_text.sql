{#
    Raw stays raw: every seed column is text, whatever it looks like. dbt would otherwise guess
    types and lose leading zeros, turn 1.7 into 2 and read a swapped header by position.

    dbt remembers the folder in which a seed was first parsed; a copied project must load its own file.
    Nothing about the file is guessed: DuckDB would take the apostrophe of 'Ohana for a quotation mark.
#}
{% materialization seed, adapter='duckdb' %}
    {%- set as_read = load_agate_table() -%}
    {%- set path = modules.re.sub('([*?[])', '[\\1]', as_read.original_abspath) | replace("'", "''") -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set create -%}
        create or replace table {{ relation }} (
            {%- for column in as_read.column_names %}
            {{ adapter.quote(column) }} varchar{{ "," if not loop.last }}
            {%- endfor %}
        );
        copy {{ relation }} from '{{ path }}' (
            format csv, header true, delimiter ',', quote '"', escape '"', auto_detect false
        );
    {%- endset -%}
    {%- do in_one_transaction(create, relation) -%}
    {%- do store_result('agate_table', response='OK', agate_table=as_read) -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}
