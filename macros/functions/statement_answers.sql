{# The breaks of the series between the two periods of a change, as int_claims_breaks finds them. #}
{% macro breaks_of_statement() %}
    (
        select string_agg(distinct 'Break in the series (' || breaks.structural_break_id || '): ' || breaks.description, ' ')
        from {{ mart('dim_structural_breaks') }} as breaks
        inner join {{ mart('dim_periods') }} as bases
            on bases.period_label = decided.asked_base
        inner join {{ mart('dim_periods') }} as laters
            on laters.period_label = decided.asked_period
        where
            breaks.measure_id = decided.asked_about
            and (
                breaks.slice = decided.asked_slice
                or breaks.slice in (
                    select members.slice
                    from {{ mart('fct_published_figures') }} as figures
                    inner join {{ mart('fct_figure_parts') }} as parts
                        on figures.figure_id = parts.figure_id
                    inner join {{ mart('dim_members') }} as members
                        on parts.dimension = members.dimension and parts.member = members.member
                    where figures.slice = decided.asked_slice
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
            decided.label || case when decided.asked_slice = 'all' then '' else ' (' || decided.asked_slice || ')' end
            || coalesce(' in ' || decided.asked_geography, '') || ': '
            || case
                when decided.asked_base is not null then
                    case when decided.later_value < decided.base_value then 'fell' else 'rose' end
                    || ' from ' || {{ format_number('decided.base_value') }} || ' in ' || decided.asked_base || ' to '
                    || {{ format_number('decided.later_value') }} || ' in ' || decided.asked_period
                    || coalesce(' (' || {{ format_number('round(abs(' ~ change_in_percent('decided.later_value', 'decided.base_value') ~ '), 1)') }} || '%)', '')
                when decided.scoring = 'proportion' then {{ format_number('round(100 * decided.later_value, 2)') }} || '% in ' || decided.asked_period
                when decided.scoring = 'ratio' then {{ format_number('round(decided.computed_value, 4)') }} || coalesce(' per ' || cast(decided.shown_per as varchar), '') || ' in ' || decided.asked_period
                else {{ format_number('decided.computed_value') }} || ' ' || decided.unit || ' in ' || decided.asked_period
            end || '.',
            case when decided.asked_base is null and decided.verdict = 'contradicted' then {{ other_period_that_fits() }} end,
            case when decided.asked_base is null and decided.verdict = 'contradicted' then {{ confused_measure_that_fits() }} end
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
            case when decided.asked_base is null then {{ other_period_that_fits() }} end,
            case when decided.asked_base is null then {{ confused_measure_that_fits() }} end
        ), '')
    end
{% endmacro %}


{# The claimed number is that of `others`, as it stands or rounded to its last place that is not zero; a bound fits too much. #}
{% macro claimed_fits(others) -%}
    (
        decided.value_low is not null and decided.value_high is not null and decided.precision <> 'less_than'
        and (
            {{ interval_contains('decided', others) }}
            or (
                decided.precision = 'exact' and decided.value > 0 and {{ others }}.value > 0
                and abs({{ others }}.value - decided.value)
                <= power(10, length(cast(cast(decided.value as bigint) as varchar)) - length(rtrim(cast(cast(decided.value as bigint) as varchar), '0'))) / 2
                and cast(decided.value as bigint) % 10 = 0
            )
        )
    )
{%- endmacro %}


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
