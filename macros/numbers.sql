{# A number as people write it: 20,512,803 or 15.05. #}
{% macro format_number(expression) -%}
    case
        when {{ expression }} = floor({{ expression }}) then format('{:,}', cast({{ expression }} as bigint))
        else regexp_replace(rtrim(format('{:,.4f}', cast({{ expression }} as double)), '0'), '[.]$', '')
    end
{%- endmacro %}

{# A number as a mart shows it: a decimal would pad every count with zeros after the point. #}
{% macro shown_number(expression) %}cast({{ expression }} as double){% endmacro %}

{# One width for every figure: shares need six decimals, counts go to hundreds of millions. #}
{% macro decimal_type() %}decimal(20, 6){% endmacro %}
