{# A statement against the numbers: what is asked, what stands, and the verdict by the rule of fct_claims. #}
{% macro check_statement_function() %}
with asked as (
    {{ asked_statement() }}
),

claims as (
    {{ parse_printed('asked') }}
),

computed as (
    {{ computed_for_statement() }}
),

judged as (
    select
        computed.*,
        {{ claim_holds('claims', 'computed') }} as holds
    from computed
    cross join claims
),

reasoned as (
    select
        claims.*,
        judged.* exclude (value, value_low, value_high, low_is_open, high_is_open),
        judged.value as computed_value,
        judged.value_low as allowed_low,
        judged.value_high as allowed_high,
        {{ reason_of_statement() }} as reason_code
    from claims
    cross join judged
),

broken as (
    select
        decided.*,
        coalesce({{ breaks_of_statement("bool_or(breaks.comparability = 'not_comparable')") }}, false) as is_over_break
    from reasoned as decided
),

decided as (
    select
        reasoned.*,
        coalesce(reasoned.reason_code, 'evidence_too_imprecise') in ('evidence_too_imprecise', 'direction_not_said') as is_comparable,
        case
            when reasoned.reason_code is null and reasoned.holds and reasoned.is_over_break then 'not_comparable'
            when reasoned.reason_code is null and reasoned.holds then 'supported'
            when reasoned.reason_code is null then 'contradicted'
            when reasoned.reason_code = reasoned.rate_reason_code then 'not_computable'
            else 'not_checkable'
        end as verdict
    from broken as reasoned
)

select
    decided.verdict,
    case when decided.is_comparable then {{ shown_number('decided.computed_value') }} end as computed_value,
    case when decided.is_comparable then {{ shown_number('decided.allowed_low') }} end as allowed_low,
    case when decided.is_comparable then {{ shown_number('decided.allowed_high') }} end as allowed_high,
    decided.evidence,
    nullif(concat_ws(
        ' ',
        {{ breaks_of_statement("string_agg(distinct 'Break in the series (' || breaks.structural_break_id || '): ' || breaks.description, ' ')") }},
        case when decided.per is not null and decided.is_comparable then 'An average over the ' || decided.asked_period || ' as a whole, which no document prints.' end,
        decided.base_caveats, decided.caveats
    ), '') as caveats,
    case when decided.verdict <> 'supported' then {{ right_statement() }} end as nearest_right_statement,
    {{ confusions_of_statement() }} as often_confused_with,
    case when decided.verdict = 'not_comparable' then 'structural_break' else decided.reason_code end as reason_code,
    trim({{ explanation_of_statement() }}) as explanation,
    decided.asked_about as about,
    decided.asked_period as period,
    decided.asked_base as base_period,
    decided.asked_slice as slice,
    decided.asked_claimed as claimed,
    decided.asked_other as compared_with,
    decided.evidence_figure_ids,
    case when decided.kind is not null then {{ read_as('decided') }} end as read_as
from decided
{% endmacro %}
