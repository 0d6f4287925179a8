{# A statement against the numbers: what is asked, what stands, what is printed elsewhere, and the verdict by the rule of fct_claims. #}
{% macro check_statement_function() %}
with asked as (
    {{ asked_statement() }}
),

claims as (
    {{ parse_printed('asked', of_claim=true) }}
),

computed as (
    {{ computed_for_statement() }}
),

prints as (
    {{ prints_of_statement() }}
),

judged as (
    select
        claims.*,
        computed.* exclude (part, value, value_low, value_high, low_is_open, high_is_open),
        computed.value as computed_value,
        computed.value_low as allowed_low,
        computed.value_high as allowed_high,
        {{ claim_holds('claims', 'computed', 'not claims.is_comparison and claims.per is null and claims.kind = \'measure\'') }} as number_holds,
        prints.* exclude (part)
    from claims
    inner join computed
        on claims.part = computed.part
    left join prints
        on claims.part = prints.part
),

held as (
    select
        claims.*,
        {{ other_count_of_place('claims') }} as other_count,
        -- what NCMEC itself prints is not contradicted by what it prints elsewhere
        case when claims.number_holds or not coalesce(claims.is_printed, false) then claims.number_holds when claims.is_cut_off then true end as holds
    from judged as claims
),

reasoned as (
    select
        claims.*,
        {{ reason_of_statement() }} as reason_code
    from held as claims
),

breaks as (
    {{ breaks_of_statement('claims') }}
),

broken as (
    select
        reasoned.*,
        coalesce(breaks.is_over_break, false) as is_over_break,
        breaks.breaks_between
    from reasoned
    left join breaks
        on reasoned.part = breaks.part
),

decided as (
    select
        reasoned.*,
        {{ twin_of('reasoned') }} as twin,
        coalesce(reasoned.reason_code, 'evidence_too_imprecise') in ('evidence_too_imprecise', 'direction_not_said', 'documents_disagree', 'two_counts') as is_comparable,
        case
            when reasoned.reason_code is null and reasoned.is_over_break then 'not_comparable'
            when reasoned.reason_code is null and reasoned.holds then 'supported'
            when reasoned.reason_code is null then 'contradicted'
            when reasoned.reason_code = reasoned.rate_reason_code then 'not_computable'
            else 'not_checkable'
        end as verdict
    from broken as reasoned
),

looked_up as (
    {{ lookups_of_statement() }}
),

answered as (
    {{ answer_of_statement() }}
)

{{ one_answer('answered') }}
{% endmacro %}
