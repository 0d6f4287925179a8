-- Rows that the contract does not allow: where they stand and why, and nothing of what they say.
{{ config(materialized='incremental' if target.type == 'duckdb' else 'table') }}

select
    file,
    row_number,
    reason
from {{ ref('feed_rows') }}
where reason is not null
