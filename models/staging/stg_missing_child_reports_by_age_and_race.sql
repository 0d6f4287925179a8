with source as (
    select * from {{ ref('raw_missing_child_reports_by_age_and_race') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='missing_child_reports_by_age_and_race',
        row_label='age_group',
        columns=[
            'asian',
            'black',
            'hispanic',
            'multiracial',
            'native_american',
            'pacific_islander',
            'white',
            'unknown',
            'total',
        ],
    ) }}
)

{{ parse_printed('renamed') }}
