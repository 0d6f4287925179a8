-- For every measure and period: which loaded documents have a figure of it, primary or secondary,
-- beside how far a search went. 'not stated' asks about any period.
with figures as (
    select document_id, measure_id, period_label, source_kind
    from {{ ref('int_figures') }}
    where value is not null

    union

    select document_id, measure_id, 'not stated' as period_label, source_kind
    from {{ ref('int_figures') }}
    where value is not null
),

found as (
    select
        measure_id,
        period_label,
        count(*) filter (where source_kind = 'primary') as primary_documents,
        count(*) as documents,
        {{ joined_list('document_id', 'document_id', ', ') }} as document_ids
    from figures
    group by measure_id, period_label
)

select
    measures.measure_id,
    searches.period_label,
    cast(coalesce(found.primary_documents, 0) as integer) as primary_documents,
    cast(coalesce(found.documents, 0) as integer) as documents,
    found.document_ids,
    searches.documents_searched,
    searches.searched_document_ids,
    case
        when coalesce(found.documents, 0) > 0 then 'Such a figure stands in ' || found.document_ids || '.'
        else searches.sentence
    end as sentence
from {{ ref('measures') }} as measures
inner join {{ ref('int_searches') }} as searches
    on measures.program = searches.program
left join found
    on measures.measure_id = found.measure_id and searches.period_label = found.period_label
