{#
    Fact totals: the plain sum of a fact's column over one year is the printed total of its measure. Which
    measure a column counts is said beside the fact, by its test sums_to_printed_total.
#}
{%- set sums = [] -%}
{%- for fact in facts() -%}
{%- set rows = ref(fact) -%}
{%- set declared = sums_declared(fact) -%}
{%- for column, measure_id in declared.measures.items() -%}
{%- do sums.append((fact, rows, declared.year, column, measure_id)) -%}
{%- endfor -%}
{%- endfor -%}

with sums as (
    {%- for fact, rows, year, column, measure_id in sums %}
    select
        max(document_id) as document_id,
        '{{ fact }}' as table_id,
        '{{ measure_id }}' as measure_id,
        {{ fact_total_line(column, year) }} as line,
        {{ year }} as calendar_year,
        cast(sum({{ column }}) as {{ decimal_type() }}) as value
    from {{ rows }}
    group by {{ year }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

-- a fact whose measure prints no total of its own answers to the total it is controlled by
controls as (
    select
        printed_columns.measure_id,
        min(controls.control_measure_id) as control_measure_id
    from {{ ref('control_totals') }} as controls
    inner join {{ ref('printed_columns') }} as printed_columns
        on controls.table_id = printed_columns.table_id and controls.column_name = printed_columns.column_name
    group by printed_columns.measure_id
),

totals as (
    select
        measure_id,
        calendar_year,
        geography,
        added_figure_ids
    from {{ ref('int_figures_current') }}
    where slice = 'all' and period_type in ('calendar_year', 'as_of')
),

expected as (
    select
        sums.*,
        coalesce(own.added_figure_ids, control.added_figure_ids) as total_figure_ids
    from sums
    inner join {{ ref('measures') }} as measures
        on sums.measure_id = measures.measure_id
    left join controls
        on sums.measure_id = controls.measure_id
    left join totals as own
        on sums.measure_id = own.measure_id and sums.calendar_year = own.calendar_year and measures.geography = own.geography
    left join totals as control
        on controls.control_measure_id = control.measure_id and sums.calendar_year = control.calendar_year and measures.geography = control.geography
    -- a document that prints no such figure promises nothing
    where sums.value is not null or own.added_figure_ids is not null or control.added_figure_ids is not null
),

-- where only totals of rows are printed, the fact answers to those of one table of its own document
row_totals as (
    select
        document_id,
        measure_id,
        calendar_year,
        {{ joined_list('figure_id', 'figure_id', ', ') }} as figure_ids
    from {{ ref('int_figures') }}
    where not is_headline and column_member = 'Total' and row_member <> 'Total'
    group by document_id, table_id, measure_id, calendar_year
    qualify row_number() over (partition by document_id, measure_id, calendar_year order by count(*) desc, table_id) = 1
)

select
    expected.document_id,
    expected.table_id,
    'fact_total' as check_kind,
    expected.line,
    'published' as side,
    coalesce(expected.total_figure_ids, row_totals.figure_ids) as figure_ids,
    cast(null as {{ decimal_type() }}) as value
from expected
left join row_totals
    on expected.document_id = row_totals.document_id
    and expected.measure_id = row_totals.measure_id
    and expected.calendar_year = row_totals.calendar_year

union all

-- the rows of the fact itself
select
    document_id,
    table_id,
    'fact_total' as check_kind,
    line,
    'recomputed' as side,
    cast(null as string) as figure_ids,
    value
from expected
