-- Repeats: the same measure, period and slice printed twice in one document says the same.
with figures as (
    select
        *,
        first_value(figure_id) over (
            partition by document_id, measure_id, period_label, geography, slice
            order by
                case precision when 'exact' then 1 when 'rounded' then 2 else 3 end,
                is_headline,
                figure_id
        ) as reference_id
    from {{ ref('int_figures') }}
),

pairs as (
    select
        figures.document_id,
        figures.table_id,
        replace(figures.figure_id || ' = ' || figures.reference_id, figures.document_id || '/', '') as line,
        figures.figure_id,
        figures.reference_id
    from figures
    inner join {{ ref('int_figures') }} as reference
        on figures.reference_id = reference.figure_id
    -- two labels of one printed column that stand for one member are parts, not repetitions
    where
        figures.figure_id <> figures.reference_id
        and (figures.is_headline or figures.table_id <> reference.table_id or figures.column_label <> reference.column_label)
)

select
    document_id,
    table_id,
    'cross_table' as check_kind,
    line,
    'published' as side,
    figure_id as figure_ids
from pairs

union all

select
    document_id,
    table_id,
    'cross_table' as check_kind,
    line,
    'recomputed' as side,
    reference_id as figure_ids
from pairs
