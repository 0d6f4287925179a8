{#
    What the names mean that were typed: first what it is about, then part, place and period of that. Each as it is read where it
    means one thing, else as typed, a place in quotation marks, so that it is none: CA is Canada and California.
#}
{% macro names_of_statement(typed, periods) %}
    subject_names as (
        {{ meanings_of_names(typed, [('about', 'subject', 'null', typed ~ '.typed_about'), ('other', 'subject', 'null', typed ~ '.typed_other')]) }}
    ),

    subjects as (
        {{ subjects_of_statements() }}
    ),

    subject_known as (
        select
            {{ typed }}.*,
            subjects.*,
            others.id as other_id,
            others.label as other_label,
            others.unit as other_unit,
            subject_names.about_twice,
            subject_names.other_twice
        from {{ typed }}
        left join subject_names
            on {{ typed }}.part = subject_names.part
        left join subjects
            on subject_names.about_means = subjects.id
        left join subjects as others
            on subject_names.other_means = others.id
    ),

    part_names as (
        {{ meanings_of_names('subject_known', [
            ('slice', 'slice', 'subject_known.id', 'subject_known.typed_slice'),
            ('compared', 'slice', 'subject_known.id', 'subject_known.typed_other'),
            ('place', 'place', 'subject_known.id', 'subject_known.asked_place'),
        ]) }}
    ),

    pair_names as (
        {{ slices_by_members('subject_known') }}
    ),

    period_names as (
        {{ periods_by_name('subject_known', periods) }}
    ),

    parts_known as (
        select
            subject_known.* exclude (about_twice, other_twice),
            {%- for period in periods %}
            coalesce(period_names.{{ period }}, nullif(trim(subject_known.typed_{{ period }}), '')) as asked_{{ period }},
            {%- endfor %}
            coalesce(part_names.place_means, '"' || subject_known.asked_place || '"') as asked_geography,
            {%- for column, role, typed in [('asked_slice', 'slice', 'typed_slice'), ('other_slice', 'compared', 'typed_other')] %}
            case when {{ "subject_known.other_id is null and " if role == 'compared' }}subject_known.{{ typed }} is not null then coalesce(
                case when lower(trim(subject_known.{{ typed }})) in ('', 'all', 'total', 'overall') then 'all' end,
                pair_names.{{ 'slice' if role == 'slice' else 'other' }}_of_members, part_names.{{ role }}_means, subject_known.{{ typed }}
            ) end as {{ column }},
            {%- endfor %}
            nullif(concat_ws(
                ' ',
                case when subject_known.id is null then subject_known.about_twice end,
                part_names.slice_twice || coalesce({{ part_of_a_rate('subject_known') }}, ''),
                case when subject_known.other_id is null then coalesce(part_names.compared_twice, subject_known.other_twice) end,
                part_names.place_twice
            ), '') as meant_twice
        from subject_known
        left join part_names
            on subject_known.part = part_names.part
        left join pair_names
            on subject_known.part = pair_names.part
        left join period_names
            on subject_known.part = period_names.part
    ),

    subject as (
        select
            parts_known.*,
            places.name as place_name,
            days.period_type,
            days.start_date as first_day,
            days.end_date as last_day
        from parts_known
        left join {{ mart('dim_periods') }} as days
            on parts_known.asked_period = days.period_label
        left join {{ mart('dim_geographies') }} as places
            on coalesce(parts_known.asked_geography, parts_known.whole_area) = places.geography and places.geography = places.figure_geography
    )
{% endmacro %}
