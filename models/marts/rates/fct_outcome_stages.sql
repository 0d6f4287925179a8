-- How far the published trail of each programme goes, and where it stops. A stage without a figure
-- is not published only as far as documents read in full cover its programme and period.
with stage_programs as (
    -- a stage without a measure belongs to the programme that its trail starts in
    select
        stages.program,
        min_by(measures.program, cast(stages.stage_order as integer)) as measured_program
    from {{ ref('outcome_stages') }} as stages
    inner join {{ ref('measures') }} as measures
        on stages.measure_id = measures.measure_id
    group by stages.program
)

select
    stages.program,
    cast(stages.stage_order as integer) as stage_order,
    stages.stage,
    stages.period_label,
    cast(figures.value as bigint) as value,
    figures.precision,
    measures.unit_of_count,
    case
        when figures.source_kind = 'secondary' then 'stated_only'
        when figures.figure_id is not null then 'published'
        when searches.documents_searched > 0 then 'not_published'
        else 'unknown'
    end as publication_status,
    case
        when figures.figure_id is not null then stages.note
        else searches.sentence || coalesce(' ' || stages.note, '')
    end as note,
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
left join stage_programs
    on stages.program = stage_programs.program
left join {{ ref('int_searches') }} as searches
    on coalesce(measures.program, stage_programs.measured_program) = searches.program
    and stages.period_label = searches.period_label
