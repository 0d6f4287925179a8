{# The functions that the published file offers: parameters and SQL. Their descriptions stand beside, in the model functions. #}
{% macro functions() %}
    {{ return({
        'figure': {
            'parameters': "measure_id, period_label, slice := 'all', geography := null",
            'body': figure_function(),
            'description': 'The number that stands for a measure in a period, with its print, place and caveats; where none is loaded, one row that says why.',
        },
        'find': {
            'parameters': 'text',
            'body': find_function(),
            'description': 'Measures, rates, figures and gaps whose words match, best first: start here for the names that the other functions ask for.',
        },
        'check_statement': {
            'parameters': "about, period, claimed, slice := 'all', base_period := null, geography := null, compared_with := null",
            'body': check_statement_function(),
            'description': 'A number that somebody states against what the file holds: verdict, evidence, caveats, and what would be right; one row.',
        },
    }) }}
{% endmacro %}


{# A published table in the SQL of a function: by its schema alone, since readers call the file as they like. #}
{% macro mart(name) -%}
    {{ ref(name).include(database=false) }}
{%- endmacro %}


{# By schema alone, a function of one edition would answer from the tables of another one that is in use: whoever attaches two is told. #}
{% macro one_edition() -%}
    case
        when (select count(*) from duckdb_tables() where schema_name = '{{ ref('checkable_numbers').schema }}' and table_name = '{{ ref('checkable_numbers').identifier }}') > 1
            then error('Two editions are attached, and a function reads the one that is in use, whichever it is called by: detach one, or ask each in a connection of its own.')
        else true
    end
{%- endmacro %}


{# Made in the scratch file beside the table that lists them; publishing refuses any other text (plugins/ownership.py). #}
{% macro create_functions() %}
    {%- for name, function in functions().items() %}
        create or replace macro {{ this.schema }}.{{ name }}({{ function.parameters }}) as table {{ function.body }};
        comment on macro table {{ this.schema }}.{{ name }} is {{ duckdb_escape_comment(function.description) }};
    {%- endfor %}
{% endmacro %}


{# Each value once, in order, of a group. DISTINCT in an aggregate would take a table in memory of its own. #}
{% macro once(expression, condition=none) -%}
    list_sort(list_distinct(list({{ expression }}){{ ' filter (' ~ condition ~ ')' if condition }}))
{%- endmacro %}
