{#
    The claimed number is that of `others`, by the test of the verdict. A bound fits too much: it is the number of what it
    allows only where that is at most a tenth away.
#}
{% macro claimed_fits(others) -%}
    (
        {{ interval_contains('decided', others) }}
        and (decided.precision not in {{ bounds() }} or abs({{ others }}.value - decided.value) <= decided.value / 10)
    )
{%- endmacro %}


{# The very number, where a word before it is wrong, and one of several prints that add up to it. #}
{% macro same_number_otherwise() %}
    case
        when decided.is_one_of_a_sum
            then 'The claimed number is printed, but of one of the rows that stand for it: ' || decided.added_print || '. All of them: ' || decided.added_so || '.'
        when decided.precision in ('more_than', 'less_than') and decided.value = decided.computed_value and decided.allowed_low = decided.allowed_high
            then 'It is exactly the number, and neither more nor less: leave the word out.'
    end
{% endmacro %}


{# A number that would be right with about before it. #}
{% macro same_number_rounded() %}
    case
        when decided.precision in ('exact', 'rounded') and not decided.is_share and decided.later_precision = 'exact' and decided.value >= 10
            and abs(decided.computed_value - decided.value) <= least({{ last_place_of('decided.value') }}, decided.value / 10)
            then 'About ' || decided.asked_claimed || ' would be right.'
    end
{% endmacro %}


{# A change that is somewhat more than the claimed one: trebled, of 3.24 times as many. #}
{% macro right_as_a_bound() -%}
    case
        when decided.is_comparison and decided.verdict = 'contradicted' and decided.asked_other is null and decided.precision not in {{ bounds() }} and decided.value > 0
            and decided.computed_value > coalesce(decided.value_high, decided.value) and decided.computed_value <= 1.25 * decided.value
            then 'With more than before it, it would be right.'
    end
{%- endmacro %}


{% macro other_period_that_fits() -%}
    -- who writes more than has a number of its own to look for first
    coalesce(case when decided.precision in {{ bounds() }} then {{ printed_of_another_period() }} end, decided.number_of_another_period, {{ printed_of_another_period() }})
{%- endmacro %}


{% macro number_of_another_period() -%}
    (
    select 'The claimed ' || decided.asked_claimed || ' fits ' || min_by(others.period_label || ' (' || others.printed || ').', abs(others.days_away))
    from (
        select
            known.period_label,
            known.printed,
            known.value * {{ scale_of_claim('decided') }} as value,
            known.value_low * {{ scale_of_claim('decided') }} as value_low,
            known.value_high * {{ scale_of_claim('decided') }} as value_high,
            known.low_is_open,
            known.high_is_open,
            datediff('day', decided.last_day, days.end_date) as days_away
        from {{ mart('checkable_numbers') }} as known
        inner join {{ mart('dim_periods') }} as days
            on known.period_label = days.period_label
        where known.about = decided.asked_about and known.slice = decided.asked_slice and known.period_label <> decided.asked_period
            and (known.geography = decided.asked_geography or (decided.asked_geography is null and known.is_whole_area))
    ) as others
    where {{ claimed_fits('others') }}
    having count(*) > 0
    )
{%- endmacro %}


{% macro printed_of_another_period() -%}
    'The claimed ' || decided.asked_claimed || ' is printed of another period: ' || decided.printed_elsewhere || '.'
{%- endmacro %}


{# The claimed number is what a platform says itself, where NCMEC's count of its reports is asked. #}
{% macro own_count_of_platform() -%}
    (
        select 'It fits ' || min(measures.measure_label || ', ' || providers.platform || ' (' || others.printed || '): what the platform says itself.')
        from {{ mart('dim_esps') }} as providers
        inner join {{ mart('checkable_numbers') }} as others
            on 'platform=' || providers.platform = others.slice
        inner join {{ mart('dim_measures') }} as measures
            on others.about = measures.measure_id and measures.unit_of_count = 'reports'
        where
            decided.asked_slice = 'esp=' || providers.esp_name and others.about <> decided.asked_about
            and others.period_label = decided.asked_period and {{ claimed_fits('others') }}
    )
{%- endmacro %}
