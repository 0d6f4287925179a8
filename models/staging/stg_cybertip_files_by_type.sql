with source as (
    select * from {{ ref('raw_cybertip_files_by_type') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='cybertip_files_by_type',
        row_label='file_type',
        columns=['files'],
    ) }}
)

{{ parse_printed('renamed') }}
