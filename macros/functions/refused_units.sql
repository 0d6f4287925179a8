{# What was written instead of the unit, and how the two differ where the registry of confusions says so. An image is a file. #}
{% macro not_the_unit(decided) -%}
    case when {{ decided }}.claimed_unit = '' then '' else ', not ' || {{ decided }}.claimed_unit || coalesce((
        select '. ' || string_agg(others.sentence || ' The ' || measures.unit_of_count || ' are: ' || measures.measure_label, '. ' order by measures.measure_label)
        from {{ confused_with(decided ~ '.asked_about') }} as others
        inner join {{ mart('dim_measures') }} as measures
            on others.other_id = measures.measure_id
        where
            rtrim(measures.unit_of_count, 's') = rtrim({{ decided }}.claimed_unit, 's')
            or contains({{ name_words('measures.measure_label') }}, ' ' || rtrim({{ decided }}.claimed_unit, 's'))
            or (measures.unit_of_count = 'files' and rtrim({{ decided }}.claimed_unit, 's') in (select rtrim(lower(m.label), 's') from {{ mart('dim_members') }} as m where m.dimension = 'file_type'))
    ), '') || coalesce({{ printed_label_with(decided ~ '.claimed_unit', decided) }}, '') || coalesce({{ names_with(decided ~ '.claimed_unit', decided) }}, '') end
{%- endmacro %}


{# Documents have the word too, in the label of the same number: a letter of NCMEC calls reports of missing children cases. #}
{% macro printed_label_with(word, decided) -%}
    {%- set nearest = "case when printed.period_label = " ~ decided ~ ".asked_period then '0' else '1' end || printed.figure_id" -%}
    (
        select ' (though a document calls them ' || {{ word }} || ': "' || arg_min(printed.row_label, {{ nearest }}) || '", ' || arg_min(printed.document_id, {{ nearest }}) || '; write the number with ' || {{ decided }}.unit || ', or alone)'
        from {{ mart('fct_published_figures') }} as printed
        where printed.measure_id = {{ decided }}.asked_about and printed.slice = {{ decided }}.asked_slice and contains({{ name_words('printed.row_label') }}, ' ' || rtrim({{ word }}, 's'))
        having count(*) > 0
    )
{%- endmacro %}


{# Names that have the word, of what shares another word with what is asked: 130 resolved of missing-child reports. #}
{% macro names_with(word, decided) -%}
    (
        select '. "' || {{ word }} || '" is in the names: ' || array_to_string({{ once('names.label') }}[1:4], ', ')
        from {{ mart('checkable_names') }} as names
        where names.kind = 'subject' and contains({{ name_words('names.label') }}, {{ name_words(word) }})
            and contains({{ name_words('names.label') }}, {{ name_words(decided ~ '.label') }})
        having count(*) > 0
    )
{%- endmacro %}
