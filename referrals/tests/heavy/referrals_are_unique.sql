-- An id that stands twice would be counted twice. Where files were added, only their ids can have become such.
-- depends_on: {{ ref('feed_rows') }}
{% set parts = of_run('parts', 1) if flags.FULL_REFRESH else 1 %}
{% for part in range(parts) %}
(
    select referral_id
    from {{ ref('referrals') }}
    {% if flags.FULL_REFRESH %}
    where {{ part_of('referral_id', parts) }} = {{ part }}
    {% else %}
    where referral_id in (select referral_id from {{ ref('feed_rows') }} where referral_id is not null)
    {% endif %}
    group by referral_id
    having count(*) > 1
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
