-- Bounds: what is part of something is not more than the whole, which bounds a figure without fixing it.
-- The tree of populations says what is part of what; both numbers stand in one document, exactly.
with counts as (
    select
        figures.*,
        measures.counting_rule,
        originals.table_id
    from {{ ref('int_figures_per_document') }} as figures
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id
    inner join {{ ref('int_figures') }} as originals
        on figures.figure_id = originals.figure_id
    where
        figures.source_kind = 'primary' and figures.period_type <> 'not_stated' and figures.precision = 'exact'
        and measures.counting_rule <> 'share'
        -- the sum of two labels is no printed number
        and figures.value = originals.value
),

pairs as (
    select
        parts.document_id,
        parts.table_id,
        replace(parts.figure_id || ' <= ' || wholes.figure_id, parts.document_id || '/', '') as line,
        parts.figure_id,
        wholes.figure_id as whole_figure_id
    from counts as parts
    inner join {{ ref('int_population_ancestors') }} as nested
        on parts.population_id = nested.population_id and nested.population_id <> nested.ancestor_population_id
    inner join counts as wholes
        on nested.ancestor_population_id = wholes.population_id
        and parts.unit_of_count = wholes.unit_of_count
        and parts.document_id = wholes.document_id
        and parts.period_label = wholes.period_label
        and parts.geography = wholes.geography
        and parts.slice = wholes.slice
    -- a count in which one thing can return may exceed a count in which it cannot
    where parts.counting_rule = 'distinct' or wholes.counting_rule = 'may_repeat'
)

select
    document_id,
    table_id,
    'part_of_whole' as check_kind,
    line,
    'published' as side,
    figure_id as figure_ids
from pairs

union all

select
    document_id,
    table_id,
    'part_of_whole' as check_kind,
    line,
    'recomputed' as side,
    whole_figure_id as figure_ids
from pairs
