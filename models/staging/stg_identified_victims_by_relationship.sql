with source as (
    select * from {{ ref('raw_identified_victims_by_relationship') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='identified_victims_by_relationship',
        row_label='relationship_type',
        columns=['number_known', 'percentage'],
    ) }}
)

{{ parse_printed('renamed') }}
