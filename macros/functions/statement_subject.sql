{# What the statement is about: names as they are read, and for a record the period that comes next to it. #}
{% macro subject_of_statement() %}
    subject as (
        select
            typed.* exclude (whole_claim, is_told),
            subjects.* exclude (said),
            others.id as other_id,
            others.label as other_label,
            others.unit as other_unit,
            {{ period_by_name('subjects.id', 'typed.typed_period') }} as asked_period,
            {{ period_by_name('subjects.id', 'typed.typed_base') }} as asked_base,
            {{ place_by_name('subjects.id', 'typed.asked_place') }} as asked_geography,
            {{ slice_by_name('subjects.id', 'typed.typed_slice') }} as asked_slice,
            -- another measure, or another part of the same one
            case when others.id is null and typed.typed_other is not null then {{ slice_by_name('subjects.id', 'typed.typed_other') }} end as other_slice
        from typed_parts as typed
        left join {{ subjects_of_statements() }} as subjects
            on {{ is_called('typed.typed_about', 'subjects') }}
        left join {{ subjects_of_statements() }} as others
            on {{ is_called('typed.typed_other', 'others') }}
    ),

    series as (
        {{ series_of_record('subject') }}
    ),

    based as (
        select
            subject.* exclude (asked_base),
            coalesce(subject.asked_base, series.next_period) as asked_base,
            series.first_period,
            series.periods_loaded,
            series.periods_wanted
        from subject
        left join series
            on subject.part = series.part
    )
{% endmacro %}
