-- Claims that something is printed nowhere: they hold as long as no primary document loaded
-- prints a figure of the measure.
with printed as (
    select
        measure_id,
        {{ joined_list('distinct document_id', 'document_id', ', ') }} as document_ids
    from {{ ref('int_figures') }}
    where source_kind = 'primary' and value is not null
    group by measure_id
),

searched as (
    select cast(count(*) as string) as documents
    from {{ ref('documents') }}
    where source_kind = 'primary'
)

select
    claims.claim_id,
    case when measures.measure_id is not null then printed.measure_id is null end as holds,
    cast(null as string) as reason_code,
    case
        when printed.measure_id is null then 'None of the ' || searched.documents || ' primary documents in the warehouse prints such a figure.'
        else 'A primary document in the warehouse prints such a figure: ' || printed.document_ids || '.'
    end as explanation
from {{ ref('claims') }} as claims
cross join searched
left join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
left join printed
    on claims.measure_id = printed.measure_id
where claims.evidence_kind = 'absence'
