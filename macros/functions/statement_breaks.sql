{# The breaks of the series between the two periods of a change, as int_claims_breaks finds them, and whether they forbid it. #}
{% macro breaks_of_statement(claims) %}
    select
        {{ claims }}.part,
        bool_or(breaks.comparability = 'not_comparable') as is_over_break,
        array_to_string({{ once("'Break in the series (' || breaks.structural_break_id || '): ' || breaks.description") }}, ' ') as breaks_between
    from {{ claims }}
    inner join {{ mart('dim_structural_breaks') }} as breaks
        on {{ claims }}.asked_about = breaks.measure_id or {{ claims }}.other_id = breaks.measure_id
    inner join {{ mart('dim_periods') }} as bases
        on {{ claims }}.asked_base = bases.period_label
    inner join {{ mart('dim_periods') }} as laters
        on {{ claims }}.asked_period = laters.period_label
    where
        -- a slice names its members, and one of them is enough
        (
            list_contains(string_split({{ claims }}.asked_slice || '; ' || coalesce({{ claims }}.other_slice, ''), '; '), breaks.slice)
            or (breaks.slice = 'parts' and {{ claims }}.asked_slice <> 'all')
        )
        and coalesce(bases.start_date, bases.end_date) < breaks.first_day
        and laters.end_date >= breaks.first_day
    group by {{ claims }}.part
{% endmacro %}
