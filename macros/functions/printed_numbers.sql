{# Every printed number of a measure, and the percentages that documents print for a rate. #}
{% macro printed_of_subjects() -%}
    (
        select
            figures.measure_id as about,
            figures.period_label,
            figures.slice,
            figures.geography,
            measures.geography as whole_area,
            figures.value,
            figures.precision,
            coalesce(figures.printed, figures.recorded) as printed,
            figures.document_id,
            figures.place,
            figures.row_label,
            figures.figure_id,
            figures.source_kind,
            figures.trust_grade,
            documents.document_type
        from {{ mart('fct_published_figures') }} as figures
        inner join {{ mart('dim_measures') }} as measures
            on figures.measure_id = measures.measure_id
        inner join {{ mart('dim_documents') }} as documents
            on figures.document_id = documents.document_id
        where figures.value is not null
        union all
        select
            rates.rate_id, rates.period_label, rates.slice, rates.geography, measures.geography, figures.value, figures.precision,
            coalesce(figures.printed, figures.recorded), figures.document_id, figures.place, figures.row_label, figures.figure_id, figures.source_kind, figures.trust_grade, documents.document_type
        from {{ mart('fct_rates') }} as rates
        inner join {{ mart('dim_measures') }} as measures
            on rates.numerator_measure_id = measures.measure_id
        inner join {{ mart('fct_published_figures') }} as figures
            on rates.published_figure_id = figures.figure_id
        inner join {{ mart('dim_documents') }} as documents
            on figures.document_id = documents.document_id
        where figures.value is not null
        union all
        -- computed of what no verdict can rest on
        select
            rates.rate_id, rates.period_label, rates.slice, rates.geography, measures.geography, figures.value, figures.precision,
            {{ format_number("round(rates.rate * case when rates.scoring = 'proportion' then 100 else 1 end, 2)") }} || case when rates.scoring = 'proportion' then '%' else '' end,
            figures.document_id, figures.place, figures.row_label, figures.figure_id, rates.source_kind, rates.trust_grade, 'computed'
        from {{ mart('fct_rates') }} as rates
        inner join {{ mart('dim_measures') }} as measures
            on rates.numerator_measure_id = measures.measure_id
        inner join {{ mart('fct_published_figures') }} as figures
            on split_part(rates.numerator_figure_id, ', ', 1) = figures.figure_id
        where rates.rate is not null and rates.source_kind <> 'primary' and rates.trust_grade not in ('A', 'B')
    )
{%- endmacro %}
