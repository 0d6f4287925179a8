{# What is said of a name that is not known: the nearest ones, and where it is known. #}
{% macro unknown_subject(typed) -%}
    'No measure or rate is called ' || coalesce({{ typed }}, 'NULL') || coalesce('; nearest: ' || (
        select array_to_string(list(near.means order by near.likeness desc, near.means)[1:3], ', ')
        from (
            select
                compared.means,
                -- spelling, and how much of each the other has
                max(
                    {{ name_similarity('compared.said', said_words(typed)) }}
                    + {{ weight_of('list_intersect(compared.words, compared.typed_words)') }} * (1 / {{ weight_of('compared.words') }} + 1 / {{ weight_of('compared.typed_words') }})
                ) as likeness
            from (
                select
                    names.means,
                    names.said,
                    string_split(names.said, ' ') as words,
                    string_split({{ said_words(in_own_words(typed)) }}, ' ') as typed_words,
                    weights.of_word
                from {{ mart('checkable_names') }} as names
                cross join {{ weights_of_words() }} as weights
                where names.kind = 'subject' and {{ typed }} is not null
            ) as compared
            group by compared.means
        ) as near
        having count(*) > 0
    ), '') || '.' || coalesce((
        select ' ' || any_value(names.label) || case when bool_or(names.kind = 'place') then ' is a place (geography) of: ' else ' is a part (slice) of: ' end || {{ first_labels() }} || '.'
        from {{ mart('checkable_names') }} as names
        inner join {{ mart('checkable_names') }} as subjects
            on names.about = subjects.means and subjects.kind = 'subject'
        where names.kind in ('slice', 'place') and names.is_loaded and names.said = {{ said_words(typed) }}
        having count(*) > 0
    ), '')
{%- endmacro %}

{% macro unknown_slice(asked) -%}
    'Nothing is loaded of the slice ' || {{ asked }}.asked_slice || ' for ' || {{ asked }}.label || '; known: '
    || {{ nearest_of('slice', asked ~ '.asked_about', asked ~ '.asked_slice') }} || '.' || {{ known_elsewhere('slice', asked ~ '.asked_about', asked ~ '.asked_slice') }}
{%- endmacro %}

{% macro unknown_place(asked) -%}
    'Nothing is loaded of the place ' || {{ asked }}.asked_place || ' for ' || {{ asked }}.label || '; known: '
    || {{ nearest_of('place', asked ~ '.asked_about', asked ~ '.asked_place') }} || '.' || {{ known_elsewhere('place', asked ~ '.asked_about', asked ~ '.asked_place') }}
{%- endmacro %}

{% macro first_labels() -%} array_to_string(list_sort(list(distinct subjects.label))[1:4], ', ') {%- endmacro %}


{# Why the period may not be there: words that need a day of writing, years that are not the calendar's; then what is loaded nearby. #}
{% macro period_hint(asked, place_hint='true') -%}
    {%- set typed = "lower(" ~ asked ~ ".typed_period)" -%}
    nullif(concat_ws(
        ' ',
        case
            when regexp_matches({{ typed }}, '(last|this|past|previous|next|recent|current) (year|half|month|decade)s?|(each|every|per|a) (year|month|day)|annual|yearly|recent|today|now|to date|ago')
                then 'Which period "' || {{ asked }}.typed_period || '" is depends on when it was written: write the year itself.'
            when {{ type_of_period(asked) }} = 'fiscal_year'
                then 'A fiscal year is not a calendar year (' || {{ asked }}.asked_period || ' is ' || {{ days_of_period(asked) }} || '), so that the number of one is not that of the other.'
        end,
        (
            select
                case when bool_or(near.period_type = 'fiscal_year') and {{ type_of_period(asked) }} = 'calendar_year' then 'A calendar year is not a fiscal year. ' else '' end
                || 'Loaded of the same year: ' || string_agg(near.period_label, ', ' order by near.period_label) || '.'
            from (
                select distinct
                    days.period_label,
                    days.period_type
                from {{ mart('checkable_numbers') }} as loaded
                inner join {{ mart('dim_periods') }} as days
                    on loaded.period_label = days.period_label
                inner join {{ mart('dim_periods') }} as asked_days
                    on asked_days.period_label = {{ asked }}.asked_period
                where
                    loaded.about = {{ asked }}.asked_about and loaded.period_label <> {{ asked }}.asked_period
                    and extract('year' from days.end_date) = extract('year' from asked_days.end_date)
            ) as near
            having count(*) > 0
        ),
        {{ slices_beside(asked) }},
        (
            select 'Not of the whole but of '
                || case count(distinct known.geography)
                    when 1 then 'one place: give ' || any_value({{ place_label('known.about', 'known.geography') }}) || ' as geography.'
                    else count(distinct known.geography) || ' places: give one as geography.'
                end
            from {{ mart('checkable_numbers') }} as known
            where {{ place_hint }} and known.about = {{ asked }}.asked_about and {{ asked }}.asked_place is null and known.slice = {{ asked }}.asked_slice
            having count(*) > 0 and not bool_or(known.is_whole_area)
        ),
        {{ periods_loaded(asked) }}
    ), '')
{%- endmacro %}

{# Earlier periods of the same kind, for a base that is none: of its year, else all. #}
{% macro bases_loaded(asked) -%}
    (
        select 'Earlier ones with a number: ' || array_to_string(list(known.period_label order by known.is_near desc, known.end_date desc)[1:4], ', ') || '.'
        from (
            select distinct
                days.period_label,
                days.end_date,
                contains({{ asked }}.asked_base, cast(extract('year' from days.end_date) as varchar)) as is_near
            from {{ mart('checkable_numbers') }} as loaded
            inner join {{ mart('dim_periods') }} as days
                on loaded.period_label = days.period_label
            where loaded.about = {{ asked }}.asked_about and loaded.slice = {{ asked }}.asked_slice
                and days.period_type = {{ type_of_period(asked) }} and days.end_date < {{ of_period(asked ~ '.asked_period', 'days.end_date') }}
        ) as known
        having count(*) > 0
    )
{%- endmacro %}

{% macro type_of_period(asked) -%} {{ of_period(asked ~ '.asked_period', 'days.period_type') }} {%- endmacro %}

{% macro days_of_period(asked) -%} {{ of_period(asked ~ '.asked_period', "days.start_date || ' to ' || days.end_date") }} {%- endmacro %}


{# A part with a longer name that has a number where the asked one has none: Facebook (with related platforms). It counts something else. #}
{% macro slices_beside(asked) -%}
    (
        select 'Not ' || {{ spoken_slice(asked ~ '.asked_slice') }} || ' but loaded of the period: ' || string_agg(distinct {{ spoken_slice('beside.slice') }}, ', ') || '.'
        from {{ mart('checkable_numbers') }} as beside
        where beside.about = {{ asked }}.asked_about and beside.period_label = {{ asked }}.asked_period
            and starts_with(beside.slice, {{ asked }}.asked_slice || ' (')
        having count(*) > 0
    )
{%- endmacro %}


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
        select '. "' || {{ word }} || '" is in the names: ' || array_to_string(list_sort(list(distinct names.label))[1:4], ', ')
        from {{ mart('checkable_names') }} as names
        where names.kind = 'subject' and contains({{ name_words('names.label') }}, {{ name_words(word) }})
            and contains({{ name_words('names.label') }}, {{ name_words(decided ~ '.label') }})
        having count(*) > 0
    )
{%- endmacro %}
