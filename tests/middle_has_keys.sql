{#
    Every table between the seeds and the marts has one row per key: what stands twice is counted twice further on.
    One line: table and its grain. (Tables of the marts have the test is_sound beside them.) Each row is one problem.
#}
{%- set check = 'document_id, check_kind, table_id, line, side' -%}
{%- set rate = 'rate_id, period_label, geography, slice' -%}
{%- set keys = {
    'stg_printed_cells': 'document_id, table_id, period_label, row_label, column_name',
    'stg_headline_figures': 'document_id, section, row_label, column_label, period_label, measure_id, dimension, member',
    'int_printed_cells': 'document_id, table_id, place, period_label, row_label, column_label, measure_id, row_member, column_member',
    'int_figures': 'figure_id',
    'int_documents': 'document_id',
    'int_figure_parts': 'figure_id, dimension',
    'int_figures_per_table': 'document_id, printed_in, measure_id, period_label, geography, slice',
    'int_figures_per_document': 'document_id, measure_id, period_label, geography, slice',
    'int_figures_current': 'measure_id, period_label, geography, slice',
    'int_fact_cells': 'document_id, table_id, measure_id, period_label, geography, slice, dimension',
    'int_population_ancestors': 'population_id, ancestor_population_id',
    'int_geographies': 'geography',
    'int_members': 'dimension, member',
    'int_missing_components': 'total_measure_id, period_label',
    'int_check_totals': check ~ ', figure_ids',
    'int_check_controls': check ~ ', figure_ids',
    'int_check_components': check ~ ', figure_ids',
    'int_check_repeats': check,
    'int_check_bounds': check,
    'int_check_percentages': check ~ ', role',
    'int_check_row_counts': check,
    'int_check_fact_totals': check,
    'int_check_sides': 'check_id, side, role, figure_id',
    'int_expected_checks': 'check_id',
    'int_checks': 'check_id',
    'int_member_groups': 'dimension, group_dimension, group_member, member',
    'int_rate_definitions': 'rate_id',
    'int_rate_sums': 'printed_in, document_id, measure_id, period_label, geography, slice, dimension, member, rest_slice',
    'int_rate_differences': 'measure_id, document_id, printed_in, period_label, geography',
    'int_rate_parts': 'printed_in, document_id, measure_id, period_label, geography, slice, dimension, member',
    'int_rate_slices': 'slice',
    'int_rate_numerators': 'rate_id, printed_in, document_id, period_label, geography, slice',
    'int_rate_pairs': rate,
    'int_rates_computed': rate,
    'int_rates_declared': rate,
    'int_rates_not_computed': rate,
    'int_rates': rate,
    'int_rate_sides': 'figure_ids',
    'int_rate_breaks': rate,
    'int_rate_conflicts': rate,
    'int_break_reach': 'break_id, measure_id, slice, figure_id',
    'int_coverage': 'measure_id, breakdown, period_label',
    'int_absences': 'measure_id, period_label',
    'int_searches': 'program, period_label',
    'int_claims_parsed': 'claim_id',
    'int_evidence_figures': 'figure_id',
    'int_claims_years': 'claim_id',
    'int_claims_figures': 'claim_id, side',
    'int_claim_rates': 'claim_id',
    'int_claims_numbers': 'claim_id',
    'int_claims_prints': 'claim_id',
    'int_claims_absence': 'claim_id',
    'int_claims_statements': 'claim_id',
    'int_claims_definitions': 'claim_id',
    'int_claims_breaks': 'claim_id, break_id',
    'int_claims_caveats': 'claim_id',
    'int_claims_judged': 'claim_id',
    'int_shown_numbers': 'owner_id, place, placeholder',
    'int_filled_sentences': 'owner_id',
    'int_company_names': 'means',
    'int_names': 'kind, means, said',
    'time_spine': 'date_day',
} -%}
{%- for table, key in keys.items() %}
select '{{ table }} has ' || cast(count(*) as string) || ' rows for {{ key }}: '
    {%- for column in key.split(', ') %} || '{{ ", " if not loop.first }}' || coalesce(cast({{ column }} as string), '(blank)'){% endfor %} as problem
from {{ ref(table) }}
group by {{ key }}
having count(*) > 1
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- if execute %}
{%- for node in graph.nodes.values() if node.resource_type == 'model' and node.fqn[1] != 'marts' and node.name not in keys %}

union all

select '{{ node.name }} has no key in tests/middle_has_keys.sql' as problem
{%- endfor %}
{%- endif %}
