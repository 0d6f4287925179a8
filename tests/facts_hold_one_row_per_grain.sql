{#
    One row per year and part of every fact, whichever document it comes from: the primary key without
    the document. Two documents that split a year would each be a row, and their sum would be wrong.
#}
{%- set facts = [
    'fct_missing_child_reports_by_type', 'fct_missing_child_reports_by_age_and_race', 'fct_missing_child_reports_by_state',
    'fct_cybertip_reports_by_incident_type', 'fct_cybertip_files_by_type', 'fct_cybertip_reports_by_country',
    'fct_cybertip_reports_by_esp', 'fct_cybertip_deliveries', 'fct_offender_tracking', 'fct_cvip_requests_by_agency',
    'fct_identified_victims_by_relationship', 'fct_identified_victims_by_gender_and_age',
    'fct_child_sex_trafficking_reports_by_race_and_gender', 'fct_child_sex_trafficking_reports_by_age_and_gender',
] -%}

{%- for fact in facts %}
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
