-- Every row of the files, words as numbers, with the reason why it cannot be accepted; NULL for a good one.
{{ config(materialized='view' if target.type == 'duckdb' else 'table') }}

with numbered as (
    select
        *,
        {{ number_of('incident_type', var('incident_types')) }} as incident_type_no,
        {{ number_of('report_class', var('report_classes')) }} as report_class_no,
        {{ number_of('case_status', var('case_statuses')) }} as case_status_no,
        {{ number_of('closed_reason', var('closed_reasons')) }} as closed_reason_no
    from (
        {{ feed_rows() }}
    ) as feed
)

select
    {{ version_columns() }},
    file,
    row_number,
    cast({{ reason() }} as string) as reason
from numbered
