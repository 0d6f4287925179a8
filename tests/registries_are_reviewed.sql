{#
    Four eyes for meaning: a second person approved every registry row, and registry_approvals keeps who, when and the
    fingerprint of the row. A row that changed, vanished or appeared since then fails.
    `make review` lists what changed and, once approved, records it.
#}
{%- set registries = [
    'claims', 'codes', 'confusions', 'conflicts', 'control_totals', 'countries', 'coverage_notes', 'dimension_members', 'dimensions', 'document_coverage',
    'document_statements', 'document_tables', 'documents', 'esps', 'known_discrepancies', 'labels_in_documents', 'measure_components',
    'measure_differences', 'measures', 'member_groups', 'other_names', 'out_of_order', 'outcome_stages', 'periods', 'platforms', 'population_pairs', 'population_topics', 'populations',
    'printed_columns', 'printed_tables', 'questions', 'rate_terms', 'rates', 'shown_figures', 'states', 'structural_break_reach',
    'structural_breaks', 'synonyms',
] -%}

with current_rows as (
    {%- for registry in registries %}
    select
        '{{ registry }}' as registry,
        {{ registry_row_text(registry) }} as row_text
    from {{ ref(registry) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

counted as (
    select
        registry,
        row_text,
        {{ fingerprint('row_text') }} as fingerprint,
        count(*) as times
    from current_rows
    group by registry, row_text
),

approved as (
    select
        registry,
        reviewer,
        approved_on,
        {{ items_of('fingerprints', ' ') }} as fingerprint
    from {{ ref('registry_approvals') }}
)

select
    case
        when counted.registry is null then 'registry ' || coalesce(approved.registry, '?') || ': a row that ' || coalesce(approved.reviewer, '?') || ' approved on ' || coalesce(approved.approved_on, '?') || ' is gone or was changed'
        when counted.times > 1 then 'registry ' || counted.registry || ': the row "' || substr(counted.row_text, 1, 60) || '…" is there several times'
        when approved.registry is null then 'registry ' || counted.registry || ': the row "' || substr(counted.row_text, 1, 60) || '…" is new or was changed and nobody has approved it (make review)'
        else 'registry ' || counted.registry || ': the row "' || substr(counted.row_text, 1, 60) || '…" was approved by nobody or on no day'
    end as problem
from counted
full outer join approved
    on counted.registry = approved.registry and counted.fingerprint = approved.fingerprint
where
    counted.registry is null or approved.registry is null or counted.times > 1
    or coalesce(approved.reviewer, '') = ''
    or not coalesce({{ has_form('approved.approved_on', '20[0-9]{2}-[01][0-9]-[0-3][0-9]') }}, false)
