{# Why the period may not be there: words that need a day of writing, years that are not the calendar's; then what is loaded nearby. #}
{% macro period_hint(asked, nearby, place_hint='true') -%}
    {%- set typed = "lower(" ~ asked ~ ".typed_period)" -%}
    nullif(concat_ws(
        ' ',
        case
            when regexp_matches({{ typed }}, '(last|this|past|previous|next|recent|current) (year|half|month|decade)s?|(each|every|per|a) (year|month|day)|annual|yearly|recent|today|now|to date|ago')
                then 'Which period "' || {{ asked }}.typed_period || '" is depends on when it was written: write the year itself.'
            when {{ asked }}.period_type = 'fiscal_year'
                then 'A fiscal year is not a calendar year (' || {{ asked }}.asked_period || ' is ' || {{ asked }}.first_day || ' to ' || {{ asked }}.last_day || '), so that the number of one is not that of the other.'
        end,
        case when {{ nearby }}.is_fiscal_nearby and {{ asked }}.period_type = 'calendar_year' then 'A calendar year is not a fiscal year.' end,
        'Loaded of the same year: ' || array_to_string({{ nearby }}.of_same_year, ', ') || '.',
        'Not ' || {{ spoken_slice(asked ~ '.asked_slice') }} || ' but loaded of the period: ' || array_to_string({{ nearby }}.slices_beside, ', ') || '.',
        case
            when {{ place_hint }} and {{ asked }}.asked_place is null and not {{ nearby }}.has_whole
                then 'Not of the whole but of ' || case len({{ nearby }}.places)
                    when 1 then 'one place: give ' || {{ nearby }}.a_place || ' as geography.'
                    else len({{ nearby }}.places) || ' places: give one as geography.'
                end
        end,
        'Loaded: ' || case len({{ nearby }}.of_series) when 1 then 'only ' || {{ nearby }}.first_of_series else len({{ nearby }}.of_series) || ' periods from ' || {{ nearby }}.first_of_series || ' to ' || {{ nearby }}.last_of_series end || '.'
    ), '')
{%- endmacro %}


{# Of what the measure has numbers, beside the one that is asked; one row for a part of the statement whose measure has any. #}
{% macro numbers_nearby(asked) %}
    {%- set is_same_year = "n.period_label is distinct from " ~ asked ~ ".asked_period and extract('year' from days.end_date) = coalesce(extract('year' from " ~ asked ~ ".last_day), try_cast(regexp_extract(" ~ asked ~ ".typed_period, '(?:19|20)[0-9]{2}') as integer))" -%}
    {%- set is_of_slice = "n.slice = " ~ asked ~ ".asked_slice" -%}
    {%- set is_of_series = is_of_slice ~ " and (n.geography = " ~ asked ~ ".asked_geography or (" ~ asked ~ ".asked_geography is null and n.is_whole_area))" -%}
    {%- set is_base = is_of_slice ~ " and days.period_type = " ~ asked ~ ".period_type and days.end_date < " ~ asked ~ ".last_day" -%}
    select
        {{ asked }}.part,
        bool_or({{ is_of_slice }}) as has_slice,
        bool_or(n.slice = {{ asked }}.other_slice) as has_other_slice,
        bool_or(n.geography = {{ asked }}.asked_geography) as has_place,
        bool_or(days.period_type = 'fiscal_year') filter ({{ is_same_year }}) as is_fiscal_nearby,
        {{ once('n.period_label', is_same_year) }} as of_same_year,
        -- a part with a longer name counts something else: Facebook (with related platforms)
        {{ once(spoken_slice('n.slice'), 'n.period_label = ' ~ asked ~ '.asked_period and starts_with(n.slice, ' ~ asked ~ ".asked_slice || ' (')") }} as slices_beside,
        {{ once('n.geography', is_of_slice) }} as places,
        any_value(places.name) filter ({{ is_of_slice }}) as a_place,
        bool_or(n.is_whole_area) filter ({{ is_of_slice }}) as has_whole,
        {{ once('n.period_label', is_of_series) }} as of_series,
        min_by(n.period_label, days.end_date) filter ({{ is_of_series }}) as first_of_series,
        max_by(n.period_label, days.end_date) filter ({{ is_of_series }}) as last_of_series,
        max_by(n.printed, days.end_date) filter ({{ is_of_series }}) as last_printed,
        -- earlier periods of the same kind, for a base that is none: of its year, else all
        list_transform(
            list_reverse_sort({{ once("struct_pack(is_near := contains(" ~ asked ~ ".asked_base, cast(extract('year' from days.end_date) as varchar)), day := days.end_date, label := days.period_label)", is_base) }})[1:4],
            lambda base : base.label
        ) as bases,
        {{ once(spoken_slice('n.slice'), "contains(n.slice, ';')") }}[1:4] as pairs
    from {{ asked }}
    inner join {{ mart('checkable_numbers') }} as n
        on {{ asked }}.id = n.about
    inner join {{ mart('dim_periods') }} as days
        on n.period_label = days.period_label
    left join {{ mart('dim_geographies') }} as places
        on n.geography = places.geography and places.geography = places.figure_geography
    group by {{ asked }}.part
{% endmacro %}
