{#
    A table is sound: one row per key, and whole; what refers to another table is there; what names a member of a
    dimension is one; what stands in a column of codes is listed, so that whoever shows it finds the words for it.
    `refers_to` names a table, and its column where that is called otherwise. Each row is one problem.
#}
{% test is_sound(model, key, refers_to={}, members={}, codes={}) %}
{%- set table = model.identifier %}
select
    '{{ table }} has ' || cast(count(*) as string) || ' rows for '
    {%- for column in key %} || '{{ ", " if not loop.first }}{{ column }} ' || coalesce(cast({{ column }} as string), '(blank)'){% endfor %}
    {%- if 'document_id' in refers_to and 'document_id' not in key %}
    || ', from ' || coalesce({{ joined_list('distinct document_id', 'document_id', ' and ') }}, '(blank)')
    {%- endif %} as problem
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1{% for column in key %} or {{ column }} is null{% endfor %}
{%- for column, target in refers_to.items() %}
{%- set named = target.split('.') %}

union all

select '{{ table }}.{{ column }} names "' || {{ column }} || '", which is not in {{ target }}' as problem
from {{ model }}
where {{ column }} is not null and {{ column }} not in (
    select {{ named[1] or column }} from {{ ref(named[0]) }} where {{ named[1] or column }} is not null
)
group by {{ column }}
{%- endfor %}
{%- for column, dimension in members.items() %}

union all

select '{{ table }}.{{ column }} names "' || {{ column }} || '", which is no member of {{ dimension }} in dim_members' as problem
from {{ model }}
where {{ column }} is not null and {{ column }} not in (select member from {{ ref('dim_members') }} where dimension = '{{ dimension }}')
group by {{ column }}
{%- endfor %}
{%- for column, lists in codes.items() %}
{%- set lists = [lists] if lists is string else lists %}

union all

select '{{ table }}.{{ column }} holds "' || {{ column }} || '", which is no code of {{ lists | join(" or ") }} (registry codes)' as problem
from {{ model }}
where {{ column }} is not null and {{ column }} not in (select code from {{ ref('dim_codes') }} where code_list in ('{{ lists | join("', '") }}'))
group by {{ column }}
{%- endfor %}
{% endtest %}
