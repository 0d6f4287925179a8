-- The notes of claims and the answers to questions with their placeholders filled from the
-- figures; a placeholder that cannot be filled stays and fails the build.
with filled_0 as (
    select
        claim_id as owner_id,
        note as sentence
    from {{ ref('claims') }}
    where note is not null
    union all
    select
        question_id as owner_id,
        answer_template as sentence
    from {{ ref('questions') }}
),
{% for place in range(1, shown_numbers_per_sentence() + 1) %}
filled_{{ place }} as (
    select
        filled.owner_id,
        coalesce(
            replace(
                replace(filled.sentence, shown.placeholder_{{ place }}, shown.number_{{ place }}),
                shown.period_placeholder_{{ place }},
                shown.period_{{ place }}
            ),
            filled.sentence
        ) as sentence
    from filled_{{ place - 1 }} as filled
    left join {{ ref('int_shown_numbers') }} as shown
        on filled.owner_id = shown.owner_id
),
{% endfor %}
with_figures as (
    select
        filled.owner_id,
        filled.sentence,
        shown.figure_ids
    from filled_{{ shown_numbers_per_sentence() }} as filled
    left join {{ ref('int_shown_numbers') }} as shown
        on filled.owner_id = shown.owner_id
)

select * from with_figures
