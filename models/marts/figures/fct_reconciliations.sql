-- Every check with what it compares, and whether it holds or is a listed discrepancy.
with compared as (
    select
        checks.*,
        known.discrepancy_id,
        known.reason,
        printed.period_label,
        missing.component_measure_ids,
        case
            when checks.agrees and known.discrepancy_id is null then 'reconciled'
            when
                not checks.agrees and known.discrepancy_id is not null
                and not (cast(known.expected_published as {{ decimal_type() }}) is distinct from checks.published_value)
                and not (cast(known.expected_recomputed as {{ decimal_type() }}) is distinct from checks.recomputed_value)
                then 'known_discrepancy'
            when checks.published_value is not null and checks.recomputed_value is null and missing.component_measure_ids is not null and known.discrepancy_id is null then 'not_checkable'
            else 'broken'
        end as status
    from {{ ref('int_checks') }} as checks
    left join {{ ref('known_discrepancies') }} as known
        on checks.check_id = known.check_id
    left join {{ ref('int_figures') }} as printed
        on checks.published_figure_id = printed.figure_id
    left join {{ ref('int_missing_components') }} as missing
        on checks.check_kind = 'component_sum'
        and printed.measure_id = missing.total_measure_id
        and printed.period_label = missing.period_label
)

select
    check_id,
    document_id,
    table_id,
    check_kind,
    line,
    {{ shown_number('published_value') }} as published_value,
    {{ shown_number('recomputed_value') }} as recomputed_value,
    {{ shown_number('published_value - recomputed_value') }} as difference,
    status,
    case
        when status = 'known_discrepancy' then reason
        when status = 'not_checkable' then 'No loaded document has ' || component_measure_ids || ' for ' || period_label || ', so the printed total cannot be recomputed.'
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
