{#
    What can be found: measures, rates, rates of a part, figures and gaps, each with its names and with the words around it.
    What NCMEC itself counts, and of that what it prints most, goes before what others count of it.
#}
{% macro find_entries() %}
    {%- set own = "(1 + case when printed.figures = 0 then -0.2 else coalesce(ln(1 + printed.figures) / 50, 0) end)" -%}
    select
        'measure' as what,
        measures.measure_id as id,
        measures.measure_label as label,
        cast(null as varchar) as period_label,
        cast(null as double) as value,
        cast(null as varchar) as printed,
        cast(null as varchar) as document_id,
        measures.measure_label || ' ' || measures.measure_id || coalesce(' ' || others.said, '') as names,
        measures.definition || ' ' || measures.unit_of_count || ' ' || measures.program || coalesce(' ' || parts.labels, '') as words,
        1.2 * {{ own }} as weight
    from {{ mart('dim_measures') }} as measures
    left join {{ figures_of_ncmec() }} as printed
        on measures.measure_id = printed.measure_id
    left join {{ parts_in_words() }} as parts
        on measures.measure_id = parts.about
    left join (
        select
            synonyms.means,
            string_agg(synonyms.said, ' ' order by synonyms.said) as said
        from {{ mart('checkable_names') }} as synonyms
        where synonyms.kind = 'subject'
        group by synonyms.means
    ) as others
        on measures.measure_id = others.means

    union all

    select
        'rate', rates.rate_id, rates.rate_label, null, null, null, null,
        rates.rate_label || ' ' || rates.rate_id, rates.question || coalesce(' ' || parts.labels, ''), 1.2 * {{ own }}
    from {{ mart('dim_rates') }} as rates
    left join {{ figures_of_ncmec() }} as printed
        on rates.numerator_measure_id = printed.measure_id
    left join {{ parts_in_words() }} as parts
        on rates.rate_id = parts.about

    union all

    -- a rate of one part, by the latest period that has it
    select
        'rate', known.about, rates.rate_label || ', ' || known.slice, known.period_label, known.value, known.printed, known.document_id,
        rates.rate_label || ' ' || known.slice, rates.question, 0.95
    from {{ mart('checkable_numbers') }} as known
    inner join {{ mart('dim_rates') }} as rates
        on known.about = rates.rate_id
    where known.is_whole_area and known.slice <> 'all' and not contains(known.slice, ';')
    qualify row_number() over (partition by known.about, known.slice order by known.period_label desc) = 1

    union all

    select
        'figure', figures.figure_id, measures.measure_label || case when figures.slice = 'all' then '' else ', ' || figures.slice end,
        figures.period_label, figures.value, figures.printed, figures.document_id,
        measures.measure_label || ' ' || figures.slice || ' ' || figures.row_label || ' ' || figures.column_label || ' ' || figures.period_label,
        figures.measure_id || ' ' || coalesce(figures.printed_title, '') || ' ' || figures.document_id || ' ' || coalesce(figures.printed, '') || ' ' || figures.geography || coalesce(' ' || places.name, ''),
        case when figures.slice = 'all' then 1.0 else 0.95 end
    from {{ mart('fct_published_figures') }} as figures
    inner join {{ mart('dim_measures') }} as measures
        on figures.measure_id = measures.measure_id
    left join {{ mart('dim_geographies') }} as places
        on figures.geography = places.geography

    union all

    select
        'coverage', gaps.measure_id, measures.measure_label || ' by ' || gaps.breakdown || ': ' || gaps.status,
        gaps.period_label, null, null, gaps.document_id,
        measures.measure_label || ' ' || gaps.period_label, gaps.measure_id || ' ' || gaps.breakdown || ' ' || gaps.status, 0.8
    from {{ mart('coverage') }} as gaps
    inner join {{ mart('dim_measures') }} as measures
        on gaps.measure_id = measures.measure_id
    where gaps.status <> 'loaded'
{% endmacro %}


{# How many figures NCMEC's own documents have of each measure; 0 where only others have some. #}
{% macro figures_of_ncmec() -%}
    (
        select
            figures.measure_id,
            count(*) filter (documents.publisher like 'NCMEC%' or documents.publisher like 'National Center for Missing%') as figures
        from {{ mart('fct_published_figures') }} as figures
        inner join {{ mart('dim_documents') }} as documents
            on figures.document_id = documents.document_id
        group by figures.measure_id
    )
{%- endmacro %}


{# The parts and places that each measure and rate has numbers of. #}
{% macro parts_in_words() -%}
    (
        select
            names.about,
            string_agg(distinct names.label, ' ') as labels
        from {{ mart('checkable_names') }} as names
        where names.kind in ('slice', 'place') and names.is_loaded
        group by names.about
    )
{%- endmacro %}
