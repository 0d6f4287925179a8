-- All that the light tier reads: how many referrals share an agency, month, type, class, status and time to the status.
with counted as (
    select
        agency_id,
        cast(date_trunc('month', received_date) as date) as received_month,
        incident_type_no,
        report_class_no,
        case_status_no,
        closed_reason_no,
        -- in steps of 30 days
        cast(floor({{ days_between('received_date', 'status_date') }} / 30) as int) as steps_to_status,
        cast(count(*) as bigint) as referrals,
        max(updated_at) as last_updated_at
    from {{ ref('referrals') }}
    group by all
)

select
    agency_id,
    received_month,
    {{ word_of('incident_type_no', var('incident_types')) }} as incident_type,
    {{ word_of('report_class_no', var('report_classes')) }} as report_class,
    {{ word_of('case_status_no', var('case_statuses')) }} as case_status,
    {{ word_of('closed_reason_no', var('closed_reasons')) }} as closed_reason,
    steps_to_status,
    referrals,
    last_updated_at
from counted
