{#
    Records: 'a record 36.2 million', 'the highest since 2018'. The number is checked by itself, and the period against the one
    that comes next to it: the highest, or for a low the lowest, of all earlier periods of its kind, or of those after the
    named one. Judged only where every such period is loaded.
#}
{% macro words_of_record() %}(?:^| )(?:(?:a|an|the|its|their|new) )*(all[- ]time (?:high|low)|record(?:[- ](?:high|low))?|(?:highest|lowest|largest|smallest|fewest)(?: (?:number|total|level|figure|count))?)(?: (?:ever|on record|yet|in history))?(?: (?:of|at))?(?: since ([a-z0-9 -]+?))?(?:[ ,:]|$){% endmacro %}


{# One row for a record: the period next to it and how many of the earlier ones there are. #}
{% macro series_of_record(subject) %}
    select
        {{ subject }}.part,
        case when {{ subject }}.claim = 'fell' then arg_min(known.period_label, known.value) else arg_max(known.period_label, known.value) end as next_period,
        min_by(known.period_label, days.end_date) as first_period,
        min(days.end_date) as first_end,
        count(*) as periods_loaded,
        datediff('month', coalesce(min(sinces.end_date), min(days.end_date)), min(asked.end_date)) / 12 - case when min(sinces.end_date) is null then 0 else 1 end as periods_wanted
    from {{ subject }}
    inner join {{ mart('checkable_numbers') }} as known
        on {{ subject }}.id = known.about and {{ subject }}.asked_slice = known.slice
        and ({{ subject }}.asked_geography = known.geography or ({{ subject }}.asked_geography is null and known.is_whole_area))
    inner join {{ mart('dim_periods') }} as days
        on known.period_label = days.period_label
    inner join {{ mart('dim_periods') }} as asked
        on {{ subject }}.asked_period = asked.period_label and days.period_type = asked.period_type and days.end_date < asked.end_date
    left join {{ mart('dim_periods') }} as sinces
        on {{ subject }}.since = lower(sinces.period_label) and sinces.period_type = asked.period_type
    where
        {{ subject }}.part = 4 and asked.period_type in ('calendar_year', 'fiscal_year')
        and ({{ subject }}.since = '' or days.end_date > sinces.end_date)
    group by {{ subject }}.part, {{ subject }}.claim
{% endmacro %}


{# A period between is not loaded, or counting changed between. #}
{% macro is_no_whole_series() -%}
    (
        claims.periods_loaded is distinct from claims.periods_wanted
        or exists (
            select 1
            from {{ mart('dim_structural_breaks') }} as breaks
            where
                breaks.measure_id = claims.asked_about and breaks.comparability = 'not_comparable'
                and (breaks.slice = claims.asked_slice or (breaks.slice = 'parts' and claims.asked_slice <> 'all'))
                and breaks.first_day > claims.first_end and breaks.first_day <= claims.last_day
        )
    )
{%- endmacro %}
