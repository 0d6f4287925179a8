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

{# A claimed number holds where it allows all that the evidence does, and does not where they cannot be the same; else NULL. #}
{% macro claim_holds(claimed, evidence) -%}
    case
        when {{ interval_contains(claimed, evidence) }} then true
        when {{ evidence }}.value is not null and not {{ intervals_overlap(claimed, evidence) }} then false
    end
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

{# The range that a claimed number allows, in brackets; empty for an exact number. #}
{% macro claimed_range() -%}
    case
        when value_low = value_high then ''
        else ' (' || coalesce({{ format_number('value_low') }}, 'any') || ' to ' || coalesce({{ format_number('value_high') }}, 'any') || ')'
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

{# A printed percentage is shown beside a rate: printed by the body itself, or restated and confirmed. #}
{% macro shows_printed_percent(printed) -%}
({{ printed }}.source_kind = 'primary' or {{ printed }}.trust_grade < 'C')
{%- endmacro %}

{#
    The printed percentage can describe the computed rate: their ranges meet. NULL-safe: without a
    rate or a printed number they do not agree. A rate without any bounds is compared as it stands.
#}
{% macro printed_percent_agrees(rates, printed) -%}
    coalesce(
        {{ rates }}.rate is not null and {{ printed }}.value is not null
        and (
            {{ printed }}.value_high is null
            or {{ rate_bound_percent(rates, 'rate_low') }} is null
            or {{ rate_bound_percent(rates, 'rate_low') }} < {{ printed }}.value_high
            or ({{ rate_bound_percent(rates, 'rate_low') }} = {{ printed }}.value_high and not {{ printed }}.high_is_open and not {{ rates }}.low_is_open)
        )
        and (
            {{ printed }}.value_low is null
            or {{ rate_bound_percent(rates, 'rate_high') }} is null
            or {{ rate_bound_percent(rates, 'rate_high') }} > {{ printed }}.value_low
            or ({{ rate_bound_percent(rates, 'rate_high') }} = {{ printed }}.value_low and not {{ printed }}.low_is_open and not {{ rates }}.high_is_open)
        ),
        false
    )
{%- endmacro %}

{% macro rate_bound_percent(rates, bound) -%}
    cast(case when {{ rates }}.rate_low is null and {{ rates }}.rate_high is null then {{ rates }}.rate else {{ rates }}.{{ bound }} end * 100 as {{ decimal_type() }})
{%- endmacro %}
