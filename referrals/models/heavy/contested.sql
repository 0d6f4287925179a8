-- The versions of the repeated ids, ranked: 1 is the last one. Those of earlier runs take part as they stand.
-- A large feed is gone through several times, each time for a part of the ids: a part is joined and ranked in memory.
{% set passes = of_run('passes', 1) %}
{% for pass in range(passes) %}
select
    *,
    row_number() over (partition by referral_id order by {{ last_first() }}) as place
from (
    select
        {{ version_columns() }},
        false as is_held
    from {{ ref('feed_rows') }} as fresh
    semi join {{ of_pass(ref('repeated_ids'), pass, passes) }} as repeated on fresh.referral_id = repeated.referral_id
    where reason is null
    union all
    select
        {{ version_columns() }},
        true as is_held
    from {{ of_pass(ref('held'), pass, passes) }} as held
) as versions
{% if not loop.last %}union all{% endif %}
{% endfor %}
