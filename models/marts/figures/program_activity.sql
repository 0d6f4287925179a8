-- Headline figures as a listing. Rows count different things and do not add.
with headlines as (
    select
        figures.*,
        row_number() over (
            partition by figures.document_id, figures.measure_id, figures.period_label, figures.slice
            order by figures.precision = 'exact' desc, figures.column_label desc, figures.figure_id asc
        ) as place_number
    from {{ ref('int_figures') }} as figures
    where figures.is_headline and figures.source_kind = 'primary'
)

select
    headlines.document_id,
    headlines.period_label,
    measures.program,
    headlines.row_label as metric,
    headlines.unit_of_count,
    headlines.precision,
    {{ shown_number('headlines.value') }} as value,
    case when headlines.reading <> 'as_recorded' then headlines.printed end as printed,
    case when headlines.reading = 'as_recorded' then headlines.printed end as recorded,
    headlines.measure_id,
    headlines.figure_id
from headlines
inner join {{ ref('measures') }} as measures
    on headlines.measure_id = measures.measure_id
where headlines.place_number = 1
