{#
    What the documents print of the measure, period, slice and place that is asked, besides the number that stands: whether
    one prints the claimed number itself, how that relates to the one that stands, and who else states a number.
    A rate is printed as a percentage.
#}
{% macro prints_of_statement() %}
    select
        found.part,
        array_to_string({{ once(source_of('found'), 'found.is_same and found.is_asked') }}, '; ') as printed_so,
        coalesce(bool_or(found.is_same and found.is_asked), false) as is_printed,
        coalesce(bool_or(found.is_same and found.is_asked and found.is_cut_off), false) as is_cut_off,
        min_by({{ source_of('found') }}, found.days_away) filter (found.is_same and not found.is_asked) as printed_elsewhere,
        array_to_string({{ once(source_of('found'), 'not found.is_evidence and found.is_asked') }}, '; ') as stated_by,
        bool_or(not found.is_evidence and found.is_asked and found.value >= coalesce(found.claimed_low, found.value) and found.value <= coalesce(found.claimed_high, found.value)) as is_stated,
        coalesce(bool_or(found.is_added and found.is_claimed), false) as is_one_of_a_sum,
        array_to_string({{ once("found.printed || ' (' || found.row_label || ')'", 'found.is_added') }}, ' and ') as added_so,
        min({{ source_of('found') }}) filter (found.is_added and found.is_claimed) as added_print
    from (
        select
            claims.part,
            claims.value_low as claimed_low,
            claims.value_high as claimed_high,
            known.*,
            known.document_type <> 'fact_check' and (known.source_kind = 'primary' or known.trust_grade in ('A', 'B')) as is_evidence,
            coalesce(known.period_label in (claims.asked_period, claims.asked_base), known.period_label = claims.asked_period) as is_asked,
            abs(datediff('day', claims.last_day, days.end_date)) as days_away,
            -- a figure that the number is made of is no other print of it
            is_evidence and not claims.is_comparison and claims.per is null and (claims.kind = 'measure' or claims.is_share)
            and known.value = claims.value and {{ kind_of_number('claims') }} = {{ kind_of_number('known') }}
            and not contains(', ' || coalesce(computed.evidence_figure_ids, '') || ',', ', ' || known.figure_id || ',') as is_same,
            -- one of several prints that add up to the number
            claims.kind = 'measure' and not claims.is_comparison and claims.per is null and computed.evidence_figure_ids like '%, %'
            and list_contains(string_split(computed.evidence_figure_ids, ', '), known.figure_id) as is_added,
            claims.precision not in {{ bounds() }} and known.value between claims.value_low and claims.value_high as is_claimed,
            -- 29.3 million of 29,397,681
            computed.value >= known.value and computed.value < known.value + least({{ last_place_of('known.value') }}, known.value / 20) as is_cut_off
        from claims
        inner join computed
            on claims.part = computed.part
        inner join {{ printed_of_subjects() }} as known
            on claims.asked_about = known.about and claims.asked_slice = known.slice
            and coalesce(claims.asked_geography, known.whole_area) = known.geography
        inner join {{ mart('dim_periods') }} as days
            on known.period_label = days.period_label
    ) as found
    group by found.part
{% endmacro %}


{# A number, a bound below, a bound above: 'more than 5' and 'at least 5' are printed alike, 5 is another thing. #}
{% macro kind_of_number(numbers) -%}
    case when {{ numbers }}.precision in ('more_than', 'at_least') then 'from' when {{ numbers }}.precision in ('less_than', 'at_most') then 'up to' when {{ numbers }}.precision <> 'range' then 'number' end
{%- endmacro %}


{# The last place of a number that is not zero: 100,000 of 29,300,000. #}
{% macro last_place_of(value) -%}
    power(10, length(cast(cast({{ value }} as bigint) as varchar)) - length(rtrim(cast(cast({{ value }} as bigint) as varchar), '0')))
{%- endmacro %}


{# The number of the whole under another count whose part is the place that is asked for: by country, or by where the user is. #}
{% macro other_count_of_place(claims) -%}
    (
        select min(others.printed || ' (' || others.document_id || ', ' || others.place || '): name the slice ' || {{ spoken_slice('others.slice') }} || ' and no place for it.')
        from {{ mart('checkable_numbers') }} as others
        where
            others.about = {{ claims }}.asked_about and others.period_label = {{ claims }}.asked_period and {{ claims }}.asked_slice = 'all' and others.is_whole_area
            and lower(regexp_replace(regexp_extract(others.slice, '=(.*)$', 1), '[^A-Za-z]', '', 'g')) = lower({{ claims }}.asked_geography)
            and {{ interval_contains(claims, 'others') }}
    )
{%- endmacro %}
