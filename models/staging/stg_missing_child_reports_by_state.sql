with source as (
    select * from {{ ref('raw_missing_child_reports_by_state') }}
),

renamed as (
    {{ unpivot_printed(
        'source',
        table_id='missing_child_reports_by_state',
        row_label='missing_state',
        columns=['active', 'resolved', 'grand_total'],
    ) }}
)

{{ parse_printed('renamed') }}
