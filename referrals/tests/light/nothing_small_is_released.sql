-- No block, numerator or denominator below smallest_cell; no referral lost on the way; every bound in its order.
select 'a block is too small' as problem, count(*) as found
from {{ ref('fct_referral_dispositions') }}
where referrals < {{ var('smallest_cell') }}
having count(*) > 0
union all
select 'a part of a rate is too small' as problem, count(*) as found
from {{ ref('fct_referral_rates') }}
where numerator_low between 1 and {{ var('smallest_cell') }} - 1
    or numerator_high between 1 and {{ var('smallest_cell') }} - 1
    or numerator_high - numerator_low between 1 and {{ var('smallest_cell') }} - 1
    or denominator_value - numerator_high between 1 and {{ var('smallest_cell') }} - 1
having count(*) > 0
union all
select 'bounds are not in order' as problem, count(*) as found
from {{ ref('fct_referral_rates') }}
where status = 'computed' and not coalesce(0 <= rate_low and rate_low <= rate_high and rate_high <= 1 and isfinite(rate_high), false)
    or status = 'not_computable' and (rate_low is not null or rate is not null or reason is null)
having count(*) > 0
union all
select 'cells and counts differ' as problem, 1 as found
where (select coalesce(sum(referrals), 0) from {{ ref('int_cells') }}) <> (select coalesce(sum(referrals), 0) from {{ ref('referral_counts') }})
union all
-- years of this run: blocks hold what the cells hold
select 'year ' || released.period_label || ' is not whole' as problem, 1 as found
from (
    select period_label, sum(referrals) as referrals, max(as_of_date) as as_of_date from {{ ref('fct_referral_dispositions') }} group by all
) as released
inner join (select period_label, sum(referrals) as referrals, max(as_of_date) as as_of_date from {{ ref('int_cells') }} group by all) as cells
    on released.period_label = cells.period_label
where {{ "released.referrals <> cells.referrals" if not var('release_before') else "false" }}
