-- A break that no rate carries warns nobody. Each row is one problem.
select 'registry structural_break_reach, ' || reach.break_id || ', ' || reach.measure_id || ', ' || coalesce(reach.slice, '(blank)') || ': no loaded figure lies ' || case when count(figures.figure_id) = 0 then 'on either side' when max(case when figures.lies_before then 1 else 0 end) = 0 then 'before it' else 'after it' end || ', so nothing changes its meaning here' as problem
from {{ ref('structural_break_reach') }} as reach
left join {{ ref('int_break_reach') }} as figures
    on reach.break_id = figures.break_id
    and reach.measure_id = figures.measure_id
    and reach.slice = figures.slice
group by reach.break_id, reach.measure_id, reach.slice
having
    max(case when figures.lies_before then 1 else 0 end) = 0
    or max(case when figures.lies_after then 1 else 0 end) = 0

union all

select 'break ' || breaks.break_id || ' reaches no rate: nobody who compares its periods is warned' as problem
from {{ ref('structural_breaks') }} as breaks
left join {{ ref('fct_rates') }} as rates
    on ', ' || rates.structural_break_id || ', ' like '%, ' || breaks.break_id || ', %'
where rates.rate_id is null

union all

-- the refusal names the break that refuses it
select 'rate ' || rates.rate_id || ' in ' || rates.period_label || ', ' || rates.geography || ', ' || rates.slice || ' crosses a break that allows no comparison, but shows a value' as problem
from {{ ref('fct_rates') }} as rates
inner join {{ ref('int_break_reach') }} as later
    on ', ' || rates.numerator_figure_id || ',' like '%, ' || later.figure_id || ',%' and later.lies_after
inner join {{ ref('int_break_reach') }} as earlier
    on ', ' || rates.denominator_figure_id || ',' like '%, ' || earlier.figure_id || ',%' and later.break_id = earlier.break_id and earlier.lies_before
where
    rates.base_period_label is not null
    and later.comparability = 'not_comparable'
    and (rates.rate is not null or rates.reason_code is distinct from 'structural_break')
