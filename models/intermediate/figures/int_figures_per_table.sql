-- What each printed table says (of running text: each section): one figure per measure, period,
-- geography and slice. Rule: exact before imprecise. Two printed labels of one table that stand
-- for the same member (Guiana, French and French Guiana) are added up.
with ranked as (
    select
        figures.*,
        document_id || '/' || table_id || case when is_headline then '/' || place else '' end as printed_in,
        rank() over (
            partition by document_id, table_id, case when is_headline then place end, measure_id, period_label, geography, slice
            order by
                case precision when 'exact' then 1 when 'rounded' then 2 when 'approximate' then 3 else 4 end asc,
                column_label asc,
                case when is_headline or is_total then figure_id end asc nulls last
        ) as preference
    from {{ ref('int_figures') }} as figures
    where value is not null
),

-- the figures that one row adds up
added as (
    select
        printed_in,
        measure_id,
        period_label,
        geography,
        slice,
        {{ joined_list('figure_id', 'figure_id', ', ') }} as added_figure_ids,
        -- the prints that add up to the value, not one of them
        {{ joined_list('printed', 'figure_id', ' + ') }} as added_printed
    from ranked
    where preference = 1
    group by printed_in, measure_id, period_label, geography, slice
),

chosen as (
    select
        figure_id,
        document_id,
        table_id,
        printed_in,
        column_label,
        measure_id,
        unit_of_count,
        population_id,
        period_label,
        period_type,
        calendar_year,
        geography,
        slice,
        is_headline,
        is_total,
        precision,
        cast(sum(value) over same_slice as {{ decimal_type() }}) as value,
        cast(sum(value_low) over same_slice as {{ decimal_type() }}) as value_low,
        case when count(value_high) over same_slice = count(*) over same_slice then cast(sum(value_high) over same_slice as {{ decimal_type() }}) end as value_high,
        low_is_open,
        high_is_open,
        source_kind,
        trust_grade,
        published_on
    from ranked
    where preference = 1
    window same_slice as (partition by printed_in, measure_id, period_label, geography, slice)
    qualify row_number() over (partition by printed_in, measure_id, period_label, geography, slice order by figure_id asc) = 1
)

select
    chosen.*,
    added.added_figure_ids,
    added.added_printed
from chosen
inner join added
    on chosen.printed_in = added.printed_in
    and chosen.measure_id = added.measure_id
    and chosen.period_label = added.period_label
    and chosen.geography = added.geography
    and chosen.slice = added.slice
