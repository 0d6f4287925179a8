-- Every row that was read is accepted, superseded or in quarantine, once; the aggregate counts each accepted one.
with counted as (
    select
        (select coalesce(sum(rows_read), 0) from {{ ref('feed_files') }}) as rows_read,
        (select count(*) from {{ ref('referrals') }}) as accepted,
        (select count(*) from {{ ref('superseded') }}) as superseded,
        (select count(*) from {{ ref('quarantine') }}) as quarantined,
        (select coalesce(sum(referrals), 0) from {{ ref('referral_counts') }}) as counted
)

select *
from counted
where rows_read <> accepted + superseded + quarantined or accepted <> counted
