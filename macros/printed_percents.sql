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
