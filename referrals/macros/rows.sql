{% macro words(list) %}{% for word in list %}'{{ word | replace("'", "''") }}'{{ ', ' if not loop.last }}{% endfor %}{% endmacro %}

{# a word of a list as its place in it: numbers are stored and compared in a third of the time #}
{% macro number_of(column, list) %}cast({{ place_in(column, list) }} as smallint){% endmacro %}
{% macro word_of(column, list) %}
    case {{ column }} {% for word in list %}when {{ loop.index }} then '{{ word | replace("'", "''") }}' {% endfor %}end
{%- endmacro %}

{# why a row is not accepted, the first reason that holds; NULL for a good row #}
{% macro reason() %}
    case
        when unread is not null then unread
        {% for column in ['referral_id', 'agency_id', 'state_code', 'received_date', 'incident_type', 'report_class', 'updated_at'] %}
        when {{ column }} is null then '{{ column }} is empty'
        {% endfor %}
        when not {{ matches('agency_id', '[A-Z0-9][A-Z0-9-]{0,31}') }} then 'agency_id is no code (capital letters, digits, hyphens)'
        when {{ place_in('state_code', var('state_codes')) }} is null then 'state_code is not known'
        {% for column in ['incident_type', 'report_class', 'case_status', 'closed_reason'] %}
        when {{ column }} is not null and {{ column }}_no is null then '{{ column }} is not known'
        {% endfor %}
        when closed_reason is not null and (case_status is null or case_status <> 'Closed') then 'closed_reason without the status Closed'
        when case_status is null and status_date is not null then 'status_date without a case_status'
        when case_status is not null and status_date is null then 'case_status without a status_date'
        when status_date < received_date then 'status_date before received_date'
        when updated_at < cast(received_date as timestamp) then 'updated_at before received_date'
        when updated_at < cast(status_date as timestamp) then 'updated_at before status_date'
        when updated_at >= cast(cast('{{ of_run('last_day', '9999-12-31') }}' as date) as timestamp) then 'updated_at in the future'
    end
{% endmacro %}

{# a relation, or the share of it whose ids belong to this pass #}
{% macro of_pass(relation, pass, passes) -%}
    {{ relation if passes == 1 else '(select * from ' ~ relation ~ ' where ' ~ part_of('referral_id', passes) ~ ' = ' ~ pass ~ ')' }}
{%- endmacro %}

{# which of several versions of a referral is the last: by time, then by what it says, so that no order of arrival matters #}
{% macro last_first() %}
    updated_at desc,
    status_date desc nulls last,
    case_status_no desc nulls last,
    closed_reason_no desc nulls last,
    received_date desc,
    report_class_no desc,
    incident_type_no desc,
    agency_id desc
{% endmacro %}

{# state_code is checked and not kept: nothing is released by state #}
{% macro version_columns() %}
    referral_id,
    agency_id,
    received_date,
    incident_type_no,
    report_class_no,
    case_status_no,
    closed_reason_no,
    status_date,
    updated_at
{%- endmacro %}

{# rows counted by what the light tier asks; with the sign - they are taken away again #}
{% macro counted(relation, sign='') %}
    select
        agency_id,
        cast(date_trunc('month', received_date) as date) as received_month,
        incident_type_no,
        report_class_no,
        case_status_no,
        closed_reason_no,
        -- in steps of 30 days
        cast(floor({{ days_between('received_date', 'status_date') }} / 30) as int) as steps_to_status,
        {{ sign }}cast(count(*) as bigint) as referrals
    from {{ relation }} as versions
    group by all
{% endmacro %}
