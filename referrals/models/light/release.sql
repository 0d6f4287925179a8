-- What this release is: one row.
select
    coalesce(bool_and(agency_id like 'SYNTHETIC-%'), false) as is_synthetic,
    cast({{ var('smallest_cell') }} as int) as smallest_cell,
    cast({{ var('mature_after_months') }} as int) as mature_after_months,
    (select as_of_date from {{ ref('feed_age') }}) as as_of_date,
    (select string_agg(distinct period_label, ', ' order by period_label) from {{ ref('fct_referral_dispositions') }}) as years
from {{ ref('referral_counts') }}
