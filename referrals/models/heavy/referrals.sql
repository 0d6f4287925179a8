-- One row per referral: its last version. What only one row bears needs no comparison.
-- depends_on: {{ ref('held') }}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    pre_hook="{{ drop_held() }}",
    post_hook="{{ further_passes(uncontested_of) }}",
) }}

{{ uncontested_of(0) }}
union all
select {{ version_columns() }}
from {{ ref('contested') }}
where place = 1
