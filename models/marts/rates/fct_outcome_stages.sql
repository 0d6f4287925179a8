-- How far the published trail of each programme goes, and where it stops.
select
    stages.program,
    cast(stages.stage_order as integer) as stage_order,
    stages.stage,
    stages.period_label,
    figures.value,
    figures.precision,
    measures.unit_of_count,
    case
        when figures.figure_id is null then 'not_published'
        when figures.source_kind = 'secondary' then 'stated_only'
        else 'published'
    end as publication_status,
    stages.note,
    coalesce(figures.document_id, stages.document_id) as document_id,
    figures.figure_id
from {{ ref('outcome_stages') }} as stages
left join {{ ref('measures') }} as measures
    on stages.measure_id = measures.measure_id
left join {{ ref('int_figures_current') }} as figures
    on stages.measure_id = figures.measure_id
    and stages.period_label = figures.period_label
    and stages.geography = figures.geography
    and stages.slice = figures.slice
