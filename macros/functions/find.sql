{# Where words, or what they stand for, stand: in names first, then in definitions and printed labels. A word is found by its beginning. #}
{% macro find_function() %}
with entries as (
    select
        'measure' as what,
        measures.measure_id as id,
        measures.measure_label as label,
        cast(null as varchar) as period_label,
        cast(null as double) as value,
        cast(null as varchar) as printed,
        cast(null as varchar) as document_id,
        measures.measure_label || ' ' || measures.measure_id as names,
        measures.definition || ' ' || measures.unit_of_count || ' ' || measures.program as words,
        1.2 as weight
    from {{ mart('dim_measures') }} as measures

    union all

    select
        'rate', rates.rate_id, rates.rate_label, null, null, null, null,
        rates.rate_label || ' ' || rates.rate_id, rates.question, 1.2
    from {{ mart('dim_rates') }} as rates

    union all

    select
        'figure', figures.figure_id, measures.measure_label || case when figures.slice = 'all' then '' else ', ' || figures.slice end,
        figures.period_label, figures.value, figures.printed, figures.document_id,
        measures.measure_label || ' ' || figures.slice || ' ' || figures.row_label || ' ' || figures.column_label || ' ' || figures.period_label,
        figures.measure_id || ' ' || coalesce(figures.printed_title, '') || ' ' || figures.document_id || ' ' || coalesce(figures.printed, '') || ' ' || figures.geography,
        case when figures.slice = 'all' then 1.0 else 0.95 end
    from {{ mart('fct_published_figures') }} as figures
    inner join {{ mart('dim_measures') }} as measures
        on figures.measure_id = measures.measure_id

    union all

    select
        'coverage', gaps.measure_id, measures.measure_label || ' by ' || gaps.breakdown || ': ' || gaps.status,
        gaps.period_label, null, null, gaps.document_id,
        measures.measure_label || ' ' || gaps.period_label, gaps.measure_id || ' ' || gaps.breakdown || ' ' || gaps.status, 0.8
    from {{ mart('coverage') }} as gaps
    inner join {{ mart('dim_measures') }} as measures
        on gaps.measure_id = measures.measure_id
    where gaps.status <> 'loaded'
),

-- people say tips for CyberTipline reports
said as (
    select {{ in_own_words("cast(text as varchar)") }} as words
),

-- reports and report are one word
asked as (
    select list_distinct(list_transform(
        list_filter(string_split(trim(said.words), ' '), lambda w : w <> '' and w not in ({{ no_names() }})),
        lambda w : case when length(w) > 3 then rtrim(w, 's') else w end
    )) as stems
    from said
    where {{ one_edition() }}
),

worded as materialized (
    select
        entries.* exclude (names, words),
        {{ name_words('entries.names') }} as names,
        {{ name_words("entries.names || ' ' || entries.words") }} as words
    from entries
),

scored as (
    select
        worded.*,
        len(asked.stems) as asked_for,
        len(list_filter(asked.stems, lambda w : contains(worded.names, ' ' || w))) as in_names,
        len(list_filter(asked.stems, lambda w : contains(worded.words, ' ' || w))) as in_either
    from worded
    cross join asked
)

select
    scored.what,
    scored.id,
    scored.label,
    scored.period_label,
    scored.value,
    scored.printed,
    scored.document_id,
    round(0.5 * (scored.in_names + scored.in_either) / scored.asked_for * scored.weight, 3) as score
from scored
where scored.asked_for > 0 and scored.in_either > 0
-- figures are many: they leave room for the measures that they are of
qualify row_number() over (partition by scored.what order by score desc, length(scored.label), scored.period_label desc, scored.id) <= 20
order by score desc, length(scored.label), scored.period_label desc, scored.id
limit 50
{% endmacro %}


{# Words of sentences that name nothing. #}
{% macro no_names() -%}
    'the', 'of', 'a', 'an', 'in', 'by', 'to', 'and', 'for', 'on', 'at', 'from', 'with', 'share', 'rate', 'number', 'how', 'many', 'much', 'what', 'which',
    'was', 'were', 'is', 'are', 'has', 'have', 'had', 'been', 'that', 'than', 'there', 'its', 'it', 'more', 'most', 'about', 'over', 'million', 'percent', 'ncmec', 'received', 'every', 'year'
{%- endmacro %}


{# Words with what they stand for in place of what people say (dim_synonyms), between blanks. #}
{% macro in_own_words(text) -%}
    coalesce(
        list_reduce(
            -- longer words first: they hold shorter ones
            (select list(' ' || known.said || ' | ' || known.means || ' ' order by length(known.said) desc, known.said) from {{ mart('dim_synonyms') }} as known),
            lambda words, known : replace(words, split_part(known, '|', 1), split_part(known, '|', 2)),
            {{ name_words(text) }}
        ),
        {{ name_words(text) }}
    )
{%- endmacro %}
