-- The two sides of every check, added up with their bounds and compared once.
with sums as (
    select
        check_id,
        side,
        -- a dash is no number and adds nothing
        sum(value) as value,
        -- an addend without a bound leaves the sum without one
        case when count(value_low) = count(value) then sum(value_low) end as value_low,
        case when count(value_high) = count(value) then sum(value_high) end as value_high,
        max(case when low_is_open then 1 else 0 end) = 1 as low_is_open,
        max(case when high_is_open then 1 else 0 end) = 1 as high_is_open,
        case when count(figure_id) = 1 then max(figure_id) end as figure_id,
        {{ joined_list('figure_id', "case role when 'numerator' then '1' else '2' end || figure_id", ', ') }} as figure_ids
    from {{ ref('int_check_sides') }}
    group by check_id, side
)

select
    expected.check_id,
    expected.document_id,
    expected.table_id,
    expected.check_kind,
    expected.line,
    expected.rule,
    published.value as published_value,
    recomputed.value as recomputed_value,
    {{ sides_agree('expected.rule', 'published', 'recomputed') }} as agrees,
    published.figure_id as published_figure_id,
    recomputed.figure_ids as recomputed_from
from {{ ref('int_expected_checks') }} as expected
left join sums as published
    on expected.check_id = published.check_id and published.side = 'published'
left join sums as recomputed
    on expected.check_id = recomputed.check_id and recomputed.side = 'recomputed'
