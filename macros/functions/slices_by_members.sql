{# Slices of several members that were typed by their members in any order, of the parts that are asked and compared with. #}
{% macro slices_by_members(asked) %}
    select
        typed.part,
        {%- for role in ['slice', 'other'] %}
        coalesce(
            min(n.slice) filter (typed.role = '{{ role }}' and n.slice = typed.typed),
            case when min(n.slice) filter (typed.role = '{{ role }}') = max(n.slice) filter (typed.role = '{{ role }}') then min(n.slice) filter (typed.role = '{{ role }}') end
        ) as {{ role }}_of_members{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select {{ asked }}.part, {{ asked }}.id, 'slice' as role, {{ asked }}.typed_slice as typed from {{ asked }}
        union all
        select {{ asked }}.part, {{ asked }}.id, 'other', {{ asked }}.typed_other from {{ asked }} where {{ asked }}.other_id is null
    ) as typed
    inner join {{ mart('checkable_numbers') }} as n
        on typed.id = n.about and contains(n.slice, ';') and (n.slice = typed.typed or {{ members_said('n.slice') }} = {{ members_said('typed.typed') }})
    group by typed.part
{% endmacro %}


{# The members that a slice names, in the order of the alphabet. #}
{% macro members_said(slice) -%}
    list_sort(list_transform(string_split(regexp_replace({{ slice }}, '[a-z_]+=', '', 'g'), ';'), lambda m : {{ name_words('m') }}))
{%- endmacro %}
