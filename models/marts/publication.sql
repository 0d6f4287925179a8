-- The row by which the publisher knows a database file of this project; see plugins/publish.py.
select
    cast('{{ var("project_id") }}' as string) as project_id,
    cast('{{ project_name }}' as string) as project_name,
    cast(null as string) as contents,
    cast(null as string) as metric_definitions
