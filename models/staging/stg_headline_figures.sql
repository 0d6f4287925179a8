with source as (
    select * from {{ ref('raw_headline_figures') }}
),

renamed as (
    select
        document_id,
        'headline_figures' as table_id,
        section,
        row_label,
        column_label,
        printed,
        measure_id,
        period_label,
        dimension,
        member
    from source
)

{{ parse_printed('renamed') }}
