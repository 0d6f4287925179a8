{#
    Two places, periods or parts in one row, in words that say how to ask for each; NULL where it is one. Only names that are
    known count, and only where the whole is no name itself.
#}
{% macro several_at_once(claims) -%}
    {%- set places = '(select list_distinct(list(lower(named.name))) from (select places.name from ' ~ mart('dim_geographies') ~ ' as places union all select places.figure_geography from ' ~ mart('dim_geographies') ~ ' as places) as named)' -%}
    {%- set periods = '(select list(lower(days.period_label)) from ' ~ mart('dim_periods') ~ ' as days)' -%}
    {%- set members = '(select list_distinct(list(lower(members.label))) from ' ~ mart('dim_members') ~ " as members where members.slice <> 'all')" -%}
    case
        when {{ claims }}.typed_other is not null and {{ claims }}.other_id is null and not {{ claims }}.has_other_slice then
            case
                when {{ named_in(claims ~ '.typed_other', places) }} >= 1
                    then {{ claims }}.typed_other || ' is a place: two places are not compared in one row. Ask for each by itself, with ' || {{ claims }}.typed_other || ' as place of the second row.'
                when {{ named_in(claims ~ '.typed_other', periods, '-') }} >= 1
                    then {{ claims }}.typed_other || ' is a period: write it as the base period, and nothing as what it is compared with.'
            end
        when {{ several_named_in(claims ~ '.asked_place', places) }}
            then {{ claims }}.asked_place || ' names several places: ask for each in a row of its own.'
        when {{ several_named_in(claims ~ '.asked_period', periods, '-') }}
            then {{ claims }}.asked_period || ' names several periods: ask for each in a row of its own, and for a change give the earlier one as base period.'
        when {{ several_named_in(claims ~ '.asked_slice', members) }}
            then {{ claims }}.asked_slice || ' names several parts: ask for each in a row of its own, and to compare two give the second as what it is compared with.'
    end
{%- endmacro %}


{# How many known names stand in the text, by itself or between commas and the like. #}
{% macro named_in(text, names, dash=' - ') -%}
    len(list_intersect(regexp_split_to_array(lower(trim({{ text }})), ' *(?:,|;|/|&|[+]|–| and | or | to | vs[.]? | versus |{{ dash }}) *') || [lower(trim({{ text }}))], {{ names }}))
{%- endmacro %}

{% macro several_named_in(text, names, dash=' - ') -%}
    ({{ named_in(text, names, dash) }} >= 2 and not list_contains({{ names }}, lower(trim({{ text }}))))
{%- endmacro %}
