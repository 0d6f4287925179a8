-- The counts with their outcome, for the years that are old enough and were not given out before.
select
    cast(year(counts.received_month) as varchar) as period_label,
    counts.report_class,
    outcomes.outcome,
    counts.agency_id,
    counts.received_month,
    counts.incident_type,
    counts.case_status,
    counts.closed_reason,
    coalesce(counts.case_status || coalesce(': ' || counts.closed_reason, ''), '') as status_and_reason,
    -- what has no outcome is followed to the day of the feed, from the end of its month: so long at least
    case
        when outcomes.outcome in ('Under investigation', 'Referred to another agency', 'No feedback')
            then cast(floor((age.as_of_date - last_day(counts.received_month)) / 30) as int)
        else counts.steps_to_status
    end as steps,
    outcomes.outcome not in ('Under investigation', 'Referred to another agency', 'No feedback') as has_ended,
    cast(counts.referrals as bigint) as referrals,
    age.as_of_date,
    datediff('month', make_date(year(counts.received_month), 12, 1), age.as_of_date) as months_since,
    datediff('month', make_date(year(counts.received_month), 12, 1), age.as_of_date) > {{ var('mature_after_months') }} as is_mature
from {{ ref('referral_counts') }} as counts
inner join {{ ref('referral_outcomes') }} as outcomes
    on counts.case_status is not distinct from outcomes.case_status
    and counts.closed_reason is not distinct from outcomes.closed_reason
cross join {{ ref('feed_age') }} as age
