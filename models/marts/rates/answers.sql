-- The questions people ask, answered from the rates: what is known with its denominator,
-- what is not known with its reason.
with known as (
    select * from {{ ref('fct_rates') }}
),

filled as (
    select
        questions.*,
        known.rate,
        coalesce(known.numerator_value, unknown.numerator_value) as numerator,
        coalesce(known.denominator_value, unknown.denominator_value) as denominator,
        coalesce(known.denominator_label, unknown.denominator_label) as denominator_label,
        coalesce(known.denominator_definition, unknown.denominator_definition) as denominator_definition,
        coalesce(known.published_percent, unknown.published_percent) as published_percent,
        known.rate_precision,
        known.scoring,
        unknown.status as unknown_status,
        unknown.reason_code,
        unknown.reason,
        coalesce(known.numerator_figure_id, unknown.numerator_figure_id) as numerator_figure_id,
        coalesce(known.denominator_figure_id, unknown.denominator_figure_id) as denominator_figure_id,
        coalesce(known.published_figure_id, unknown.published_figure_id) as published_figure_id,
        -- what has to be assumed belongs to the answer as much as what is left out
        nullif(trim(coalesce(known.assumption, '') || ' ' || coalesce(registry.exclusions, '')), '') as caveats,
        registry.rate_label,
        sentences.figure_ids as shown_figure_ids,
        sentences.sentence as template
    from {{ ref('questions') }} as questions
    left join known
        on questions.rate_id = known.rate_id
        and questions.period_label = known.period_label
        and questions.geography = known.geography
        and questions.slice = known.slice
    left join {{ ref('fct_rates') }} as unknown
        on questions.unknown_rate_id = unknown.rate_id
        and (
            unknown.period_label = questions.period_label
            or unknown.denominator_value is null
        )
    left join {{ ref('int_filled_sentences') }} as sentences
        on questions.question_id = sentences.owner_id
    left join {{ ref('rates') }} as registry
        on coalesce(questions.rate_id, questions.unknown_rate_id) = registry.rate_id
),

documented as (
    select
        filled.question_id,
        {{ joined_list('distinct figures.document_id', 'figures.document_id', ', ') }} as document_ids
    from (
        select question_id, numerator_figure_id as figure_id from filled
        union all
        select question_id, denominator_figure_id as figure_id from filled
        union all
        select question_id, published_figure_id as figure_id from filled
        union all
        select question_id, {{ items_of('shown_figure_ids', ', ') }} as figure_id from filled
    ) as filled
    inner join {{ ref('int_figures') }} as figures
        on filled.figure_id = figures.figure_id
    group by filled.question_id
)

select
    filled.question_id,
    filled.question,
    replace(replace(replace(replace(replace(replace(
        filled.template,
        '{period}', filled.period_label),
        '{numerator}', coalesce({{ format_number('filled.numerator') }}, 'an unpublished number')),
        '{denominator}', coalesce({{ format_number('filled.denominator') }}, 'an unpublished number')),
        '{percent}', coalesce({{ format_number('case when filled.rate < 0.01 then round(cast(filled.rate * 100 as decimal(20, 6)), 3) else round(cast(filled.rate * 100 as decimal(20, 6)), 1) end') }}, 'unknown')),
        '{value}', coalesce({{ format_number('round(cast(filled.rate as decimal(20, 6)), 2)') }}, 'unknown')),
        '{published}', coalesce({{ format_number('filled.published_percent') }}, 'no')
    ) || coalesce(' ' || absences.sentence, '') as answer,
    case
        when filled.rate is null and filled.published_percent is null then 'unknown'
        when filled.rate is null then 'printed_only'
        when filled.unknown_rate_id is not null or filled.needed is not null then 'partly_answered'
        else 'answered'
    end as answer_status,
    filled.rate as value,
    case when filled.rate is not null then filled.rate_label end as value_label,
    filled.published_percent as printed_percent,
    filled.rate_precision as value_precision,
    filled.rate_id,
    filled.unknown_rate_id,
    filled.numerator,
    filled.numerator_figure_id,
    filled.denominator,
    filled.denominator_figure_id,
    filled.published_figure_id,
    filled.denominator_label,
    filled.denominator_definition,
    filled.caveats,
    filled.reason_code as unknown_reason_code,
    filled.reason as unknown_reason,
    filled.needed as needed_to_know,
    coalesce(documented.document_ids, filled.document_id) as document_ids,
    filled.document_id as asked_in_document_id,
    filled.shown_figure_ids,
    filled.is_title_question = 'true' as is_title_question
from filled
left join documented
    on filled.question_id = documented.question_id
-- the search is for such a figure in any period: a question can ask about several
left join {{ ref('int_absences') }} as absences
    on filled.searched_measure_id = absences.measure_id and absences.period_label = 'not stated'
