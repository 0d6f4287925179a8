{# What is said of a name that is not known: the nearest ones, and where it is known. #}
{% macro unknown_subject(typed, nearest, elsewhere) -%}
    'No measure or rate is called ' || coalesce({{ typed }}, 'NULL') || coalesce('; nearest: ' || {{ nearest }}, '') || '.' || coalesce({{ elsewhere }}, '')
{%- endmacro %}

{% macro unknown_slice(asked, nearest, elsewhere) -%}
    'Nothing is loaded of the slice ' || {{ asked }}.asked_slice || ' for ' || {{ asked }}.label || '; known: ' || {{ nearest }} || '.' || {{ elsewhere }}
{%- endmacro %}

{% macro unknown_place(asked, nearest, elsewhere) -%}
    'Nothing is loaded of the place ' || {{ asked }}.asked_place || ' for ' || {{ asked }}.label || '; known: ' || {{ nearest }} || '.' || {{ elsewhere }}
{%- endmacro %}


{# By spelling, and by how much of each the other has. #}
{% macro nearest_subjects(typed) -%}
    (
        select array_to_string(list(near.means order by near.likeness desc, near.means)[1:3], ', ')
        from (
            select
                compared.means,
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
    )
{%- endmacro %}

{% macro subject_elsewhere(typed) -%}
    (
        select ' ' || any_value(names.label) || case when bool_or(names.kind = 'place') then ' is a place (geography) of: ' else ' is a part (slice) of: ' end || {{ first_labels() }} || '.'
        from {{ mart('checkable_names') }} as names
        inner join {{ mart('checkable_names') }} as subjects
            on names.about = subjects.means and subjects.kind = 'subject'
        where names.kind in ('slice', 'place') and names.is_loaded and names.said = {{ said_words(typed) }}
        having count(*) > 0
    )
{%- endmacro %}

{% macro first_labels() -%} array_to_string({{ once('subjects.label') }}[1:4], ', ') {%- endmacro %}
