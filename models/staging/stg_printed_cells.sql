{#
    Every cell of every printed table, one row each, read as a figure. A table of a new shape needs no line here:
    its cells are rows of raw_printed_cells. A seed that shows a table as it is printed is one line of this list.
-#}
{%- set wide_tables = [
    'raw_child_sex_trafficking_reports_by_age_and_gender',
    'raw_child_sex_trafficking_reports_by_gender',
    'raw_child_sex_trafficking_reports_by_race_and_gender',
    'raw_cvip_requests_by_agency',
    'raw_cybertip_files_by_type',
    'raw_cybertip_reports_by_country',
    'raw_cybertip_reports_by_esp',
    'raw_cybertip_reports_by_incident_type',
    'raw_identified_victims_by_gender_and_age',
    'raw_identified_victims_by_relationship',
    'raw_missing_child_reports_by_age_and_race',
    'raw_missing_child_reports_by_state',
    'raw_missing_child_reports_by_type',
] -%}

with source as (
    select * from {{ ref('raw_printed_cells') }}
),

renamed as (
    select
        document_id,
        table_id,
        row_label,
        column_label as column_name,
        period_label,
        printed,
        'raw_printed_cells' as seed
    from source
    {%- for seed in wide_tables %}
    union all
    {{ unpivot_printed(seed) }}
    {%- endfor %}
)

{{ parse_printed('renamed') }}
