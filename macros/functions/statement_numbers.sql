{# The number that stands, in the form that is claimed: a count, a share in percent, a change in percent or by the unit. #}
{% macro computed_for_statement() %}
    select
        {{ standing('value', 'value', 'value') }},
        {{ standing('value_low', 'value_low', 'value_high') }},
        {{ standing('value_high', 'value_high', 'value_low') }},
        case when claims.asked_base is null then laters.low_is_open else false end as low_is_open,
        case when claims.asked_base is null then laters.high_is_open else false end as high_is_open,
        laters.value as later_value,
        bases.value as base_value,
        laters.about is not null as has_later,
        bases.about is not null as has_base,
        laters.printed || ' in ' || laters.period_label || ' (' || laters.document_id || ', ' || laters.place || ')'
        || coalesce('; ' || bases.printed || ' in ' || bases.period_label || ' (' || bases.document_id || ', ' || bases.place || ')', '') as evidence,
        laters.caveats,
        case when bases.caveats is distinct from laters.caveats then bases.caveats end as base_caveats
    from claims
    left join {{ mart('checkable_numbers') }} as laters
        on claims.asked_about = laters.about and claims.asked_period = laters.period_label and claims.asked_slice = laters.slice
        and (claims.asked_geography = laters.geography or (claims.asked_geography is null and laters.is_whole_area))
    left join {{ mart('checkable_numbers') }} as bases
        on claims.asked_about = bases.about and claims.asked_base = bases.period_label and claims.asked_slice = bases.slice
        and (claims.asked_geography = bases.geography or (claims.asked_geography is null and bases.is_whole_area))
{% endmacro %}


{# One bound of the number in that form: a bound of a change takes the opposite bound of the base. #}
{% macro standing(bound, near, far) -%}
    case
        when claims.asked_base is null then cast(laters.{{ bound }} * {{ scale_of_claim('claims') }} as {{ decimal_type() }})
        when claims.direction = -1 then -({{ change_as_claimed(far, near) }})
        else {{ change_as_claimed(near, far) }}
    end as {{ bound }}
{%- endmacro %}

{% macro change_as_claimed(later, base) -%}
    case when claims.is_share then {{ change_in_percent('laters.' ~ later, 'bases.' ~ base) }} else cast(laters.{{ later }} - bases.{{ base }} as {{ decimal_type() }}) end
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
