{#
    Four eyes for meaning: every registry row was approved by a second person, who left the row's
    fingerprint in registry_reviews. A row that changed, vanished or appeared since then fails.
    `make review` lists what changed and, once approved, records it.
#}
{%- set registries = [
    'claims', 'conflicts', 'control_totals', 'countries', 'coverage_notes', 'dimension_members', 'document_coverage',
    'document_statements', 'document_tables', 'documents', 'esps', 'known_discrepancies', 'measure_components',
    'measure_differences', 'measures', 'member_groups', 'other_names', 'out_of_order', 'outcome_stages', 'periods', 'population_topics', 'populations',
    'printed_columns', 'printed_tables', 'questions', 'rate_terms', 'rates', 'shown_figures', 'states', 'structural_break_reach',
    'structural_breaks',
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
        md5(row_text) as fingerprint,
        count(*) as times
    from current_rows
    group by registry, row_text
)

select
    case
        when counted.registry is null then 'registry ' || coalesce(reviews.registry, '?') || ': the reviewed row "' || coalesce(reviews.row_start, '') || '…" is gone or was changed'
        when counted.times > 1 then 'registry ' || counted.registry || ': the row "' || substr(counted.row_text, 1, 60) || '…" is there several times'
        else 'registry ' || counted.registry || ': the row "' || substr(counted.row_text, 1, 60) || '…" is new or was changed and nobody has reviewed it (make review)'
    end as problem
from counted
full outer join {{ ref('registry_reviews') }} as reviews
    on counted.registry = reviews.registry
    and counted.fingerprint = reviews.fingerprint
    and rtrim(substr(counted.row_text, 1, 60)) = reviews.row_start
where counted.registry is null or reviews.registry is null or counted.times > 1
