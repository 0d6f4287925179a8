{#
    Two places, periods or parts in one row, in words that say how to ask for each; NULL where it is one. Only names that are
    known count, and only where the whole is no name itself.
#}
{% macro several_at_once(claims) -%}
    {%- set places = '(select lower(places.name) as name from ' ~ mart('dim_geographies') ~ ' as places union all select lower(places.figure_geography) from ' ~ mart('dim_geographies') ~ ' as places)' -%}
    {%- set periods = '(select lower(days.period_label) as name from ' ~ mart('dim_periods') ~ ' as days)' -%}
    {%- set members = "(select distinct lower(regexp_extract(n.slice, '=(.*)$', 1)) as name from " ~ mart('checkable_numbers') ~ ' as n where n.about = ' ~ claims ~ ".id and not contains(n.slice, ';'))" -%}
    case
        when {{ claims }}.typed_other is not null and {{ claims }}.other_id is null and not exists (select 1 from {{ mart('checkable_numbers') }} as n where n.about = {{ claims }}.id and n.slice = {{ claims }}.other_slice) then
            case
                when {{ named_in(claims ~ '.typed_other', places, 1) }}
                    then {{ claims }}.typed_other || ' is a place: two places are not compared in one row. Ask for each by itself, with ' || {{ claims }}.typed_other || ' as place of the second row.'
                when {{ named_in(claims ~ '.typed_other', periods, 1) }}
                    then {{ claims }}.typed_other || ' is a period: write it as the base period, and nothing as what it is compared with.'
            end
        when {{ named_in(claims ~ '.asked_place', places, 2) }}
            then {{ claims }}.asked_place || ' names several places: ask for each in a row of its own.'
        when {{ named_in(claims ~ '.asked_period', periods, 2) }}
            then {{ claims }}.asked_period || ' names several periods: ask for each in a row of its own, and for a change give the earlier one as base period.'
        when {{ named_in(claims ~ '.asked_slice', members, 2) }}
            then {{ claims }}.asked_slice || ' names several parts: ask for each in a row of its own, and to compare two give the second as what it is compared with.'
    end
{%- endmacro %}


{# At least so many known names stand in the text, between commas and the like; none, where the whole text is a name. #}
{% macro named_in(text, names, least) -%}
    (
        select
            count(distinct known.name) filter (known.name <> lower(trim({{ text }})){% if least == 1 %} or true{% endif %}) >= {{ least }}
            and (count(*) filter (known.name = lower(trim({{ text }}))) = 0{% if least == 1 %} or true{% endif %})
        from {{ names }} as known
        where list_contains(regexp_split_to_array(lower(trim({{ text }})), ' *(?:,|;|/|&|[+]|–| and | or | to | vs[.]? | versus |{% if 'period_label' in names %}-{% else %} - {% endif %}) *'), known.name)
            or known.name = lower(trim({{ text }}))
    )
{%- endmacro %}
