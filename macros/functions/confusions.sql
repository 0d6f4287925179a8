{# Of a measure, each one that it is mixed up with, in whichever direction the registry names the pair. #}
{% macro confused_with(measure_id) -%}
    (
        select
            case when pairs.measure_id = {{ measure_id }} then pairs.other_measure_id else pairs.measure_id end as other_id,
            pairs.sentence
        from {{ mart('dim_confusions') }} as pairs
        where {{ measure_id }} in (pairs.measure_id, pairs.other_measure_id)
    )
{%- endmacro %}


{# What the measure is often mixed up with, in words; NULL where nothing is known. #}
{% macro confusions_of_statement() %}
    (
        select string_agg(measures.measure_label || ': ' || others.sentence, ' ' order by measures.measure_label)
        from {{ confused_with('decided.asked_about') }} as others
        inner join {{ mart('dim_measures') }} as measures
            on others.other_id = measures.measure_id
    )
{% endmacro %}


{# The claimed number is the one of a measure that is mixed up with the one it is said of, in the same period. #}
{% macro confused_measure_that_fits() %}
    (
        select string_agg('It fits ' || others.label || ' (' || others.printed || '). ' || others.sentence, ' ' order by others.label)
        from (
            select
                measures.measure_label as label,
                pairs.sentence,
                known.printed,
                known.value,
                known.value_low,
                known.value_high,
                known.low_is_open,
                known.high_is_open
            from {{ confused_with('decided.asked_about') }} as pairs
            inner join {{ mart('dim_measures') }} as measures
                on pairs.other_id = measures.measure_id
            inner join {{ mart('checkable_numbers') }} as known
                on pairs.other_id = known.about
            where
                known.period_label = decided.asked_period and known.slice = decided.asked_slice
                and (known.geography = decided.asked_geography or (decided.asked_geography is null and known.is_whole_area))
        ) as others
        where {{ claimed_fits('others') }}
        having count(*) > 0
    )
{% endmacro %}
