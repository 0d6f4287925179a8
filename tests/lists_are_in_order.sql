{#
    A list that a document prints in alphabetical order stands in the seed in that order: two labels that
    changed places are seen without a second reading. Labels that the document itself prints elsewhere are
    rows of registry out_of_order. Each row is one problem.
#}
{%- set lists = {
    'cybertip_reports_by_country': 'country',
    'cybertip_reports_by_esp': 'esp',
    'missing_child_reports_by_state': 'missing_state',
} -%}
with printed_rows as (
    {%- for table, label in lists.items() %}
    select '{{ table }}' as table_id, document_id, {{ label }} as printed_label, {{ file_order() }} as position from {{ ref('raw_' ~ table) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

neighbours as (
    select
        printed_rows.table_id,
        printed_rows.document_id,
        printed_rows.printed_label,
        lag(printed_rows.printed_label) over (partition by printed_rows.table_id, printed_rows.document_id order by printed_rows.position) as label_above
    from printed_rows
    left join {{ ref('out_of_order') }} as listed
        on printed_rows.table_id = listed.table_id and printed_rows.printed_label = listed.printed_label
    where listed.printed_label is null and lower(printed_rows.printed_label) not like 'total%'
),

ordered as (
    select
        *,
        {{ name_words('label_above') }} <= {{ name_words('printed_label') }} as in_order
    from neighbours
    where label_above is not null
),

alphabetical as (
    -- a document that is sorted by size, not by name, is no alphabetical list
    select
        table_id,
        document_id
    from ordered
    group by table_id, document_id
    having count(case when in_order then 1 end) > 0.8 * count(*)
)

select
    'seeds/raw/raw_' || ordered.table_id || '.csv, ' || ordered.document_id || ': "' || ordered.printed_label || '" stands after "' || ordered.label_above
    || '"; have two labels changed places? If it is printed so, list it in registry out_of_order' as problem
from ordered
inner join alphabetical
    on ordered.table_id = alphabetical.table_id and ordered.document_id = alphabetical.document_id
where not ordered.in_order

union all

select 'registry out_of_order: ' || coalesce(listed.table_id, '?') || ' prints no row "' || coalesce(listed.printed_label, '(blank)') || '"' as problem
from {{ ref('out_of_order') }} as listed
left join printed_rows
    on listed.table_id = printed_rows.table_id and listed.printed_label = printed_rows.printed_label
where printed_rows.printed_label is null
