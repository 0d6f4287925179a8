{#
    What must be true of the claims as they are coded, whatever the figures are: each names what its kind of evidence needs,
    its number is read, and its sentence shows the figures that it lists.
-#}
{%- set number_kinds = "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part')" -%}
{%- set needed = [
    ('measure_id', "('figure', 'change', 'fall', 'difference', 'arithmetic', 'part', 'absence', 'absence_anywhere', 'different_population', 'subset', 'comparable', 'series_break', 'latest')"),
    ('other_measure_id', "('arithmetic', 'part', 'different_population', 'subset', 'comparable')"),
    ('rate_id', "('rate', 'not_computable', 'only_computable')"),
    ('other_rate_ids', "('only_computable')"),
    ('topic_id', "('stated', 'unsaid')"),
    ('period_label', "('change', 'fall', 'difference', 'arithmetic', 'part', 'series_break', 'latest')"),
    ('base_period_label', "('change', 'fall', 'difference', 'series_break')"),
    ('slice', "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part', 'series_break')"),
    ('place_in_document', "evidence_kind"),
] -%}

{% for column, kinds in needed %}
select 'claim ' || claim_id || ' is of kind ' || evidence_kind || ' and names no {{ column }}' as problem
from {{ ref('claims') }}
where {{ column }} is null and evidence_kind in {{ kinds if kinds.startswith('(') else '(' ~ kinds ~ ')' }}

union all
{% endfor %}
select 'claim ' || claims.claim_id || ': cannot read the claimed number "' || coalesce(claims.claimed, '(blank)') || '"' as problem
from {{ ref('claims') }} as claims
left join {{ ref('int_claims_parsed') }} as parsed
    on claims.claim_id = parsed.claim_id
where
    parsed.null_reason is not null
    or (claims.evidence_kind in {{ number_kinds }} and parsed.value is null)
    or (claims.evidence_kind not in {{ number_kinds }} and claims.claimed is not null)

union all

select 'claim ' || claim_id || ' does not say whether the article states the number or we read a word as it' as problem
from {{ ref('claims') }}
where
    (claimed is null) <> (claimed_is is null)
    or claimed_is not in ('stated', 'reading')
    -- a reading is explained, and a stated number stands in the statement
    or (claimed_is = 'reading' and note is null)
    or (claimed_is = 'stated' and instr(lower(statement), lower(claimed)) = 0)

union all

select 'claim ' || claims.claim_id || ' compares ' || others.unit_of_count || ' with ' || measures.unit_of_count || ' without a note that says why' as problem
from {{ ref('claims') }} as claims
inner join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
inner join {{ ref('measures') }} as others
    on claims.other_measure_id = others.measure_id
where
    claims.evidence_kind in ('difference', 'change', 'fall') and measures.unit_of_count is distinct from others.unit_of_count
    -- where that is the point of the claim, its note says so
    and coalesce(claims.note not like '%ifferent units%', true)

union all

select 'claim ' || claims.claim_id || ' lists a rate that does not exist: ' || claims.other_rate_ids as problem
from {{ ref('claims') }} as claims
left join {{ ref('rates') }} as rates
    on ', ' || claims.other_rate_ids || ',' like '%, ' || rates.rate_id || ',%'
where claims.other_rate_ids is not null
group by claims.claim_id, claims.other_rate_ids
having count(rates.rate_id) is distinct from length(claims.other_rate_ids) - length(replace(claims.other_rate_ids, ',', '')) + 1

union all

select 'claim ' || claim_id || ' shows a typed number; list it in registry shown_figures: ' || note as problem
from {{ ref('claims') }}
where {{ has_typed_number('note') }}

union all

select 'registry shown_figures, ' || coalesce(shown.owner_id, '(no owner)') || ': ' || coalesce(shown.placeholder, '(blank)') || ' is not in the sentence that it is for' as problem
from {{ ref('shown_figures') }} as shown
left join {{ ref('claims') }} as claims
    on shown.owner_id = claims.claim_id
left join {{ ref('questions') }} as questions
    on shown.owner_id = questions.question_id
where coalesce(instr(coalesce(claims.note, questions.answer_template), chr(123) || shown.placeholder || chr(125)), 0) = 0

union all

select 'registry shown_figures, ' || shown.owner_id || ': ' || shown.placeholder || ' adds up ' || figures.printed || ', which is no exact number' as problem
from {{ ref('shown_figures') }} as shown
inner join {{ ref('int_figures') }} as figures
    on shown.measure_id = figures.measure_id
    and shown.period_label = figures.period_label
    and shown.geography = figures.geography
    and shown.slice = figures.slice
where
    shown.slice <> 'all' and figures.precision <> 'exact'
    and (shown.owner_id, shown.placeholder) in (select owner_id, placeholder from {{ ref('shown_figures') }} group by owner_id, placeholder having count(*) > 1)

union all

-- what nobody publishes anywhere is not known from what was read; the sentence itself keeps to what is at hand
select 'claim ' || claim_id || ': its sentence is about more than what is at hand, so it is of kind absence_anywhere' as problem
from {{ ref('claims') }}
where
    evidence_kind in ('absence', 'unsaid')
    {%- for words in ['at hand', 'the documents', 'available documents', 'available reporting', 'reporting provided', 'material provided', 'cited materials'] %}
    and lower(statement) not like '%{{ words }}%'
    {%- endfor %}
