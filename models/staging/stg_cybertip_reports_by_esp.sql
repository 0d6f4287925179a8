with source as (
    select * from {{ ref('raw_cybertip_reports_by_esp') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='cybertip_reports_by_esp',
        row_label='esp',
        columns=['reports'],
    ) }}
)

{{ parse_printed('renamed') }}
