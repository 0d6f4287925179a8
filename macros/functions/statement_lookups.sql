{#
    What the words of an answer look up, each once, whichever sentence needs it: every lookup takes memory and time to plan,
    also for rows that do not need it.
#}
{% macro lookups_of_statement() %}
    {%- set is_place = "decided.reason_code = 'unknown_geography'" -%}
    {%- set kind = "case when " ~ is_place ~ " then 'place' else 'slice' end" -%}
    {%- set typed = "case when " ~ is_place ~ " then decided.asked_place else decided.asked_slice end" -%}
    {%- set subject = "case when decided.reason_code = 'unknown_measure_or_rate' then case when decided.kind is null then decided.asked_about else decided.asked_other end end" -%}
    select
        decided.*,
        {{ nearest_subjects(subject) }} as nearest_subjects,
        {{ subject_elsewhere(subject) }} as subject_elsewhere,
        {{ nearest_of(kind, 'decided.asked_about', typed) }} as nearest_names,
        {{ known_elsewhere(kind, 'decided.asked_about', typed) }} as name_elsewhere,
        {{ period_hint('decided', "(decided.reason_code <> 'no_figure_loaded' or decided.part <> 2)") }} as period_hint,
        {{ bases_loaded('decided') }} as bases_loaded,
        {{ coverage_of_statement() }} as coverage,
        (
            select string_agg(shares.rate_label, ', ' order by shares.rate_label)
            from {{ mart('dim_rates') }} as shares
            where shares.numerator_measure_id = decided.asked_about and shares.scoring = 'proportion'
        ) as shares_of_it,
        {{ not_the_unit('decided') }} as not_the_unit,
        {{ latest_number() }} as latest_number,
        {{ number_of_another_period() }} as number_of_another_period,
        {{ confused_measure_that_fits() }} as confused_measure_that_fits,
        {{ confusions_of_statement() }} as often_confused_with
    from decided
{% endmacro %}


{# The newest number there is, where the period that is asked has none. #}
{% macro latest_number() -%}
    (
        select decided.label || ': the latest loaded is ' || max_by(known.printed || {{ in_period('known.period_label') }}, days.end_date) || '.'
        from {{ mart('checkable_numbers') }} as known
        inner join {{ mart('dim_periods') }} as days
            on known.period_label = days.period_label
        where known.about = decided.asked_about and known.slice = decided.asked_slice
            and (known.geography = decided.asked_geography or (decided.asked_geography is null and known.is_whole_area))
        having count(*) > 0
    )
{%- endmacro %}
