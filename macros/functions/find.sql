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

    -- a rate of one part, by the latest period that has it
    select
        'rate', known.about, rates.rate_label || ', ' || known.slice, known.period_label, known.value, known.printed, known.document_id,
        rates.rate_label || ' ' || known.slice, rates.question, 0.95
    from {{ mart('checkable_numbers') }} as known
    inner join {{ mart('dim_rates') }} as rates
        on known.about = rates.rate_id
    where known.is_whole_area and known.slice <> 'all' and not contains(known.slice, ';')
    qualify row_number() over (partition by known.about, known.slice order by known.period_label desc) = 1

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

worded as materialized (
    select
        entries.* exclude (names, words),
        {{ name_words('entries.names') }} as names,
        {{ name_words("entries.names || ' ' || entries.words") }} as words
    from entries
),

-- reports and report are one word
stems as (
    select unnest(list_distinct(list_transform(
        list_filter(string_split(trim(said.words), ' '), lambda w : w <> '' and w not in ({{ no_names() }})),
        lambda w : case when length(w) > 3 then rtrim(w, 's') else w end
    ))) as stem
    from said
    where {{ one_edition() }}
),

-- what few names hold tells more than what many do; what none holds tells nothing
weighed as (
    select
        stems.stem,
        case when count(worded.id) = 0 then 0 else ln(1 + (select count(*) from worded) / count(worded.id)) end as weight
    from stems
    left join worded
        on contains(worded.words, ' ' || stems.stem)
    group by stems.stem
),

asked as (
    select
        list({'stem': weighed.stem, 'weight': weighed.weight}) as stems,
        sum(weighed.weight) as weight
    from weighed
),

scored as (
    select
        worded.*,
        (
            list_sum(list_transform(asked.stems, lambda w : case when contains(worded.names, ' ' || w.stem) then w.weight else 0 end))
            + list_sum(list_transform(asked.stems, lambda w : case when contains(worded.words, ' ' || w.stem) then w.weight else 0 end))
        ) / 2 / nullif(asked.weight, 0) as matched
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
    round(scored.matched * scored.weight, 3) as score
from scored
where scored.matched > 0
-- figures are many: they leave room for the measures that they are of
qualify row_number() over (partition by scored.what order by score desc, length(scored.label), scored.period_label desc, scored.id) <= 20
order by score desc, length(scored.label), scored.period_label desc, scored.id
limit 50
{% endmacro %}


{# Words of sentences that name nothing. #}
{% macro no_names() -%}
    'the', 'of', 'a', 'an', 'in', 'by', 'to', 'and', 'for', 'on', 'at', 'from', 'with', 'share', 'rate', 'number', 'how', 'many', 'much', 'what', 'which',
    'was', 'were', 'is', 'are', 'has', 'have', 'had', 'been', 'that', 'than', 'there', 'its', 'it', 'more', 'most', 'about', 'over', 'million', 'percent', 'ncmec', 'received', 'every', 'year', 'make', 'made', 'up', 'account', 'accounts', 'got', 'only', 'per', 'each', 'day', 'their', 'who', 'through', 'all', 'said', 'national', 'center'
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
