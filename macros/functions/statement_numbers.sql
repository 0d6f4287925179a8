{#
    The number that stands, in the form that is claimed: a count, a share in percent, an average of a day, or what one
    number is against another (an earlier period, another measure, another part) in percent, points or by the unit.
#}
{% macro computed_for_statement() %}
    select
        claims.part,
        {{ standing('value', 'value', 'value') }},
        {{ standing('value_low', 'value_low', 'value_high') }},
        {{ standing('value_high', 'value_high', 'value_low') }},
        case when claims.is_comparison then false else laters.low_is_open end as low_is_open,
        case when claims.is_comparison then false else laters.high_is_open end as high_is_open,
        laters.value as later_value,
        bases.value as base_value,
        laters.precision as later_precision,
        bases.precision as base_precision,
        laters.reading as later_reading,
        laters.about is not null as has_later,
        bases.about is not null as has_base,
        {{ spans_in_period('claims') }} as spans,
        {{ source_of('laters') }}
        || coalesce('; ' || coalesce(claims.other_label || ': ', nullif(claims.other_slice, claims.asked_slice) || ': ', '') || {{ source_of('bases') }}, '') as evidence,
        {{ figures_of('laters') }} || coalesce(', ' || {{ figures_of('bases') }}, '') as evidence_figure_ids,
        laters.caveats,
        case when bases.caveats is distinct from laters.caveats then bases.caveats end as base_caveats
    from claims
    left join {{ mart('checkable_numbers') }} as laters
        on claims.asked_about = laters.about and claims.asked_period = laters.period_label and claims.asked_slice = laters.slice
        and (claims.asked_geography = laters.geography or (claims.asked_geography is null and laters.is_whole_area))
    left join {{ mart('checkable_numbers') }} as bases
        on claims.is_comparison
        and coalesce(claims.other_id, claims.asked_about) = bases.about
        and coalesce(claims.asked_base, claims.asked_period) = bases.period_label
        and coalesce(claims.other_slice, claims.asked_slice) = bases.slice
        and (claims.asked_geography = bases.geography or (claims.asked_geography is null and bases.is_whole_area))
    {{ join_figures_of('laters') }}
    {{ join_figures_of('bases') }}
{% endmacro %}


{# The figures that a number is, or is made of; those of a rate stand in fct_rates. #}
{% macro figures_of(numbers) -%}
    coalesce({{ numbers }}.figure_ids, {{ numbers }}_rates.numerator_figure_id || ', ' || {{ numbers }}_rates.denominator_figure_id)
{%- endmacro %}

{% macro join_figures_of(numbers) -%}
    left join {{ mart('fct_rates') }} as {{ numbers }}_rates
        on {{ numbers }}.about = {{ numbers }}_rates.rate_id and {{ numbers }}.period_label = {{ numbers }}_rates.period_label
        and {{ numbers }}.geography = {{ numbers }}_rates.geography and {{ numbers }}.slice = {{ numbers }}_rates.slice
{%- endmacro %}


{% macro source_of(numbers) -%}
    {{ numbers }}.printed || {{ in_period(numbers ~ '.period_label') }} || ' (' || {{ numbers }}.document_id || ', ' || {{ numbers }}.place || ')'
{%- endmacro %}


{# One bound of the number in that form: a bound of a change takes the opposite bound of the base. #}
{% macro standing(bound, near, far) -%}
    case
        when not claims.is_comparison then cast(laters.{{ bound }} * {{ scale_of_claim('claims') }} / case when claims.per is null then 1 else {{ spans_in_period('claims') }} end as {{ decimal_type() }})
        when claims.direction = -1 then -({{ change_as_claimed(far, near) }})
        else {{ change_as_claimed(near, far) }}
    end as {{ bound }}
{%- endmacro %}

{% macro change_as_claimed(later, base) -%}
    case
        when claims.is_share and not claims.is_points then {{ change_in_percent('laters.' ~ later, 'bases.' ~ base) }}
        else cast((laters.{{ later }} - bases.{{ base }}) * case when claims.scoring = 'proportion' then 100 else 1 end as {{ decimal_type() }})
    end
{%- endmacro %}


{# What a number is multiplied with to be compared: shares are claimed in percent, quotients as they are or per so many. #}
{% macro scale_of_claim(claims) -%}
    case
        when {{ claims }}.kind = 'measure' then 1
        when {{ claims }}.is_share then 100
        when {{ claims }}.scoring = 'ratio' then coalesce({{ claims }}.shown_per, 1)
        else 1
    end
{%- endmacro %}
