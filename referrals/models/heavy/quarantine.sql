-- Rows that the contract does not allow: where they stand and why, and nothing of what they say.
{{ config(materialized='incremental' if target.type == 'duckdb' else 'table') }}

select
    coalesce(files.file, feed.file) as file,
    feed.row_number,
    feed.reason
from {{ ref('feed_rows') }} as feed
left join {{ ref('feed_files') }} as files on feed.file = files.path
where feed.reason is not null
