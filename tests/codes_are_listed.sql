{#
    What stands in a column of codes is a code of dim_codes, so that whoever shows it finds the words for it.
    One line: table, column, list of codes. Each row is one problem.
#}
{%- set columns = [
    ('answers', 'answer_status', 'answer_status'),
    ('answers', 'unknown_reason_code', 'rate_reason'),
    ('answers', 'value_precision', 'precision'),
    ('coverage', 'status', 'coverage_status'),
    ('dim_countries', 'country_type', 'country_type'),
    ('dim_documents', 'document_type', 'document_type'),
    ('dim_documents', 'reading', 'reading'),
    ('dim_documents', 'source_kind', 'source_kind'),
    ('dim_documents', 'trust_grade', 'trust_grade'),
    ('dim_geographies', 'kind', 'geography_kind'),
    ('dim_measures', 'counting_rule', 'counting_rule'),
    ('dim_periods', 'period_type', 'period_type'),
    ('dim_rates', 'declared_precision', 'precision'),
    ('dim_rates', 'declared_status', 'rate_status'),
    ('dim_rates', 'reason_code', 'rate_reason'),
    ('dim_rates', 'scoring', 'scoring'),
    ('dim_states', 'state_type', 'state_type'),
    ('dim_structural_breaks', 'comparability', 'comparability'),
    ('fct_claims', 'claimed_is', 'claimed_is'),
    ('fct_claims', 'claimed_precision', 'precision'),
    ('fct_claims', 'compared_by', 'compared_by'),
    ('fct_claims', 'evidence_kind', 'evidence_kind'),
    ('fct_claims', 'reason_code', ['rate_reason', 'claim_reason']),
    ('fct_claims', 'verdict', 'verdict'),
    ('fct_claims', 'verdict_basis', 'verdict_basis'),
    ('fct_confirmations', 'agreement', 'agreement'),
    ('fct_conflicts', 'conflict_kind', 'conflict_kind'),
    ('fct_conflicts', 'evidence_status', 'evidence_status'),
    ('fct_conflicts', 'nature', 'conflict_nature'),
    ('fct_outcome_stages', 'precision', 'precision'),
    ('fct_outcome_stages', 'publication_status', 'publication_status'),
    ('fct_platform_self_reports', 'ncmec_precision', 'precision'),
    ('fct_platform_self_reports', 'platform_precision', 'precision'),
    ('fct_published_figures', 'precision', 'precision'),
    ('fct_rates', 'rate_precision', 'precision'),
    ('fct_rates', 'reason_code', 'rate_reason'),
    ('fct_rates', 'slice_level', 'slice_level'),
    ('fct_rates', 'status', 'rate_status'),
    ('fct_reconciliations', 'check_kind', 'check_kind'),
    ('fct_reconciliations', 'status', 'check_status'),
] -%}

{% for table, column, code_lists in columns %}
{%- set code_lists = [code_lists] if code_lists is string else code_lists %}
select distinct '{{ table }}.{{ column }} holds "' || {{ column }} || '", which is no code of {{ code_lists | join(" or ") }} (registry codes)' as problem
from {{ ref(table) }}
where {{ column }} is not null and {{ column }} not in (select code from {{ ref('dim_codes') }} where code_list in ('{{ code_lists | join("', '") }}'))
{{ 'union all' if not loop.last }}
{%- endfor %}
