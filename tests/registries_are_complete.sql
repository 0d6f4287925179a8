{#
    What every registry row must say, and that its cells fit each other without any copy of them:
    nothing required is blank, names and codes have their form, labels belong to their keys.
    One list per rule. Each row is one problem.
#}
{%- set keys = {
    'claims': 'claim_id', 'codes': 'code', 'confusions': 'measure_id', 'conflicts': 'conflict_id', 'control_totals': 'table_id', 'countries': 'country_code',
    'dimension_members': 'printed_label', 'dimensions': 'dimension', 'document_tables': 'table_id', 'documents': 'document_id', 'esps': 'esp_name',
    'known_discrepancies': 'discrepancy_id', 'labels_in_documents': 'printed_label', 'measures': 'measure_id', 'other_names': 'other_name', 'out_of_order': 'printed_label', 'outcome_stages': 'stage',
    'periods': 'period_label', 'platforms': 'platform', 'populations': 'population_id', 'printed_columns': 'column_name', 'printed_tables': 'table_id',
    'questions': 'question_id', 'rates': 'rate_id', 'rate_terms': 'rate_id', 'states': 'state_code', 'structural_break_reach': 'break_id',
    'structural_breaks': 'break_id', 'synonyms': 'said',
} -%}
{%- set required = {
    'claims': ['section', 'statement'],
    'codes': ['label', 'meaning'],
    'confusions': ['sentence'],
    'platforms': ['parent_company', 'source'],
    'conflicts': ['title', 'period_label', 'first_side', 'first_stated', 'second_side', 'second_stated', 'source'],
    'control_totals': ['column_name', 'control_slice'],
    'countries': ['country_name', 'country_type'],
    'dimension_members': ['dimension', 'member', 'sort_order'],
    'dimensions': ['dimension_label', 'definition'],
    'document_tables': ['place', 'rows_printed'],
    'documents': ['title', 'publisher', 'citation'],
    'esps': ['parent_company'],
    'known_discrepancies': ['reason', 'source'],
    'measures': ['measure_label', 'definition', 'unit_of_count', 'period_basis', 'program', 'source'],
    'labels_in_documents': ['dimension', 'member', 'reason'],
    'out_of_order': ['reason'],
    'outcome_stages': ['program', 'stage_order', 'geography', 'slice'],
    'periods': ['definition'],
    'populations': ['population_label', 'definition', 'unit_of_count', 'source'],
    'printed_columns': ['column_label', 'column_order'],
    'printed_tables': ['table_title'],
    'questions': ['question', 'geography', 'slice', 'answer_template'],
    'rates': ['rate_label', 'question', 'source'],
    'states': ['state_name', 'census_region'],
    'structural_break_reach': ['measure_id', 'slice', 'comparability'],
    'structural_breaks': ['first_day', 'description', 'source'],
    'synonyms': ['means', 'is_whole_name'],
} -%}
{%- set unique = [
    ('dimensions', 'dimension_label'), ('dimensions', 'definition'), ('countries', 'country_name'), ('countries', 'iso_alpha_3'), ('states', 'state_name'), ('states', 'fips_code'),
    ('measures', 'measure_label'), ('measures', 'definition'), ('populations', 'population_label'), ('populations', 'definition'),
    ('rates', 'rate_label'), ('rates', 'question'), ('periods', 'definition'), ('printed_tables', 'table_title'),
    ('documents', 'citation'), ('conflicts', 'title'), ('questions', 'question'),
    ('codes', "code_list || ' ' || sort_order"), ('codes', "code_list || ' ' || label"), ('dimension_members', "dimension || ' ' || sort_order"), ('printed_columns', "table_id || ' ' || column_order"),
] -%}
{%- set forms = [
    ('countries', 'country_code', '[A-Z]{2}'),
    ('countries', 'iso_alpha_3', '[A-Z]{3}'),
    ('states', 'state_code', '[A-Z]{2}|Unknown'),
    ('states', 'fips_code', '[0-9]{2}'),
    ('states', 'census_region', 'Midwest|Northeast|South|West|Territories|Unknown'),
    ('codes', 'sort_order', '[1-9][0-9]*'),
    ('dimension_members', 'sort_order', '[1-9][0-9]*'),
    ('printed_columns', 'column_order', '[1-9][0-9]*'),
    ('outcome_stages', 'stage_order', '[1-9][0-9]*'),
    ('document_tables', 'rows_printed', '[1-9][0-9]*'),
    ('rates', 'declared_precision', 'exact|rounded|at_least|less_than|estimate|mixed'),
    ('questions', 'is_title_question', 'true|false'),
    ('rate_terms', 'denominator_day', '(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'),
    ('rate_terms', 'denominator_years', '[2-9]|10'),
    ('rate_terms', 'shown_per', '10+'),
] -%}
{%- set same_words = [
    ('measures', 'measure_id', 'measure_label'), ('measures', 'measure_label', 'definition'),
    ('populations', 'population_id', 'population_label'), ('populations', 'population_label', 'definition'),
    ('dimensions', 'dimension', 'dimension_label'), ('dimensions', 'dimension_label', 'definition'),
    ('rates', 'rate_id', 'rate_label'), ('printed_tables', 'table_id', 'table_title'), ('printed_columns', 'column_name', 'column_label'),
] -%}
{#- ISO gave these a code of three letters that does not hold the two letters in their order -#}
{%- set own_way = ['AQ', 'AX', 'BA', 'BJ', 'BQ', 'BY', 'EE', 'GW', 'IE', 'IL', 'KM', 'KP', 'KY', 'MO', 'RS', 'SI', 'UA'] -%}

{%- for seed, columns in required.items() %}
{%- for column in columns %}
select 'registry {{ seed }}, ' || coalesce({{ keys[seed] }}, '?') || ': {{ column }} is blank' as problem from {{ ref(seed) }} where {{ column }} is null
union all
{%- endfor %}
{%- endfor %}
{%- for seed, column in unique %}
select 'registry {{ seed }}: "' || min({{ column }}) || '" stands in {{ column.split(" || ")[-1] }} of ' || min({{ keys[seed] }}) || ' and of ' || max({{ keys[seed] }}) as problem
from {{ ref(seed) }} group by {{ column }} having count({{ column }}) > 1
union all
{%- endfor %}
{%- for seed, column, pattern in forms %}
select 'registry {{ seed }}, ' || coalesce({{ keys[seed] }}, '?') || ': {{ column }} "' || {{ column }} || '" has not the form {{ pattern }}' as problem
from {{ ref(seed) }} where {{ column }} is not null and not {{ has_form(column, pattern) }}
union all
{%- endfor %}
{%- for seed, one, other in same_words %}
select 'registry {{ seed }}, ' || coalesce({{ keys[seed] }}, '?') || ': {{ one }} "' || {{ one }} || '" and {{ other }} "' || {{ other }} || '" have no word in common' as problem
from {{ ref(seed) }} where not {{ share_a_word(one, other) }}
union all
{%- endfor %}

select 'registry countries, ' || country_code || ': iso_alpha_3 "' || coalesce(iso_alpha_3, '(blank)') || '" does not hold the letters of the code' as problem
from {{ ref('countries') }}
where
    country_type not in ('region', 'unknown') and country_code not in ('{{ own_way | join("', '") }}')
    and not coalesce(iso_alpha_3 like '%' || substr(country_code, 1, 1) || '%' || substr(country_code, 2, 1) || '%', false)

union all

select 'registry countries, ' || coalesce(countries.country_code, states.state_code) || ': country_type "' || coalesce(countries.country_type, '(blank)') || '", but registry states says "' || coalesce(states.state_type, 'nothing of it') || '"' as problem
from {{ ref('countries') }} as countries
full outer join (select * from {{ ref('states') }} where state_type = 'territory') as states
    on countries.country_code = states.state_code
where
    (coalesce(countries.country_type, '') = 'us_territory') <> (states.state_code is not null)
    -- the minor outlying islands have no row in any table by state
    and countries.country_code is distinct from 'UM'

union all

select 'registry states, ' || state_code || ': the name "' || coalesce(state_name, '(blank)') || '" and the state_type "' || coalesce(state_type, '(blank)') || '" do not go together' as problem
from {{ ref('states') }}
where coalesce(state_type = 'unknown', false) <> coalesce(state_name = 'Unknown', false)

union all

select 'registry states, ' || state_code || ': iso_3166_2 "' || coalesce(iso_3166_2, '(blank)') || '" or fips_code "' || coalesce(fips_code, '(blank)') || '" is not the code of the state' as problem
from {{ ref('states') }}
where state_type <> 'unknown' and (iso_3166_2 is distinct from 'US-' || state_code or fips_code is null)

union all

-- FIPS numbered the states, and later the territories, in the order of their names
select 'registry states, ' || state_code || ': fips_code ' || fips_code || ' is out of the order of the names at ' || state_name as problem
from (
    select
        *,
        row_number() over (partition by state_type = 'territory' order by state_name) as by_name,
        row_number() over (partition by state_type = 'territory' order by fips_code) as by_code
    from {{ ref('states') }}
    where state_type <> 'unknown'
) as ordered
where by_name <> by_code

union all

select 'registry documents, ' || document_id || ': the citation "' || citation || '" names neither the title nor the publisher' as problem
from {{ ref('documents') }}
where
    (document_type <> 'fact_check' and position(title in citation) = 0)
    or position(substr(publisher, 1, 5) in citation) = 0

union all

select 'registry periods, ' || period_label || ': the definition "' || definition || '" does not name the year' as problem
from {{ ref('periods') }}
where period_type not in ('cumulative', 'not_stated') and position(coalesce(calendar_year, substr(end_date, 1, 4)) in definition) = 0

union all

-- rows that begin with an age stand in the order of the ages
select 'registry dimension_members, ' || dimension || ' "' || printed_label || '": sort_order ' || sort_order || ' is not the order of the ages' as problem
from (
    select
        *,
        row_number() over (partition by dimension order by cast(regexp_extract(printed_label, '^[0-9]+', 0) as integer)) as by_age,
        row_number() over (partition by dimension order by try_cast(sort_order as integer)) as by_order
    from {{ ref('dimension_members') }}
    where dimension in ('age_group', 'age_missing') and regexp_extract(printed_label, '^[0-9]+', 0) <> ''
) as ordered
where by_age <> by_order

union all

select 'registry claims, ' || claim_id || ': a claim of the kind ' || evidence_kind || ' needs ' || needed as problem
from (
    select claim_id, evidence_kind, 'measure_id' as needed from {{ ref('claims') }}
    where evidence_kind in ('figure', 'change', 'fall', 'difference', 'part', 'subset', 'different_population', 'absence', 'absence_anywhere') and measure_id is null
    union all
    select claim_id, evidence_kind, 'other_measure_id' as needed from {{ ref('claims') }}
    where evidence_kind in ('subset', 'different_population') and other_measure_id is null
    union all
    select claim_id, evidence_kind, 'rate_id' as needed from {{ ref('claims') }}
    where evidence_kind in ('rate', 'not_computable') and rate_id is null
    union all
    select claim_id, evidence_kind, 'period_label' as needed from {{ ref('claims') }}
    -- a figure or a rate without one is judged by every loaded year
    where evidence_kind in ('change', 'fall', 'difference', 'part') and period_label is null
    union all
    select claim_id, evidence_kind, 'slice' as needed from {{ ref('claims') }}
    where evidence_kind in ('figure', 'rate', 'change', 'fall', 'difference', 'part') and slice is null
    union all
    select claim_id, evidence_kind, 'base_period_label' as needed from {{ ref('claims') }}
    where evidence_kind in ('change', 'fall') and base_period_label is null
) as lacking

union all

-- the claims of one article are numbered under one name
select 'registry claims: ' || min(claim_id) || ' of ' || min(document_id) || ' and ' || max(claim_id) || ' of ' || max(document_id) || ' are numbered under one name' as problem
from {{ ref('claims') }}
group by regexp_extract(claim_id, '^([a-z-]+)-[0-9]+$', 1)
having count(distinct document_id) > 1

union all

-- a headline's words are no section and no kind of place
select 'seeds/raw/raw_headline_figures.csv, ' || coalesce(document_id, '?') || ': the row label "' || coalesce(row_label, '(blank)') || '" is a section or a kind of place' as problem
from {{ ref('raw_headline_figures') }}
where
    coalesce(row_label, '') = ''
    or row_label in (select column_label from {{ ref('raw_headline_figures') }} where column_label is not null)
    or row_label in (select section from {{ ref('raw_headline_figures') }} where section is not null)
