with source as (
    select * from {{ ref('raw_cybertip_reports_by_incident_type') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='cybertip_reports_by_incident_type',
        row_label='incident_type',
        columns=['reports'],
    ) }}
)

{{ parse_printed('renamed') }}
