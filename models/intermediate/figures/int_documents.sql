-- Every document with the earliest day on which it can have been published. Where that day is not
-- known, it is the last day that the document reports on: no document is older than its figures.
with last_days as (
    select
        cells.document_id,
        max(periods.end_date) as last_day
    from {{ ref('int_printed_cells') }} as cells
    inner join {{ ref('periods') }} as periods
        on cells.period_label = periods.period_label
    group by cells.document_id
)

select
    documents.document_id,
    documents.source_kind,
    documents.trust_grade,
    documents.reading,
    documents.published_on,
    coalesce(documents.published_on, last_days.last_day) as published_from
from {{ ref('documents') }} as documents
left join last_days
    on documents.document_id = last_days.document_id
