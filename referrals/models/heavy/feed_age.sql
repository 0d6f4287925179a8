-- The day of the last update that any accepted referral had.
select cast(max(updated_at) as date) as as_of_date
from {{ ref('referrals') }}
