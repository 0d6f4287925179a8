{#
    A period by the words that people have for it: H1 2025, first half of 2025, January-June 2025, fiscal 2022, end of
    2022, December 31, 2022. Of several labels for one day the one that the measure has. Else as typed: a fiscal year is
    no calendar year, and 'last year' is none.
#}
{% macro periods_by_name(asked, periods) %}
    select
        found.part
        {%- for period in periods %},
        min_by(found.period_label, found.position + case when found.is_loaded then 0 else 100 end) filter (found.role = '{{ period }}') as {{ period }}
        {%- endfor %}
    from (
        select
            labelled.part,
            labelled.role,
            labelled.position,
            days.period_label,
            has_period.period_label is not null as is_loaded
        from (
            select
                said.part,
                said.role,
                said.id,
                unnest(said.labels) as label,
                generate_subscripts(said.labels, 1) as position
            from (
                select
                    typed.*,
                    {{ labels_of_period('typed.typed') }} as labels
                from (
                    {%- for period in periods %}
                    select {{ asked }}.part, {{ asked }}.id, '{{ period }}' as role, {{ asked }}.typed_{{ period }} as typed from {{ asked }}
                    {% if not loop.last %}union all{% endif %}
                    {%- endfor %}
                ) as typed
            ) as said
        ) as labelled
        inner join {{ mart('dim_periods') }} as days
            on labelled.label = lower(days.period_label)
        left join (select distinct known.about, known.period_label from {{ mart('checkable_numbers') }} as known) as has_period
            on labelled.id = has_period.about and days.period_label = has_period.period_label
    ) as found
    group by found.part
{% endmacro %}


{# The labels that a period can have, in lower case, best first; by 2023 is a day, or all up to it, and not the year 2023. #}
{% macro labels_of_period(period) -%}
    {%- set rules = [
        ('[‐-―−]', '-'),
        ('[.,()]|\\s+', ' '),
        (' +', ' '),
        ('^(?:(?:in|during|for|throughout|over|the|all of|full|whole|calendar|cy|year|period)(?: |([0-9])))+', '\\1'),
        ('^(?:h1|1h|(?:first|1st) half|(?:first|1st) (?:six|6) months)(?: of)?(?: the year)? ?([0-9]{4})$', '\\1-h1'),
        ('^(?:h2|2h|(?:second|2nd|last) half|last (?:six|6) months)(?: of)?(?: the year)? ?([0-9]{4})$', '\\1-h2'),
        ('^([0-9]{4})[- ]?(?:h1|1h|(?:first|1st) half)$', '\\1-h1'),
        ('^([0-9]{4})[- ]?(?:h2|2h|(?:second|2nd) half)$', '\\1-h2'),
        ('^(?:between )?jan(?:uary)? ?(?:-|to|through|until|and) ?june? ?([0-9]{4})$', '\\1-h1'),
        ('^(?:between )?july? ?(?:-|to|through|until|and) ?dec(?:ember)? ?([0-9]{4})$', '\\1-h2'),
        ('^q([1-4])(?: of)? ?([0-9]{4})$', '\\2-q\\1'),
        ('^([0-9]{4})[- ]?q([1-4])$', '\\1-q\\2'),
        ('^(?:federal )?(?:ffy|fy|fiscal(?: year)?)[ -]?(?:20)?([0-9]{2})$', 'fy 20\\1'),
        ('^([0-9]{4}) ?(?:-|to|through|until) ?([0-9]{4})$', '\\1 to \\2'),
        ('^(?:as of |as at |at |on |by )?(?:the )?(?:end|close)(?: of)?(?: the)?(?: year| calendar year)? ?([0-9]{4})$', 'as of \\1-12-31'),
        ('^(?:at )?(?:year[- ]end|end-) ?([0-9]{4})$', 'as of \\1-12-31'),
        ('^(?:as of|as at|on|by) ', 'as of '),
    ] -%}
    {%- set words = namespace(sql="lower(trim(" ~ period ~ "))") -%}
    {%- for pattern, replacement in rules -%}
        {%- set words.sql = regexp_replace_all(words.sql, pattern, replacement) -%}
    {%- endfor -%}
    (
        select list_filter(
            [
                lower(trim({{ period }})), said.words, case when not regexp_matches(said.words, '^[0-9]+$|^as of ') then 'as of ' || said.words end, 'as of ' || strftime(said.day, '%Y-%m-%d'),
                case when extract('day' from said.day + interval 1 day) = 1 then 'as of ' || strftime(said.day, '%Y-%m') end,
                case when extract('day' from said.day + interval 1 day) = 1 and extract('month' from said.day) = 12 then 'as of ' || strftime(said.day, '%Y') end,
                'as of ' || strftime(said.month, '%Y-%m'),
                said.from_month || ' to ' || said.to_month
            ],
            lambda label : label is not null
        )
        from (
            select
                parts.words,
                try_strptime(replace(parts.words, 'as of ', ''), ['%Y-%m-%d', '%B %d %Y', '%b %d %Y', '%d %B %Y', '%d %b %Y']) as day,
                try_strptime(replace(parts.words, 'as of ', ''), ['%Y-%m', '%B %Y', '%b %Y']) as month,
                {{ year_or_month("regexp_extract(parts.words, '^(?:between |from )?(.+?)(?: to | - | through | until | and )(.+)$', 1)") }} as from_month,
                {{ year_or_month("regexp_extract(parts.words, '^(?:between |from )?(.+?)(?: to | - | through | until | and )(.+)$', 2)") }} as to_month
            from (select trim({{ words.sql }}) as words) as parts
        ) as said
    )
{%- endmacro %}


{# One end of a span of time: a year, or a year and month; NULL for anything else. #}
{% macro year_or_month(words) -%}
    coalesce(nullif(regexp_extract({{ words }}, '^[0-9]{4}$'), ''), strftime(try_strptime({{ words }}, ['%Y-%m', '%B %Y', '%b %Y']), '%Y-%m'))
{%- endmacro %}
