-- Referrals of each slice (the whole year, a class, an agency) by outcome, and whether the slice is known whole: an
-- agency that does not stand alone may be among the several that do not.
with blocks as (
    select
        period_label,
        report_class,
        outcome,
        agency_id,
        sum(referrals) as referrals,
        any_value(as_of_date) as as_of_date,
        any_value(months_since) as months_since
    from {{ ref('fct_referral_dispositions') }}
    group by all
),

slices as (
    select distinct
        period_label,
        unnest(['all', report_class, 'all', report_class]) as class_of_slice,
        unnest(['all', 'all', agency_id, agency_id]) as agency_of_slice
    from blocks
)

select
    slices.period_label,
    slices.class_of_slice,
    slices.agency_of_slice,
    blocks.report_class,
    blocks.outcome,
    coalesce(sum(blocks.referrals) filter (where slices.agency_of_slice in ('all', blocks.agency_id)), 0) as referrals,
    coalesce(
        slices.agency_of_slice <> 'all'
            and bool_or(blocks.agency_id = '(several)')
            and not bool_or(blocks.agency_id = slices.agency_of_slice),
        false
    ) as is_unsure,
    any_value(blocks.as_of_date) as as_of_date,
    any_value(blocks.months_since) as months_since
from slices
inner join blocks
    on slices.period_label = blocks.period_label
    and (slices.class_of_slice = 'all' or slices.class_of_slice = blocks.report_class)
where slices.class_of_slice <> '(several)' and slices.agency_of_slice <> '(several)'
group by slices.period_label, slices.class_of_slice, slices.agency_of_slice, blocks.report_class, blocks.outcome
