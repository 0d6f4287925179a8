-- All that the light tier counts from: how many referrals share an agency, month, type, class, status and time to the status.
-- Where files were added, only what they changed is counted anew.
-- depends_on: {{ ref('feed_rows') }}, {{ ref('repeated_ids') }}, {{ ref('contested') }}, {{ ref('referrals') }}
with counted as (
    {% if holds_referrals() %}
    {{ counted('(select fresh.* from ' ~ ref('feed_rows') ~ ' as fresh anti join ' ~ ref('repeated_ids') ~ ' as repeated on fresh.referral_id = repeated.referral_id where reason is null)') }}
    union all
    {{ counted('(select * from ' ~ ref('contested') ~ ' where place = 1)') }}
    union all
    {{ counted('(select * from ' ~ ref('contested') ~ ' where is_held)', sign='-') }}
    {% else %}
    {{ counted(ref('referrals')) }}
    {% endif %}
),

named as (
    select
        agency_id,
        received_month,
        {{ word_of('incident_type_no', var('incident_types')) }} as incident_type,
        {{ word_of('report_class_no', var('report_classes')) }} as report_class,
        {{ word_of('case_status_no', var('case_statuses')) }} as case_status,
        {{ word_of('closed_reason_no', var('closed_reasons')) }} as closed_reason,
        steps_to_status,
        referrals
    from counted
    {% if holds_referrals() %}
    union all
    select * from {{ adapter.get_relation(this.database, this.schema, this.identifier) }}
    {% endif %}
)

select
    agency_id,
    received_month,
    incident_type,
    report_class,
    case_status,
    closed_reason,
    steps_to_status,
    cast(sum(referrals) as bigint) as referrals
from named
group by all
having sum(referrals) <> 0
