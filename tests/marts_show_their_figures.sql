-- Rates, checks, stages and answers show the numbers of the figures that they name. Each row is one problem.
select 'rate ' || rate_id || ' in ' || period_label || ', ' || geography || ', ' || slice || ': the published rate is not numerator over denominator, or lies outside its own bounds' as problem
from {{ ref('fct_rates') }}
where
    (status = 'computed') <> (rate is not null)
    or (
        rate is not null
        -- a missing part must not hide the comparison
        and coalesce(abs(rate * cast(denominator_value as double) - cast(numerator_value as double)) > 0.000001 * greatest(cast(numerator_value as double), 1), true)
    )
    or rate < rate_low or rate > rate_high or rate_low > rate_high

union all

select 'rate ' || rates.rate_id || ' in ' || rates.period_label || ', ' || rates.geography || ', ' || rates.slice || ' divides ' || rates.numerator_figure_id || ' by ' || rates.denominator_figure_id || ' but does not show their values' as problem
from {{ ref('fct_rates') }} as rates
inner join {{ ref('int_figures_per_document') }} as numerators
    on rates.numerator_figure_id = numerators.figure_id
inner join {{ ref('int_figures_per_document') }} as denominators
    on rates.denominator_figure_id = denominators.figure_id
where rates.numerator_value is distinct from numerators.value or rates.denominator_value is distinct from denominators.value

union all

-- the printed figure that a check names is the one on its published side
select 'check ' || checks.check_id || ' names ' || coalesce(checks.published_figure_id, '(no figure)') || ' as what is printed, but its published side is ' || sides.figure_ids as problem
from {{ ref('fct_reconciliations') }} as checks
inner join (
    select
        check_id,
        case when count(*) = 1 then max(figure_id) end as figure_id,
        {{ joined_list('figure_id', 'figure_id', ', ') }} as figure_ids
    from {{ ref('fct_check_sides') }}
    where side = 'published'
    group by check_id
) as sides
    on checks.check_id = sides.check_id
where checks.published_figure_id is distinct from sides.figure_id

union all

-- what a check shows is what the figures on its two sides add up to
select 'check ' || coalesce(shown.check_id, added.check_id) || ' shows another number than its figures: ' || coalesce(shown.side, added.side) || ' ' || coalesce({{ format_number('shown.value') }}, '(nothing)') || ', but the figures on that side are ' || coalesce({{ format_number('added.value') }}, '(none)') as problem
from (
    select check_id, 'published' as side, published_value as value
    from {{ ref('fct_reconciliations') }}
    where check_kind <> 'row_count'
    union all
    -- a quotient, a count of rows and the sum of a fact are no sums of figures
    select check_id, 'recomputed' as side, recomputed_value as value
    from {{ ref('fct_reconciliations') }}
    where check_kind not in ('row_count', 'percentage', 'fact_total')
) as shown
full outer join (
    select
        sides.check_id,
        sides.side,
        case when count(*) = count(figures.figure_id) then cast(sum(figures.value) as double) end as value
    from {{ ref('fct_check_sides') }} as sides
    left join {{ ref('int_figures') }} as figures
        on sides.figure_id = figures.figure_id
    where sides.role = 'addend'
    group by sides.check_id, sides.side
) as added
    on shown.check_id = added.check_id and shown.side = added.side
where shown.value is distinct from added.value

union all

select 'check ' || checks.check_id || ' recomputes a percentage without a numerator or without a denominator' as problem
from {{ ref('fct_reconciliations') }} as checks
left join {{ ref('fct_check_sides') }} as sides
    on checks.check_id = sides.check_id and sides.side = 'recomputed' and sides.role in ('numerator', 'denominator')
where checks.check_kind = 'percentage'
group by checks.check_id
having count(distinct sides.role) < 2

union all

-- a stage counts: a percentage would be rounded to a whole number without a word
select 'outcome stage ' || stages.program || ', ' || stages.stage || ', ' || stages.period_label || ' shows another number than its figure ' || stages.figure_id as problem
from {{ ref('fct_outcome_stages') }} as stages
left join {{ ref('int_figures') }} as figures
    on stages.figure_id = figures.figure_id
where stages.figure_id is not null and stages.value is distinct from figures.value

union all

select 'answer ' || answers.question_id || ' shows another number than its figures' as problem
from {{ ref('answers') }} as answers
left join {{ ref('int_figures') }} as numerators
    on answers.numerator_figure_id = numerators.figure_id
left join {{ ref('int_figures') }} as denominators
    on answers.denominator_figure_id = denominators.figure_id
where answers.numerator is distinct from numerators.value or answers.denominator is distinct from denominators.value

union all

select 'answer ' || question_id || ' has a gap: ' || answer as problem
from {{ ref('answers') }}
where
    length(replace(answer, chr(123), '')) < length(answer) or answer like '%unpublished number%' or answer like '%unknown percent%'
    or (answer_status = 'unknown' and unknown_reason is null)

union all

select 'answer ' || question_id || ' shows a typed number; list it in registry shown_figures: ' || answer_template as problem
from {{ ref('questions') }}
where {{ has_typed_number('answer_template') }}

union all

-- a part that adds up several cells names each of them
{% for part in ['numerator', 'denominator'] %}
select 'rate ' || named.rate_id || ', ' || named.period_label || ', ' || named.geography || ', ' || named.slice || ': the figures named as its {{ part }} add up to ' || coalesce({{ format_number('sum(figures.value)') }}, '(nothing)') || ' and not ' || {{ format_number('max(named.value)') }} as problem
from (
    select
        rate_id,
        period_label,
        geography,
        slice,
        {{ part }}_value as value,
        {{ items_of(part ~ '_figure_id', ', ') }} as figure_id
    from {{ ref('fct_rates') }}
    -- a difference names what was subtracted too
    where {{ part }}_value is not null and {{ part }}_measure_id not in (select measure_id from {{ ref('measure_differences') }})
) as named
left join {{ ref('int_figures') }} as figures
    on named.figure_id = figures.figure_id
group by named.rate_id, named.period_label, named.geography, named.slice
having sum(figures.value) is distinct from max(named.value) or count(*) > count(figures.figure_id)
{{ 'union all' if not loop.last }}
{% endfor %}
