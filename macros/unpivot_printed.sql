{#
    A printed table is rows x columns of cells: its seed has the document first, then the label of the row, then the
    printed columns, as its YAML declares them. One row per cell, blank ones too.
#}
{% macro unpivot_printed(seed) -%}
    {%- set columns = graph.nodes['seed.' ~ project_name ~ '.' ~ seed].columns.keys() | list if execute else ['', ''] -%}
    select
        document_id,
        '{{ seed | replace("raw_", "", 1) }}' as table_id,
        {{ columns[1] }} as row_label,
        column_name,
        cast(null as string) as period_label,
        printed,
        '{{ seed }}' as seed
    from {{ ref(seed) }}
    unpivot include nulls (printed for column_name in ({{ columns[2:] | join(', ') }}))
{%- endmacro %}
