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
),

compared as (
    select
        coalesce(first_reading.document_id, second_reading.document_id, '(blank)') as document_id,
        coalesce(first_reading.table_id, second_reading.table_id, '(blank)') as table_id,
        coalesce(first_reading.row_label, second_reading.row_label, '(blank)') as row_label,
        coalesce(first_reading.column_label, second_reading.column_label, '(blank)') as column_label,
        first_reading.meaning is not null as is_first,
        second_reading.meaning is not null as is_second,
        (first_reading.printed is not distinct from second_reading.printed) and (first_reading.meaning is not distinct from second_reading.meaning) as agrees,
        coalesce('"' || first_reading.printed || '"', '(no such cell)') || coalesce(', ' || first_reading.meaning, '') as first_words,
        coalesce('"' || second_reading.printed || '"', '(no such cell)') || coalesce(', ' || second_reading.meaning, '') as second_words
    from first_reading
    full outer join second_reading
        on first_reading.document_id = second_reading.document_id
        and first_reading.table_id = second_reading.table_id
        and first_reading.section = second_reading.section
        and first_reading.row_label = second_reading.row_label
        and first_reading.column_label = second_reading.column_label
        and first_reading.key_period = second_reading.key_period
),

tables as (
    select
        document_id,
        table_id,
        count(*) as cells,
        max(is_first) as has_first,
        max(is_second) as has_second
    from compared
    group by document_id, table_id
)

select
    compared.document_id || ', table ' || compared.table_id || ', row "' || compared.row_label || '", column "' || compared.column_label
    || '": first reading ' || compared.first_words || '; second reading ' || compared.second_words as problem
from compared
inner join tables
    on compared.document_id = tables.document_id and compared.table_id = tables.table_id
where not compared.agrees and ((tables.has_first and tables.has_second) or tables.cells = 1)

union all

-- a table that one of the two has not read is one line
select
    document_id || ', table ' || table_id || ': no cell stands in the ' || case when has_first then 'second' else 'first' end
    || ' reading, ' || cast(cells as string) || ' in the other' as problem
from tables
where not (has_first and has_second) and cells > 1
