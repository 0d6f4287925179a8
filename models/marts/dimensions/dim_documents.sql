select
    document_id,
    title,
    publisher,
    document_type,
    source_kind,
    trust_grade,
    published_on,
    data_period_label,
    url,
    citation
from {{ ref('documents') }}
