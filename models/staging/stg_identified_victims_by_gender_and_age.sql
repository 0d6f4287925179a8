with source as (
    select * from {{ ref('raw_identified_victims_by_gender_and_age') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='identified_victims_by_gender_and_age',
        row_label='gender',
        columns=['infant_toddler', 'prepubescent', 'pubescent', 'total'],
    ) }}
)

{{ parse_printed('renamed') }}
