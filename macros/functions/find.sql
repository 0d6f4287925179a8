{# Where words, or what they stand for, stand: in names first, then in definitions and printed labels. A word is found by its beginning. #}
{% macro find_function() %}
with entries as (
    {{ find_entries() }}
),

-- people say tips for CyberTipline reports, and UK alone for United Kingdom
said as (
    select {{ in_own_words("cast(text as varchar)", places=true) }} || coalesce((
        select string_agg(known.means, ' ') || ' '
        from {{ mart('dim_synonyms') }} as known
        where
            known.is_whole_name and {{ said_words('known.said') }} = {{ said_words('cast(text as varchar)') }}
            and {{ said_words('known.said') }} not in (select places.said from {{ mart('checkable_names') }} as places where places.kind = 'place')
            -- measures have these words among their own names
            and {{ said_words('known.said') }} not in (select names.said from {{ mart('checkable_names') }} as names where names.kind = 'subject')
    ), '') as words
),

worded as materialized (
    select
        entries.* exclude (names, words),
        {{ name_words('entries.names') }} as names,
        {{ name_words("entries.names || ' ' || entries.words") }} as words,
        {{ name_words('entries.label') }} as label_words,
        len(string_split(trim({{ name_words('entries.label') }}), ' ')) as label_length
    from entries
),

-- reports and report are one word
stems as (
    select unnest(list_distinct(list_transform(
        list_filter(string_split(trim(said.words), ' '), lambda w : w <> '' and w not in ({{ no_names() }})),
        -- uk is no beginning of Ukraine
        lambda w : case when length(w) > 3 then ' ' || rtrim(w, 's') else ' ' || w || ' ' end
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
        on contains(worded.words, stems.stem)
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
            list_sum(list_transform(asked.stems, lambda w : case when contains(worded.names, w.stem) then w.weight else 0 end))
            + list_sum(list_transform(asked.stems, lambda w : case when contains(worded.words, w.stem) then w.weight else 0 end))
        ) / 2 / nullif(asked.weight, 0) as matched,
        -- of two names with the words, the one with fewer others
        list_sum(list_transform(asked.stems, lambda w : case when contains(worded.label_words, w.stem) then 1 else 0 end)) / worded.label_length as told
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
    round(scored.matched * scored.weight * (1 + 0.1 * coalesce(scored.told, 0)), 3) as score
from scored
where scored.matched > 0
-- figures are many: they leave room for the measures that they are of
qualify row_number() over (partition by scored.what order by score desc, length(scored.label), scored.period_label desc, scored.id) <= 20
order by score desc, scored.what = 'measure' desc, length(scored.label), scored.period_label desc, scored.id
limit 50
{% endmacro %}
