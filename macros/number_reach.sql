{# How far a printed number reaches, either way: about 100,000 is no 10,000, about 1 million no narrower than 1 million. #}
{% macro reach_of_print() -%}
    case
        when whole is not null then case when precision = 'rounded' then 0.5 else 1 end
        when precision = 'rounded' then last_place / 2
        when precision = 'approximate' and (has_percent or decimals > 0) then last_place
        when precision = 'approximate' then greatest(least(last_place, value / 10), case when scale > 1 then last_place / 2 else 0 end)
    end
{%- endmacro %}


{# How far a claimed number may be from the right one. #}
{% macro reach_of_claim() -%}
    case
        when whole is not null then 0.5
        when precision = 'rounded' and (has_percent or (decimals > 0 and scale = 1)) then last_place / 2
        -- 30,000 is good to two digits at least: 29,500 to 30,500
        when is_plain then power(10, least(zeros, length(cast(cast(number_value as bigint) as {{ dbt.type_string() }})) - 2)) / 2
        when precision = 'rounded' then least(last_place / 2, value / 20)
        -- about 60% is no 54%, about 3% no 2%
        when precision = 'approximate' and has_percent and decimals = 0 then greatest(least(power(10, zeros), value / 10, case when value > 100 then value else 2 end), 0.5)
        when precision = 'approximate' and (has_percent or (decimals > 0 and scale = 1)) then greatest(least(last_place, value / 10), last_place / 2)
        when precision = 'approximate' then least(last_place, value / 10)
    end
{%- endmacro %}
