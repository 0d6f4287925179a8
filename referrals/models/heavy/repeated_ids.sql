-- Ids that more than one row bears, or that are held already: only their versions must be compared. An id may stand here
-- twice, and bad rows may make one look repeated; that costs a comparison and changes nothing.
{% set parts = of_run('parts', 1) %}
{% for part in range(parts) %}
(
    select referral_id
    from {{ ref('feed_rows') }}
    where referral_id is not null and {{ part_of('referral_id', parts) }} = {{ part }}
    group by referral_id
    having count(*) > 1
)
union all
{% endfor %}
select referral_id
from {{ ref('held') }}
