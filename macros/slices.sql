{#
    The slice of two members together, from the slices of each alone (`dim_members.slice`); 'all' adds
    nothing. In the order of the alphabet, so that rows x columns of one document and columns x rows of
    another are one slice. The only place where such a label is put together.
#}
{% macro slice_of(one, other) -%}
    case
        when {{ one }} = 'all' then {{ other }}
        when {{ other }} = 'all' then {{ one }}
        else least({{ one }}, {{ other }}) || '; ' || greatest({{ one }}, {{ other }})
    end
{%- endmacro %}
