-- One row per referral: its last version.
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    pre_hook="{{ drop_contested() }}",
) }}

select {{ version_columns() }}
from {{ ref('feed_rows') }} as fresh
anti join {{ ref('repeated_ids') }} as repeated on fresh.referral_id = repeated.referral_id
where reason is null
union all
select {{ version_columns() }}
from {{ ref('contested') }}
where place = 1
