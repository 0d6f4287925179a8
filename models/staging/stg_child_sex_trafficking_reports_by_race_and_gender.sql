with source as (
    select * from {{ ref('raw_child_sex_trafficking_reports_by_race_and_gender') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='child_sex_trafficking_reports_by_race_and_gender',
        row_label='race_ethnicity',
        columns=['female', 'male', 'unknown', 'total'],
    ) }}
)

{{ parse_printed('renamed') }}
