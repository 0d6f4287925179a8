-- The counted sets, each with the documents that say what its definition says.
with stated as (
    select
        topics.population_id,
        {{ joined_list("distinct documents.title || ' (' || statements.place || ')'", "documents.title || ' (' || statements.place || ')'", '; ') }} as stated_in
    from {{ ref('population_topics') }} as topics
    inner join {{ ref('document_statements') }} as statements
        on topics.topic_id = statements.topic_id and statements.stance = 'says'
    inner join {{ ref('documents') }} as documents
        on statements.document_id = documents.document_id
    group by topics.population_id
)

select
    populations.population_id,
    populations.population_label,
    populations.definition,
    populations.unit_of_count,
    populations.inclusion_notes,
    populations.parent_population_id,
    populations.source,
    stated.stated_in
from {{ ref('populations') }} as populations
left join stated
    on populations.population_id = stated.population_id
