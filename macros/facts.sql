{# The facts by name, as a reference has to be known before the project is. #}
{% macro facts() -%}
    {{ return([
        'fct_missing_child_reports_by_type', 'fct_missing_child_reports_by_age_and_race', 'fct_missing_child_reports_by_state',
        'fct_cybertip_reports_by_incident_type', 'fct_cybertip_files_by_type', 'fct_cybertip_reports_by_country',
        'fct_cybertip_reports_by_esp', 'fct_cybertip_deliveries', 'fct_offender_tracking', 'fct_cvip_requests_by_agency',
        'fct_identified_victims_by_relationship', 'fct_identified_victims_by_gender_and_age',
        'fct_child_sex_trafficking_reports_by_race_and_gender', 'fct_child_sex_trafficking_reports_by_age_and_gender',
    ]) }}
{%- endmacro %}

{# What the test sums_to_printed_total beside a fact declares: the measure that each column counts, and the year. #}
{% macro sums_declared(fact) -%}
    {%- if execute -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'test' and node.attached_node == 'model.' ~ project_name ~ '.' ~ fact -%}
            {%- if node.test_metadata and node.test_metadata.name == 'sums_to_printed_total' -%}
                {{ return({'measures': node.test_metadata.kwargs.measures, 'year': node.test_metadata.kwargs.year or 'calendar_year'}) }}
            {%- endif -%}
        {%- endfor -%}
        {%- do exceptions.raise_compiler_error('No test sums_to_printed_total beside ' ~ fact ~ ' says what its columns count.') -%}
    {%- endif -%}
    {{ return({'measures': {}, 'year': none}) }}
{%- endmacro %}

{# The line of a fact total in fct_reconciliations. #}
{% macro fact_total_line(column, year) -%}
    'sum of {{ column }} in ' || cast({{ year }} as string)
{%- endmacro %}
