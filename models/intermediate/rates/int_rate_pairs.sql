-- The two printed numbers of every registered rate, for every period, geography and slice in which both
-- exist. Of several pairs: primary, better grade, exact, from one printed table or document, latest.
with numerators as (
    select
        parts.*,
        rates.scoring,
        rates.base_years_back,
        rates.numerator_measure_id,
        rates.denominator_measure_id,
        rates.published_measure_id,
        case
            -- a stock on the declared day of the year
            when rates.denominator_day is not null and parts.period_type = 'calendar_year' then 'as of ' || cast(parts.calendar_year as string) || '-' || rates.denominator_day
            -- a mean of the declared number of years that end with this one
            when rates.denominator_years is not null and parts.period_type = 'calendar_year' then cast(parts.calendar_year - cast(rates.denominator_years as integer) + 1 as string) || ' to ' || cast(parts.calendar_year as string)
            when rates.denominator_day is not null or rates.denominator_years is not null then null
            when rates.base_years_back is null then parts.period_label
            -- a change over time: the same measure some calendar years earlier, in the same half for a half-year
            when parts.period_type in ('calendar_year', 'half_year')
                then cast(parts.calendar_year - cast(rates.base_years_back as integer) as string) || substr(parts.period_label, 5)
        end as denominator_period_label
    from {{ ref('int_rate_numerators') }} as parts
    -- every row has its rate; a left join is done first, before rates times denominators
    left join {{ ref('int_rate_definitions') }} as rates
        on parts.rate_id = rates.rate_id
)

select
    numerators.rate_id,
    numerators.period_label,
    numerators.geography,
    numerators.rate_slice as slice,
    case when numerators.base_years_back is not null then denominators.period_label end as base_period_label,
    numerators.scoring,
    numerators.numerator_measure_id,
    numerators.slice as numerator_slice,
    numerators.value as numerator_value,
    numerators.figure_id as numerator_figure_id,
    numerators.denominator_measure_id,
    denominators.period_label as denominator_period_label,
    denominators.geography as denominator_geography,
    denominators.slice as denominator_slice,
    denominators.value as denominator_value,
    denominators.figure_id as denominator_figure_id,
    case when numerators.source_kind = 'primary' and denominators.source_kind = 'primary' then 'primary' else 'secondary' end as source_kind,
    greatest(numerators.trust_grade, denominators.trust_grade) as trust_grade,
    coalesce(numerators.printed_in = denominators.printed_in, false) as is_one_table,
    numerators.value_low as numerator_low,
    numerators.value_high as numerator_high,
    denominators.value_low as denominator_low,
    denominators.value_high as denominator_high,
    numerators.low_is_open or denominators.high_is_open as low_is_open,
    numerators.high_is_open or denominators.low_is_open as high_is_open,
    coalesce(numerator_measures.counting_rule = 'estimate' or denominator_measures.counting_rule = 'estimate', false) as is_estimate,
    numerators.published_measure_id
from numerators
inner join {{ ref('int_rate_parts') }} as denominators
    on numerators.denominator_measure_id = denominators.measure_id
    and numerators.denominator_period_label = denominators.period_label
    and numerators.rest_geography = denominators.geography
    and numerators.rest_slice = denominators.slice
    and denominators.dimension is null
left join {{ ref('measures') }} as numerator_measures
    on numerators.numerator_measure_id = numerator_measures.measure_id
left join {{ ref('measures') }} as denominator_measures
    on numerators.denominator_measure_id = denominator_measures.measure_id
-- nothing of nothing is no share, and a change that begins at zero has no quotient
where not (denominators.value = 0 and (numerators.value = 0 or numerators.base_years_back is not null))
qualify
    row_number() over (
        partition by numerators.rate_id, numerators.period_label, numerators.geography, numerators.rate_slice
        order by
            numerators.source_kind asc,
            -- what the document of the numerator says itself is not worse than what a better one says
            case when numerators.document_id = denominators.document_id then 'primary' else denominators.source_kind end asc,
            numerators.trust_grade asc,
            case when numerators.document_id = denominators.document_id then 'A' else denominators.trust_grade end asc,
            coalesce(numerators.value_low = numerators.value_high, false) desc,
            coalesce(denominators.value_low = denominators.value_high, false) desc,
            coalesce(numerators.printed_in = denominators.printed_in, false) desc,
            coalesce(numerators.document_id = denominators.document_id, false) desc,
            numerators.preference asc,
            denominators.preference asc
    ) = 1
