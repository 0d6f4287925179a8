-- What stands on the two sides of every check: figures, or a number that is no sum of figures (a quotient,
-- a count of rows, the sum of a fact). A side of which nothing was loaded has a row without either.
{%- set numbers = ['value', 'value_low', 'value_high', 'low_is_open', 'high_is_open'] %}
{%- set kinds = {
    'totals': ['figure_ids'],
    'controls': ['figure_ids'],
    'components': ['figure_ids'],
    'repeats': ['figure_ids'],
    'bounds': ['figure_ids'],
    'percentages': ['role', 'figure_ids'] + numbers,
    'row_counts': ['value'],
    'fact_totals': ['figure_ids', 'value'],
} %}
with listed as (
    {%- for kind, columns in kinds.items() %}
    select
        document_id,
        table_id,
        check_kind,
        trim(line) as line,
        side,
        {{ 'role' if 'role' in columns else "'addend'" }} as role,
        {{ 'figure_ids' if 'figure_ids' in columns else 'cast(null as string)' }} as figure_ids
        {%- for number in numbers %},
        {{ number if number in columns else 'null' }} as {{ number }}
        {%- endfor %}
    from {{ ref('int_check_' ~ kind) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

split as (
    select
        listed.*,
        nullif({{ items_of("coalesce(figure_ids, '')", ', ') }}, '') as figure_id
    from listed
)

select
    sides.document_id || '/' || sides.table_id || '/' || sides.check_kind || '/' || replace(sides.line, ' ', '-') as check_id,
    sides.document_id,
    sides.table_id,
    sides.check_kind,
    sides.line,
    sides.side,
    sides.role,
    sides.figure_id,
    {%- for number in numbers %}
    case when figures.figure_id is null then sides.{{ number }} when sides.role = 'addend' then figures.{{ number }} end as {{ number }}{{ "," if not loop.last }}
    {%- endfor %}
from split as sides
left join {{ ref('int_figures') }} as figures
    on sides.figure_id = figures.figure_id
