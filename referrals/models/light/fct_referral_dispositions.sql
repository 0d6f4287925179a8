-- What may be known of the referrals of each year: blocks of at least smallest_cell, as finely divided as that allows.
{% set columns = ['report_class', 'outcome', 'agency_id', 'received_month', 'incident_type', 'status_and_reason'] %}
with cells as (
    select *
    from {{ ref('int_cells') }}
    where is_mature
    {% if var('release_before') %}
        and period_label not in (select period_label from {{ released_before('fct_referral_dispositions') }})
    {% endif %}
),

-- a year with fewer referrals than that is not given out at all
by_year as (
    select cells.*
    from cells
    qualify sum(referrals) over (partition by period_label) >= {{ var('smallest_cell') }}
),

{% set block = ['period_label'] %}
{% for column in columns %}
by_{{ column }} as (
    {{ divided('by_' ~ columns[loop.index0 - 1] if loop.index0 else 'by_year', block, column) }}
){{ ',' if not loop.last }}
{% do block.append(column ~ '_shown') %}
{% endfor %}

select
    period_label,
    report_class_shown as report_class,
    outcome_shown as outcome,
    agency_id_shown as agency_id,
    received_month_shown as received_month,
    incident_type_shown as incident_type,
    case
        when status_and_reason_shown = '(several)' then '(several)'
        when status_and_reason_shown = '' then 'none'
        else split_part(status_and_reason_shown, ': ', 1)
    end as case_status,
    case
        when status_and_reason_shown = '(several)' then '(several)'
        else coalesce(nullif(split_part(status_and_reason_shown, ': ', 2), ''), 'none')
    end as closed_reason,
    cast(sum(referrals) as bigint) as referrals,
    any_value(as_of_date) as as_of_date,
    cast(any_value(months_since) as int) as months_since
from by_{{ columns[-1] }}
group by all
{% if var('release_before') %}
union all
select * from {{ released_before('fct_referral_dispositions') }}
{% endif %}
