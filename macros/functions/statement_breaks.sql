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
