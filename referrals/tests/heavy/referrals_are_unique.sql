-- An id that stands twice would be counted twice.
{% for part in range(var('parts')) %}
(
    select referral_id
    from {{ ref('referrals') }}
    where {{ part_of('referral_id') }} = {{ part }}
    group by referral_id
    having count(*) > 1
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
