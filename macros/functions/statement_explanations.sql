{# Why: what is missing or does not fit, or what the number is and how the claimed one relates to it. #}
{% macro explanation_of_statement() %}
    case decided.reason_code
        when 'claimed_not_readable' then 'The claimed number cannot be read. Write it as it is printed: 29,568, 20.5 million, 91%, about 26,900, more than 5, 20 to 21 million, 1 in 7, 100,000 a day; a change also as rose 5%, fell by a third, doubled or rose from 32 million to 36.2 million.'
        when 'several_at_once' then decided.several
        when 'ambiguous_name' then decided.meant_twice
        when 'unknown_measure_or_rate' then {{ unknown_subject('case when decided.kind is null then decided.asked_about else decided.asked_other end', 'decided.nearest_subjects', 'decided.subject_elsewhere') }} || ' The function find looks for words.'
        when 'unknown_period' then 'No period is called ' || coalesce(decided.asked_period, 'NULL') || '. ' || coalesce(decided.period_hint, '')
        when 'unknown_slice' then {{ unknown_slice('decided', 'decided.nearest_names', 'decided.name_elsewhere') }}
        when 'unknown_geography' then {{ unknown_place('decided', 'decided.nearest_names', 'decided.name_elsewhere') }}
        when 'wrong_unit' then decided.label || case
                when decided.other_unit is distinct from decided.unit and decided.other_id is not null then ' counts ' || decided.unit || ', ' || decided.other_label || ' ' || decided.other_unit || ': they are not compared'
                when decided.precision = 'at_most' and decided.per is not null then ' is known as an average of a ' || decided.per || ', not by its highest ' || decided.per
                when decided.per is not null and (decided.kind = 'rate' or decided.is_share or decided.spans is null) then ' has no average of a ' || decided.per || ': only counts of a year or a half-year are divided by its days'
                when {{ words_of_something_else('decided') }} is not null then ': behind the number stands ' || {{ words_of_something_else('decided') }} || ', which is in none of its names. A part is given as slice, a place as geography, another share by its own name'
                when decided.is_points then ' is no share, so that it has no percentage points'
                when decided.kind = 'measure' then ' counts ' || decided.unit || case when decided.is_share then '; a percentage is of something' else decided.not_the_unit end
                when decided.scoring = 'ratio' then ' is a quotient and no percentage; for a change name the measure and a base period'
                else ' is a share: write it in percent'
            end || '.' || case when decided.kind = 'measure' and decided.is_share and not decided.is_comparison then coalesce(' Shares of it: ' || decided.shares_of_it || '.', '') else '' end
        when 'change_of_a_rate' then 'The change of a share can be meant in percent or in percentage points: write rose 2 percentage points, or check each period by itself.'
        when 'wrong_base_period' then case when decided.asked_base is null then 'A change needs the period that it is counted from: give the base period.'
            else case when decided.base_type is null then 'No period is called ' || decided.asked_base || '.' else 'The base period must be of the same kind as the period, and earlier.' end
                || coalesce(' ' || decided.bases_loaded, '')
        end
        when 'direction_not_said' then 'Nothing says whether the number rose or fell by that: write rose ' || decided.asked_claimed || ' or fell ' || decided.asked_claimed || ' for a change, and leave the base period empty for the number itself.'
        when 'no_figure_loaded' then coalesce(decided.twin || ' ', '') || 'No figure for this measure, period, slice and place is loaded'
            || coalesce(' that a verdict can rest on: it is only stated, as ' || decided.stated_by || ', by a fact-check article or a single source that nothing confirms. ', '. ')
            || coalesce(decided.coverage || ' ', '')
            || coalesce(decided.period_hint, '')
        when 'series_not_whole' then 'Whether the number is that (' || decided.asked_claimed || ') is not known: ' || case
                when decided.periods_loaded is null then 'no earlier number is loaded.'
                when decided.periods_loaded <> decided.periods_wanted then 'of the ' || cast(decided.periods_wanted as integer) || ' earlier ones from ' || decided.first_period || ' on, ' || decided.periods_loaded || ' are loaded. To compare it with one of them give that as base period.'
                else 'counting changed in between.'
            end
        when 'documents_disagree' then 'The documents disagree: ' || decided.printed_so || ' beside ' || decided.evidence || '. Quote either number with its document.'
        when 'two_counts' then 'Two counts are published, and the words do not say which: ' || decided.evidence || ' beside '
            || decided.other_count
        when decided.rate_reason_code then decided.rate_reason
        else {{ relation_to_number() }}
            || case when decided.verdict = 'not_comparable' then {{ over_break() }} else '' end
    end
{% endmacro %}


{# How the claimed number relates to the one that stands. #}
{% macro relation_to_number() -%}
    case
        when decided.part = 4
            then 'Of the ' || decided.periods_loaded || ' earlier periods from ' || decided.first_period || ' on, ' || {{ shown_number_of_statement('base_value') }} || {{ in_period('decided.asked_base') }} || ' comes nearest to that.'
        when decided.verdict = 'supported' and not coalesce(decided.number_holds, false)
            then 'So it is printed: ' || decided.printed_so || '. It is the number that stands, ' || {{ number_with_its_word('decided.computed_value') }} || ', with the rest cut off and not rounded.'
        when decided.verdict = 'supported' and decided.value = decided.computed_value and decided.allowed_low < decided.value_low
            then 'The document prints ' || {{ number_with_its_word('decided.computed_value') }} || ': the claimed ' || decided.asked_claimed || ' is that number without its word.'
        when decided.verdict = 'supported' and decided.is_plain and decided.computed_value <> decided.value
            then {{ published_number('decided.is_comparison or decided.kind = \'rate\' or decided.per is not null', 'decided.evidence_figure_ids') }} || {{ number_with_its_word('decided.computed_value') }} || ': the claimed ' || decided.asked_claimed || ' is that number, rounded' || {{ claimed_range() }} || '.'
        when decided.holds is null and decided.value = decided.computed_value and decided.later_precision in {{ bounds() }}
            then case
                when decided.later_reading = 'as_recorded'
                    then 'A collection records ' || {{ number_with_its_word('decided.computed_value') }} || ' of a document that was not read itself: whether its own words are ' || decided.asked_claimed || ' is not known.'
                else 'The document prints ' || {{ number_with_its_word('decided.computed_value') }} || ', and the claimed ' || decided.asked_claimed || ' is another thing: how far the number is from that is not known.'
            end
        else {{ published_number('decided.is_comparison or decided.kind = \'rate\' or decided.per is not null', 'decided.evidence_figure_ids') }} || {{ number_with_its_word('decided.computed_value') }}
            || {{ beside_the_claimed('decided.holds', 'decided.asked_claimed') }}
            || case
                when decided.holds and decided.precision in ('more_than', 'at_least') and decided.value > 0 and decided.computed_value > 1.5 * decided.value then ' It is far more than that.'
                when decided.holds and decided.precision in ('less_than', 'at_most') and decided.computed_value < decided.value / 1.5 then ' It is far less than that.'
                when decided.scoring = 'proportion' and not decided.is_comparison and decided.value > 100 then ' A share is never more than the whole.'
                else ''
            end
    end
{%- endmacro %}


{# A number with the word that its print has: more than, at least, about. #}
{% macro number_with_its_word(value, precision='decided.later_precision') -%}
    case
        when decided.is_comparison then {{ told_change(value) }}
        else {{ word_of_precision(precision) }} || {{ format_number(value) }} || case when decided.is_share then '%' else '' end
    end
{%- endmacro %}

{# A change with its direction and its sign: a rise of 12.9%, 4 percentage points fewer. #}
{% macro told_change(value) -%}
    {%- set rises = value ~ ' * coalesce(decided.direction, 1)' -%}
    case
        when {{ value }} = 0 then 'no difference of '
        when decided.asked_other is not null then ''
        when {{ rises }} > 0 then 'a rise of '
        else 'a fall of '
    end
    || {{ format_number('abs(' ~ value ~ ')') }} || case when decided.is_points then ' percentage points' when decided.is_share then '%' else ' ' || decided.unit end
    || case when decided.asked_other is null or {{ value }} = 0 then '' when {{ rises }} > 0 then ' more' else ' fewer' end
{%- endmacro %}


{% macro word_of_precision(precision) -%}
    case {{ precision }} when 'more_than' then 'more than ' when 'at_least' then 'at least ' when 'approximate' then 'about ' when 'less_than' then 'less than ' when 'at_most' then 'at most ' else '' end
{%- endmacro %}
