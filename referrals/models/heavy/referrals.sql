-- One row per referral: its last version. What only one row bears needs no comparison.
-- depends_on: {{ ref('held') }}
{{ config(
    materialized='incremental' if target.type == 'duckdb' else 'table',
    pre_hook="{{ drop_held() }}",
) }}

{% set passes = of_run('passes', 1) %}
{% for pass in range(passes) %}
select {{ version_columns() }}
from {{ of_pass(ref('feed_rows'), pass, passes) }} as fresh
anti join {{ of_pass(ref('repeated_ids'), pass, passes) }} as repeated on fresh.referral_id = repeated.referral_id
where reason is null
union all
{% endfor %}
select {{ version_columns() }}
from {{ ref('contested') }}
where place = 1
