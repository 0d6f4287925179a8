-- By which columns a row of each table is known, and which name a row of another: what the tests beside the marts check.
{%- set rows = [] -%}
{%- for test in (graph.nodes.values() if execute else []) if (test.test_metadata or {}).get('name') == var('test_of_every_mart') -%}
    {%- set table = graph.nodes[test.attached_node].name -%}
    {%- set key, references = test.test_metadata.kwargs.key, test.test_metadata.kwargs.get('refers_to', {}) -%}
    {%- for column in key + references.keys() | reject('in', key) | list -%}
        {%- set target = references.get(column, '').split('.') -%}
        {%- do rows.append([table, column, key.index(column) + 1 if column in key else 'null', target[0], target[1] or column]) -%}
    {%- endfor -%}
{%- endfor -%}
{%- for table, column, position, target, target_column in rows | sort %}
select
    cast('{{ table }}' as string) as table_name,
    cast('{{ column }}' as string) as column_name,
    cast({{ position }} as integer) as key_position,
    cast({{ "'" ~ target ~ "'" if target else 'null' }} as string) as refers_to_table,
    cast({{ "'" ~ target_column ~ "'" if target else 'null' }} as string) as refers_to_column
{{ "union all" if not loop.last }}
{%- endfor %}
