{# How a computed number is told beside a claimed one, in fct_claims and in check_statement alike. #}

{# Which number it is: one that stands in a document, a sum of several, or what they come to. #}
{% macro published_number(is_computed, figure_ids) -%}
    case
        when {{ is_computed }} then 'The published numbers give '
        when {{ figure_ids }} like '%, %' then 'The published numbers add up to '
        else 'The published number is '
    end
{%- endmacro %}

{# Where it lies, with the range that the claimed words allow. #}
{% macro beside_the_claimed(holds, claimed) -%}
    case when {{ holds }} then ', which lies within the claimed ' when not {{ holds }} then ', which lies outside the claimed ' else ', too imprecise to decide on the claimed ' end
    || {{ claimed }} || {{ claimed_range() }} || '.'
{%- endmacro %}
