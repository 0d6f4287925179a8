-- The index of checks: what every printed table and figure must satisfy, derived from the
-- registries of what the tables are, with the published and the recomputed number side by side.
-- Expected checks stand on the left of every join: a total that vanished is a check that fails.
with cells as (
    select * from {{ ref('int_figures') }} where not is_headline
),

placed_columns as (
    select
        placed.document_id,
        placed.table_id,
        tables.row_dimension,
        tables.has_total_row = 'true' as has_total_row,
        tables.has_total_column = 'true' as has_total_column,
        printed_columns.column_label,
        printed_columns.measure_id,
        printed_columns.column_dimension,
        measures.counting_rule
    from {{ ref('document_tables') }} as placed
    inner join {{ ref('printed_tables') }} as tables
        on placed.table_id = tables.table_id
    inner join {{ ref('printed_columns') }} as printed_columns
        on placed.table_id = printed_columns.table_id
    left join {{ ref('measures') }} as measures
        on printed_columns.measure_id = measures.measure_id
),

table_periods as (
    select distinct document_id, table_id, period_label from cells
),

-- rows of each printed column add up to its total row
column_totals as (
    select
        expected.document_id,
        expected.table_id,
        'column_total' as check_kind,
        expected.column_label || ' ' || coalesce(table_periods.period_label, '') as line,
        sum(case when cells.row_member = 'Total' then cells.value end) as published_value,
        sum(case when cells.row_member <> 'Total' then cells.value end) as recomputed_value,
        coalesce(sum(case when cells.row_member = 'Total' then cells.value end)
            = sum(case when cells.row_member <> 'Total' then cells.value end), false) as agrees,
        max(case when cells.row_member = 'Total' then cells.figure_id end) as published_figure_id,
        {{ joined_list("case when cells.row_member <> 'Total' then cells.figure_id end", 'cells.figure_id', ', ') }} as recomputed_from
    from placed_columns as expected
    left join table_periods
        on expected.document_id = table_periods.document_id and expected.table_id = table_periods.table_id
    left join cells
        on expected.document_id = cells.document_id
        and expected.table_id = cells.table_id
        and expected.column_label = cells.column_label
        and table_periods.period_label = cells.period_label
    where expected.has_total_row and expected.counting_rule <> 'share'
    group by expected.document_id, expected.table_id, expected.column_label, table_periods.period_label
),

-- columns of each printed row add up to its total column
row_totals as (
    select
        expected.document_id,
        expected.table_id,
        'row_total' as check_kind,
        coalesce(cells.row_label, '(no rows)') || ' ' || coalesce(cells.period_label, '') as line,
        sum(case when cells.column_member = 'Total' then cells.value end) as published_value,
        sum(case when cells.column_member <> 'Total' then cells.value end) as recomputed_value,
        coalesce(sum(case when cells.column_member = 'Total' then cells.value end)
            = sum(case when cells.column_member <> 'Total' then cells.value end), false) as agrees,
        max(case when cells.column_member = 'Total' then cells.figure_id end) as published_figure_id,
        {{ joined_list("case when cells.column_member <> 'Total' then cells.figure_id end", 'cells.figure_id', ', ') }} as recomputed_from
    from (select distinct document_id, table_id from placed_columns where has_total_column) as expected
    left join cells
        on expected.document_id = cells.document_id and expected.table_id = cells.table_id
    group by expected.document_id, expected.table_id, cells.row_label, cells.period_label
),

-- every table has as many rows as the registry says the document prints
row_counts as (
    select
        placed.document_id,
        placed.table_id,
        'row_count' as check_kind,
        'rows printed' as line,
        cast(placed.rows_printed as {{ decimal_type() }}) as published_value,
        cast(coalesce(counted.row_labels, 0) as {{ decimal_type() }}) as recomputed_value,
        coalesce(counted.row_labels, 0) = cast(placed.rows_printed as integer) as agrees,
        cast(null as string) as published_figure_id,
        cast(null as string) as recomputed_from
    from {{ ref('document_tables') }} as placed
    left join (
        select
            document_id,
            table_id,
            count(distinct case when is_headline then figure_id else row_label || '|' || period_label end) as row_labels
        from {{ ref('int_figures') }}
        group by document_id, table_id
    ) as counted
        on placed.document_id = counted.document_id and placed.table_id = counted.table_id
),

-- tables without a total row still have a printed number that their rows answer to
control_totals as (
    select
        placed.document_id,
        controls.table_id,
        'control_total' as check_kind,
        printed_columns.column_label || ' against ' || controls.control_measure_id || ' ' || coalesce(cells.period_label, '') as line,
        max(control.value) as published_value,
        sum(cells.value) as recomputed_value,
        coalesce(max(control.value) = sum(cells.value), false) as agrees,
        max(control.figure_id) as published_figure_id,
        {{ joined_list('cells.figure_id', 'cells.figure_id', ', ') }} as recomputed_from
    from {{ ref('control_totals') }} as controls
    inner join {{ ref('document_tables') }} as placed
        on controls.table_id = placed.table_id
    inner join {{ ref('printed_columns') }} as printed_columns
        on controls.table_id = printed_columns.table_id and controls.column_name = printed_columns.column_name
    left join cells
        on placed.document_id = cells.document_id
        and placed.table_id = cells.table_id
        and printed_columns.column_label = cells.column_label
    inner join {{ ref('measures') }} as measures
        on controls.control_measure_id = measures.measure_id
    left join {{ ref('int_figures_current') }} as control
        on controls.control_measure_id = control.measure_id
        and cells.period_label = control.period_label
        and controls.control_slice = control.slice
        and measures.geography = control.geography
    group by placed.document_id, controls.table_id, printed_columns.column_label, controls.control_measure_id, cells.period_label
),

