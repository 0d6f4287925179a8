-- Two keys for every number: the independent second transcription says the same, cell by cell.
with first_reading as (
    select
        document_id,
        table_id,
        case when is_headline then place else '' end as section,
        row_label,
        column_label,
        printed,
        unit_of_count,
        period_label,
        -- tables that print several periods have the period in their key
        coalesce(printed_period_label, '') as key_period,
        case when is_headline then measure_id end as measure_id,
        case when is_headline then row_part end as slice_part
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
        unit_of_count,
        period_label,
        case
            when table_id in (select figures.table_id from {{ ref('int_figures') }} as figures where figures.printed_period_label is not null)
                then coalesce(period_label, '')
            else ''
        end as key_period,
        measure_id,
        dimension || '=' || member as slice_part
    from {{ ref('second_reading') }}
)

select
    coalesce(first_reading.document_id, second_reading.document_id)
    || ', table ' || coalesce(first_reading.table_id, second_reading.table_id)
    || ', row "' || coalesce(first_reading.row_label, second_reading.row_label, '(blank)')
    || '", column "' || coalesce(first_reading.column_label, second_reading.column_label, '(blank)')
    || '": first reading ' || coalesce('"' || first_reading.printed || '"', '(no such cell)')
    || ', second reading ' || coalesce('"' || second_reading.printed || '"', '(no such cell)')
    || case
        when first_reading.document_id is null or second_reading.document_id is null then ''
        else
            case
                when first_reading.unit_of_count <> second_reading.unit_of_count or first_reading.period_label is distinct from second_reading.period_label
                    then '; first ' || coalesce(first_reading.unit_of_count, '?') || ' ' || coalesce(first_reading.period_label, '?')
                    || ', second ' || coalesce(second_reading.unit_of_count, '(no unit)') || ' ' || coalesce(second_reading.period_label, '(no period)')
                else ''
            end
            || case
                when first_reading.measure_id is distinct from second_reading.measure_id or first_reading.slice_part is distinct from second_reading.slice_part
                    then '; first coding ' || coalesce(first_reading.measure_id, '?') || coalesce(' ' || first_reading.slice_part, '')
                    || ', second coding ' || coalesce(second_reading.measure_id, '?') || coalesce(' ' || second_reading.slice_part, '')
                else ''
            end
    end as problem
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
    or first_reading.measure_id is distinct from second_reading.measure_id
    or first_reading.slice_part is distinct from second_reading.slice_part
    -- a headline has no printed heading that gives its unit and period, so the second reader states both
    or (
        (second_reading.unit_of_count is not null or coalesce(second_reading.table_id, first_reading.table_id) = 'headline_figures')
        and first_reading.unit_of_count is distinct from second_reading.unit_of_count
    )
    or first_reading.period_label is distinct from second_reading.period_label
