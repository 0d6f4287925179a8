with source as (
    select * from {{ ref('raw_cybertip_reports_by_country') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='cybertip_reports_by_country',
        row_label='country',
        columns=['reports'],
    ) }}
)

{{ parse_printed('renamed') }}
