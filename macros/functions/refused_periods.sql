{# Why the period may not be there: words that need a day of writing, years that are not the calendar's; then what is loaded nearby. #}
{% macro period_hint(asked, place_hint='true') -%}
    {%- set typed = "lower(" ~ asked ~ ".typed_period)" -%}
    nullif(concat_ws(
        ' ',
        case
            when regexp_matches({{ typed }}, '(last|this|past|previous|next|recent|current) (year|half|month|decade)s?|(each|every|per|a) (year|month|day)|annual|yearly|recent|today|now|to date|ago')
                then 'Which period "' || {{ asked }}.typed_period || '" is depends on when it was written: write the year itself.'
            when {{ type_of_period(asked) }} = 'fiscal_year'
                then 'A fiscal year is not a calendar year (' || {{ asked }}.asked_period || ' is ' || {{ days_of_period(asked) }} || '), so that the number of one is not that of the other.'
        end,
        (
            select
                case when bool_or(near.period_type = 'fiscal_year') and {{ type_of_period(asked) }} = 'calendar_year' then 'A calendar year is not a fiscal year. ' else '' end
                || 'Loaded of the same year: ' || string_agg(near.period_label, ', ' order by near.period_label) || '.'
            from (
                select distinct
                    days.period_label,
                    days.period_type
                from {{ mart('checkable_numbers') }} as loaded
                inner join {{ mart('dim_periods') }} as days
                    on loaded.period_label = days.period_label
                inner join {{ mart('dim_periods') }} as asked_days
                    on asked_days.period_label = {{ asked }}.asked_period
                where
                    loaded.about = {{ asked }}.asked_about and loaded.period_label <> {{ asked }}.asked_period
                    and extract('year' from days.end_date) = extract('year' from asked_days.end_date)
            ) as near
            having count(*) > 0
        ),
        {{ slices_beside(asked) }},
        (
            select 'Not of the whole but of '
                || case count(distinct known.geography)
                    when 1 then 'one place: give ' || any_value(places.name) || ' as geography.'
                    else count(distinct known.geography) || ' places: give one as geography.'
                end
            from {{ mart('checkable_numbers') }} as known
            left join {{ mart('dim_geographies') }} as places
                on known.geography = places.geography and places.geography = places.figure_geography
            where {{ place_hint }} and known.about = {{ asked }}.asked_about and {{ asked }}.asked_place is null and known.slice = {{ asked }}.asked_slice
            having count(*) > 0 and not bool_or(known.is_whole_area)
        ),
        {{ periods_loaded(asked) }}
    ), '')
{%- endmacro %}

{# Earlier periods of the same kind, for a base that is none: of its year, else all. #}
{% macro bases_loaded(asked) -%}
    (
        select 'Earlier ones with a number: ' || array_to_string(list(known.period_label order by known.is_near desc, known.end_date desc)[1:4], ', ') || '.'
        from (
            select distinct
                days.period_label,
                days.end_date,
                contains({{ asked }}.asked_base, cast(extract('year' from days.end_date) as varchar)) as is_near
            from {{ mart('checkable_numbers') }} as loaded
            inner join {{ mart('dim_periods') }} as days
                on loaded.period_label = days.period_label
            where loaded.about = {{ asked }}.asked_about and loaded.slice = {{ asked }}.asked_slice
                and days.period_type = {{ type_of_period(asked) }} and days.end_date < {{ of_period(asked ~ '.asked_period', 'days.end_date') }}
        ) as known
        having count(*) > 0
    )
{%- endmacro %}

{% macro type_of_period(asked) -%} {{ of_period(asked ~ '.asked_period', 'days.period_type') }} {%- endmacro %}

{% macro days_of_period(asked) -%} {{ of_period(asked ~ '.asked_period', "days.start_date || ' to ' || days.end_date") }} {%- endmacro %}
