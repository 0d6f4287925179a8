-- The files that were read, with the rows that each holds by its own count (before anything of it was looked at).
{{ config(materialized='incremental' if target.type == 'duckdb' else 'table') }}

{% for file in of_run('files', []) %}
select
    cast('{{ file.file | replace("'", "''") }}' as string) as file,
    cast('{{ file.path | replace("'", "''") }}' as string) as path,
    cast('{{ file.fingerprint }}' as string) as fingerprint,
    cast({{ file.rows_read }} as bigint) as rows_read
{% if not loop.last %}union all{% endif %}
{% else %}
select
    cast(null as string) as file,
    cast(null as string) as path,
    cast(null as string) as fingerprint,
    cast(null as bigint) as rows_read
where false
{% endfor %}
