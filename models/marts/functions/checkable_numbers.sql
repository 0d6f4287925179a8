-- The number that stands for each measure and rate in each period, place and slice, with the range that it
-- allows and what to note: what the functions figure and check_statement read.
with parts as (
    select
        figures.added_figure_ids as figure_ids,
        figures.measure_id,
        figures.period_label,
        figures.geography,
        figures.slice,
        figures.value,
        figures.value_low,
        figures.value_high,
        figures.low_is_open,
        figures.high_is_open,
        figures.precision,
        figures.is_in_facts,
        figures.added_printed as printed,
        cells.place,
        cells.reading,
        figures.document_id,
        concat_ws(
            ' ',
            case when figures.source_kind <> 'primary' then 'Secondary source: ' || figures.added_printed || ' is from ' || documents.title || '.' end,
            case when figures.precision <> 'exact' then 'Not exact: printed as ' || figures.added_printed || '.' end
        ) as note
    from {{ ref('int_evidence_figures') }} as figures
    inner join {{ ref('int_figures') }} as cells
        on figures.figure_id = cells.figure_id
    inner join {{ ref('documents') }} as documents
        on figures.document_id = documents.document_id
),

numbers as (
    select
        parts.measure_id as about,
        parts.period_label,
        parts.geography,
        parts.slice,
        measures.geography = parts.geography as is_whole_area,
        parts.value,
        parts.value_low,
        parts.value_high,
        parts.low_is_open,
        parts.high_is_open,
        parts.precision,
        parts.printed,
        parts.document_id,
        parts.place,
        parts.reading,
        parts.figure_ids,
        parts.note as caveats
    from parts
    inner join {{ ref('measures') }} as measures
        on parts.measure_id = measures.measure_id
    where parts.is_in_facts

    union all

    select
        rates.rate_id as about,
        rates.period_label,
        rates.geography,
        rates.slice,
        measures.geography = rates.geography as is_whole_area,
        rates.rate as value,
        rates.rate_low as value_low,
        rates.rate_high as value_high,
        rates.low_is_open,
        rates.high_is_open,
        nullif(rates.rate_precision, 'unbounded') as precision,
        numerators.printed || ' / ' || denominators.printed as printed,
        numerators.document_id,
        numerators.place || case when denominators.document_id = numerators.document_id then ' / ' || denominators.place else ' / ' || denominators.document_id || ', ' || denominators.place end as place,
        numerators.reading,
        -- those of the numerator and of the denominator stand in fct_rates
        cast(null as string) as figure_ids,
        concat_ws(' ', rates.structural_break, registry.assumption, registry.exclusions, nullif(numerators.note, ''), nullif(denominators.note, '')) as caveats
    from {{ ref('int_rates') }} as rates
    inner join {{ ref('int_rate_definitions') }} as registry
        on rates.rate_id = registry.rate_id
    inner join {{ ref('measures') }} as measures
        on registry.numerator_measure_id = measures.measure_id
    inner join {{ ref('int_rate_sides') }} as numerators
        on rates.numerator_figure_id = numerators.figure_ids
    inner join {{ ref('int_rate_sides') }} as denominators
        on rates.denominator_figure_id = denominators.figure_ids
    where rates.rate is not null
)

select
    about,
    period_label,
    geography,
    slice,
    is_whole_area,
    {{ shown_number('value') }} as value,
    {{ shown_number('value_low') }} as value_low,
    {{ shown_number('value_high') }} as value_high,
    low_is_open,
    high_is_open,
    precision,
    printed,
    document_id,
    place,
    reading,
    nullif(caveats, '') as caveats,
    figure_ids
from numbers
-- equal values side by side take less room in the file
order by about, period_label, geography, slice
