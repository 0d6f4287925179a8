-- What is known of a measure, broken down so, in a period: its loaded figures, or a note of the
-- registry on figures that are not loaded. Loaded figures come before notes.
with parts as (
    select
        figures.figure_id,
        figures.document_id,
        figures.measure_id,
        figures.period_label,
        figures.source_kind,
        figures.reading,
        -- a table is loaded whole unless only some of its rows are at hand
        figures.is_headline or tables.is_partial = 'true' as is_part,
        tables.is_partial = 'true' as is_partial,
        coalesce(broken_down.dimension, 'all') as breakdown,
        coalesce(broken_down.member, 'all') as member
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('printed_tables') }} as tables
        on figures.table_id = tables.table_id
    left join {{ ref('int_figure_parts') }} as broken_down
        on figures.figure_id = broken_down.figure_id
    where figures.value is not null
),

loaded as (
    select
        parts.measure_id,
        parts.breakdown,
        parts.period_label,
        count(*) as figures,
        count(distinct parts.document_id) as documents,
        count(distinct parts.member) as members,
        -- a document read in full has no more; other single numbers can be a part of a table
        min(case when parts.is_part and parts.reading <> 'in_full' then 1 else 0 end) = 1 as single_numbers,
        max(case when parts.is_partial then 1 else 0 end) = 1 as is_partial,
        max(count(distinct parts.member)) over (partition by parts.measure_id, parts.breakdown) as most_members,
        max(case when parts.source_kind = 'primary' then 1 else 0 end) = 1 as has_primary,
        max(case when parts.reading <> 'as_recorded' then 1 else 0 end) = 1 as was_read,
        -- the document whose figures are in use, the first of them by name where there are several
        coalesce(min(case when chosen.figure_id is not null then parts.document_id end), min(parts.document_id)) as document_id
    from parts
    left join {{ ref('int_figures_current') }} as chosen
        on parts.figure_id = chosen.figure_id
    group by parts.measure_id, parts.breakdown, parts.period_label
),

-- a note on * is about every breakdown that is loaded in some period
noted as (
    select distinct
        notes.measure_id,
        coalesce(broken_down.breakdown, notes.breakdown) as breakdown,
        periods.period_label,
        notes.status,
        notes.document_id,
        notes.note
    from {{ ref('coverage_notes') }} as notes
    left join loaded as broken_down
        on notes.breakdown = '*' and notes.measure_id = broken_down.measure_id
    inner join {{ ref('periods') }} as first_periods
        on notes.first_period_label = first_periods.period_label
    inner join {{ ref('periods') }} as last_periods
        on notes.last_period_label = last_periods.period_label
    inner join {{ ref('periods') }} as periods
        on first_periods.period_type = periods.period_type
        and (
            -- of cumulative numbers and days only those that the note names
            periods.period_label in (notes.first_period_label, notes.last_period_label)
            or (
                periods.period_type in ('calendar_year', 'half_year', 'fiscal_year')
                and periods.start_date >= first_periods.start_date
                and periods.end_date <= last_periods.end_date
            )
        )
)

select
    measure_id,
    breakdown,
    period_label,
    case when has_primary then 'loaded' else 'stated_only' end as status,
    document_id,
    figures as figures_loaded,
    cast(figures as string) || case figures when 1 then ' figure from ' else ' figures from ' end
    || cast(documents as string) || case documents when 1 then ' document' else ' documents' end
    || case when single_numbers and members < most_members then ', ' || cast(members as string) || ' of ' || cast(most_members as string) || ' members only' else '' end
    || case when is_partial then ', of a table of which only some rows are at hand' else '' end
    || case when has_primary then '' else ', secondary only' end
    || case when was_read then '.' else ', recorded from a collection and not read.' end as note
from loaded

union all

select
    noted.measure_id,
    noted.breakdown,
    noted.period_label,
    noted.status,
    noted.document_id,
    0 as figures_loaded,
    noted.note
from noted
left join loaded
    on noted.measure_id = loaded.measure_id and noted.breakdown = loaded.breakdown and noted.period_label = loaded.period_label
where loaded.measure_id is null
