{#
    Figures are compared as intervals, never as floating point numbers. A NULL bound is unbounded.
    `a` and `b` are table aliases with value_low, value_high, low_is_open, high_is_open.
#}

{# The two readings can describe the same number. NULL-safe: a missing value never overlaps. #}
{% macro intervals_overlap(a, b) -%}
    coalesce(
        {{ a }}.value is not null and {{ b }}.value is not null
        and {{ starts_before_end(a, b) }} and {{ starts_before_end(b, a) }},
        false
    )
{%- endmacro %}

{#
    A claimed number holds where it allows all that the evidence does, and does not where they cannot be the same; else NULL.
    A print (`is_print`) also bears out its own number without its about; its own number without its more than is left
    open, and so is one that the print may be cut from: 69,158,197 of a printed 69.1 million.
#}
{% macro claim_holds(claimed, evidence, is_print='false') -%}
    case
        when {{ interval_contains(claimed, evidence) }} then true
        {%- if is_print != 'false' %}
        when {{ is_print }} and {{ claimed }}.precision in ('exact', 'rounded', 'approximate') and {{ claimed }}.value between {{ claimed }}.value_low and {{ claimed }}.value_high then
            case
                when {{ claimed }}.value = {{ evidence }}.value and {{ evidence }}.value_low > 0 and {{ evidence }}.value_high is not null and not {{ evidence }}.low_is_open then true
                when {{ claimed }}.value = {{ evidence }}.value and {{ evidence }}.low_is_open then null
                when {{ evidence }}.high_is_open and {{ claimed }}.value >= {{ evidence }}.value and {{ claimed }}.value < 2 * {{ evidence }}.value_high - {{ evidence }}.value then null
                when {{ evidence }}.value is not null and not {{ intervals_overlap(claimed, evidence) }} then false
            end
        {%- endif %}
        when {{ evidence }}.value is not null and not {{ intervals_overlap(claimed, evidence) }} then false
    end
{%- endmacro %}

{# A supported number that is the right one only when rounded, without a word for it: 105,000 of 105,261, 4,700 of a printed about 4,700. #}
{% macro is_rounded(claimed, claimed_low, is_plain, value, value_low) -%}
    (({{ is_plain }} and {{ value }} <> {{ claimed }}) or ({{ value }} = {{ claimed }} and {{ value_low }} < {{ claimed_low }}))
{%- endmacro %}

{# Everything the inner reading allows is allowed by the outer one. #}
{% macro interval_contains(outer, inner) -%}
    coalesce(
        {{ outer }}.value is not null and {{ inner }}.value is not null
        and (
            {{ outer }}.value_low is null
            or {{ inner }}.value_low > {{ outer }}.value_low
            or ({{ inner }}.value_low = {{ outer }}.value_low and ({{ inner }}.low_is_open or not {{ outer }}.low_is_open))
        )
        and (
            {{ outer }}.value_high is null
            or {{ inner }}.value_high < {{ outer }}.value_high
            or ({{ inner }}.value_high = {{ outer }}.value_high and ({{ inner }}.high_is_open or not {{ outer }}.high_is_open))
        ),
        false
    )
{%- endmacro %}

{% macro starts_before_end(a, b) -%}
    (
        {{ a }}.value_low is null or {{ b }}.value_high is null
        or {{ a }}.value_low < {{ b }}.value_high
        or ({{ a }}.value_low = {{ b }}.value_high and not {{ a }}.low_is_open and not {{ b }}.high_is_open)
    )
{%- endmacro %}

{#
    The two sides of a check agree, by the rule of the check. NULL-safe: a side without a value agrees with
    nothing, and by an unknown rule nothing agrees.
#}
{% macro sides_agree(rule, published, recomputed) -%}
    case {{ rule }}
        -- of exact figures: they are equal
        when 'ranges_meet' then {{ intervals_overlap(published, recomputed) }}
        when 'same_number' then coalesce({{ published }}.value = {{ recomputed }}.value, false)
        when 'not_more' then coalesce({{ published }}.value <= {{ recomputed }}.value, false)
        else false
    end
{%- endmacro %}

{# 1/0 is infinite and 0/0 is not a number; neither is NULL. #}
{% macro is_finite(expression) -%}
    isfinite({{ expression }})
{%- endmacro %}

{# The range that a claimed number allows, in brackets; empty for an exact number and for a bound. #}
{% macro claimed_range() -%}
    case
        when value_low = value_high or value_low is null or value_low = 0 or value_high is null or (is_plain and value = computed_value) then ''
        else ' (' || {{ format_number('value_low') }} || ' to ' || {{ format_number('value_high') }} || ')'
    end
{%- endmacro %}

{# What is said of a change that the numbers give, but that a break of the series forbids. #}
{% macro over_break() -%}
    ' But the two numbers must not be compared: a break of the series lies between them.'
{%- endmacro %}

{# The change from earlier to later in percent; NULL where the earlier number is zero. #}
{% macro change_in_percent(later, earlier) -%}
    cast((cast({{ later }} as double) / nullif(cast({{ earlier }} as double), 0) - 1) * 100 as {{ decimal_type() }})
{%- endmacro %}
