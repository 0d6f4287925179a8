-- Every rate, for every period, place and part that can be computed, and one row with the reason where none can.
select
    rates.rate_id,
    rates.period_label,
    rates.geography,
    rates.slice,
    coalesce(rates.slice_level, 'all') as slice_level,
    rates.slice_dimension,
    rates.slice_member,
    rates.slice_label,
    rates.base_period_label,
    rates.scoring,
    rates.numerator_measure_id,
    cast(rates.numerator_value as bigint) as numerator_value,
    rates.denominator_measure_id,
    cast(rates.denominator_value as bigint) as denominator_value,
    rates.denominator_slice,
    rates.denominator_label,
    denominator_populations.definition as denominator_definition,
    rates.denominator_value < {{ var('small_denominator_below') }} as small_denominator,
    case when refused_by_break or unbounded then null else rates.rate end as rate,
    case when refused_by_break or unbounded then null else rates.rate_low end as rate_low,
    case when refused_by_break or unbounded then null else rates.rate_high end as rate_high,
    case when refused_by_break or unbounded then null else rates.rate_precision end as rate_precision,
    rates.shown_per,
    case when refused_by_break or unbounded then null else rates.rate * rates.shown_per end as shown_rate,
    case when rates.base_period_label is null or refused_by_break or unbounded then null else (rates.rate - 1) * 100 end as change_percent,
    rates.published_printed,
    cast(rates.published_percent as double) as published_percent,
    case when refused_by_break or unbounded then null else rates.published_percent_agrees end as published_percent_agrees,
    case
        when refused_by_break or unbounded then 'not_computable'
        when printed_only then 'published_only'
        else rates.declared_status
    end as status,
    case
        when refused_by_break then 'structural_break'
        when unbounded then 'both_parts_are_bounds'
        when printed_only then 'numerator_not_published'
        else rates.declared_reason_code
    end as reason_code,
    case
        when refused_by_break then rates.structural_break
        when unbounded then 'Both numbers are printed as lower bounds, so their quotient is bounded on neither side.'
        when printed_only then 'Only the percentage is known for this period: no loaded document gives the numbers that it was made from.'
        when rates.declared_reason_code = 'numerator_not_published' then rates.declared_reason || coalesce(' ' || absences.sentence, '')
        else rates.declared_reason
    end as reason,
    rates.assumption,
    rates.exclusions,
    rates.structural_break_id,
    rates.conflict_ids,
    rates.source_kind,
    rates.trust_grade,
    rates.numerator_figure_id,
    rates.denominator_figure_id,
    rates.published_figure_id
from (
    select
        int_rates.*,
        registry.declared_status,
        registry.reason_code as declared_reason_code,
        registry.reason as declared_reason,
        registry.assumption,
        registry.exclusions,
        registry.shown_per,
        coalesce(int_rates.comparability = 'not_comparable', false) as refused_by_break,
        coalesce(int_rates.rate_precision = 'unbounded', false) as unbounded,
        registry.declared_status = 'computed' and int_rates.numerator_figure_id is null as printed_only
    from {{ ref('int_rates') }} as int_rates
    inner join {{ ref('int_rate_definitions') }} as registry
        on int_rates.rate_id = registry.rate_id
) as rates
left join {{ ref('measures') }} as denominator_measures
    on rates.denominator_measure_id = denominator_measures.measure_id
left join {{ ref('populations') }} as denominator_populations
    on denominator_measures.population_id = denominator_populations.population_id
-- how far a search for the missing numerator went
left join {{ ref('int_absences') }} as absences
    on rates.numerator_measure_id = absences.measure_id and rates.period_label = absences.period_label
-- equal values side by side take less room in the file
order by rates.rate_id, rates.period_label, rates.geography, rates.slice
