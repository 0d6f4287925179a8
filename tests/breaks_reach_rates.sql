-- A break that no rate carries warns nobody. Each row is one problem.
with changes as (
    select
        rate_id || ' in ' || period_label || ', ' || geography || ', ' || slice as name,
        {{ items_of('numerator_figure_id', ', ') }} as later_figure_id,
        denominator_figure_id
    from {{ ref('fct_rates') }}
    where base_period_label is not null and (rate is not null or reason_code is distinct from 'structural_break')
),

later_sides as (
    select
        changes.name,
        later.break_id,
        {{ items_of('changes.denominator_figure_id', ', ') }} as earlier_figure_id
    from changes
    inner join {{ ref('int_break_reach') }} as later
        on changes.later_figure_id = later.figure_id and later.lies_after and later.comparability = 'not_comparable'
)

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
left join (select distinct {{ items_of('structural_break_id', ', ') }} as break_id from {{ ref('fct_rates') }}) as carried
    on breaks.break_id = carried.break_id
where carried.break_id is null

union all

-- the refusal names the break that refuses it
select 'rate ' || changes.name || ' crosses a break that allows no comparison, but shows a value' as problem
from later_sides as changes
inner join {{ ref('int_break_reach') }} as earlier
    on changes.earlier_figure_id = earlier.figure_id and changes.break_id = earlier.break_id and earlier.lies_before

union all

-- the name of a break is the second key of its day: a day of another year moves what is refused
select 'registry structural_breaks, ' || break_id || ': its first day ' || first_day || ' is not of the year in its name' as problem
from {{ ref('structural_breaks') }}
where {{ has_form('break_id', '.*-[0-9]{4}') }} and substr(break_id, length(break_id) - 3) <> substr(first_day, 1, 4)

union all

-- and its description that of what it refuses: a change of the whole, never of a part
select 'registry structural_break_reach, ' || reach.break_id || ', ' || reach.measure_id || ', ' || reach.slice || ' is ' || reach.comparability || ', but the break ' || case when reach.comparability = 'not_comparable' then 'does not say' else 'says' end || ' that it must not be compared' as problem
from {{ ref('structural_break_reach') }} as reach
inner join {{ ref('structural_breaks') }} as breaks
    on reach.break_id = breaks.break_id
where
    (reach.comparability = 'not_comparable')
    <> (reach.slice = 'all' and (breaks.description like '%must not be compared%' or breaks.description like '%does not continue the series%'))

union all

-- what changes the meaning of the parts changes that of the whole
select 'registry structural_break_reach, ' || parts.break_id || ': it reaches the parts of ' || parts.measure_id || ', whose whole is printed on both sides, and not the whole' as problem
from {{ ref('structural_break_reach') }} as parts
inner join {{ ref('structural_breaks') }} as breaks
    on parts.break_id = breaks.break_id
inner join {{ ref('int_figures') }} as figures
    on parts.measure_id = figures.measure_id and figures.slice = 'all'
inner join {{ ref('periods') }} as periods
    on figures.period_label = periods.period_label
left join {{ ref('structural_break_reach') }} as whole
    on parts.break_id = whole.break_id and parts.measure_id = whole.measure_id and whole.slice = 'all'
where parts.slice = 'parts' and whole.break_id is null
group by parts.break_id, parts.measure_id
having
    max(case when periods.end_date >= breaks.first_day then 1 else 0 end) = 1
    and max(case when coalesce(periods.start_date, periods.end_date) < breaks.first_day then 1 else 0 end) = 1
