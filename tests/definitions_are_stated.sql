-- What a definition says of its set stands in a document that was read. Each row is one problem.
select 'registry population_topics, ' || coalesce(topics.population_id, '(blank)') || ': no document that was read says ' || coalesce(topics.topic_id, '(blank)') as problem
from {{ ref('population_topics') }} as topics
left join {{ ref('document_statements') }} as statements
    on topics.topic_id = statements.topic_id and statements.stance = 'says'
left join {{ ref('documents') }} as documents
    on statements.document_id = documents.document_id and documents.reading in ('in_full', 'in_part')
group by topics.population_id, topics.topic_id
having count(documents.document_id) = 0

union all

select 'registry document_statements, ' || coalesce(statements.topic_id, '(blank)') || ': neither a claim nor a definition is about it' as problem
from {{ ref('document_statements') }} as statements
left join {{ ref('claims') }} as claims
    on statements.topic_id = claims.topic_id
left join {{ ref('population_topics') }} as topics
    on statements.topic_id = topics.topic_id
where claims.topic_id is null and topics.topic_id is null
group by statements.topic_id

union all

-- what a definition or its notes say in these words has its topic
select 'registry populations, ' || populations.population_id || ': it says "' || said.words || '", but population_topics does not name ' || said.topic_id as problem
from {{ ref('populations') }} as populations
inner join (
    values
    ('several agencies', 'delivered_to_several_agencies'),
    ('chosen by the reporter', 'category_by_reporter'),
    ('aged 18 to 20', 'young_adults_included'),
    ('must be reported', 'missing_reports_not_every_child'),
    ('several reports to NCMEC', 'seen_in_several_reports')
) as said (words, topic_id)
    on position(said.words in populations.definition || ' ' || coalesce(populations.inclusion_notes, '')) > 0
left join {{ ref('population_topics') }} as topics
    on populations.population_id = topics.population_id and said.topic_id = topics.topic_id
where topics.topic_id is null
