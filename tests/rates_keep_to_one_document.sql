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
)

select rates.name || ' divides a number of ' || rates.numerator_document || ' by one of ' || denominators.document_id || ', although ' || rates.numerator_document || ' prints that one too: ' || min(figures.printed) as problem
from rates
inner join {{ ref('int_figures') }} as denominators
    on rates.denominator_figure_id = denominators.figure_id
inner join {{ ref('int_figures') }} as figures
    on rates.numerator_document = figures.document_id
    and rates.denominator_measure_id = figures.measure_id
    and denominators.period_label = figures.period_label
    and denominators.geography = figures.geography
    and denominators.slice = figures.slice
    and denominators.precision = figures.precision
where denominators.document_id <> rates.numerator_document
group by rates.name, rates.numerator_document, denominators.document_id

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
