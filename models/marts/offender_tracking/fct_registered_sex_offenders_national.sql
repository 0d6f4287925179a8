-- The national count of NCMEC's surveys of sex offender registries, as every document prints it: a series of
-- stocks. Documents that print different numbers for one survey are all there, with their listed conflict.
with national as (
    select
        figures.document_id,
        cast(periods.end_date as date) as as_of,
        figures.period_label,
        cast(figures.value as bigint) as registrants,
        figures.precision,
        figures.source_kind,
        figures.trust_grade,
        figures.figure_id
    from {{ ref('int_figures_per_document') }} as figures
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id and figures.geography = measures.geography
    inner join {{ ref('periods') }} as periods
        on figures.period_label = periods.period_label and periods.period_type = 'as_of'
    where figures.measure_id = 'registered_sex_offenders' and figures.slice = 'all' and figures.value is not null
),

disputed as (
    select
        national.figure_id,
        {{ joined_list('conflicts.conflict_id', 'conflicts.conflict_id', ', ') }} as conflict_ids
    from national
    inner join {{ ref('conflicts') }} as conflicts
        on national.figure_id in (conflicts.first_figure_id, conflicts.second_figure_id)
    group by national.figure_id
)

select
    national.document_id,
    national.as_of,
    national.period_label,
    national.registrants,
    national.precision,
    national.source_kind,
    national.trust_grade,
    disputed.conflict_ids
from national
left join disputed
    on national.figure_id = disputed.figure_id
