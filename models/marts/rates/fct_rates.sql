select
    rates.rate_id,
    rates.period_label,
    rates.geography,
    rates.slice,
    rates.base_period_label,
    rates.scoring,
    rates.numerator_measure_id,
    rates.numerator_value,
    rates.denominator_measure_id,
    rates.denominator_value,
    denominator_populations.definition as denominator_definition,
    case when refused_by_break or unbounded then null else rates.rate end as rate,
    case when refused_by_break or unbounded then null else rates.rate_low end as rate_low,
    case when refused_by_break or unbounded then null else rates.rate_high end as rate_high,
    case when refused_by_break or unbounded then null else rates.rate_precision end as rate_precision,
    rates.published_percent,
    case
        when rates.published_percent is null or rates.rate is null then null
        else cast(rates.rate * 100 as {{ decimal_type() }}) >= rates.published_percent_low
        and cast(rates.rate * 100 as {{ decimal_type() }}) < rates.published_percent_high
    end as published_percent_agrees,
    case
        when refused_by_break or unbounded then 'not_computable'
        when printed_only then 'published_only'
        else registry.declared_status
    end as status,
    case
        when refused_by_break then 'structural_break'
        when unbounded then 'both_parts_are_bounds'
        when printed_only then 'numerator_not_published'
        else registry.reason_code
    end as reason_code,
    case
        when refused_by_break then rates.structural_break
        when unbounded then 'Both numbers are printed as lower bounds, so their quotient is bounded on neither side.'
        when printed_only then 'Only the percentage is known for this period: no loaded document gives the numbers that it was made from.'
        when registry.reason_code = 'numerator_not_published' then registry.reason || coalesce(' ' || absences.sentence, '')
        else registry.reason
    end as reason,
    registry.exclusions,
    rates.structural_break_id,
    rates.source_kind,
    rates.numerator_figure_id,
    rates.denominator_figure_id,
    rates.published_figure_id
from (
    select
        int_rates.*,
        coalesce(int_rates.comparability = 'not_comparable', false) as refused_by_break,
        coalesce(int_rates.rate_precision = 'unbounded', false) as unbounded,
        declared.declared_status = 'computed' and int_rates.numerator_figure_id is null as printed_only
    from {{ ref('int_rates') }} as int_rates
    inner join {{ ref('rates') }} as declared
        on int_rates.rate_id = declared.rate_id
) as rates
inner join {{ ref('rates') }} as registry
    on rates.rate_id = registry.rate_id
left join {{ ref('measures') }} as denominator_measures
    on rates.denominator_measure_id = denominator_measures.measure_id
left join {{ ref('populations') }} as denominator_populations
    on denominator_measures.population_id = denominator_populations.population_id
-- how far a search for the missing numerator went
left join {{ ref('int_absences') }} as absences
    on rates.numerator_measure_id = absences.measure_id and rates.period_label = absences.period_label
