-- The loaded figures by which a statement can be judged: of each printed table, without fact-check
-- articles and single unconfirmed sources; is_in_facts marks the one that facts take.
select
    figures.*,
    facts.figure_id is not null as is_in_facts
from {{ ref('int_figures_per_table') }} as figures
inner join {{ ref('documents') }} as documents
    on figures.document_id = documents.document_id
left join {{ ref('int_figures_current') }} as facts
    on figures.figure_id = facts.figure_id
where
    documents.document_type <> 'fact_check'
    and (figures.source_kind = 'primary' or figures.trust_grade in ('A', 'B'))
