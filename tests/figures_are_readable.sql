-- Every raw cell is read, has a known label and says what it counts. Each row is one problem.
with figures as (
    select
        figures.*,
        measures.period_basis,
        documents.document_id is not null as has_document,
        'seeds/raw/' || figures.seed || '.csv, ' || coalesce(figures.document_id, '(blank)') || ', ' || coalesce(figures.table_id, '(blank)') || ', row "' || coalesce(figures.row_label, '(blank)')
        || '", column "' || coalesce(figures.column_label, '(unknown)') || '"' || coalesce(', ' || figures.printed_period_label, '') as address
    from {{ ref('int_figures') }} as figures
    left join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id
    left join {{ ref('documents') }} as documents
        on figures.document_id = documents.document_id
),

-- a label that nobody knows, with the known one that is spelled most like it
unknown_labels as (
    select
        asked.row_dimension,
        asked.row_label,
        max_by(known.printed_label, {{ name_similarity('asked.row_label', 'known.printed_label') }}) as nearest,
        max({{ name_similarity('asked.row_label', 'known.printed_label') }}) as similarity
    from (select distinct row_dimension, row_label from figures where not is_headline and row_member is null and row_dimension is not null) as asked
    inner join {{ ref('dimension_members') }} as known
        on asked.row_dimension = known.dimension and asked.row_label is distinct from known.printed_label
    group by asked.row_dimension, asked.row_label
)

select address || ': blank cell' as problem
from figures
where coalesce(trim(printed), '') = ''

union all

select address || ': cannot read "' || printed || '" as a figure' as problem
from figures
where null_reason = 'unparsable' and coalesce(trim(printed), '') <> ''

union all

select address || ': "' || printed || '" is not a whole number, but the column counts ' || unit_of_count as problem
from figures
where unit_of_count not in ('percent', 'fraction') and value <> floor(value)

union all

select address || ': "' || printed || '" and the unit ' || unit_of_count || ' do not go together' as problem
from figures
where
    (unit_of_count = 'percent') <> (printed like '%\%%' escape '\' or printed like '1 in %')
    and null_reason is null

union all

-- one line per row that a registry lacks, however many cells wait for it
select
    missing || ': ' || cast(count(*) as string) || case when count(*) = 1 then ' cell, ' else ' cells, first ' end
    || min(address) as problem
from (
    select seed, address, 'document "' || coalesce(document_id, '(blank)') || '" has no row in registry documents' as missing from figures where not has_document
    union all
    select seed, address, 'document "' || coalesce(document_id, '(blank)') || '" has no row for table "' || coalesce(table_id, '(blank)') || '" in registry document_tables' as missing from figures where place is null and has_document
    union all
    select seed, address, 'a column of table "' || coalesce(table_id, '(blank)') || '" has no row in registry printed_columns' as missing from figures where column_label is null
    union all
    select
        figures.seed,
        figures.address,
        'label "' || coalesce(figures.row_label, '(blank)') || '" of ' || figures.row_dimension || ' has no row in registry dimension_members'
        || case when unknown_labels.similarity > 0.8 then ' (nearest known: "' || unknown_labels.nearest || '")' else '' end as missing
    from figures
    left join unknown_labels
        on figures.row_dimension = unknown_labels.row_dimension and figures.row_label = unknown_labels.row_label
    -- one whose row waits for its member is named there (registries_are_complete)
    left join {{ ref('dimension_members') }} as waiting
        on figures.row_dimension = waiting.dimension and figures.row_label = waiting.printed_label
    where not figures.is_headline and figures.row_member is null and figures.row_dimension is not null and waiting.printed_label is null
    union all
    select seed, address, 'measure "' || coalesce(measure_id, '(blank)') || '" has no row in registry measures' as missing from figures where unit_of_count is null and column_label is not null and (measure_id is not null or is_headline)
    union all
    select seed, address, 'label "' || coalesce(row_label, '(blank)') || '" of table "' || coalesce(table_id, '(blank)') || '" has no row in registry dimension_members for dimension measure' as missing from figures where measure_id is null and column_label is not null and not is_headline
    union all
    -- a table without its row of document_tables has no period either
    select seed, address, 'period "' || coalesce(period_label, '(blank)') || '" has no row in registry periods' as missing from figures where period_type is null and (place is not null or period_label is not null)
) as unknowns
group by seed, missing

union all

select address || ': a ' || period_type || ' figure of ' || measure_id || ', which is published by ' || period_basis as problem
from figures
where period_basis not like '%' || period_type || '%'

union all

-- the same words in the same place kind always mean the same measure
select 'headline "' || row_label || '" of ' || document_id || ' stands for several measures or slices: ' || min(meaning) || ' and ' || max(meaning) as problem
from (
    select document_id, place, row_label, measure_id || ' ' || slice || ' ' || geography || ' ' || period_label as meaning
    from figures
    where is_headline
) as headlines
group by document_id, place, row_label
having count(distinct meaning) > 1

union all

select address || ': the cell is there ' || cast(count(*) as string) || ' times' as problem
from figures
group by figure_id, address
having count(*) > 1
