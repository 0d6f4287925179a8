with source as (
    select * from {{ ref('raw_child_sex_trafficking_reports_by_gender') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='child_sex_trafficking_reports_by_gender',
        row_label='gender',
        columns=['percentage', 'reports'],
    ) }}
)

{{ parse_printed('renamed') }}
