-- The versions of the repeated ids, ranked: 1 is the last one. Those of earlier runs take part as they stand.
with versions as (
    select
        {{ version_columns() }},
        false as is_held
    from {{ ref('feed_rows') }} as fresh
    semi join {{ ref('repeated_ids') }} as repeated on fresh.referral_id = repeated.referral_id
    where reason is null
    {% if holds_referrals() %}
    union all
    select
        {{ version_columns() }},
        true as is_held
    from {{ adapter.get_relation(this.database, this.schema, 'referrals') }} as held
    semi join {{ ref('repeated_ids') }} as repeated on held.referral_id = repeated.referral_id
    {% endif %}
)

select
    *,
    row_number() over (partition by referral_id order by {{ last_first() }}) as place
from versions
