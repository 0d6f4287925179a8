{# The breaks of the series between the two periods of a change, as int_claims_breaks finds them, and whether they forbid it. #}
{% macro breaks_of_statement(shown) %}
    (
        select {{ shown }}
        from {{ mart('dim_structural_breaks') }} as breaks
        inner join {{ mart('dim_periods') }} as bases
            on bases.period_label = decided.asked_base
        inner join {{ mart('dim_periods') }} as laters
            on laters.period_label = decided.asked_period
        where
            breaks.measure_id in (decided.asked_about, decided.other_id)
            and (
                breaks.slice in (decided.asked_slice, decided.other_slice)
                or breaks.slice in (
                    select members.slice
                    from {{ mart('fct_published_figures') }} as figures
                    inner join {{ mart('fct_figure_parts') }} as parts
                        on figures.figure_id = parts.figure_id
                    inner join {{ mart('dim_members') }} as members
                        on parts.dimension = members.dimension and parts.member = members.member
                    where figures.slice in (decided.asked_slice, decided.other_slice) and members.slice <> 'all'
                )
                or (breaks.slice = 'parts' and decided.asked_slice <> 'all')
            )
            and coalesce(bases.start_date, bases.end_date) < breaks.first_day
            and laters.end_date >= breaks.first_day
    )
{% endmacro %}


{# What would be right: the number itself, and what the claimed number is the number of. #}
{% macro right_statement() %}
    case
        when decided.is_comparable then concat_ws(
            ' ',
            decided.label || case when decided.asked_slice = 'all' then '' else ' (' || {{ spoken_slice('decided.asked_slice') }} || ')' end
            || coalesce(case when decided.asked_place is not null then ' in ' || {{ place_label('decided.asked_about', 'decided.asked_geography') }} end, '') || ': '
            || case
                when decided.asked_other is not null then
                    {{ shown_number_of_statement('later_value') }} || ' in ' || decided.asked_period || '; ' || coalesce(decided.other_label, {{ spoken_slice('decided.other_slice') }}) || ': '
                    || {{ shown_number_of_statement('base_value') }} || ' in ' || coalesce(decided.asked_base, decided.asked_period)
                    || case when decided.scoring is null then coalesce(' (' || {{ format_number('round(decided.later_value / nullif(decided.base_value, 0), 2)') }} || ' times as many)', '') else '' end
                when decided.is_comparison then
                    case when decided.later_value < decided.base_value then 'fell' else 'rose' end
                    || ' from ' || {{ shown_number_of_statement('base_value') }} || ' in ' || decided.asked_base || ' to '
                    || {{ shown_number_of_statement('later_value') }} || ' in ' || decided.asked_period
                    || case when decided.is_points then ' (' || {{ format_number('round(abs(decided.computed_value), 2)') }} || ' percentage points)'
                        else coalesce(' (' || {{ format_number('round(abs(' ~ change_in_percent('decided.later_value', 'decided.base_value') ~ '), 1)') }} || '%)', '') end
                when decided.scoring = 'proportion' then {{ format_number('round(100 * decided.later_value, 2)') }} || '% in ' || decided.asked_period
                when decided.scoring = 'ratio' then {{ format_number('round(decided.computed_value, 4)') }} || coalesce(' per ' || cast(decided.shown_per as varchar), '') || ' in ' || decided.asked_period
                when decided.per is not null then {{ format_number('decided.later_value') }} || ' ' || decided.unit || ' in ' || decided.asked_period
                    || ', ' || {{ format_number('case when decided.computed_value < 100 then round(decided.computed_value, 1) else round(decided.computed_value, 0) end') }} || ' a ' || decided.per || ' on average'
                else {{ format_number('decided.computed_value') }} || ' ' || decided.unit || ' in ' || decided.asked_period
            end || '.',
            case when not decided.is_comparison and decided.per is null and decided.verdict = 'contradicted' then coalesce({{ same_number_rounded() }}, {{ other_period_that_fits() }}) end,
            case when not decided.is_comparison and decided.per is null and decided.verdict = 'contradicted' then {{ confused_measure_that_fits() }} end
        )
        when decided.reason_code = 'no_figure_loaded' then nullif(concat_ws(
            ' ',
            (
                select decided.label || ': the latest loaded is ' || max_by(known.printed || ' in ' || known.period_label, days.end_date) || '.'
                from {{ mart('checkable_numbers') }} as known
                inner join {{ mart('dim_periods') }} as days
                    on known.period_label = days.period_label
                where known.about = decided.asked_about and known.slice = decided.asked_slice
                    and (known.geography = decided.asked_geography or (decided.asked_geography is null and known.is_whole_area))
                having count(*) > 0
            ),
            case when not decided.is_comparison and decided.per is null then {{ other_period_that_fits() }} end,
            case when not decided.is_comparison and decided.per is null then {{ confused_measure_that_fits() }} end
        ), '')
    end
{% endmacro %}


{#
    The claimed number is that of `others`, as it stands or rounded to its last place that is not zero. Of a bound only its
    own number counts, rounded: as a bound it fits too much.
#}
{% macro claimed_fits(others) -%}
    (
        (decided.value_low is not null and decided.value_high is not null and decided.precision not in ('less_than', 'at_most') and {{ interval_contains('decided', others) }})
        or (
            (decided.precision = 'exact' or (decided.precision in ('more_than', 'at_least') and not decided.is_share))
            and decided.value > 0 and {{ others }}.value > 0
            and abs({{ others }}.value - decided.value)
            <= power(10, length(cast(cast(decided.value as bigint) as varchar)) - length(rtrim(cast(cast(decided.value as bigint) as varchar), '0'))) / 2
            and cast(decided.value as bigint) % 10 = 0
        )
    )
{%- endmacro %}


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


{# An exact number that is the right one, rounded: only a word is missing. #}
{% macro same_number_rounded() %}
    (
        select 'The claimed ' || decided.asked_claimed || ' is that number, rounded: write about.'
        from (select decided.computed_value as value, decided.allowed_low as value_low, decided.allowed_high as value_high, false as low_is_open, false as high_is_open) as others
        where decided.precision = 'exact' and {{ claimed_fits('others') }}
    )
{% endmacro %}


{% macro other_period_that_fits() %}
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
                datediff('day', asked_days.end_date, days.end_date) as days_away
            from {{ mart('checkable_numbers') }} as known
            inner join {{ mart('dim_periods') }} as days
                on known.period_label = days.period_label
            inner join {{ mart('dim_periods') }} as asked_days
                on asked_days.period_label = decided.asked_period
            where known.about = decided.asked_about and known.slice = decided.asked_slice and known.period_label <> decided.asked_period
                and (known.geography = decided.asked_geography or (decided.asked_geography is null and known.is_whole_area))
        ) as others
        where {{ claimed_fits('others') }}
        having count(*) > 0
    )
{% endmacro %}
