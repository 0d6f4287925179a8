-- How each number that a rate is made of is printed: one figure, figures added up, or one taken from another.
-- Without fact-check articles and single unconfirmed sources, on which no verdict rests.
with printed as (
    select added_figure_ids as figure_ids, added_printed as printed from {{ ref('int_figures_per_table') }}
    union
    select figure_id, printed from {{ ref('int_rate_sums') }}
    union
    select figure_id, printed from {{ ref('int_rate_differences') }}
),

used as (
    select numerator_figure_id as figure_ids from {{ ref('int_rates_computed') }}
    union
    select denominator_figure_id from {{ ref('int_rates_computed') }}
),

named as (
    select
        printed.figure_ids,
        printed.printed,
        {{ items_of('printed.figure_ids', ', ') }} as figure_id
    from printed
    inner join used
        on printed.figure_ids = used.figure_ids
),

cells as (
    select
        named.figure_ids,
        named.printed,
        figures.figure_id,
        figures.document_id,
        figures.place,
        figures.reading,
        named.figure_ids like figures.figure_id || '%' as is_first,
        documents.document_type <> 'fact_check' and (figures.source_kind = 'primary' or figures.trust_grade in ('A', 'B')) as is_evidence,
        concat_ws(
            ' ',
            case when figures.source_kind <> 'primary' then 'Secondary source: ' || figures.printed || ' is from ' || documents.title || '.' end,
            case when figures.precision <> 'exact' then 'Not exact: printed as ' || figures.printed || '.' end
        ) as note
    from named
    inner join {{ ref('int_figures') }} as figures
        on named.figure_id = figures.figure_id
    inner join {{ ref('documents') }} as documents
        on figures.document_id = documents.document_id
),

placed as (
    select
        *,
        max(case when is_first then document_id end) over (partition by figure_ids) as first_document_id
    from cells
),

places as (
    select
        figure_ids,
        case when document_id = first_document_id then '' else document_id || ', ' end || place as place,
        max(first_document_id) as document_id,
        max(printed) as printed,
        min(reading) as reading,
        min(case when is_first then 0 else 1 end) as place_order,
        min(figure_id) as figure_id,
        {{ joined_list('note', 'figure_id', ' ') }} as note,
        bool_and(is_evidence) as is_evidence
    from placed
    group by figure_ids, case when document_id = first_document_id then '' else document_id || ', ' end || place
)

select
    figure_ids,
    case when contains(figure_ids, ', ') then '(' || max(printed) || ')' else max(printed) end as printed,
    max(document_id) as document_id,
    {{ joined_list('place', 'place_order, figure_id', '; ') }} as place,
    min(reading) as reading,
    trim({{ joined_list('note', 'place_order, figure_id', ' ') }}) as note
from places
group by figure_ids
having bool_and(is_evidence)
