-- The only SQL of the heavy tier that the two engines spell differently.

{# rows of the files: the contract, file, row_number and, for what was converted, why a row cannot be read #}
{% macro feed_rows() %}{{ return(adapter.dispatch('feed_rows', 'referrals')()) }}{% endmacro %}

{% macro duckdb__feed_rows() %}
    {%- set columns = var('contract').keys() | join(', ') -%}
    {%- set files = of_run('files', []) -%}
    {%- set typed = files | rejectattr('is_converted') | map(attribute='path') | list -%}
    {%- set converted = files | selectattr('is_converted') | map(attribute='path') | list -%}
    {%- if typed %}
    select {{ columns }}, filename as file, file_row_number + 1 as row_number, cast(null as varchar) as unread
    from read_parquet({{ text_list(typed) }}, filename = true, file_row_number = true, hive_partitioning = false)
    {%- endif %}
    {%- if typed and converted %}
    union all
    {%- endif %}
    {%- if converted %}
    select {{ columns }}, filename as file, row_number, unread
    from read_parquet({{ text_list(converted) }}, filename = true, hive_partitioning = false)
    {%- endif %}
    {%- if not typed and not converted %}
    select {% for column, type in var('contract').items() %}cast(null as {{ type }}) as {{ column }}, {% endfor %}
        cast(null as varchar) as file, cast(null as bigint) as row_number, cast(null as varchar) as unread
    where false
    {%- endif %}
{% endmacro %}

{# whoever runs it on Spark gives it this view over the files (referrals/run.py for a session of its own) #}
{% macro spark__feed_rows() %}
    select {{ var('contract').keys() | join(', ') }}, file, row_number, unread from feed_rows
{% endmacro %}

{% macro text_list(texts) %}[{% for text in texts %}'{{ text | replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor %}]{% endmacro %}

{# which of so many parts an id falls into; the parts need not be the same on both engines #}
{% macro part_of(column, parts) %}{{ return(adapter.dispatch('part_of', 'referrals')(column, parts)) }}{% endmacro %}
{% macro duckdb__part_of(column, parts) %}hash({{ column }}) % {{ parts }}{% endmacro %}
{% macro spark__part_of(column, parts) %}pmod(hash({{ column }}), {{ parts }}){% endmacro %}

{# a word's place in a list, NULL for any other: DuckDB looks each word of a dictionary up once, and not in every row #}
{% macro place_in(column, list) %}{{ return(adapter.dispatch('place_in', 'referrals')(column, list)) }}{% endmacro %}
{% macro duckdb__place_in(column, list) %}list_position({{ text_list(list) }}, {{ column }}){% endmacro %}
{% macro spark__place_in(column, list) %}nullif(array_position(array({{ words(list) }}), {{ column }}), 0){% endmacro %}

{% macro matches(column, pattern) %}{{ return(adapter.dispatch('matches', 'referrals')(column, pattern)) }}{% endmacro %}
{% macro duckdb__matches(column, pattern) %}regexp_full_match({{ column }}, '{{ pattern }}'){% endmacro %}
{% macro spark__matches(column, pattern) %}{{ column }} rlike '^{{ pattern }}$'{% endmacro %}

{% macro days_between(first, last) %}{{ return(adapter.dispatch('days_between', 'referrals')(first, last)) }}{% endmacro %}
{% macro duckdb__days_between(first, last) %}({{ last }} - {{ first }}){% endmacro %}
{% macro spark__days_between(first, last) %}datediff({{ last }}, {{ first }}){% endmacro %}
