-- Documents: publisher, day, kind of source, how they were read and how far they are trusted.
select
    documents.document_id,
    documents.title,
    documents.publisher,
    documents.document_type,
    documents.source_kind,
    documents.trust_grade,
    documents.reading,
    documents.reading_note,
    -- the test documents_are_read names what is no date
    try_cast(documents.published_on as date) as published_on,
    documents.published_on_note,
    try_cast(dated.published_from as date) as published_from,
    documents.data_period_label,
    documents.url,
    documents.citation
from {{ ref('documents') }} as documents
left join {{ ref('int_documents') }} as dated
    on documents.document_id = dated.document_id
