{# The parts of a printed number: its words, digits, scale and signs, and what they come to; of a fraction and of a range both ends. #}
{% macro printed_tokens(relation) %}
    {%- set words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] -%}
    {%- set qualifier = words_above() ~ '|more than|over|at least|less than|fewer than|about|approximately|roughly|around|' ~ words_below() ~ '|' ~ words_at_most() ~ '|<|>|~|≈' -%}
    {%- set number = '[0-9]{1,3}(?:,[0-9]{3})*(?:[.][0-9]+)?' -%}
    {%- set scale = 'million|billion|thousand|m|b|k' -%}
    {%- set pattern = '^(' ~ qualifier ~ ')? *(' ~ number ~ '|a|' ~ words | join('|') ~ ') *(' ~ scale ~ ')? *(%|percent)? *([+])?$' -%}
    {%- set fraction = '^(' ~ qualifier ~ ')? *([1-9][0-9]*) in ([1-9][0-9]*)$' -%}
    {%- set range = '^(?:between )?(' ~ number ~ ') *(' ~ scale ~ ')? *(?:%|percent)? *(?:to|and|-|–) *(' ~ number ~ ') *(' ~ scale ~ ')? *(%|percent)?$' -%}
    select
        tokens.*,
        case
            when number_text = 'a' then 1
            {%- for word in words %}
            when number_text = '{{ word }}' then {{ loop.index }}
            {%- endfor %}
            else {{ number_of_text('number_text') }}
        end as number_value,
        {{ scale_of_text('scale_text') }} as scale,
        length(regexp_extract(number_text, '[.]([0-9]+)$', 1)) as decimals,
        length(replace(number_text, ',', '')) - length(rtrim(replace(number_text, ',', ''), '0')) as zeros,
        -- 29,800: in digits alone, and its zeros are those of a round number
        printed_text is not null and regexp_matches(printed_text, '^[0-9,]*0$') and coalesce({{ number_of_text('number_text') }} >= 1000, false) as is_plain,
        printed_text in ('-', '–', '—') as not_available,
        printed_text is null
        or (is_range and from_value >= to_value)
        or (not is_range and number_text = '' and coalesce(parts >= whole, true) and printed_text not in ('-', '–', '—')) as unparsable
    from (
        select
            cells.*,
            coalesce(nullif(regexp_extract(printed_text, '{{ pattern }}', 1), ''), regexp_extract(printed_text, '{{ fraction }}', 1)) as qualifier,
            regexp_extract(printed_text, '{{ pattern }}', 2) as number_text,
            regexp_extract(printed_text, '{{ pattern }}', 3) as scale_text,
            regexp_extract(printed_text, '{{ pattern }}', 4) <> '' or regexp_extract(printed_text, '{{ range }}', 5) <> '' as has_percent,
            regexp_extract(printed_text, '{{ pattern }}', 5) <> '' as has_plus,
            try_cast(nullif(regexp_extract(printed_text, '{{ fraction }}', 2), '') as integer) as parts,
            try_cast(nullif(regexp_extract(printed_text, '{{ fraction }}', 3), '') as integer) as whole,
            -- 3% to 36.2 million is a change and what it led to, 28,886 and 29,568 are two numbers
            coalesce(
                regexp_matches(printed_text, '{{ range }}')
                and (regexp_extract(printed_text, '{{ range }}', 5) <> '' or not regexp_matches(printed_text, '%|percent'))
                and (starts_with(printed_text, 'between') or not regexp_matches(printed_text, '\band\b')),
                false
            ) as is_range,
            -- 20 to 21 million begins at 20 million, 900,000 to 1.1 million does not
            cast({{ number_of_text("regexp_extract(printed_text, '" ~ range ~ "', 1)") }}
            * case
                when regexp_extract(printed_text, '{{ range }}', 2) = '' and contains(regexp_extract(printed_text, '{{ range }}', 1), ',') then 1
                else {{ scale_of_text("coalesce(nullif(regexp_extract(printed_text, '" ~ range ~ "', 2), ''), regexp_extract(printed_text, '" ~ range ~ "', 4))") }}
            end as {{ decimal_type() }}) as from_value,
            cast({{ number_of_text("regexp_extract(printed_text, '" ~ range ~ "', 3)") }}
            * {{ scale_of_text("regexp_extract(printed_text, '" ~ range ~ "', 4)") }} as {{ decimal_type() }}) as to_value
        from (
            select
                relation.*,
                lower(trim(printed)) as printed_text
            from {{ relation }} as relation
        ) as cells
    ) as tokens
{% endmacro %}


{% macro words_below() %}nearly|almost{% endmacro %}

{% macro words_above() %}just over{% endmacro %}

{% macro words_at_most() %}up to|at most|no more than{% endmacro %}


{% macro number_of_text(text) -%}
    try_cast(nullif(replace({{ text }}, ',', ''), '') as {{ decimal_type() }})
{%- endmacro %}


{% macro scale_of_text(text) -%}
    case
        when {{ text }} in ('million', 'm') then 1000000
        when {{ text }} in ('billion', 'b') then 1000000000
        when {{ text }} in ('thousand', 'k') then 1000
        else 1
    end
{%- endmacro %}
