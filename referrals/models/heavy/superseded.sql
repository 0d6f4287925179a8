-- Versions that a later one of the same referral replaced.
{{ config(materialized='incremental' if target.type == 'duckdb' else 'table') }}

select
    referral_id,
    updated_at
from {{ ref('contested') }}
where place > 1
