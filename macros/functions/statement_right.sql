{# What would be right: the number itself, and what the claimed number is the number of. #}
{% macro right_statement() %}
    case
        when decided.is_comparable then concat_ws(
            ' ',
            decided.label || case when decided.asked_slice = 'all' then '' else ' (' || {{ spoken_slice('decided.asked_slice') }} || ')' end
            || coalesce(case when decided.asked_place is not null then ' in ' || decided.place_name end, '') || ': '
            || case
                when decided.asked_other is not null then
                    {{ word_of_precision('decided.later_precision') }} || {{ shown_number_of_statement('later_value') }} || {{ in_period('decided.asked_period') }} || '; ' || coalesce(decided.other_label, {{ spoken_slice('decided.other_slice') }}) || ': '
                    || {{ word_of_precision('decided.base_precision') }} || {{ shown_number_of_statement('base_value') }} || {{ in_period('coalesce(decided.asked_base, decided.asked_period)') }}
                    || case when decided.scoring is null and {{ neither_is_a_bound() }} then coalesce(' (' || {{ format_number('round(decided.later_value / nullif(decided.base_value, 0), 2)') }} || ' times as many)', '') else '' end
                when decided.is_comparison then
                    case when decided.later_value < decided.base_value then 'fell' when decided.later_value > decided.base_value then 'rose' else 'went' end
                    || ' from ' || {{ word_of_precision('decided.base_precision') }} || {{ shown_number_of_statement('base_value') }} || {{ in_period('decided.asked_base') }} || ' to '
                    || {{ word_of_precision('decided.later_precision') }} || {{ shown_number_of_statement('later_value') }} || {{ in_period('decided.asked_period') }}
                    || case
                        when not {{ neither_is_a_bound() }} then ''
                        when decided.is_points then ' (' || {{ format_number('round(abs(decided.computed_value), 2)') }} || ' percentage points)'
                        else coalesce(' (' || {{ format_number('round(abs(' ~ change_in_percent('decided.later_value', 'decided.base_value') ~ '), 1)') }} || '%)', '')
                    end
                when decided.scoring = 'proportion' then {{ word_of_precision('decided.later_precision') }} || {{ format_number('round(100 * decided.later_value, 2)') }} || '%' || {{ in_period('decided.asked_period') }}
                when decided.scoring = 'ratio' then {{ word_of_precision('decided.later_precision') }} || {{ format_number('round(decided.computed_value, 4)') }} || coalesce(' per ' || cast(decided.shown_per as varchar), '') || {{ in_period('decided.asked_period') }}
                when decided.per is not null then {{ word_of_precision('decided.later_precision') }} || {{ format_number('decided.later_value') }} || ' ' || decided.unit || {{ in_period('decided.asked_period') }}
                    || ', ' || {{ format_number('case when decided.computed_value < 100 then round(decided.computed_value, 1) else round(decided.computed_value, 0) end') }} || ' a ' || decided.per || ' on average'
                else {{ word_of_precision('decided.later_precision') }} || {{ format_number('decided.computed_value') }} || ' ' || decided.unit || {{ in_period('decided.asked_period') }}
            end || '.',
            {{ right_as_a_bound() }},
            case when not decided.is_comparison and decided.per is null and decided.verdict = 'contradicted' then coalesce({{ same_number_otherwise() }}, {{ same_number_rounded() }}, {{ other_period_that_fits() }}) end,
            case when not decided.is_comparison and decided.per is null and decided.verdict = 'contradicted' then nullif(concat_ws(' ', decided.confused_measure_that_fits, decided.own_count_of_platform), '') end
        )
        when decided.reason_code = 'no_figure_loaded' then nullif(concat_ws(
            ' ',
            decided.latest_number,
            -- not where a number of the period itself fits, though it is only stated
            case when not decided.is_comparison and decided.per is null and not coalesce(decided.is_stated, false) and decided.twin is null then {{ other_period_that_fits() }} end,
            case when not decided.is_comparison and decided.per is null then decided.confused_measure_that_fits end
        ), '')
    end
{% endmacro %}


{# How many times as many, or by how much, is not known of two numbers of which one is a bound. #}
{% macro neither_is_a_bound() -%}
    (coalesce(decided.later_precision, '') not in {{ bounds() }} and coalesce(decided.base_precision, '') not in {{ bounds() }})
{%- endmacro %}

{% macro bounds() %}('more_than', 'at_least', 'less_than', 'at_most'){% endmacro %}


{# A slice by the names of its members. #}
{% macro spoken_slice(slice) -%}
    regexp_replace({{ slice }}, '[a-z_]+=', '', 'g')
{%- endmacro %}


{# A number of a share or a count as people write it. #}
{% macro shown_number_of_statement(value) -%}
    case
        when decided.scoring = 'proportion' then {{ format_number('round(100 * decided.' ~ value ~ ', 2)') }} || '%'
        else {{ format_number('decided.' ~ value) }} || case when decided.unit = 'percent' then '%' else '' end
    end
{%- endmacro %}
