-- The two parts of a rate come from one document where it prints both, and from one table where both are
-- what is left of the numbers of one. Each row is one problem.
with rates as (
    select
        rates.rate_id,
        'rate ' || rates.rate_id || ' in ' || rates.period_label || ', ' || rates.geography || ', ' || rates.slice as name,
        rates.denominator_measure_id,
        split_part(rates.numerator_figure_id, '/', 1) as numerator_document,
        split_part(rates.numerator_figure_id, ', ', 1) as numerator_figure_id,
        split_part(rates.denominator_figure_id, ', ', 1) as denominator_figure_id
    from {{ ref('fct_rates') }} as rates
    where rates.status = 'computed'
),

-- few rates are of two documents: found first, since a document prints many numbers of a measure
apart as (
    select distinct
        rates.name,
        rates.numerator_document,
        rates.denominator_measure_id,
        denominators.document_id as denominator_document,
        denominators.period_label,
        denominators.geography,
        denominators.slice,
        denominators.precision
    from rates
    inner join {{ ref('int_figures') }} as denominators
        on rates.denominator_figure_id = denominators.figure_id
    where denominators.document_id <> rates.numerator_document
)

select apart.name || ' divides a number of ' || apart.numerator_document || ' by one of ' || apart.denominator_document || ', although ' || apart.numerator_document || ' prints that one too: ' || min(figures.printed) as problem
from apart
inner join {{ ref('int_figures') }} as figures
    on apart.numerator_document = figures.document_id
    and apart.denominator_measure_id = figures.measure_id
    and apart.period_label = figures.period_label
    and apart.geography = figures.geography
    and apart.slice = figures.slice
    and apart.precision = figures.precision
group by apart.name, apart.numerator_document, apart.denominator_document

union all

select rates.name || ' takes what is left from ' || rates.numerator_figure_id || ' and from ' || rates.denominator_figure_id || ', which are two tables' as problem
from rates
inner join {{ ref('measure_differences') }} as differences
    on rates.denominator_measure_id = differences.measure_id
left join {{ ref('int_figures') }} as numerators
    on rates.numerator_figure_id = numerators.figure_id
left join {{ ref('int_figures') }} as denominators
    on rates.denominator_figure_id = denominators.figure_id
where numerators.document_id || '/' || numerators.table_id is distinct from denominators.document_id || '/' || denominators.table_id
