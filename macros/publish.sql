{# A profile of one's own may name the published file as its database: nothing is built without the publisher. #}
{% macro require_publisher() %}
    {%- if execute and 'publish' not in (target.plugins or []) | map(attribute='module') | list -%}
        {%- do exceptions.raise_compiler_error(
            'Nothing was built: the profile does not load the plugin publish, which alone writes the published file.'
        ) -%}
    {%- endif -%}
{% endmacro %}


{#
    Runs at the end of every dbt command that runs nodes: hands the results to plugins/publish.py,
    which publishes a `dbt build` of the whole project in which every step passed, and nothing else.
#}
{% macro publish_when_green(results) %}
    {%- if execute -%}
        {%- set steps = [] -%}
        {%- for result in results if result.node.resource_type != 'exposure' -%}
            {%- set settings = result.node.config -%}
            {%- do steps.append({
                'unique_id': result.node.unique_id,
                'name': result.node.name,
                'kind': result.node.resource_type | string,
                'status': result.status | string,
                'sql': result.node.compiled_code,
                'softened': result.node.resource_type == 'test' and (
                    (settings.severity | lower) != 'error' or settings.error_if != '!= 0' or settings.warn_if != '!= 0'
                    or settings.limit is not none or settings.where is not none or settings.fail_calc != 'count(*)'
                ),
            }) -%}
        {%- endfor -%}
        {%- set expected = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type in ['seed', 'model', 'test', 'snapshot'] -%}
            {%- do expected.append(node.unique_id) -%}
        {%- endfor -%}
        {%- do adapter.store_relation(
            'publish', api.Relation.create(identifier='published'), [], '', 'duckdb',
            {'results': steps, 'expected': expected},
        ) -%}
    {%- endif -%}
{% endmacro %}
