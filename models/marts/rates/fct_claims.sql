-- Verdicts are derived: the claimed interval is compared with the interval of the evidence in
-- the warehouse. Evidence for a number is a primary figure or a rate, never the claimant itself.
with claims as (
    select
        claims.*,
        parsed.value,
        parsed.precision,
        parsed.value_low,
        parsed.value_high,
        parsed.low_is_open,
        parsed.high_is_open,
        -- shares are claimed in percent, quotients as they are
        case when parsed.has_percent or parsed.one_in is not null then 100 else 1 end as rate_scale
    from {{ ref('claims') }} as claims
    left join {{ ref('int_claims_parsed') }} as parsed
        on claims.claim_id = parsed.claim_id
),

primary_figures as (
    select * from {{ ref('int_figures_current') }} where source_kind = 'primary'
),

figure_evidence as (
    select
        claims.claim_id,
        figures.value,
        figures.value_low,
        figures.value_high,
        figures.low_is_open,
        figures.high_is_open,
        figures.figure_id as evidence_figure_ids
    from claims
    inner join {{ ref('measures') }} as measures
        on claims.measure_id = measures.measure_id
    inner join primary_figures as figures
        on claims.measure_id = figures.measure_id
        and claims.period_label = figures.period_label
        and measures.geography = figures.geography
        and claims.slice = figures.slice
    where claims.evidence_kind = 'figure'
),

rate_evidence as (
    select
        claims.claim_id,
        cast(rates.rate * claims.rate_scale as {{ decimal_type() }}) as value,
        cast(rates.rate_low * claims.rate_scale as {{ decimal_type() }}) as value_low,
        cast(rates.rate_high * claims.rate_scale as {{ decimal_type() }}) as value_high,
        rates.low_is_open,
        rates.high_is_open,
        rates.numerator_figure_id || ', ' || rates.denominator_figure_id as evidence_figure_ids
    from claims
    inner join {{ ref('int_rates') }} as rates
        on claims.rate_id = rates.rate_id
        and claims.period_label = rates.period_label
        and claims.slice = rates.slice
    inner join {{ ref('measures') }} as measures
        on rates.denominator_measure_id = measures.measure_id and rates.geography = measures.geography
    where claims.evidence_kind = 'rate' and rates.rate is not null
),

-- later minus earlier, or one measure minus another, with the widest interval the parts allow
pair_evidence as (
    select
        claims.claim_id,
        claims.evidence_kind,
        later.value as later_value,
        later.value_low as later_low,
        later.value_high as later_high,
        earlier.value as earlier_value,
        earlier.value_low as earlier_low,
        earlier.value_high as earlier_high,
        later.figure_id || ', ' || earlier.figure_id as evidence_figure_ids
    from claims
    inner join primary_figures as later
        on claims.measure_id = later.measure_id
        and claims.period_label = later.period_label
        and claims.slice = later.slice
    inner join primary_figures as earlier
        on coalesce(claims.other_measure_id, claims.measure_id) = earlier.measure_id
        and claims.base_period_label = earlier.period_label
        and claims.slice = earlier.slice
    -- the whole area that each measure covers, not one country or state of it
    inner join {{ ref('measures') }} as later_measures
        on later.measure_id = later_measures.measure_id and later.geography = later_measures.geography
    inner join {{ ref('measures') }} as earlier_measures
        on earlier.measure_id = earlier_measures.measure_id and earlier.geography = earlier_measures.geography
    where claims.evidence_kind in ('change', 'difference')
),

pair_values as (
    select
        claim_id,
        cast(case
            when evidence_kind = 'difference' then later_value - earlier_value
            else (cast(later_value as double) / nullif(cast(earlier_value as double), 0) - 1) * 100
        end as {{ decimal_type() }}) as value,
        cast(case
            when evidence_kind = 'difference' then later_low - earlier_high
            else (cast(later_low as double) / nullif(cast(earlier_high as double), 0) - 1) * 100
        end as {{ decimal_type() }}) as value_low,
        cast(case
            when evidence_kind = 'difference' then later_high - earlier_low
            else (cast(later_high as double) / nullif(cast(earlier_low as double), 0) - 1) * 100
        end as {{ decimal_type() }}) as value_high,
        false as low_is_open,
        false as high_is_open,
        evidence_figure_ids
    from pair_evidence
),

evidence as (
    select * from figure_evidence
    union all
    select * from rate_evidence
    union all
    select * from pair_values
),

-- statements about what exists and what is comparable, read from the registries and the figures
rate_states as (
    select
        rate_id,
        min(declared_status) as declared_status,
        min(reason_code) as reason_code,
        min(reason) as reason
    from {{ ref('rates') }}
    group by rate_id
),

