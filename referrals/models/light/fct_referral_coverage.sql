-- How many referrals of a year the feed holds, beside the deliveries that NCMEC published for that year.
{% if var('warehouse') %}
with published as (
    select calendar_year, lower(report_class) as report_class, recipient_type, deliveries
    from published.marts.fct_cybertip_deliveries
),
{% else %}
with published as (
    select cast(null as int) as calendar_year, '' as report_class, '' as recipient_type, 0 as deliveries
    where false
),
{% endif %}
deliveries as (
    select cast(calendar_year as varchar) as period_label, report_class, recipient_type, sum(deliveries) as deliveries
    from published
    group by all
    union all
    select cast(calendar_year as varchar) as period_label, 'all' as report_class, recipient_type, sum(deliveries) as deliveries
    from published
    group by all
),

referrals as (
    select period_label, report_class, sum(referrals) as referrals
    from {{ ref('fct_referral_dispositions') }}
    where report_class <> '(several)'
    group by all
    union all
    select period_label, 'all' as report_class, sum(referrals) as referrals
    from {{ ref('fct_referral_dispositions') }}
    group by all
)

select
    referrals.period_label,
    referrals.report_class,
    coalesce(deliveries.recipient_type, 'not published') as recipient_type,
    cast(referrals.referrals as bigint) as referrals,
    cast(deliveries.deliveries as bigint) as published_deliveries,
    referrals.referrals / nullif(deliveries.deliveries, 0) as share_of_deliveries
from referrals
left join deliveries
    on referrals.period_label = deliveries.period_label and referrals.report_class = deliveries.report_class
