{# What it is about with the numbers that the measure has: for a record the period that comes next to it, and what is loaded nearby. #}
{% macro subject_of_statement() %}
    {{ names_of_statement('typed_parts', ['period', 'base']) }},

    series as (
        {{ series_of_record('subject') }}
    ),

    based as (
        select
            subject.* exclude (asked_base),
            coalesce(subject.asked_base, series.next_period) as asked_base,
            series.first_period,
            series.first_end,
            series.periods_loaded,
            series.periods_wanted
        from subject
        left join series
            on subject.part = series.part
    ),

    nearby as (
        {{ numbers_nearby('based') }}
    ),

    loaded as (
        select
            based.*,
            nearby.* exclude (part, has_slice, has_other_slice, has_place),
            coalesce(nearby.has_slice, false) as has_slice,
            coalesce(nearby.has_other_slice, false) as has_other_slice,
            coalesce(nearby.has_place, false) as has_place,
            base_days.period_type as base_type,
            base_days.end_date as base_last_day
        from based
        left join nearby
            on based.part = nearby.part
        left join {{ mart('dim_periods') }} as base_days
            on based.asked_base = base_days.period_label
    )
{% endmacro %}
