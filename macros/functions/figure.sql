{# One number with its source. One row whatever is asked: an unknown name, one with two meanings or a gap is answered in words. #}
{% macro figure_function() %}
with typed as (
    select
        cast(measure_id as varchar) as typed_about,
        cast(period_label as varchar) as typed_period,
        coalesce(nullif(trim(slice), ''), 'all') as typed_slice,
        nullif(trim(cast(geography as varchar)), '') as asked_place
    where {{ one_edition() }}
),

typed_part as (
    select
        1 as part,
        typed.*,
        cast(null as varchar) as typed_other
    from typed
),

{{ names_of_statement('typed_part', ['period']) }},

named as (
    select
        subject.*,
        coalesce(subject.id, subject.typed_about) as asked_about,
        cast(null as varchar) as asked_base
    from subject
),

nearby as (
    {{ numbers_nearby('named') }}
),

asked as (
    select
        named.*,
        nearby.* exclude (part)
    from named
    left join nearby
        on named.part = nearby.part
)

select
    numbers.value,
    case when numbers.reading <> 'as_recorded' then numbers.printed end as printed,
    asked.unit as unit_of_count,
    numbers.document_id,
    numbers.place,
    numbers.reading,
    case
        when asked.meant_twice is not null then asked.meant_twice
        when asked.kind is null then {{ unknown_subject('asked.asked_about', nearest_subjects('asked.asked_about'), subject_elsewhere('asked.asked_about')) }}
        when numbers.about is null then coalesce({{ twin_of('asked') }} || ' ', '') || 'No figure is loaded for this measure, period, slice and place. '
            || concat_ws(
                ' ',
                case when asked.asked_slice <> 'all' and not coalesce(asked.has_slice, false)
                    then {{ unknown_slice('asked', nearest_of("'slice'", 'asked.asked_about', 'asked.asked_slice', 'asked.pairs'), known_elsewhere("'slice'", 'asked.asked_about', 'asked.asked_slice')) }} end,
                case when asked.asked_place is not null and not coalesce(asked.has_place, false)
                    then {{ unknown_place('asked', nearest_of("'place'", 'asked.asked_about', 'asked.asked_place', 'asked.pairs'), known_elsewhere("'place'", 'asked.asked_about', 'asked.asked_place')) }} end,
                'Coverage: ' || gaps.status || '.', gaps.note,
                {{ period_hint('asked', 'asked') }}
            )
        else numbers.caveats
    end as caveats,
    numbers.period_label,
    numbers.geography,
    numbers.slice,
    numbers.value_low as allowed_low,
    numbers.value_high as allowed_high,
    measures.definition,
    {{ figures_of('numbers') }} as figure_ids,
    case when asked.kind is not null then {{ read_as('asked') }} end as read_as
from asked
left join {{ mart('dim_measures') }} as measures
    on asked.id = measures.measure_id
left join {{ mart('checkable_numbers') }} as numbers
    on asked.id = numbers.about
    and asked.meant_twice is null
    and asked.asked_period = numbers.period_label
    and asked.asked_slice = numbers.slice
    and (numbers.geography = asked.asked_geography or (asked.asked_geography is null and numbers.is_whole_area))
{{ join_figures_of('numbers') }}
left join {{ mart('coverage') }} as gaps
    on asked.id = gaps.measure_id
    and asked.asked_period = gaps.period_label
    and (gaps.breakdown = asked.asked_slice or starts_with(asked.asked_slice, gaps.breakdown || '='))
{% endmacro %}
