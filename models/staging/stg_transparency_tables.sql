-- The transparency reports print years as columns; their cells come in long form, one per row.
with source as (
    select * from {{ ref('raw_transparency_tables') }}
),

renamed as (
    select
        document_id,
        table_id,
        row_label,
        column_label as column_name,
        period_label,
        printed
    from source
)

{{ parse_printed('renamed') }}
