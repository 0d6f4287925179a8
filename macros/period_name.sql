{# Of when a number is, behind it: in 2023, as of 2022-12-31, from 1984 to 2015. #}
{% macro in_period(label) -%}
    case when contains({{ label }}, ' to ') then ' from ' when regexp_matches({{ label }}, '^(?:[0-9]|FY)') then ' in ' when {{ label }} = 'not stated' then ', period ' else ' ' end || {{ label }}
{%- endmacro %}


{# A period as it is said: 31 December, first half of, fiscal year; the same words as on the pages of make report. #}
{% macro period_name(label) -%}
    array_to_string(list_transform(string_split({{ regexp_replace_all(label, '^as of ([0-9]{4}-)', '\\1') }}, ' to '), lambda part : case
        when part similar to '[0-9]{4}-[0-9]{2}-[0-9]{2}' then strftime(cast(part as date), '%-d %B %Y')
        when part similar to '[0-9]{4}-[0-9]{2}' then strftime(cast(part || '-01' as date), '%B %Y')
        when part similar to '[0-9]{4}-H1' then 'first half of ' || substr(part, 1, 4)
        when part similar to '[0-9]{4}-H2' then 'second half of ' || substr(part, 1, 4)
        when part similar to 'FY .*' then 'fiscal year ' || substr(part, 4)
        when part = 'not stated' then 'period not stated'
        else part
    end), ' to ')
{%- endmacro %}
