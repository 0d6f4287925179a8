{#
    A build begins with an empty file, so a table is created where it belongs, whole and with its comments, in one
    statement that is one transaction: dbt's way (a second table, a rename and a drop; begin, comments and commit each
    a call of their own) is for tables that somebody reads meanwhile. Where the table is there already (dbt run on a
    kept file) it is dbt's way.
#}
{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
    {%- if pre_hooks or post_hooks or load_cached_relation(this) is not none -%}
        {{ return(dbt.materialization_table_duckdb()) }}
    {%- endif -%}
    {%- set relation = this.incorporate(type='table') -%}
    {%- do in_one_transaction(create_table_as(False, relation, compiled_code), relation) -%}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}


{# A test only reads: no transaction is opened and rolled back for it. #}
{% materialization test, adapter='duckdb' %}
    {%- if should_store_failures() -%}
        {{ return(dbt.materialization_test_default()) }}
    {%- endif -%}
    {% call statement('main', fetch_result=True, auto_begin=False) -%}
        {{ get_test_sql(get_limit_subquery_sql(sql, config.get('limit')), config.get('fail_calc'), config.get('warn_if'), config.get('error_if'), limit=none) }}
    {%- endcall %}
    {{ return({'relations': []}) }}
{% endmaterialization %}


{# What makes a table and the comments on it, as the statement of this node. #}
{% macro in_one_transaction(create, relation) %}
    {%- if pre_hooks or post_hooks -%}
        {%- do exceptions.raise_compiler_error('No hook of a seed is run: macros/materialize.sql loads it in one statement.') -%}
    {%- endif -%}
    {%- set sql = ['begin', create | trim | trim(';'), comments_of(relation, model) | trim, 'commit'] | select | join(';\n') -%}
    {%- call noop_statement('main', 'OK', 'OK') -%}{{ sql }}{%- endcall -%}
    {%- do adapter.add_query(sql, auto_begin=False, abridge_sql_log=True) -%}
{% endmacro %}
