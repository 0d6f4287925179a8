{# the published statistics stand beside the feed, read-only; without them nothing stands there #}
{% macro attach_warehouse() %}
    {% if target.type == 'duckdb' and var('warehouse') %}
        {% do run_query("attach if not exists '" ~ (var('warehouse') | replace("'", "''")) ~ "' as published (read_only)") %}
    {% endif %}
{% endmacro %}