-- a total measure is the sum of its component measures
component_values as (
    select
        components.total_measure_id,
        parts.period_label,
        parts.geography,
        parts.slice,
        -- a sum with a missing component is no sum: it is NULL and fails
        case when count(*) = max(wanted.components) then sum(parts.value) end as value,
        {{ joined_list('parts.figure_id', 'parts.figure_id', ', ') }} as figure_ids,
        case when count(*) = max(wanted.components) then sum(parts.value_low) end as value_low,
        case when count(*) = max(wanted.components) then sum(parts.value_high) end as value_high,
        false as low_is_open,
        false as high_is_open
    from {{ ref('measure_components') }} as components
    inner join (
        select
            total_measure_id,
            count(*) as components
        from {{ ref('measure_components') }}
        group by total_measure_id
    ) as wanted
        on components.total_measure_id = wanted.total_measure_id
    inner join {{ ref('int_figures_current') }} as parts
        on components.component_measure_id = parts.measure_id
    group by components.total_measure_id, parts.period_label, parts.geography, parts.slice
),

component_sums as (
    select
        total.document_id,
        total.table_id,
        'component_sum' as check_kind,
        replace(total.figure_id, total.document_id || '/', '') as line,
        total.value as published_value,
        parts.value as recomputed_value,
        {{ interval_contains('total', 'parts') }} as agrees,
        total.figure_id as published_figure_id,
        parts.figure_ids as recomputed_from
    from (select distinct total_measure_id from {{ ref('measure_components') }}) as sums
    inner join {{ ref('int_figures') }} as total
        on sums.total_measure_id = total.measure_id and total.period_type <> 'cumulative'
    -- a total whose parts are not printed for that period and slice has nothing to be checked against
    inner join component_values as parts
        on sums.total_measure_id = parts.total_measure_id
        and total.period_label = parts.period_label
        and total.geography = parts.geography
        and total.slice = parts.slice
),

-- the same measure, period and slice printed twice in one document says the same
cross_figures as (
    select
        figures.*,
        first_value(figures.figure_id) over (
            partition by figures.document_id, figures.measure_id, figures.period_label, figures.geography, figures.slice
            order by
                case figures.precision when 'exact' then 1 when 'rounded' then 2 else 3 end,
                figures.is_headline,
                figures.figure_id
        ) as reference_id
    from {{ ref('int_figures') }} as figures
),

cross_table as (
    select
        figures.document_id,
        figures.table_id,
        'cross_table' as check_kind,
        replace(figures.figure_id || ' = ' || figures.reference_id, figures.document_id || '/', '') as line,
        figures.value as published_value,
        reference.value as recomputed_value,
        {{ intervals_overlap('figures', 'reference') }} as agrees,
        figures.figure_id as published_figure_id,
        reference.figure_id as recomputed_from
    from cross_figures as figures
    inner join {{ ref('int_figures') }} as reference
        on figures.reference_id = reference.figure_id
    -- two labels of one printed column that stand for one member are parts, not repetitions
    where
        figures.figure_id <> figures.reference_id
        and (figures.is_headline or figures.table_id <> reference.table_id or figures.column_label <> reference.column_label)
),

-- every printed percentage whose parts are printed is recomputed from them
percentages as (
    select
        figures.document_id,
        figures.table_id,
        'percentage' as check_kind,
        replace(figures.figure_id, figures.document_id || '/', '') as line,
        figures.value as published_value,
        cast(computed.rate * 100 as {{ decimal_type() }}) as recomputed_value,
        {{ printed_percent_agrees('computed', 'figures') }} as agrees,
        figures.figure_id as published_figure_id,
        computed.numerator_figure_id || ', ' || computed.denominator_figure_id as recomputed_from
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id
    left join {{ ref('rates') }} as registry
        on figures.measure_id = registry.published_measure_id
    left join {{ ref('int_rates') }} as computed
        on registry.rate_id = computed.rate_id
        and figures.period_label = computed.period_label
        and figures.geography = computed.geography
        and figures.slice = computed.slice
    where
        measures.counting_rule = 'share'
        and figures.source_kind = 'primary'
        -- a percentage without a registered rate has nothing to answer to: that fails
        and (registry.rate_id is null or computed.rate is not null)
)

{% set kinds = ['column_totals', 'row_totals', 'row_counts', 'control_totals', 'component_sums', 'cross_table', 'percentages'] -%}
{% for kind in kinds -%}
select document_id, table_id, check_kind, line, published_value, recomputed_value, agrees, published_figure_id, recomputed_from from {{ kind }}
{% if not loop.last %}union all
{% endif %}
{%- endfor %}
