{# schemas are called as they are configured #}
{% macro generate_schema_name(custom_schema_name, node) %}{{ return((custom_schema_name or target.schema) | trim) }}{% endmacro %}
