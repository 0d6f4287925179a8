-- One row per year; the figures stand in running text, not in a table. The row is that of the document
-- that prints most of it; what only other documents print is taken from them, and they are named.
{%- set measures = {
    'location_requests': 'offender_location_requests',
    'located_and_arrested': 'offenders_located_and_arrested',
    'operations': 'offender_operations',
} %}

with figures as (
    select
        per_document.*,
        count(*) over (partition by per_document.document_id, per_document.calendar_year) as printed_of_row
    from {{ ref('int_figures_per_document') }} as per_document
    inner join {{ ref('measures') }} as measures
        on per_document.measure_id = measures.measure_id and per_document.geography = measures.geography
    where
        per_document.measure_id in ('{{ measures.values() | join("', '") }}')
        and per_document.source_kind = 'primary'
        and per_document.period_type = 'calendar_year'
        and per_document.slice = 'all'
),

row_documents as (
    select
        calendar_year,
        document_id as row_document_id
    from figures
    qualify
        row_number() over (
            partition by calendar_year
            order by printed_of_row desc, trust_grade asc, published_on desc nulls last, document_id asc
        ) = 1
),

chosen as (
    select
        row_documents.row_document_id,
        figures.*
    from figures
    inner join row_documents
        on figures.calendar_year = row_documents.calendar_year
    qualify
        row_number() over (
            partition by figures.calendar_year, figures.measure_id
            order by
                case when figures.document_id = row_documents.row_document_id then 1 else 2 end asc,
                case figures.precision when 'exact' then 1 when 'rounded' then 2 else 3 end asc,
                figures.trust_grade asc,
                figures.published_on desc nulls last,
                figures.figure_id asc
        ) = 1
)

select
    row_document_id as document_id,
    calendar_year,
    period_label,
    {%- for name, measure_id in measures.items() %}
    cast(max(case when measure_id = '{{ measure_id }}' then value end) as bigint) as {{ name }},
    {%- endfor %}
    {{ joined_list('distinct case when document_id <> row_document_id then document_id end', 'case when document_id <> row_document_id then document_id end', ', ') }} as other_document_ids
from chosen
group by row_document_id, calendar_year, period_label
