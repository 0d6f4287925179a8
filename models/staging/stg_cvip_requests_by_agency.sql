with source as (
    select * from {{ ref('raw_cvip_requests_by_agency') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='cvip_requests_by_agency',
        row_label='agency',
        columns=['requests', 'images', 'videos'],
    ) }}
)

{{ parse_printed('renamed') }}
