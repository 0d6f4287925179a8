{# The span of time that a number is an average for: '56,000 reports a day' is for a day; NULL where it is for the period. #}
{% macro span_of_time(claim, unit) -%}
    {#- some measures count by the month themselves -#}
    case when not contains(coalesce({{ unit }}, ''), ' per ') then nullif(regexp_replace(regexp_extract({{ claim }}, '{{ every_span() }}', 1), '^dai$|^daily$', 'day'), '') end
{%- endmacro %}

{% macro every_span() %} (?:(?:an?|per|each|every|/) ?)?(day|daily|week|month|hour|minute|second)( [a-z ]*)?${% endmacro %}

{% macro without_span_of_time(claim, per) -%}
    case when {{ per }} is null then {{ claim }} else trim(regexp_replace({{ claim }}, '{{ every_span() }}', '\2')) end
{%- endmacro %}


{# 240 per 100000 of what is counted per 100,000; another number behind per stays, and is not read. #}
{% macro without_base_number(claim, asked) -%}
    regexp_replace(
        {{ claim }},
        '^(.*[0-9].*?) (?:per|for every|for each) ' || coalesce(
            regexp_replace(coalesce(format('{:,}', {{ asked }}.shown_per), nullif(regexp_extract({{ asked }}.unit, 'per ([0-9,]+)', 1), '')), ',', ',?', 'g'),
            'nothing'
        ) || '(?: (?:inhabitants|residents|people|persons|population))?$',
        '\1'
    )
{%- endmacro %}


{# How many of them a period has; NULL where the period is a day, a sum over years, or unknown. #}
{% macro spans_in_period(claims) -%}
    {%- set days = "(datediff('day', " ~ claims ~ ".first_day, " ~ claims ~ ".last_day) + 1)" -%}
    case
        when {{ claims }}.period_type not in ('calendar_year', 'fiscal_year', 'half_year') then null
        when {{ claims }}.per = 'day' then {{ days }}
        when {{ claims }}.per = 'week' then {{ days }} / 7
        when {{ claims }}.per = 'month' then datediff('month', {{ claims }}.first_day, {{ claims }}.last_day) + 1
        when {{ claims }}.per = 'hour' then {{ days }} * 24
        when {{ claims }}.per = 'minute' then {{ days }} * 1440
        when {{ claims }}.per = 'second' then {{ days }} * 86400
    end
{%- endmacro %}


{# The claim without the periods where it names them as asked: 'up 12% from 2022', '20.5 million in 2024'. #}
{% macro without_periods(asked) -%}
    {%- set base = "coalesce(regexp_escape(lower(" ~ asked ~ ".asked_base)), 'no base')" -%}
    {%- set period = "coalesce(regexp_escape(lower(" ~ asked ~ ".asked_period)), 'no period')" -%}
    {%- set year_before = 'the (?:year before|previous year|prior year|preceding year)|a year (?:earlier|before)|year[- ](?:over|on)[- ]year' -%}
    trim(regexp_replace(
        regexp_replace(
            {{ asked }}.claim,
            '[ (]+(?:(?:from|since|over|than|in|on|between|vs[.]?|versus|compared (?:to|with)) )*(?:' || {{ base }} || '(?: (?:to|and) ' || {{ period }} || ')?'
            || case
                when datediff('month', {{ asked }}.base_last_day, {{ asked }}.last_day) = 12
                    then '|{{ year_before }}'
                else ''
            end || ')[)]?$', ''
        ),
        '[ (]+(?:in|of|for|during)? ?(?:fy ?)?' || {{ period }} || '[)]?$', ''
    ))
{%- endmacro %}


{#
    A multiple as a change, since changes are claimed in percent: 'doubled' allows a twentieth of the multiple either
    way ('rose 90% to 110%'), 'about' a tenth, 'nearly' a tenth short of it; bounds stay bounds.
#}
{% macro fold_as_change(claim) -%}
    {%- set factor = "try_cast(regexp_extract(" ~ claim ~ ", '([0-9.]+)-fold', 1) as double)" -%}
    {%- set falls = "regexp_matches(" ~ claim ~ ", 'fell|decreas|drop|declin|down|fewer')" -%}
    {%- set is_nearly = "contains(" ~ claim ~ ", 'nearly')" -%}
    {#- 1.13 times as many is nearer than a twentieth -#}
    {%- set decimals = "length(regexp_extract(" ~ claim ~ ", '[.]([0-9]+)-fold', 1))" -%}
    {%- set is_about = "regexp_matches(" ~ claim ~ ", 'about|approximately|roughly|around')" -%}
    {%- set words = 'more than|over|at least|at most|less than|fewer than|about|approximately|roughly|around|nearly' -%}
    {%- set known = '^(?:(?:has|have|had|by|an?|rose|increased?|grew|up|jumped|surged|soared|fell|decreased?|dropped|declined|down|rise|increase|growth|drop|decline|fall|of|more|fewer|higher|[0-9.]+-fold|' ~ words ~ ')(?: |$))+$' -%}
    case
        when {{ factor }} is null or {{ factor }} = 0 or not regexp_matches({{ claim }}, '{{ known }}') then {{ claim }}
        else (
            select case
                -- as many, more or less: no direction
                when (multiple.times * (1 - multiple.slack) - 1) * (multiple.times * (1 + multiple.slack_above) - 1) <= 0 then {{ claim }}
                else case when multiple.times < 1 then 'fell ' else 'rose ' end || case
                    when multiple.bound in ('more than', 'over', 'at least', 'at most', 'less than', 'fewer than') then multiple.bound || ' ' || format('{:,.2f}%', abs(multiple.times - 1) * 100)
                    else format(
                        '{:,.2f}% to {:,.2f}%',
                        least(abs(multiple.times * (1 - multiple.slack) - 1), abs(multiple.times * (1 + multiple.slack_above) - 1)) * 100,
                        greatest(abs(multiple.times * (1 - multiple.slack) - 1), abs(multiple.times * (1 + multiple.slack_above) - 1)) * 100
                    )
                end
            end
            from (
                select
                    named.times,
                    named.bound,
                    case when {{ is_nearly }} and {{ factor }} < 1 then 0 else named.slack end as slack,
                    case when {{ is_nearly }} and {{ factor }} > 1 then 0 else named.slack end as slack_above
                from (
                    select
                        case when {{ falls }} and {{ factor }} > 1 then 1 / {{ factor }} else {{ factor }} end as times,
                        regexp_extract({{ claim }}, '{{ words }}', 0) as bound,
                        case when {{ is_nearly }} or {{ is_about }} then 2 else 1 end
                        * least(0.05, case when {{ decimals }} > 0 then 0.5 * power(10, -{{ decimals }}) / {{ factor }} else 0.05 end) as slack
                ) as named
            ) as multiple
        )
    end
{%- endmacro %}