judged as (
    select
        claims.*,
        evidence.value as computed_value,
        evidence.evidence_figure_ids,
        rate_states.declared_status,
        rate_states.reason as rate_reason,
        case
            when claims.evidence_kind in ('figure', 'rate', 'change', 'difference') then
                case
                    when {{ interval_contains('claims', 'evidence') }} then 'supported'
                    when evidence.value is not null and not {{ intervals_overlap('claims', 'evidence') }} then 'contradicted'
                    when evidence.value is null and rate_states.declared_status = 'not_computable' then 'not_computable'
                    else 'not_checkable'
                end
            when claims.evidence_kind = 'not_computable' then
                case
                    when rate_states.declared_status = 'not_computable' then 'supported'
                    when rate_states.declared_status is not null then 'contradicted'
                    else 'not_checkable'
                end
            when claims.evidence_kind = 'absence' then
                case
                    when measures.measure_id is null then 'not_checkable'
                    when absences.primary_documents > 0 then 'contradicted'
                    -- a secondary source states it, or nothing was read that would print it
                    when absences.documents > 0 or absences.documents_searched = 0 then 'not_checkable'
                    else 'supported'
                end
            when claims.evidence_kind = 'different_population' then
                case
                    when measures.population_id is null or others.population_id is null then 'not_checkable'
                    when measures.population_id <> others.population_id then 'supported'
                    else 'contradicted'
                end
            when claims.evidence_kind = 'subset' then
                case
                    when measures.population_id is null or others.population_id is null then 'not_checkable'
                    when nested.population_id is not null then 'supported'
                    else 'contradicted'
                end
            when claims.evidence_kind = 'comparable' then
                case
                    when measures.population_id is null or others.population_id is null then 'not_checkable'
                    when
                        measures.population_id = others.population_id
                        and measures.unit_of_count = others.unit_of_count
                        and measures.period_basis = others.period_basis then 'supported'
                    else 'contradicted'
                end
            else 'not_checkable'
        end as verdict,
        case
            when claims.evidence_kind = 'cause' then 'cause_not_measured'
            when claims.evidence_kind in ('figure', 'rate', 'change', 'difference') then
                case
                    when evidence.value is null and rate_states.declared_status = 'not_computable' then rate_states.reason_code
                    when evidence.value is null then 'no_primary_figure_loaded'
                    when {{ interval_contains('claims', 'evidence') }} then null
                    when {{ intervals_overlap('claims', 'evidence') }} then 'evidence_too_imprecise'
                end
            when claims.evidence_kind = 'not_computable' then rate_states.reason_code
            when claims.evidence_kind = 'absence' and absences.primary_documents > 0 then null
            when claims.evidence_kind = 'absence' and absences.documents > 0 then 'only_stated_by_secondary_source'
            when claims.evidence_kind = 'absence' and absences.documents_searched = 0 then 'no_document_read_in_full'
        end as reason_code,
        measures.population_id,
        others.population_id as other_population_id,
        absences.sentence as absence_sentence
    from claims
    left join evidence
        on claims.claim_id = evidence.claim_id
    left join rate_states
        on claims.rate_id = rate_states.rate_id
    left join {{ ref('measures') }} as measures
        on claims.measure_id = measures.measure_id
    left join {{ ref('measures') }} as others
        on claims.other_measure_id = others.measure_id
    left join {{ ref('int_population_ancestors') }} as nested
        on measures.population_id = nested.population_id
        and others.population_id = nested.ancestor_population_id
    left join {{ ref('int_absences') }} as absences
        on claims.measure_id = absences.measure_id
        and coalesce(claims.period_label, 'not stated') = absences.period_label
)

select
    claim_id,
    document_id,
    section,
    statement,
    claimed,
    value as claimed_value,
    precision as claimed_precision,
    value_low as claimed_low,
    value_high as claimed_high,
    computed_value,
    verdict,
    reason_code,
    case
        when computed_value is not null and verdict = 'supported'
            then 'The warehouse has ' || {{ format_number('computed_value') }} || ', which lies within the claimed ' || claimed || {{ claimed_range() }} || '.'
        when computed_value is not null and verdict = 'contradicted'
            then 'The warehouse has ' || {{ format_number('computed_value') }} || ', which lies outside the claimed ' || claimed || {{ claimed_range() }} || '.'
        when computed_value is not null
            then 'The warehouse has ' || {{ format_number('computed_value') }} || ', too imprecise to decide on ' || claimed || {{ claimed_range() }} || '.'
        when verdict = 'not_computable' or evidence_kind = 'not_computable' then coalesce(rate_reason, 'The rate is registered as computable.')
        when evidence_kind = 'cause' then 'A statement about causes or about how many agencies act; no loaded figure measures it.'
        when evidence_kind = 'absence' then coalesce(absence_sentence, 'No measure is registered for such a figure.')
        when evidence_kind in ('different_population', 'subset', 'comparable')
            then 'Populations compared: ' || coalesce(population_id, 'unknown') || ' and ' || coalesce(other_population_id, 'unknown') || '.'
        else 'No primary figure for this measure, period and slice is loaded.'
    end || coalesce(' ' || note, '') as explanation,
    evidence_figure_ids,
    evidence_kind
from judged
