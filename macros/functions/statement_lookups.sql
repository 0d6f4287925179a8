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
        {{ nearest_of(kind, 'decided.asked_about', typed, 'decided.pairs') }} as nearest_names,
        {{ known_elsewhere(kind, 'decided.asked_about', typed) }} as name_elsewhere,
        {{ period_hint('decided', 'decided', "(decided.reason_code <> 'no_figure_loaded' or decided.part <> 2)") }} as period_hint,
        'Earlier ones with a number: ' || array_to_string(decided.bases, ', ') || '.' as bases_loaded,
        {{ coverage_of_statement() }} as coverage,
        (
            select string_agg(shares.rate_label, ', ' order by shares.rate_label)
            from {{ mart('dim_rates') }} as shares
            where shares.numerator_measure_id = decided.asked_about and shares.scoring = 'proportion'
        ) as shares_of_it,
        {{ not_the_unit('decided') }} as not_the_unit,
        decided.label || ': the latest loaded is ' || decided.last_printed || {{ in_period('decided.last_of_series') }} || '.' as latest_number,
        {{ number_of_another_period() }} as number_of_another_period,
        {{ confused_measure_that_fits() }} as confused_measure_that_fits,
        {{ own_count_of_platform() }} as own_count_of_platform,
        {{ confusions_of_statement() }} as often_confused_with
    from decided
{% endmacro %}


{# What is known of a gap: that nothing was looked for, how far a search went, or that only others state it. #}
{% macro coverage_of_statement() -%}
    (
        select 'Coverage of ' || max(gaps.period_label) || ': ' || array_to_string({{ once("replace(gaps.status, '_', ' ') || coalesce('. ' || rtrim(gaps.note, '.'), '')") }}, ' ') || '.'
        from {{ mart('coverage') }} as gaps
        where
            gaps.measure_id = decided.asked_about and gaps.status <> 'loaded'
            and gaps.period_label = case when decided.has_later then decided.asked_base else decided.asked_period end
            and (gaps.breakdown = decided.asked_slice or starts_with(decided.asked_slice, gaps.breakdown || '='))
        having count(*) > 0
    )
{%- endmacro %}
