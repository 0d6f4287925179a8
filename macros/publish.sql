{#
    Runs at the end of every dbt command. Only a `dbt build` of the whole project in which every
    seed, model, test and unit test passed is published; everything else says why not, in one line.
#}
{% macro publish_when_green(results) %}
    {%- if execute and flags.WHICH == 'build' -%}
        {%- set expected = [] -%}
        {%- for node in graph.nodes.values() if node.resource_type in ['seed', 'model', 'test', 'snapshot'] -%}
            {%- do expected.append(node.unique_id) -%}
        {%- endfor -%}
        {#- unit tests are not in `graph`, so a build that narrows by kind is refused by its arguments -#}
        {%- set narrowed = [] -%}
        {%- for argument in ['select', 'exclude', 'selector', 'resource_types', 'exclude_resource_types'] -%}
            {%- if invocation_args_dict.get(argument) -%}{%- do narrowed.append(argument) -%}{%- endif -%}
        {%- endfor -%}
        {#- a test that was switched off or softened proves nothing -#}
        {%- set required = [
            'figures_are_readable', 'second_reading_agrees', 'reconciliations_hold', 'registries_resolve',
            'registries_are_reviewed', 'rates_are_compatible', 'rates_are_safe_to_quote', 'marts_hold_together',
            'current_figure_prefers_primary_then_exact_then_latest_then_table', 'rates_carry_the_bounds_of_their_parts',
        ] -%}
        {%- set passed_tests = [] -%}
        {%- set softened = [] -%}
        {%- set done = [] -%}
        {%- set failed = [] -%}
        {%- for result in results if result.node.resource_type != 'exposure' -%}
            {%- do done.append(result.node.unique_id) -%}
            {%- do passed_tests.append(result.node.name) -%}
            {%- set settings = result.node.config -%}
            {%- if result.node.resource_type == 'test' and (
                (settings.severity | lower) != 'error' or settings.error_if != '!= 0' or settings.warn_if != '!= 0'
                or settings.limit is not none or settings.where is not none or settings.fail_calc != 'count(*)'
            ) -%}
                {%- do softened.append(result.node.name) -%}
            {%- endif -%}
            {%- if (result.status | string) not in ['success', 'pass'] -%}
                {%- do failed.append(result.node.name ~ ' (' ~ result.status ~ ')') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set missing = expected | reject('in', done) | list -%}

        {{ explain_failures(results) }}
        {%- if failed -%}
            {%- do print('NOT PUBLISHED: ' ~ failed | length ~ ' of ' ~ done | length ~ ' steps did not pass, first ' ~ failed[0] ~ '. The published database is unchanged.') -%}
        {%- elif flags.EMPTY -%}
            {%- do print('NOT PUBLISHED: --empty builds no data. The published database is unchanged.') -%}
        {%- elif missing or narrowed -%}
            {%- do print('NOT PUBLISHED: only part of the project was built (' ~ missing | length ~ ' of ' ~ expected | length ~ ' seeds, models and tests were left out). Run `dbt build` without selection to publish.') -%}
        {%- elif softened or (required | reject('in', passed_tests) | list) -%}
            {%- do print('NOT PUBLISHED: a required test did not run or was softened: ' ~ (softened + (required | reject('in', passed_tests) | list)) | join(', ') ~ '. The published database is unchanged.') -%}
        {%- else -%}
            {#- everything that is in the write-ahead log goes into the file -#}
            {%- do run_query('force checkpoint') -%}
            {%- do adapter.store_relation('publish', api.Relation.create(identifier='published'), [], '', 'duckdb', {}) -%}
            {{ build_summary(done | length) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}


{# dbt prints how many rows a failing test returned; people need to read them. #}
{% macro explain_failures(results) %}
    {%- for result in results if result.node.resource_type == 'test' and (result.status | string) == 'fail' -%}
        {%- set problems = run_query(result.node.compiled_code) -%}
        {%- for row in problems.rows[:25] -%}
            {%- do print(result.node.name ~ ': ' ~ row[0]) -%}
        {%- endfor -%}
        {%- if problems.rows | length > 25 -%}
            {%- do print(result.node.name ~ ': … and ' ~ (problems.rows | length - 25) ~ ' more') -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}


{# What a person wants to know after a build. #}
{% macro build_summary(steps) %}
    {%- set counts = run_query(
        "select "
        ~ "(select count(*) from marts.dim_documents), "
        ~ "(select count(*) from marts.fct_published_figures), "
        ~ "(select count(*) from marts.fct_reconciliations where status = 'reconciled'), "
        ~ "(select count(*) from marts.fct_reconciliations where status = 'known_discrepancy'), "
        ~ "(select count(distinct rate_id) from marts.fct_rates where status = 'computed'), "
        ~ "(select count(distinct rate_id) from marts.fct_rates where status <> 'computed'), "
        ~ "(select count(*) from marts.fct_claims)"
    ).rows[0] -%}
    {%- do print('PUBLISHED: all ' ~ steps ~ ' steps passed.') -%}
    {%- do print('  documents            ' ~ counts[0]) -%}
    {%- do print('  figures loaded       ' ~ counts[1]) -%}
    {%- do print('  checks reconciled    ' ~ counts[2]) -%}
    {%- do print('  known discrepancies  ' ~ counts[3]) -%}
    {%- do print('  rates                ' ~ counts[4] ~ ' computed, ' ~ counts[5] ~ ' that cannot be, each with its reason') -%}
    {%- do print('  claims checked       ' ~ counts[6]) -%}
    {%- do print('  database             ' ~ env_var('NCMEC_DATABASE', 'ncmec.duckdb')) -%}
    {%- do print("  try                  select answer from marts.answers") -%}
{% endmacro %}
