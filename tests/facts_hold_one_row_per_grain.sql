{#
    One row per year and part of every fact, whichever document it comes from: the primary key without
    the document. Two documents that split a year would each be a row, and their sum would be wrong.
#}
{%- for fact in facts() %}
{%- set rows = ref(fact) -%}
{%- set keys = [] -%}
{%- if execute -%}
{%- for constraint in graph.nodes['model.' ~ project_name ~ '.' ~ fact].constraints if (constraint.type | string) == 'primary_key' -%}
{%- do keys.extend(constraint.columns | reject('equalto', 'document_id')) -%}
{%- endfor -%}
{%- endif %}
select
    '{{ fact }} has ' || cast(count(*) as string) || ' rows for '
    {%- for key in keys %} || '{{ ", " if not loop.first }}{{ key }} ' || coalesce(cast({{ key }} as string), '(blank)'){% endfor %}
    || ', from ' || {{ joined_list('distinct document_id', 'document_id', ' and ') }} as problem
from {{ rows }}
group by {{ keys | join(', ') }}
having count(*) > 1
{{ "union all" if not loop.last }}
{%- endfor %}
