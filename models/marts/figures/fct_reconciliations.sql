{#
    One row per check. The sums of the fact tables are checked here too, against the printed
    total of their measure: that is the promise that a plain sum() is never wrong.
#}
{%- set facts = [
    ('fct_missing_child_reports_by_type', 'calendar_year', 'reports', 'missing_child_reports'),
    ('fct_missing_child_reports_by_age_and_race', 'calendar_year', 'reports', 'missing_child_reports'),
    ('fct_missing_child_reports_by_state', 'calendar_year', 'reports', 'missing_child_reports'),
    ('fct_cybertip_reports_by_incident_type', 'calendar_year', 'reports', 'cybertip_reports'),
    ('fct_cybertip_files_by_type', 'calendar_year', 'files', 'cybertip_files'),
    ('fct_cybertip_reports_by_country', 'calendar_year', 'reports', 'cybertip_reports'),
    ('fct_cybertip_reports_by_esp', 'calendar_year', 'reports', 'cybertip_esp_reports'),
    ('fct_cybertip_deliveries', 'calendar_year', 'deliveries', 'cybertip_deliveries'),

    ('fct_offender_tracking', 'calendar_year', 'location_requests', 'offender_location_requests'),
    ('fct_offender_tracking', 'calendar_year', 'located_and_arrested', 'offenders_located_and_arrested'),
    ('fct_offender_tracking', 'calendar_year', 'operations', 'offender_operations'),
    ('fct_cvip_requests_by_agency', 'calendar_year', 'requests', 'cvip_requests'),
    ('fct_cvip_requests_by_agency', 'calendar_year', 'images', 'cvip_images'),
    ('fct_cvip_requests_by_agency', 'calendar_year', 'videos', 'cvip_videos'),
    ('fct_identified_victims_by_relationship', 'as_of_year', 'known_relationships', 'actively_traded_relationships'),
    ('fct_identified_victims_by_gender_and_age', 'as_of_year', 'children', 'actively_traded_child_victims'),
    ('fct_child_sex_trafficking_reports_by_race_and_gender', 'calendar_year', 'reports', 'child_sex_trafficking_reports'),
    ('fct_child_sex_trafficking_reports_by_age_and_gender', 'calendar_year', 'reports', 'child_sex_trafficking_reports'),
] -%}

with fact_sums as (
    {%- for fact, year, column, measure in facts %}
    select
        max(document_id) as document_id,
        '{{ fact }}' as table_id,
        '{{ measure }}' as measure_id,
        'sum of {{ column }} in ' || cast({{ year }} as string) as line,
        {{ year }} as calendar_year,
        sum({{ column }}) as recomputed_value
    from {{ ref(fact) }}
    group by {{ year }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

{# a fact whose measure prints no total of its own answers to the total it is controlled by -#}
fact_controls as (
    select
        printed_columns.measure_id,
        min(controls.control_measure_id) as control_measure_id
    from {{ ref('control_totals') }} as controls
    inner join {{ ref('printed_columns') }} as printed_columns
        on controls.table_id = printed_columns.table_id and controls.column_name = printed_columns.column_name
    group by printed_columns.measure_id
),

-- where only totals of rows are printed, the fact answers to their sum in its own document
row_total_sums as (
    select
        document_id,
        measure_id,
        calendar_year,
        sum(value) as value
    from {{ ref('int_figures') }}
    where not is_headline and column_member = 'Total' and row_member <> 'Total'
    group by document_id, table_id, measure_id, calendar_year
    qualify row_number() over (partition by document_id, measure_id, calendar_year order by count(*) desc, table_id) = 1
),

fact_totals as (
    select
        sums.document_id,
        sums.table_id,
        'fact_total' as check_kind,
        sums.line,
        coalesce(own.value, control.value, row_totals.value) as published_value,
        cast(sums.recomputed_value as {{ decimal_type() }}) as recomputed_value,
        coalesce(coalesce(own.value, control.value, row_totals.value) = sums.recomputed_value, false) as agrees,
        case when own.value is not null then own.figure_id else control.figure_id end as published_figure_id,
        -- the rows of the fact itself
        cast(null as string) as recomputed_from
    from fact_sums as sums
    inner join {{ ref('measures') }} as measures
        on sums.measure_id = measures.measure_id
    left join fact_controls
        on sums.measure_id = fact_controls.measure_id
    left join {{ ref('int_figures_current') }} as own
        on sums.measure_id = own.measure_id
        and sums.calendar_year = own.calendar_year
        and own.slice = 'all' and own.period_type in ('calendar_year', 'as_of')
        and own.geography = measures.geography
    left join {{ ref('int_figures_current') }} as control
        on fact_controls.control_measure_id = control.measure_id
        and sums.calendar_year = control.calendar_year
        and control.slice = 'all' and control.period_type in ('calendar_year', 'as_of')
        and control.geography = measures.geography
    left join row_total_sums as row_totals
        on sums.document_id = row_totals.document_id
        and sums.measure_id = row_totals.measure_id
        and sums.calendar_year = row_totals.calendar_year
        and own.value is null
    -- a document that prints no such figure promises nothing
    where sums.recomputed_value is not null or own.value is not null or control.value is not null
),

checks as (
    select * from {{ ref('int_checks') }}
    union all
    select * from {{ ref('int_bound_checks') }}
    union all
    select document_id, table_id, check_kind, line, published_value, recomputed_value, agrees, published_figure_id, recomputed_from
    from fact_totals
),

identified as (
    select
        checks.*,
        checks.document_id || '/' || checks.table_id || '/' || checks.check_kind || '/'
        || replace(trim(checks.line), ' ', '-') as check_id
    from checks
),

compared as (
    select
        identified.*,
        known.discrepancy_id,
        known.reason,
        case
            when identified.agrees and known.discrepancy_id is null then 'reconciled'
            when
                not identified.agrees and known.discrepancy_id is not null
                and not (cast(known.expected_published as {{ decimal_type() }}) is distinct from identified.published_value)
                and not (cast(known.expected_recomputed as {{ decimal_type() }}) is distinct from identified.recomputed_value)
                then 'known_discrepancy'
            else 'broken'
        end as status
    from identified
    left join {{ ref('known_discrepancies') }} as known
        on identified.check_id = known.check_id
)

select
    check_id,
    document_id,
    table_id,
    check_kind,
    trim(line) as line,
    {{ shown_number('published_value') }} as published_value,
    {{ shown_number('recomputed_value') }} as recomputed_value,
    {{ shown_number('published_value - recomputed_value') }} as difference,
    status,
    case
        when status = 'known_discrepancy' then reason
        when status = 'reconciled' and check_kind = 'part_of_whole' then 'The part is not more than the whole that it belongs to.'
        when status = 'reconciled' then 'The printed number agrees with the recomputed one within its printed precision.'
        when agrees then 'Listed as known discrepancy ' || discrepancy_id || ' but it no longer occurs: remove it from the list.'
        when discrepancy_id is not null then 'Listed as known discrepancy ' || discrepancy_id || ' but with other numbers than expected.'
        when published_value is null then 'The printed number is missing: a total, a headline or a row was not loaded.'
        when recomputed_value is null then 'Nothing was loaded to recompute the printed number from.'
        when check_kind = 'part_of_whole' then 'The part is more than the whole that it belongs to.'
        else 'The printed number does not agree with the recomputed one and is not a listed discrepancy.'
    end as explanation,
    published_figure_id,
    recomputed_from as recomputed_from_figure_ids
from compared
