-- Ids that more than one row bears: only their versions must be compared. Bad rows may make an id look repeated;
-- that costs a comparison and changes nothing.
{% for part in range(var('parts')) %}
(
    select referral_id
    from {{ ref('feed_rows') }}
    where referral_id is not null and {{ part_of('referral_id') }} = {{ part }}
    group by referral_id
    having count(*) > 1
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
{% if holds_referrals() %}
union
select rows_before.referral_id
from {{ adapter.get_relation(this.database, this.schema, 'referrals') }} as rows_before
inner join (select distinct referral_id from {{ ref('feed_rows') }}) as fresh
    on rows_before.referral_id = fresh.referral_id
{% endif %}
