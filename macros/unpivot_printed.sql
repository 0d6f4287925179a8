{#
    A printed table is rows x columns of cells. Turns a wide raw seed into one row per cell.
    The period is the column `period_label` of the seed where it prints several, else that of
    the document's table (registry document_tables).
#}
{% macro unpivot_printed(relation, table_id, row_label, columns, period_label=none) %}
    {%- for column in columns %}
    select
        document_id,
        '{{ table_id }}' as table_id,
        {{ row_label }} as row_label,
        '{{ column }}' as column_name,
        {{ period_label if period_label else 'cast(null as string)' }} as period_label,
        {{ column }} as printed
    from {{ relation }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
{% endmacro %}
