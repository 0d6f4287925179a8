{# One number with its source. One row whatever is asked: an unknown name or a gap is answered in words. #}
{% macro figure_function() %}
with asked as (
    select
        typed.*,
        {{ place_by_name('typed.asked_place') }} as asked_geography
    from (
        select
            cast(measure_id as varchar) as asked_measure,
            cast(period_label as varchar) as asked_period,
            coalesce(slice, 'all') as asked_slice,
            geography as asked_place
        where {{ one_edition() }}
    ) as typed
)

select
    numbers.value,
    case when numbers.reading <> 'as_recorded' then numbers.printed end as printed,
    measures.unit_of_count,
    numbers.document_id,
    numbers.place,
    numbers.reading,
    case
        when measures.measure_id is null then 'No measure is called ' || coalesce(asked.asked_measure, 'NULL') || '; nearest: '
            || {{ nearest_names('(select m.measure_id as name from ' ~ mart('dim_measures') ~ ' as m)', 'asked.asked_measure') }} || '.'
        when numbers.about is null then 'No figure is loaded for this measure, period, slice and place. '
            || coalesce('Coverage: ' || gaps.status || '. ' || coalesce(gaps.note, ''), {{ periods_loaded('asked.asked_measure', 'asked.asked_slice') }}, '')
        else numbers.caveats
    end as caveats,
    numbers.period_label,
    numbers.geography,
    numbers.slice,
    numbers.value_low as allowed_low,
    numbers.value_high as allowed_high,
    measures.definition,
    numbers.figure_ids
from asked
left join {{ mart('dim_measures') }} as measures
    on asked.asked_measure = measures.measure_id
left join {{ mart('checkable_numbers') }} as numbers
    on measures.measure_id = numbers.about
    and asked.asked_period = numbers.period_label
    and asked.asked_slice = numbers.slice
    and (numbers.geography = asked.asked_geography or (asked.asked_geography is null and numbers.is_whole_area))
left join {{ mart('coverage') }} as gaps
    on measures.measure_id = gaps.measure_id
    and asked.asked_period = gaps.period_label
    and (gaps.breakdown = asked.asked_slice or starts_with(asked.asked_slice, gaps.breakdown || '='))
{% endmacro %}
