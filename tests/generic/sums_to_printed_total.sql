{#
    A plain sum of each column over one year is the printed total of its measure: every such sum is a check of
    fct_reconciliations that shows it and holds. `measures` says what each column counts; int_check_fact_totals reads it.
#}
{% test sums_to_printed_total(model, measures, year='calendar_year') %}
with sums as (
    {%- for column in measures %}
    select
        '{{ column }}' as column_name,
        {{ fact_total_line(column, year) }} as line,
        cast(sum({{ column }}) as double) as value
    from {{ model }}
    group by {{ year }}
    having sum({{ column }}) is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

columns as (
    {%- for column, measure_id in measures.items() %}
    select '{{ column }}' as column_name, '{{ measure_id }}' as measure_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    '{{ model.identifier }}.' || columns.column_name || ', ' || coalesce(sums.line, 'no year')
    || ' is ' || coalesce({{ format_number('sums.value') }}, '(nothing)') || case
        when sums.value is null then ': there is nothing to compare with the printed total of '
        when checks.check_id is null then ', but no check compares it with the printed total of '
        when checks.recomputed_value is distinct from sums.value then ', but its check recomputes ' || coalesce({{ format_number('checks.recomputed_value') }}, '(nothing)') || ' for '
        else ', and its check is ' || coalesce(checks.status, '(blank)') || ' against the printed total of '
    end || columns.measure_id as problem
from columns
left join sums
    on columns.column_name = sums.column_name
left join {{ ref('fct_reconciliations') }} as checks
    on checks.check_kind = 'fact_total' and checks.table_id = '{{ model.identifier }}' and sums.line = checks.line
where
    sums.value is null
    or checks.recomputed_value is distinct from sums.value
    or coalesce(checks.status not in ('reconciled', 'known_discrepancy'), true)
{% endtest %}
