-- What a number is called fits what it is: stocks and flows, sums, stages. Each row is one problem.
with measures as (
    select * from {{ ref('measures') }}
),

figures as (
    select * from {{ ref('int_figures') }}
),

-- dimensions that the loaded tables cut a measure into
cut as (
    select distinct
        figures.measure_id,
        parts.dimension
    from figures
    inner join {{ ref('int_figure_parts') }} as parts
        on figures.figure_id = parts.figure_id
),

-- dimensions whose parts stand beside a printed total, and whether they always add up to it
totals as (
    select published.measure_id, case when checks.check_kind = 'row_total' then published.column_dimension else published.row_dimension end as dimension, checks.agrees
    from {{ ref('int_checks') }} as checks
    inner join figures as published
        on checks.published_figure_id = published.figure_id
    where checks.check_kind in ('column_total', 'row_total')

    union all

    select printed_columns.measure_id, tables.row_dimension as dimension, checks.agrees
    from {{ ref('int_checks') }} as checks
    inner join {{ ref('control_totals') }} as controls
        on checks.table_id = controls.table_id and controls.control_slice = 'all'
    inner join {{ ref('printed_columns') }} as printed_columns
        on controls.table_id = printed_columns.table_id and controls.column_name = printed_columns.column_name
        and controls.control_measure_id = printed_columns.measure_id
        and checks.line like printed_columns.column_label || ' against %'
    inner join {{ ref('printed_tables') }} as tables
        on controls.table_id = tables.table_id
    where checks.check_kind = 'control_total'
),

additive as (
    select
        cut.measure_id,
        cut.dimension,
        ', ' || coalesce(measures.additive_over, '') || ', ' like '%, ' || cut.dimension || ', %' as is_declared,
        min(case when totals.agrees then 1 when not totals.agrees then 0 end) as always_adds_up
    from cut
    inner join measures
        on cut.measure_id = measures.measure_id
    left join totals
        on cut.measure_id = totals.measure_id and cut.dimension = totals.dimension
    group by cut.measure_id, cut.dimension, measures.additive_over
)

select 'measure ' || measure_id || ' counts ' || unit_of_count || ', which are there at a time and do not come in over a period, but its period_basis is ' || coalesce(period_basis, '(blank)') as problem
from measures
where unit_of_count in ('followers', 'users', 'members', 'languages', 'organisations', 'records') and period_basis is distinct from 'as_of'

union all

select 'measure ' || measure_id || ' is both a state at a time and a count over a period: ' || period_basis as problem
from measures
where period_basis like '%as_of%' and (period_basis like '%calendar_year%' or period_basis like '%fiscal_year%')

union all

select 'headline "' || row_label || '" of ' || document_id || ' says ' || case when row_label like '% in the year' then 'in the year' else 'since or cumulative' end || ', but its period ' || coalesce(period_label, '(blank)') || ' is ' || coalesce(period_type, '(unknown)') as problem
from figures
where
    is_headline and unit_of_count not in ('percent', 'fraction')
    and (
        (row_label like '% in the year' and period_type is distinct from 'calendar_year')
        or ((row_label like '% since %' or row_label like '%cumulative%') and period_type is distinct from 'cumulative')
    )

union all

select 'measure ' || measures.measure_id || ' cites ' || measures.source || ', but primary documents print it' as problem
from measures
where
    measures.source like 'Fact-check%'
    and measures.measure_id in (select measure_id from figures where source_kind = 'primary')

union all

select 'measure ' || measure_id || ' is ' || case when is_declared then 'declared' else 'not declared' end || ' additive over ' || dimension || ', but the parts of every printed total ' || case when always_adds_up = 1 then 'add up to it' else 'do not add up to it' end as problem
from additive
where is_declared is distinct from (always_adds_up = 1) and always_adds_up is not null

union all

select 'measure ' || declared.measure_id || ' is declared additive over ' || declared.additive_over || ', but the loaded tables cut it by ' || coalesce(loaded.dimensions, 'nothing') as problem
from measures as declared
left join (
    select
        measure_id,
        {{ joined_list('dimension', 'dimension', ', ') }} as dimensions,
        sum(case when is_declared then length(dimension) + 2 else 0 end) as declared_length
    from additive
    group by measure_id
) as loaded
    on declared.measure_id = loaded.measure_id
-- each declared name is one of the loaded ones
where declared.additive_over is not null and length(declared.additive_over) + 2 is distinct from loaded.declared_length

union all

select 'stage ' || stages.program || ', ' || stages.stage || ', ' || stages.period_label || ' is ' || stages.publication_status || ', but ' || case when figures.figure_id is null then 'it has no figure' when (stages.value is distinct from figures.value) then 'its figure is another number' else 'its figure stands in a ' || coalesce(figures.source_kind, 'unknown') || ' document' end as problem
from {{ ref('fct_outcome_stages') }} as stages
left join figures
    on stages.figure_id = figures.figure_id
where
    (stages.publication_status in ('published', 'stated_only')) <> (figures.figure_id is not null)
    or (stages.publication_status = 'published') <> coalesce(figures.source_kind = 'primary', false)
    or stages.value is distinct from figures.value

union all

-- what the first document of a trail prints must not be missing from it
select 'stage ' || stages.program || ', ' || stages.stage || ', ' || stages.period_label || ' has no figure, but ' || figures.figure_id || ' prints ' || stages.measure_id as problem
from {{ ref('outcome_stages') }} as stages
inner join {{ ref('fct_outcome_stages') }} as shown
    on stages.program = shown.program
    and cast(stages.stage_order as integer) = shown.stage_order
    and stages.period_label = shown.period_label
inner join figures
    on stages.measure_id = figures.measure_id and stages.period_label = figures.period_label
where shown.figure_id is null
