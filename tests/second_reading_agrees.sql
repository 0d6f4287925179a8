-- Two keys for every number: the independent second transcription says the same, cell by cell.
with first_reading as (
    select
        document_id,
        table_id,
        case when is_headline then place else '' end as section,
        row_label,
        column_label,
        printed,
        -- a headline has no printed heading that gives its unit and what it counts, so both readers state it
        coalesce(period_label, '?') || case
            when is_headline then ', ' || coalesce(unit_of_count, '?') || ', ' || coalesce(measure_id, '?') || coalesce(', ' || row_dimension || ' ' || row_member, '')
            else ''
        end as meaning,
        -- tables that print several periods have the period in their key
        coalesce(printed_period_label, '') as key_period
    from {{ ref('int_figures') }}
),

second_reading as (
    select
        document_id,
        table_id,
        coalesce(section, '') as section,
        row_label,
        column_label,
        printed,
        coalesce(period_label, '?') || case
            when table_id = 'headline_figures' then ', ' || coalesce(unit_of_count, '?') || ', ' || coalesce(measure_id, '?') || coalesce(', ' || dimension || ' ' || member, '')
            else ''
        end as meaning,
        case
            when table_id in (select figures.table_id from {{ ref('int_figures') }} as figures where figures.printed_period_label is not null)
                then coalesce(period_label, '')
            else ''
        end as key_period
    from {{ ref('second_reading') }}
)

select
    coalesce(first_reading.document_id, second_reading.document_id)
    || ', table ' || coalesce(first_reading.table_id, second_reading.table_id)
    || ', row "' || coalesce(first_reading.row_label, second_reading.row_label, '(blank)')
    || '", column "' || coalesce(first_reading.column_label, second_reading.column_label, '(blank)')
    || '": first reading ' || coalesce('"' || first_reading.printed || '"', '(no such cell)') || coalesce(', ' || first_reading.meaning, '')
    || '; second reading ' || coalesce('"' || second_reading.printed || '"', '(no such cell)') || coalesce(', ' || second_reading.meaning, '') as problem
from first_reading
full outer join second_reading
    on first_reading.document_id = second_reading.document_id
    and first_reading.table_id = second_reading.table_id
    and first_reading.section = second_reading.section
    and first_reading.row_label = second_reading.row_label
    and first_reading.column_label = second_reading.column_label
    and first_reading.key_period = second_reading.key_period
where
    first_reading.printed is distinct from second_reading.printed
    or first_reading.meaning is distinct from second_reading.meaning
