-- Every figure of running text, callouts and headings, one row per place, read as a figure.
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
        member,
        'raw_headline_figures' as seed
    from source
)

{{ parse_printed('renamed') }}
