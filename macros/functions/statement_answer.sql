{# What is answered on each thing that the statement says. #}
{% macro answer_of_statement() %}
    select
        decided.part,
        decided.verdict,
        case when decided.is_comparable then {{ shown_number('decided.computed_value') }} end as computed_value,
        case when decided.is_comparable then {{ shown_number('decided.allowed_low') }} end as allowed_low,
        case when decided.is_comparable then {{ shown_number('decided.allowed_high') }} end as allowed_high,
        decided.evidence,
        nullif(concat_ws(
            ' ',
            decided.breaks_between,
            case when decided.per is not null and decided.is_comparable then 'An average over ' || decided.asked_period || ' as a whole, which no document prints.' end,
            decided.base_caveats, decided.caveats
        ), '') as caveats,
        case when decided.verdict <> 'supported' then {{ right_statement() }} end as nearest_right_statement,
        decided.often_confused_with,
        case
            when decided.verdict = 'not_comparable' then 'structural_break'
            when decided.verdict = 'supported' then {{ reason_of_support() }}
            else decided.reason_code
        end as reason_code,
        trim({{ explanation_of_statement() }}) as explanation,
        decided.asked_about as about,
        decided.asked_period as period,
        case when decided.part = 1 then decided.asked_base end as base_period,
        decided.asked_slice as slice,
        decided.said_claimed as claimed,
        decided.asked_claimed as said_part,
        decided.asked_other as compared_with,
        decided.evidence_figure_ids,
        case when decided.kind is not null then {{ read_as('decided') }} end as read_as
    from looked_up as decided
{% endmacro %}


{# Right, and yet not as it stands: rounded without a word for it, or cut off as the document does. #}
{% macro reason_of_support() -%}
    case
        when not coalesce(decided.number_holds, false) then 'cut_off'
        when {{ is_rounded('decided.value', 'decided.value_low', 'decided.is_plain', 'decided.computed_value', 'decided.allowed_low') }} then 'rounded'
    end
{%- endmacro %}


{#
    One row: of a statement that says several things the first that is not understood, else one that is wrong, else one that
    cannot be judged; every part is explained.
#}
{% macro one_answer(answered) %}
    select
        unnest(arg_min(
            struct_pack(
                verdict := parts.verdict, computed_value := parts.computed_value, allowed_low := parts.allowed_low, allowed_high := parts.allowed_high,
                evidence := parts.evidence, caveats := parts.caveats, nearest_right_statement := parts.nearest_right_statement,
                often_confused_with := parts.often_confused_with, reason_code := parts.reason_code
            ),
            10 * case
                when parts.verdict = 'not_checkable' and parts.reason_code not in ('evidence_too_imprecise', 'no_figure_loaded', 'documents_disagree', 'two_counts', 'series_not_whole') then 1
                when parts.verdict = 'contradicted' then 2
                when parts.verdict in ('not_checkable', 'not_computable') then 3
                when parts.verdict = 'not_comparable' then 4
                when parts.reason_code is not null then 5
                else 6
            end + parts.part
        )),
        case
            when min(parts.explanation) = max(parts.explanation) then min(parts.explanation)
            -- which of them is wrong
            else 'Part by part: ' || string_agg('"' || parts.said_part || '" ' || replace(parts.verdict, '_', ' '), ', ' order by parts.part) || '. ' || {{ told_once('parts.explanation', 'parts.part') }}
        end as explanation,
        min(parts.about) as about,
        min_by(parts.period, case when parts.part = 2 then 9 else parts.part end) as period,
        coalesce(max(parts.base_period), max(case when parts.part = 2 then parts.period end)) as base_period,
        min(parts.slice) as slice,
        min(parts.claimed) as claimed,
        min(parts.compared_with) as compared_with,
        array_to_string({{ once('parts.evidence_figure_ids') }}, ', ') as evidence_figure_ids,
        min_by(parts.read_as, parts.part) as read_as
    from {{ answered }} as parts
{% endmacro %}


{# Sentences in their order, what two parts say alike only once. #}
{% macro told_once(sentences, position) -%}
    {%- set all = "list(" ~ sentences ~ " order by " ~ position ~ ")" -%}
    array_to_string(list_filter({{ all }}, lambda told, place : list_position({{ all }}, told) = place), ' ')
{%- endmacro %}
