with source as (
    select * from {{ ref('raw_missing_child_reports_by_type') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='missing_child_reports_by_type',
        row_label='report_type',
        columns=['active', 'resolved', 'grand_total'],
    ) }}
)

{{ parse_printed('renamed') }}
