{#
    The registries are whole: every key is unique, every reference resolves, every code is known.
    One list per rule; a new registry column that names something is one line.
#}
{%- set keys = {
    'documents': 'document_id',
    'document_coverage': "document_id || '.' || program || '.' || first_period_label",
    'coverage_notes': "measure_id || '.' || breakdown || '.' || first_period_label",
    'measures': 'measure_id',
    'populations': 'population_id',
    'periods': 'period_label',
    'states': 'state_code',
    'dimensions': 'dimension',
    'rates': 'rate_id',
    'codes': "code_list || '.' || code",
    'rate_terms': 'rate_id',
    'member_groups': "dimension || '.' || group_dimension || '.' || group_member || '.' || member",
    'measure_differences': 'measure_id',
    'claims': 'claim_id',
    'questions': 'question_id',
    'printed_tables': 'table_id',
    'printed_columns': "table_id || '.' || column_name",
    'dimension_members': "dimension || '=' || printed_label",
    'labels_in_documents': "document_id || '.' || dimension || '=' || printed_label",
    'document_tables': "document_id || '.' || table_id",
    'measure_components': "total_measure_id || ' + ' || component_measure_id",
    'control_totals': "table_id || '.' || column_name",
    'known_discrepancies': 'check_id',
    'countries': 'country_code',
    'esps': 'esp_name',
    'platforms': 'platform',
    'structural_breaks': 'break_id',
    'structural_break_reach': "break_id || '.' || measure_id || '.' || slice",
    'confusions': "least(measure_id, other_measure_id) || ' and ' || greatest(measure_id, other_measure_id)",
    'conflicts': 'conflict_id',
    'synonyms': "said || ' is ' || means",
    'outcome_stages': "program || '.' || stage_order || '.' || period_label",
    'population_topics': "population_id || '.' || topic_id",
    'population_pairs': "numerator_population_id || '.' || denominator_population_id",
    'document_statements': "topic_id || '.' || document_id",
    'shown_figures': "owner_id || '.' || placeholder || '.' || slice",
    'claim_reviews': 'claim_id',
} -%}
{%- set references = [
    ('measures', 'measure_id', 'population_id', 'populations', 'population_id', true),
    ('populations', 'population_id', 'parent_population_id', 'populations', 'population_id', false),
    ('documents', 'document_id', 'data_period_label', 'periods', 'period_label', true),
    ('document_coverage', 'program', 'document_id', 'documents', 'document_id', true),
    ('document_coverage', 'document_id', 'program', 'measures', 'program', true),
    ('document_coverage', 'document_id', 'first_period_label', 'periods', 'period_label', true),
    ('document_coverage', 'document_id', 'last_period_label', 'periods', 'period_label', true),
    ('coverage_notes', 'first_period_label', 'measure_id', 'measures', 'measure_id', true),
    ('coverage_notes', 'measure_id', 'first_period_label', 'periods', 'period_label', true),
    ('coverage_notes', 'measure_id', 'last_period_label', 'periods', 'period_label', true),
    ('coverage_notes', 'measure_id', 'document_id', 'documents', 'document_id', false),
    ('coverage_notes', 'measure_id', "case when breakdown not in ('all', '*') then breakdown end", 'dimension_members', 'dimension', false),
    ('printed_tables', 'table_id', 'row_dimension', 'dimension_members', 'dimension', false),
    ('printed_columns', 'table_id', 'table_id', 'printed_tables', 'table_id', true),
    ('printed_columns', 'column_label', 'measure_id', 'measures', 'measure_id', true),
    ('printed_columns', 'column_label', "column_dimension || '=' || column_member", 'dimension_members', "dimension || '=' || member", false),
    ('document_tables', 'table_id', 'document_id', 'documents', 'document_id', true),
    ('document_tables', 'document_id', 'table_id', 'printed_tables', 'table_id', true),
    ('document_tables', 'table_id', 'period_label', 'periods', 'period_label', true),
    ('measure_components', 'total_measure_id', 'total_measure_id', 'measures', 'measure_id', true),
    ('measure_components', 'component_measure_id', 'component_measure_id', 'measures', 'measure_id', true),
    ('control_totals', 'table_id', 'control_measure_id', 'measures', 'measure_id', true),
    ('raw_headline_figures', 'row_label', "document_id || '.headline_figures'", 'document_tables', "document_id || '.' || table_id", true),
    ('raw_headline_figures', 'row_label', "dimension || '=' || member", 'dimension_members', "dimension || '=' || member", false),
    ('rates', 'rate_id', 'numerator_measure_id', 'measures', 'measure_id', true),
    ('rates', 'rate_id', 'denominator_measure_id', 'measures', 'measure_id', true),
    ('rates', 'rate_id', 'published_measure_id', 'measures', 'measure_id', false),
    ('rates', 'rate_id', "case when numerator_member <> '*' then numerator_dimension || '=' || numerator_member end", 'dimension_members', "dimension || '=' || member", false),
    ('rates', 'rate_id', "case when numerator_dimension <> 'parent_company' then numerator_dimension end", 'dimension_members', 'dimension', false),
    ('rate_terms', 'rate_id', 'rate_id', 'rates', 'rate_id', true),
    ('rate_terms', 'rate_id', "denominator_dimension || '=' || denominator_member", 'dimension_members', "dimension || '=' || member", false),
    ('rate_terms', 'rate_id', 'first_period', 'periods', 'period_label', false),
    ('rate_terms', 'rate_id', 'last_period', 'periods', 'period_label', false),
    ('rate_terms', 'rate_id', 'places', 'int_geographies', 'dimension', false),
    ('dimension_members', 'printed_label', "case when dimension <> 'measure' then dimension end", 'dimensions', 'dimension', false),
    ('labels_in_documents', 'printed_label', 'document_id', 'documents', 'document_id', true),
    ('labels_in_documents', 'document_id', "dimension || '=' || printed_label", 'dimension_members', "dimension || '=' || printed_label", true),
    ('labels_in_documents', 'printed_label', "case when dimension = 'country' then member end", 'countries', 'country_code', false),
    ('labels_in_documents', 'printed_label', "case when dimension = 'esp' then member end", 'esps', 'esp_name', false),
    ('labels_in_documents', 'printed_label', "case when dimension = 'state' then member end", 'states', 'state_code', false),
    ('labels_in_documents', 'printed_label', "case when dimension = 'measure' then member end", 'measures', 'measure_id', false),
    ('member_groups', 'group_member', 'group_dimension', 'dimensions', 'dimension', true),
    ('member_groups', 'group_member', "dimension || '=' || member", 'dimension_members', "dimension || '=' || member", true),
    ('measure_differences', 'measure_id', 'measure_id', 'measures', 'measure_id', true),
    ('measure_differences', 'measure_id', 'minuend_measure_id', 'measures', 'measure_id', true),
    ('measure_differences', 'measure_id', 'subtrahend_measure_id', 'measures', 'measure_id', true),
    ('measure_differences', 'measure_id', 'subtrahend_percent_measure_id', 'measures', 'measure_id', false),
    ('structural_break_reach', 'break_id', 'break_id', 'structural_breaks', 'break_id', true),
    ('structural_break_reach', 'break_id', 'measure_id', 'measures', 'measure_id', true),
    ('dimension_members', 'printed_label', "case when dimension = 'country' and member <> 'Total' then member end", 'countries', 'country_code', false),
    ('dimension_members', 'printed_label', "case when dimension = 'esp' and member <> 'Total' then member end", 'esps', 'esp_name', false),
    ('dimension_members', 'printed_label', "case when dimension = 'state' and member <> 'Total' then member end", 'states', 'state_code', false),
    ('dimension_members', 'printed_label', "case when dimension = 'measure' then member end", 'measures', 'measure_id', false),
    ('platforms', 'parent_company', 'platform', 'dimension_members', "case when dimension = 'platform' then member end", true),
    ('platforms', 'platform', 'parent_company', 'esps', 'parent_company', true),
    ('confusions', 'other_measure_id', 'measure_id', 'measures', 'measure_id', true),
    ('confusions', 'measure_id', "nullif(other_measure_id, measure_id)", 'measures', 'measure_id', true),
    ('conflicts', 'conflict_id', 'first_figure_id', 'int_figures', 'figure_id', false),
    ('conflicts', 'conflict_id', 'first_other_figure_id', 'int_figures', 'figure_id', false),
    ('conflicts', 'conflict_id', 'second_figure_id', 'int_figures', 'figure_id', false),
    ('claims', 'claim_id', 'document_id', 'documents', 'document_id', true),
    ('claims', 'claim_id', 'measure_id', 'measures', 'measure_id', false),
    ('claims', 'claim_id', 'other_measure_id', 'measures', 'measure_id', false),
    ('claims', 'claim_id', 'rate_id', 'rates', 'rate_id', false),
    ('claims', 'claim_id', 'period_label', 'periods', 'period_label', false),
    ('claims', 'claim_id', 'base_period_label', 'periods', 'period_label', false),
    ('claims', 'claim_id', 'topic_id', 'document_statements', 'topic_id', false),
    ('claims', 'claim_id', 'about_document_id', 'documents', 'document_id', false),
    ('population_pairs', 'relation', 'numerator_population_id', 'populations', 'population_id', true),
    ('population_pairs', 'relation', 'denominator_population_id', 'populations', 'population_id', true),
    ('population_topics', 'topic_id', 'population_id', 'populations', 'population_id', true),
    ('population_topics', 'population_id', 'topic_id', 'document_statements', 'topic_id', true),
    ('document_statements', 'topic_id', 'document_id', 'documents', 'document_id', true),
    ('shown_figures', 'owner_id', 'measure_id', 'measures', 'measure_id', true),
    ('shown_figures', 'owner_id', 'period_label', 'periods', 'period_label', true),
    ('questions', 'question_id', 'document_id', 'documents', 'document_id', false),
    ('questions', 'question_id', 'rate_id', 'rates', 'rate_id', false),
    ('questions', 'question_id', 'searched_measure_id', 'measures', 'measure_id', false),
    ('questions', 'question_id', 'unknown_rate_id', 'rates', 'rate_id', false),
    ('questions', 'question_id', 'period_label', 'periods', 'period_label', true),
    ('outcome_stages', "program || ', ' || stage", 'measure_id', 'measures', 'measure_id', false),
    ('outcome_stages', "program || ', ' || stage", 'period_label', 'periods', 'period_label', true),
    ('outcome_stages', "program || ', ' || stage", 'document_id', 'documents', 'document_id', true),
] -%}
{%- set codes = [
    ('countries', 'country_code', 'country_type', 'country_type'),
    ('documents', 'document_id', 'document_type', 'document_type'),
    ('documents', 'document_id', 'source_kind', 'source_kind'),
    ('documents', 'document_id', 'trust_grade', 'trust_grade'),
    ('documents', 'document_id', 'reading', 'reading'),
    ('document_coverage', 'document_id', 'scope', 'scope'),
    ('coverage_notes', 'measure_id', 'status', ['published_not_loaded', 'stated_only', 'unknown']),
    ('measures', 'measure_id', 'counting_rule', 'counting_rule'),
    ('measures', 'measure_id', 'geography', ['US', 'WORLD', 'US-WI', 'CH', 'DE', 'GB', 'IE']),
    ('periods', 'period_label', 'period_type', 'period_type'),
    ('states', 'state_code', 'state_type', 'state_type'),
    ('printed_tables', 'table_id', 'has_total_row', ['true', 'false']),
    ('printed_tables', 'table_id', 'has_total_column', ['true', 'false']),
    ('printed_tables', 'table_id', 'is_partial', ['true', 'false']),
    ('structural_break_reach', 'break_id', 'comparability', 'comparability'),
    ('conflicts', 'conflict_id', 'conflict_kind', 'conflict_kind'),
    ('conflicts', 'conflict_id', 'nature', 'conflict_nature'),
    ('rates', 'rate_id', 'scoring', 'scoring'),
    ('member_groups', 'group_member', 'needs_all_members', ['true', 'false']),
    ('rates', 'rate_id', 'declared_status', 'rate_status'),
    ('claims', 'claim_id', 'evidence_kind', 'evidence_kind'),
    ('document_statements', 'topic_id', 'stance', 'stance'),
] -%}

{%- for seed, key in keys.items() %}
select 'registry {{ seed }}: ' || key || ' is listed ' || cast(count(*) as string) || ' times' as problem
from (select {{ key }} as key from {{ ref(seed) }}) as keys
group by key
having count(*) > 1

union all

select 'registry {{ seed }}: a row has no key' as problem
from {{ ref(seed) }}
where {{ key }} is null

union all
{% endfor %}
{%- for seed, label, column, target, target_column, required in references %}
select 'registry {{ seed }}, ' || coalesce({{ label }}, '?') || ': {{ target }} "' || coalesce({{ column }}, '(blank)') || '" does not exist' as problem
from {{ ref(seed) }}
where
    {% if required %}{{ column }} is null
    or {% endif %}({{ column }} is not null and {{ column }} not in (select {{ target_column }} from {{ ref(target) }} where {{ target_column }} is not null))

union all
{% endfor %}
{%- for seed, label, column, allowed in codes %}
select 'registry {{ seed }}, ' || {{ label }} || ': {{ column }} "' || coalesce({{ column }}, '(blank)') || '" is none of {{ allowed ~ " in registry codes" if allowed is string else allowed | join(", ") }}' as problem
from {{ ref(seed) }}
where {{ column }} is null or {{ column }} not in ({% if allowed is string %}select code from {{ ref('codes') }} where code_list = '{{ allowed }}'{% else %}'{{ allowed | join("', '") }}'{% endif %})

union all
{% endfor %}

select 'measure ' || measures.measure_id || ' counts ' || measures.unit_of_count || ', but its population ' || populations.population_id || ' is counted in ' || populations.unit_of_count as problem
from {{ ref('measures') }} as measures
inner join {{ ref('populations') }} as populations
    on measures.population_id = populations.population_id
where measures.counting_rule <> 'share' and measures.unit_of_count is distinct from populations.unit_of_count

union all

select 'measure ' || measure_id || ' is a share, but its unit is ' || coalesce(unit_of_count, '(blank)') as problem
from {{ ref('measures') }}
where (counting_rule = 'share') <> coalesce(unit_of_count in ('percent', 'fraction', 'per 100,000'), false)

union all

select 'population ' || populations.population_id || ' counts ' || populations.unit_of_count || ', but the set that contains it counts ' || parents.unit_of_count as problem
from {{ ref('populations') }} as populations
inner join {{ ref('populations') }} as parents
    on populations.parent_population_id = parents.population_id
where populations.unit_of_count is distinct from parents.unit_of_count

union all

select 'population ' || populations.population_id || ' contains itself through its parents' as problem
from {{ ref('populations') }} as populations
inner join {{ ref('int_population_ancestors') }} as ancestors
    on populations.parent_population_id = ancestors.population_id
    and populations.population_id = ancestors.ancestor_population_id

union all

select 'period ' || period_label || ': label, type, year and dates do not fit together' as problem
from {{ ref('periods') }}
where
    (period_type = 'calendar_year' and (
        period_label is distinct from calendar_year
        or start_date is distinct from calendar_year || '-01-01'
        or end_date is distinct from calendar_year || '-12-31'
    ))
    or (period_type = 'fiscal_year' and (
        period_label is distinct from 'FY ' || substr(end_date, 1, 4)
        or substr(end_date, 5) is distinct from '-09-30'
        or start_date is distinct from cast(cast(substr(end_date, 1, 4) as integer) - 1 as string) || '-10-01'
    ))
    or (period_type = 'as_of' and period_label like 'as of ____-__-__' and period_label is distinct from 'as of ' || end_date)
    or (period_type = 'mean_of_years' and (
        period_label is distinct from substr(start_date, 1, 4) || ' to ' || calendar_year
        or substr(start_date, 5) is distinct from '-01-01'
        or end_date is distinct from calendar_year || '-12-31'
    ))
    or (period_type = 'half_year' and (
        period_label is distinct from calendar_year || case substr(start_date, 5) when '-01-01' then '-H1' when '-07-01' then '-H2' end
        or substr(start_date, 1, 4) is distinct from calendar_year
        or end_date is distinct from calendar_year || case substr(start_date, 5) when '-01-01' then '-06-30' else '-12-31' end
    ))
    or (period_type in ('as_of', 'cumulative') and (calendar_year is null or substr(end_date, 1, 4) is distinct from calendar_year))
    or (period_type = 'not_stated' and coalesce(calendar_year, start_date, end_date) is not null)
