-- The notes of claims and the answers to questions with their placeholders filled from the figures, one after the
-- other; a placeholder that cannot be filled stays and fails the build.
with recursive filled as (
    select
        claim_id as owner_id,
        0 as place,
        note as sentence
    from {{ ref('claims') }}
    where note is not null

    union all

    select
        question_id as owner_id,
        0 as place,
        answer_template as sentence
    from {{ ref('questions') }}

    union all

    select
        filled.owner_id,
        shown.place,
        coalesce(
            replace(
                replace(filled.sentence, '{' || shown.placeholder || '}', coalesce(shown.number_text, '{' || shown.placeholder || '}')),
                '{' || shown.placeholder || ' period}',
                shown.period_label
            ),
            filled.sentence
        ) as sentence
    from filled
    inner join {{ ref('int_shown_numbers') }} as shown
        on filled.owner_id = shown.owner_id and filled.place + 1 = shown.place
),

figures as (
    select
        owner_id,
        {{ joined_list('figure_ids', 'place', ', ') }} as figure_ids
    from {{ ref('int_shown_numbers') }}
    group by owner_id
)

select
    filled.owner_id,
    filled.sentence,
    figures.figure_ids
from filled
left join figures
    on filled.owner_id = figures.owner_id
qualify row_number() over (partition by filled.owner_id order by filled.place desc) = 1
