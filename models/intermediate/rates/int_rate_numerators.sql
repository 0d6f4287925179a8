-- Every cell that is the numerator of a computed rate, with the geography and slice that its
-- denominator must have: what is left once the rate's own dimension is taken out.
select
    rates.rate_id,
    figures.*,
    case when {{ is_geographic('rates.numerator_dimension') }} then measures.geography else figures.geography end as denominator_geography,
    case
        when rates.numerator_dimension is null then figures.slice
        when rates.numerator_dimension = figures.row_dimension then coalesce(figures.column_part, 'all')
        when {{ is_geographic('figures.row_dimension') }} then 'all'
        else coalesce(figures.row_part, 'all')
    end as denominator_slice,
    case
        when rates.numerator_dimension is null then figures.slice
        when rates.numerator_member = '*' then figures.slice
        when rates.numerator_dimension = figures.row_dimension then coalesce(figures.column_part, 'all')
        when {{ is_geographic('figures.row_dimension') }} then 'all'
        else coalesce(figures.row_part, 'all')
    end as rate_slice
from {{ ref('rates') }} as rates
inner join {{ ref('int_figures_current') }} as figures
    on rates.numerator_measure_id = figures.measure_id
inner join {{ ref('measures') }} as measures
    on figures.measure_id = measures.measure_id
where
    rates.declared_status = 'computed'
    and (
        rates.numerator_dimension is null
        or (
            rates.numerator_dimension = figures.row_dimension and figures.row_part is not null
            and rates.numerator_member in ('*', figures.row_member)
        )
        or (
            rates.numerator_dimension = figures.column_dimension and figures.column_part is not null
            and rates.numerator_member in ('*', figures.column_member)
        )
    )
