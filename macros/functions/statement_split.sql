{#
    What is asked, one row for each thing that the claim says: 'rose from 32 to 36.2 million' is a rise, a number of the base
    period and one of the period; 'more than doubled to 2.1 million' a rise and a number. Most claims are one row.
#}
{% macro split_statement() %}
    {%- set qualified = '(?:more than|over|at least|at most|less than|fewer than|about|approximately|roughly|around|nearly|just over) ' -%}
    typed as (
        select
            cast(about as varchar) as typed_about,
            nullif(trim(cast(compared_with as varchar)), '') as typed_other,
            cast(period as varchar) as said_period,
            nullif(trim(cast(base_period as varchar)), '') as said_base,
            coalesce(nullif(trim(slice), ''), 'all') as typed_slice,
            nullif(trim(cast(geography as varchar)), '') as asked_place,
            cast(claimed as varchar) as said_claimed,
            regexp_replace({{ evenly_spaced(claimed_words('cast(claimed as varchar)')) }}, '^an? +((?:{{ qualified }})?[0-9])', '\1') as all_words
        where {{ one_edition() }}
    ),

    recorded as (
        select
            typed.* exclude (all_words),
            coalesce(regexp_extract(typed.all_words, '{{ words_of_record() }}', 1), '') as record_words,
            coalesce(nullif(regexp_extract(typed.all_words, '{{ words_of_record() }}', 2), ''), lower(typed.said_base), '') as since,
            -- 26,718, up from 10,731
            regexp_replace(
                trim(regexp_replace(typed.all_words, '{{ words_of_record() }}', ' '), ' ,'),
                '^(.*[0-9].*?),? \(?(up|down) from (.*[0-9,]{5}.*|.*[0-9] (?:million|billion|thousand).*?)\)?$', '\2 from \3 to \1'
            ) as all_words
        from typed
    ),

    cut_up as (
        select
            recorded.*,
            regexp_extract(recorded.all_words, '^(.*?) ?\bfrom (.*[0-9].*) to (.*[0-9].*)$', 2) as from_words,
            regexp_extract(recorded.all_words, '^(.*) to (.*[0-9].*)$', 1) as change_words,
            regexp_extract(recorded.all_words, '^(.*) to (.*[0-9].*)$', 2) as to_words
        from recorded
    ),

    told as (
        select
            cut_up.*,
            cut_up.typed_other is null and cut_up.record_words = '' and case
                -- from 2022 to 2023 names the periods
                when cut_up.from_words <> '' then cut_up.said_base is not null and not regexp_matches(cut_up.from_words, '^(?:fy |cy )?[0-9]{4}(?:-h[12])?$|^as of ')
                -- up 12% to 13% is a range; rose 1 million to 5 million may be one
                else cut_up.to_words not like '%\%%' escape '\' and regexp_matches(cut_up.change_words, '(?:%|points|-fold)(?: |$)|^(?:has |have |had |was |were )?(?:{{ words_of_change() }})(?: by)?$')
            end as is_told
        from cut_up
    ),

    parts as (
        select
            told.* exclude (all_words, from_words, change_words, to_words),
            sides.part,
            case sides.part when 2 then told.said_base else told.said_period end as typed_period,
            case when sides.part = 1 and told.record_words = '' then told.said_base end as typed_base,
            case
                when sides.part = 4 then case when regexp_matches(told.record_words, 'low|smallest|fewest') then 'fell' else 'rose' end
                when not coalesce(told.is_told, false) then told.all_words
                when sides.part = 1 then trim(case when told.from_words = '' then told.change_words else regexp_extract(told.all_words, '^(.*?) ?\bfrom ', 1) end)
                when sides.part = 2 then told.from_words
                else told.to_words
            end as claim,
            case when sides.part = 4 then told.record_words when not coalesce(told.is_told, false) then told.said_claimed end as whole_claim
        from told
        cross join (values (1), (2), (3), (4)) as sides (part)
        where
            (sides.part = 1 and (told.record_words = '' or told.all_words <> ''))
            or (sides.part = 4 and told.record_words <> '')
            or (told.is_told and (sides.part = 3 or (sides.part = 2 and told.from_words <> '')))
    ),

    typed_parts as (
        select
            parts.*,
            coalesce(parts.whole_claim, regexp_replace(regexp_replace(parts.claim, '\b2-fold', 'doubled'), '\b0.5-fold', 'halved')) as asked_claimed
        from parts
        -- from 32 to 36.2 million, without a word, says no direction
        where parts.claim <> '' or not coalesce(parts.is_told, false)
    )
{% endmacro %}


{# The words for a change, down and up. #}
{% macro words_of_fall() %}down|minus|fell|falling|fall|declined?|declining|decreas(?:ed?|ing)|dropp(?:ed|ing)|drop|shrank|reduc(?:ed|ing|tion)|plung(?:ed?|ing)|plummet(?:ed|ing)?|slump(?:ed)?|tumbled|sank|contracted|went down|[-−]{% endmacro %}

{% macro words_of_rise() %}up|plus|rose|rising|rise|increas(?:ed?|ing)|grew|growth|grown|growing|jump(?:ed)?|surg(?:ed?|ing)|soar(?:ed|ing)?|climb(?:ed)?|spik(?:ed?|ing)|skyrocketed|leap(?:ed|t)?|climbing|expand(?:ed|ing)|ballooned|went up|[+]{% endmacro %}

{% macro words_of_change() %}{{ words_of_fall() }}|{{ words_of_rise() }}{% endmacro %}


{# 'one every 2 seconds' as so many a minute, at most a tenth either way; bounds stay bounds. #}
{% macro evenly_spaced(claim) -%}
    {%- set pattern = '^(more than |at least )?(?:1|an?) (?:[a-z-]+ )*?(?:every|each|per) ([0-9.]+) (second|minute|hour)s?$' -%}
    {%- set gap = "try_cast(regexp_extract(spaced.words, '" ~ pattern ~ "', 2) as double)" -%}
    {%- set unit = "regexp_extract(spaced.words, '" ~ pattern ~ "', 3)" -%}
    {%- set each = "case when " ~ unit ~ " = 'hour' then 24 else 60 end" -%}
    {%- set span = "case " ~ unit ~ " when 'second' then ' per minute' when 'minute' then ' per hour' else ' per day' end" -%}
    (
        select case
            when {{ gap }} is null or {{ gap }} <= 0 then spaced.words
            when regexp_extract(spaced.words, '{{ pattern }}', 1) <> '' then regexp_extract(spaced.words, '{{ pattern }}', 1) || format('{:,.2f}', {{ each }} / {{ gap }}) || {{ span }}
            else format('between {:,.2f} and {:,.2f}', {{ each }} / {{ gap }} * 0.9, {{ each }} / {{ gap }} * 1.1) || {{ span }}
        end
        from (select {{ claim }} as words) as spaced
    )
{%- endmacro %}
