{# Another part that the words can mean, which only shares of the measure have: Meta as the parent company. #}
{% macro part_of_a_rate(asked) -%}
    (
        select ' Or ' || min(names.label) || ' (' || min(names.what) || '): ask for ' || array_to_string({{ once('rates.rate_label') }}, ', ') || '.'
        from {{ mart('checkable_names') }} as names
        inner join {{ mart('dim_rates') }} as rates
            on names.about = rates.rate_id and rates.numerator_measure_id = {{ asked }}.id
        where names.kind = 'slice' and names.said = {{ said_words(asked ~ '.typed_slice') }} and names.is_loaded
            and names.means not in (select own.means from {{ mart('checkable_names') }} as own where own.about = {{ asked }}.id and own.kind = 'slice')
        having count(*) > 0
    )
{%- endmacro %}


{# Where a name that the measure does not have is known: as another kind of name, or of other measures; blank where nowhere. #}
{% macro known_elsewhere(kind, about, typed) -%}
    coalesce((
        select
            case
                when bool_or(names.about = {{ about }}) then ' It is a ' || max(case names.kind when 'place' then 'place: give it as geography' else 'part: give it as slice' end) filter (names.about = {{ about }}) || '.'
                else ' ' || case when min(names.label) = max(names.label) then min(names.label) else {{ typed }} end || ' is loaded of: ' || {{ first_labels() }} || '.'
            end
        from {{ mart('checkable_names') }} as names
        inner join {{ mart('checkable_names') }} as subjects
            on names.about = subjects.means and subjects.kind = 'subject'
        where names.said = {{ said_words(typed) }} and names.is_loaded
            and ((names.kind = {{ kind }} and names.about <> {{ about }}) or (names.kind in ('slice', 'place') and names.kind <> {{ kind }} and names.about = {{ about }}))
        having count(*) > 0
    ), '')
{%- endmacro %}


{# Names of the measure that are like one it does not have: all where they are few, else those with its words or letters. #}
{% macro nearest_of(kind, about, typed, pairs) -%}
    (
        select case
            when count(*) = 0 then coalesce(case when {{ kind }} = 'slice' then 'two parts together, as in ' || array_to_string(nullif({{ pairs }}, []), ', ') end, 'none, there is only the whole')
            when count(*) <= 12 then string_agg(near.write_as, ', ' order by near.write_as)
            when max(near.likeness) < 1 and {{ kind }} = 'slice' then 'parts by ' || array_to_string({{ once('near.what') }}, ', ') || coalesce(', for example ' || max_by(near.write_as, near.likeness) filter (near.likeness >= 0.8), '')
            -- Bavaria is no slip of the pen for Bulgaria
            when max(near.likeness) < 0.9 and {{ kind }} = 'place' then count(*) || ' places (' || array_to_string({{ once('near.what', "near.what not in ('unknown', 'world')") }}, ', ') || ')'
            else array_to_string((list(near.write_as order by near.likeness desc, near.write_as) filter (near.likeness >= 0.9 or {{ kind }} <> 'place'))[1:4], ', ')
        end
        from (
            select
                names.write_as,
                any_value(names.what) as what,
                max({{ name_similarity('names.label', typed) }} + case when contains(' ' || names.said, ' ' || {{ said_words(typed) }}) then 1 else 0 end) as likeness
            from {{ mart('checkable_names') }} as names
            where names.kind = {{ kind }} and names.about = {{ about }} and names.is_loaded
            group by names.write_as
        ) as near
    )
{%- endmacro %}
