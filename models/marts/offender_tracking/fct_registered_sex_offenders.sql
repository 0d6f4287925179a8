-- Registered sex offenders by state, as NCMEC's surveys counted them: one row per survey and state for which
-- any document prints a number. Of several documents: primary, better grade, exact, then latest.
with by_state as (
    select
        figures.document_id,
        cast(periods.end_date as date) as as_of,
        parts.member as state_code,
        parts.geography,
        figures.period_label,
        cast(figures.value as bigint) as registrants,
        figures.precision,
        figures.source_kind,
        figures.trust_grade,
        row_number() over (
            partition by periods.end_date, parts.member
            order by
                figures.source_kind asc,
                figures.trust_grade asc,
                case when figures.precision = 'exact' then 1 else 2 end asc,
                figures.published_on desc nulls last,
                figures.figure_id asc
        ) as preference
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('int_figure_parts') }} as parts
        on figures.figure_id = parts.figure_id and parts.dimension = 'state'
    inner join {{ ref('periods') }} as periods
        on figures.period_label = periods.period_label and periods.period_type = 'as_of'
    where figures.measure_id = 'registered_sex_offenders' and figures.value is not null and not figures.is_total
)

select
    document_id,
    as_of,
    state_code,
    geography,
    period_label,
    registrants,
    precision,
    source_kind,
    trust_grade
from by_state
where preference = 1
