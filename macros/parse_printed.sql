{#
    Reads the printed text of a figure as a value, a precision and an interval.

    '29,568'         exact        [29568, 29568]
    '91%', '20.5 million', '1 in 7'   rounded: half a unit of the last printed place each way
    'about 26,900'   approximate: a whole unit of the last non-zero place each way, of a count at most a tenth of it
    'nearly 26,900', 'just over 26,900'   approximate, and not more or not less than that
    '83,000+', 'at least 5', 'more than 5'   a lower bound, no upper bound (NULL)
    '<1%'            less_than    [0, 1)
    'up to 5'        at_most      [0, 5]
    '20 to 21 million', 'between 5% and 7%'   range
    '3 in 4'         rounded: half a unit of the larger number, at most five percentage points each way
    '-'              not available: NULL with a reason
    Anything else is `unparsable` and fails the build (test figures_are_readable).
    Shares are stored in percent: '91%' is 91, '1 in 7' is 14.285714.
#}
{% macro parse_printed(relation) %}
    {%- set below = 'nearly|almost' -%}
    {%- set above = 'just over' -%}
    {%- set most = 'up to|at most|no more than' -%}
    {%- set qualifier = above ~ '|more than|over|at least|less than|fewer than|about|approximately|roughly|around|' ~ below ~ '|' ~ most ~ '|<|>|~|≈' -%}
    {%- set words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] -%}
    {%- set number = '[0-9]{1,3}(?:,[0-9]{3})*(?:[.][0-9]+)?' -%}
    {%- set scale = 'million|billion|thousand|m|b|k' -%}
    {%- set pattern = '^(' ~ qualifier ~ ')? *(' ~ number ~ '|a|' ~ words | join('|') ~ ') *(' ~ scale ~ ')? *(%|percent)? *([+])?$' -%}
    {%- set fraction = '^(' ~ qualifier ~ ')? *([1-9][0-9]*) in ([1-9][0-9]*)$' -%}
    {%- set range = '^(?:between )?(' ~ number ~ ') *(' ~ scale ~ ')? *(?:%|percent)? *(?:to|and|-|–) *(' ~ number ~ ') *(' ~ scale ~ ')? *(%|percent)?$' -%}
    select
        parsed.* exclude (
            printed_text, qualifier, number_text, scale_text, has_percent, has_plus, parts, whole, is_range, from_value, to_value,
            number_value, scale, decimals, digits, not_available, unparsable, last_place, reach, unit_below, unit_above
        ),
        coalesce(has_percent, false) or whole is not null as is_share,
        case
            when not_available or unparsable then null
            when is_range then from_value
            when precision in ('exact', 'at_least', 'more_than') then value
            when regexp_matches(qualifier, '{{ above }}') then value
            when precision in ('rounded', 'approximate') then cast(value - unit_below as {{ decimal_type() }})
            when precision in ('less_than', 'at_most') then 0
        end as value_low,
        case
            when not_available or unparsable then null
            when is_range then to_value
            when precision in ('exact', 'less_than', 'at_most') then value
            when regexp_matches(qualifier, '{{ below }}') then value
            when precision in ('rounded', 'approximate') then cast(value + unit_above as {{ decimal_type() }})
        end as value_high,
        coalesce(precision = 'more_than', false) as low_is_open,
        coalesce(precision in ('rounded', 'less_than'), false) as high_is_open,
        case
            when not_available then 'printed as a dash: no figure given'
            when unparsable then 'unparsable'
        end as null_reason
    from (
        select
            valued.*,
            -- how far a rounded or approximate number reaches down and up
            case
                when whole is null then reach
                when parts = 1 then least(value - 100.0 / (whole + reach), 10 * reach)
                else least(100.0 * reach / whole, 10 * reach)
            end as unit_below,
            case
                when whole is null then reach
                when parts = 1 then least(100.0 / nullif(whole - reach, 0) - value, 10 * reach)
                else least(100.0 * reach / whole, 10 * reach)
            end as unit_above
        from (
            select
                precise.*,
                case
                    when whole is not null then case when precision = 'rounded' then 0.5 else 1 end
                    when precision = 'rounded' then last_place / 2
                    when precision = 'approximate' and (has_percent or decimals > 0) then last_place
                    -- about 100,000 is no 10,000; about 1 million is no narrower than 1 million
                    when precision = 'approximate' then greatest(least(last_place, value / 10), case when scale > 1 then last_place / 2 else 0 end)
                end as reach
            from (
                select
                    numbered.*,
                    case
                        when not_available or unparsable then null
                        when is_range then cast((from_value + to_value) / 2 as {{ decimal_type() }})
                        when whole is not null then cast(100.0 * parts / whole as {{ decimal_type() }})
                        else cast(number_value * scale as {{ decimal_type() }})
                    end as value,
                    case
                        when not_available or unparsable then null
                        when is_range then 'range'
                        when qualifier in ('more than', 'over', '>') then 'more_than'
                        when qualifier in ('less than', 'fewer than', '<') then 'less_than'
                        when regexp_matches(qualifier, '{{ most }}') then 'at_most'
                        when qualifier = 'at least' or has_plus then 'at_least'
                        when qualifier <> '' then 'approximate'
                        when whole is not null or has_percent or scale > 1 or decimals > 0 then 'rounded'
                        else 'exact'
                    end as precision,
                    -- trailing zeros of a whole number carry no precision: about 26,900 is good to 100
                    cast(
                        case
                            when decimals > 0 or has_percent or scale > 1 then scale * power(10, -decimals)
                            else power(10, length(digits) - length(rtrim(digits, '0')))
                        end as {{ decimal_type() }}
                    ) as last_place
                from (
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
                        replace(number_text, ',', '') as digits,
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
                ) as numbered
            ) as precise
        ) as valued
    ) as parsed
{% endmacro %}


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
