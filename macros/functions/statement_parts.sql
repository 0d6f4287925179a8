{#
    What is asked, with what stands around the claimed number taken off: the direction of a change, the unit, a span of
    time ('56,000 reports a day'), percentage points, the periods themselves. 'a decline of 43%' is a fall of 43%,
    'doubled' a rise of 90% to 110%, '20512803 reports' is 20,512,803 of the unit reports.
#}
{% macro asked_statement() %}
    {%- set down = words_of_fall() -%}
    {%- set up = words_of_rise() -%}
    {%- set change = '^(?:(?:has|have|had|an?|the) )?(?:(?:sharp|steep|huge|dramatic|sharply|steeply|dramatically) )?(' ~ down ~ '|' ~ up ~ ')(?: (?:by|of))? *([^ ].*)$' -%}
    {%- set more = 'more|higher|larger|greater|increase|rise|growth|jump|surge|spike' -%}
    {%- set fewer = 'fewer|less|lower|smaller|decline|decrease|drop|fall|reduction' -%}
    {%- set bare = '^(?:(?:has|have|had|an?) )?(' ~ down ~ '|' ~ up ~ '|' ~ more ~ '|' ~ fewer ~ ')(?: than)?$' -%}
    {%- set scales = "'million', 'billion', 'thousand', 'percent', 'm', 'b', 'k'" -%}
    {%- set ungrouped = '^(|.* )([0-9]{4,15})(| .*|[+%])$' -%}
    {%- set points = '([0-9]) points?$' -%}
    with {{ split_statement() }},

    {{ subject_of_statement() }},

    -- what names the periods again, and the span of time that an average is for
    without_times as (
        select
            subject.*,
            coalesce(subject.asked_base, case when subject.typed_other is not null then subject.asked_period end) is not null as is_comparison,
            {{ span_of_time('subject.claim', 'subject.unit') }} as per,
            {{ without_periods('subject') }} as claim_only
        from loaded as subject
    ),

    without_span as (
        select
            without_times.*,
            {{ fold_as_change(without_base_number(without_span_of_time('without_times.claim_only', 'without_times.per'), 'without_times')) }} as words
        from without_times
    ),

    directed as (
        select
            without_span.*,
            regexp_extract(without_span.words, '{{ change }}', 1) as direction_word,
            regexp_matches(without_span.words, '{{ points }}') or (without_span.kind = 'rate' and regexp_matches(without_span.words, '{{ bare }}')) as is_points,
            case
                when without_span.is_comparison and regexp_matches(without_span.words, '{{ bare }}') then 'more than 0 ' || regexp_extract(without_span.words, '{{ bare }}', 1)
                when regexp_matches(without_span.words, '{{ change }}') then regexp_extract(without_span.words, '{{ change }}', 2)
                else without_span.words
            end as number_words
        from without_span
    ),

    united as (
        select
            directed.*,
            nullif(regexp_extract(regexp_replace(directed.number_words, '{{ points }}', '\1%'), '^(?:.*(?:million|billion|thousand)|.*[0-9+%]) +([a-z][a-z -]*)$', 1), '') as words_after
        from directed
    ),

    compared as (
        select
            united.*,
            case when united.words_after not in ({{ scales }}) then united.words_after else '' end as last_words,
            regexp_replace(united.number_words, '{{ points }}', '\1%') as counted_words
        from united
    ),

    cut as (
        select
            compared.*,
            case when compared.is_comparison then regexp_extract(coalesce(compared.last_words, ''), '^({{ more }}|{{ fewer }}|{{ down }}|{{ up }})(?: |$)', 1) else '' end as comparing,
            trim(left(compared.counted_words, length(compared.counted_words) - length(coalesce(compared.last_words, '')))) as number_only
        from compared
    )

    select
        cut.* exclude (typed_about, typed_slice, typed_other),
        coalesce(cut.id, cut.typed_about) as asked_about,
        cut.typed_other as asked_other,
        {{ several_at_once('cut') }} as several,
        cut.direction_word <> '' and not cut.is_comparison as lacks_base,
        not cut.is_comparison and regexp_matches(coalesce(cut.last_words, ''), '(?:^| )(?:{{ more }}|{{ fewer }}|{{ down }}|{{ up }})(?: |$)') as says_change,
        case
            when not cut.is_comparison then null
            when cut.direction_word <> '' then case when {{ has_form('cut.direction_word', down) }} then -1 else 1 end
            when cut.comparing <> '' then case when {{ has_form('cut.comparing', fewer ~ '|' ~ down) }} then -1 else 1 end
        end as direction,
        {{ names_of_number('cut') }} as its_names,
        {{ units_of_something_else('cut') }} as other_units,
        trim({{ in_own_words("substr(coalesce(cut.last_words, ''), length(cut.comparing) + 1)") }}) as claimed_unit,
        -- people also write numbers without commas; averages and quotients are rounded
        case when (cut.per is not null or cut.scoring = 'ratio') and regexp_matches(cut.number_only, '^[0-9][0-9,]*( (million|billion|thousand))?$') then 'about ' else '' end
        || case
            when regexp_matches(cut.number_only, '{{ ungrouped }}')
                then regexp_extract(cut.number_only, '{{ ungrouped }}', 1)
                || format('{:,}', cast(regexp_extract(cut.number_only, '{{ ungrouped }}', 2) as bigint))
                || regexp_extract(cut.number_only, '{{ ungrouped }}', 3)
            else cut.number_only
        end as printed
    from cut
{% endmacro %}
