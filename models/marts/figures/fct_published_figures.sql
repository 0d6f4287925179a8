-- Every printed figure of every document: what it counts, of what, when and where, and where it is printed.
select
    figure_id,
    document_id,
    table_id,
    place,
    row_label,
    column_label,
    -- nobody saw the print of a document that is only recorded in a collection
    case when reading <> 'as_recorded' then printed end as printed,
    case when reading = 'as_recorded' then printed end as recorded,
    {{ shown_number('value') }} as value,
    precision,
    {{ shown_number('value_low') }} as value_low,
    {{ shown_number('value_high') }} as value_high,
    measure_id,
    unit_of_count,
    population_id,
    period_label,
    period_type,
    calendar_year,
    geography,
    slice,
    is_total,
    source_kind,
    trust_grade,
    reading,
    null_reason
from {{ ref('int_figures') }}
