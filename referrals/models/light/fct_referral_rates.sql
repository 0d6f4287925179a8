-- What share of the referrals of a year ended how: between the least and the most that the released blocks allow.
with shown as (
    -- what a block says of each question: yes, no, or open (it may hold some)
    select outcome, counts, case when count(distinct says) = 1 then min(says) else 'open' end as says, bool_and(has_feedback = 'yes') as has_feedback
    from (
        unpivot (select *, if(has_feedback = 'yes', 'no', 'yes') as no_feedback from {{ ref('referral_outcomes') }})
        on arrested, charged, convicted, closed_with_reason, no_feedback into name counts value says
    )
    group by outcome, counts
),

parts as (
    select
        rates.rate_id,
        slices.period_label,
        slices.class_of_slice,
        slices.agency_of_slice,
        any_value(slices.as_of_date) as as_of_date,
        any_value(slices.months_since) as months_since,
        bool_or(slices.is_unsure) or bool_or(rates.denominator = 'with_feedback' and shown.outcome is null) as is_unsure,
        coalesce(sum(slices.referrals) filter (where shown.says = 'yes' and is_counted), 0) as numerator_low,
        coalesce(sum(slices.referrals) filter (where coalesce(shown.says, 'open') <> 'no' and is_counted), 0) as numerator_high,
        coalesce(sum(slices.referrals) filter (where is_counted), 0) as denominator_value,
        coalesce(sum(slices.referrals) filter (where shown.has_feedback), 0) as with_feedback,
        bool_or(shown.outcome is null) as feedback_is_unsure,
        sum(slices.referrals) as referrals
    from {{ ref('int_slices') }} as slices
    cross join {{ ref('referral_rates') }} as rates
    left join shown on slices.outcome = shown.outcome and rates.counts = shown.counts
    cross join lateral (select rates.denominator = 'all' or coalesce(shown.has_feedback, false) as is_counted) as counted
    group by rates.rate_id, slices.period_label, slices.class_of_slice, slices.agency_of_slice
),

-- years of which nothing is given out
held_back as (
    select
        period_label,
        any_value(as_of_date) as as_of_date,
        any_value(months_since) as months_since,
        bool_and(is_mature) as is_mature
    from {{ ref('int_cells') }}
    where period_label not in (select period_label from {{ ref('fct_referral_dispositions') }})
    group by period_label
),

all_parts as (
    select *, case when is_unsure then 'suppressed' end as reason_code from parts
    union all by name
    select
        rates.rate_id, held_back.*, 'all' as class_of_slice, 'all' as agency_of_slice,
        case when is_mature then 'too_few' else 'too_young' end as reason_code
    from held_back
    cross join {{ ref('referral_rates') }} as rates
)

select
    parts.rate_id,
    rates.rate_label,
    rates.would_answer,
    parts.period_label,
    -- only agencies of states and territories stand in a feed
    'US' as geography,
    coalesce(nullif(concat_ws('; ', 'report_class=' || nullif(class_of_slice, 'all'), 'agency_id=' || nullif(agency_of_slice, 'all')), ''), 'all') as slice,
    case cast(class_of_slice <> 'all' as int) + cast(agency_of_slice <> 'all' as int) when 0 then 'all' when 1 then 'one_dimension' else 'two_dimensions' end as slice_level,
    nullif(concat_ws('; ', case when class_of_slice <> 'all' then 'report_class' end, case when agency_of_slice <> 'all' then 'agency_id' end), '') as slice_dimension,
    nullif(concat_ws('; ', nullif(class_of_slice, 'all'), nullif(agency_of_slice, 'all')), '') as slice_member,
    nullif(concat_ws('; ', 'report class ' || nullif(class_of_slice, 'all'), 'agency ' || nullif(agency_of_slice, 'all')), '') as slice_label,
    class_of_slice as report_class,
    agency_of_slice as agency_id,
    rates.scoring,
    'referrals_' || rates.counts as numerator_measure_id,
    cast(case when reason_code is null and numerator_low = numerator_high then numerator_low end as bigint) as numerator_value,
    cast(case when reason_code is null then numerator_low end as bigint) as numerator_low,
    cast(case when reason_code is null then numerator_high end as bigint) as numerator_high,
    case when rates.denominator = 'all' then 'referrals' else 'referrals_with_feedback' end as denominator_measure_id,
    cast(case when reason_code is null then denominator_value end as bigint) as denominator_value,
    -- every rate divides by its own slice
    slice as denominator_slice,
    case when rates.denominator = 'all' then 'referrals received in the year' else 'referrals received in the year with feedback' end as denominator_label,
    'Reports of the CyberTipline that agencies of the feed received, once for each agency, by their last version'
        || case when rates.denominator = 'all' then '.' else '; only those with a status of the feedback form.' end as denominator_definition,
    case when reason_code is null then denominator_value < {{ var('small_denominator_below') }} end as small_denominator,
    case when reason_code is null and numerator_low = numerator_high then numerator_low / nullif(denominator_value, 0) end as rate,
    case when reason_code is null then numerator_low / nullif(denominator_value, 0) end as rate_low,
    case when reason_code is null then numerator_high / nullif(denominator_value, 0) end as rate_high,
    case when reason_code is not null or denominator_value = 0 then null when numerator_low = numerator_high then 'exact' else 'between' end as rate_precision,
    case when reason_code is null and not feedback_is_unsure then with_feedback / nullif(referrals, 0) end as coverage,
    case when reason_code is null and denominator_value > 0 then 'computed' else 'not_computable' end as status,
    case when reason_code is null and denominator_value = 0 then 'nothing_to_divide_by' else reason_code end as reason_code,
    case
        when reason_code = 'suppressed' then 'Some of its counts are below {{ var('smallest_cell') }} or stand together with such.'
        when reason_code = 'too_young' then 'Its youngest referrals are not more than {{ var('mature_after_months') }} months old; outcomes are still to come.'
        when reason_code = 'too_few' then 'Fewer than {{ var('smallest_cell') }} referrals.'
        when denominator_value = 0 then 'No referral is in the denominator.'
    end as reason,
    rates.assumption,
    rates.exclusions,
    cast(parts.months_since as int) as months_since,
    cast({{ var('mature_after_months') }} as int) as mature_after_months,
    parts.as_of_date
from all_parts as parts
inner join {{ ref('referral_rates') }} as rates on parts.rate_id = rates.rate_id
