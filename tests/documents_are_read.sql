-- What is said of how a document was read and dated is so. Each row is one problem.
select 'document ' || document_id || ' has trust grade A, but was only recorded from a collection' as problem
from {{ ref('documents') }}
where trust_grade = 'A' and reading is distinct from 'in_full' and reading is distinct from 'in_part'

union all

select 'document ' || document_id || ' does not say what of it was read (reading_note)' as problem
from {{ ref('documents') }}
where reading_note is null

union all

-- the publisher's own words on someone else's site
select 'document ' || document_id || ' is a copy (' || publisher || '), but its reading_note does not say so' as problem
from {{ ref('documents') }}
where
    (publisher like '%copy%' or publisher like '%mirror%' or publisher like '%press release%' or title like '%archived%')
    and reading_note not like '%a copy of%'

union all

select 'document ' || document_id || ' has no day of publication and does not say why (published_on_note)' as problem
from {{ ref('documents') }}
where published_on is null and published_on_note is null

union all

-- what reports on a day cannot be older than that day
select 'document ' || documents.document_id || ' is dated ' || documents.published_on || ', but reports on ' || figures.period_label as problem
from {{ ref('documents') }} as documents
inner join (select distinct document_id, period_label from {{ ref('int_figures') }}) as figures
    on documents.document_id = figures.document_id
inner join {{ ref('periods') }} as periods
    on figures.period_label = periods.period_label
where documents.published_on < periods.end_date

union all

select 'document ' || document_id || ' was read ' || coalesce(reading, '(blank)') || ', but its figure ' || figure_id || ' is headed "' || coalesce(column_label, '(blank)') || '"' as problem
from {{ ref('int_figures') }}
where
    -- a table that a collection holds keeps its own headings
    (is_headline or column_label = 'as recorded')
    and (reading = 'as_recorded') is distinct from (column_label = 'as recorded')
