{#
    Reads the printed text of a figure as a value, a precision and an interval.

    '29,568'         exact        [29568, 29568]
    '91%', '20.5 million', '1 in 7'   rounded: half a unit of the last printed place each way
    'about 26,900'   approximate: a whole unit of the last non-zero place each way
    '83,000+', 'at least 5', 'more than 5'   a lower bound, no upper bound (NULL)
    '<1%'            less_than    [0, 1)
    '-'              not available: NULL with a reason
    Anything else is `unparsable` and fails the build (test figures_are_readable).
    Shares are stored in percent: '91%' is 91, '1 in 7' is 14.285714.
#}
{% macro parse_printed(relation) %}
    {%- set qualifier = 'more than|over|at least|less than|fewer than|about|approximately|roughly|around|nearly|<|>|~|≈' -%}
    {%- set words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'] -%}
    {%- set pattern = '^(' ~ qualifier ~ ')? *([0-9]{1,3}(?:,[0-9]{3})*(?:[.][0-9]+)?|a|' ~ words | join('|') ~ ') *(million|billion|thousand|m|b|k)? *(%|percent)? *([+])?$' -%}
    select
        parsed.* exclude (
            printed_text, qualifier, number_text, scale_text, has_percent, has_plus, one_in,
            number_value, scale, decimals, digits, not_available, unparsable, last_place
        ),
        coalesce(has_percent, false) or one_in is not null as is_share,
        case
            when not_available or unparsable then null
            when precision in ('exact', 'at_least', 'more_than') then value
            when precision = 'rounded' and one_in is not null then cast(100.0 / (one_in + 0.5) as {{ decimal_type() }})
            when precision = 'rounded' then cast(value - last_place / 2 as {{ decimal_type() }})
            when precision = 'approximate' then cast(value - last_place as {{ decimal_type() }})
            when precision = 'less_than' then 0
        end as value_low,
        case
            when not_available or unparsable then null
            when precision in ('exact', 'less_than') then value
            when precision = 'rounded' and one_in is not null then cast(100.0 / (one_in - 0.5) as {{ decimal_type() }})
            when precision = 'rounded' then cast(value + last_place / 2 as {{ decimal_type() }})
            when precision = 'approximate' then cast(value + last_place as {{ decimal_type() }})
        end as value_high,
        coalesce(precision = 'more_than', false) as low_is_open,
        coalesce(precision in ('rounded', 'less_than'), false) as high_is_open,
        case
            when not_available then 'printed as a dash: no figure given'
            when unparsable then 'unparsable'
        end as null_reason
    from (
        select
            numbered.*,
            case
                when not_available or unparsable then null
                when one_in is not null then cast(100.0 / one_in as {{ decimal_type() }})
                else cast(number_value * scale as {{ decimal_type() }})
            end as value,
            case
                when not_available or unparsable then null
                when qualifier in ('more than', 'over', '>') then 'more_than'
                when qualifier in ('less than', 'fewer than', '<') then 'less_than'
                when qualifier = 'at least' or has_plus then 'at_least'
                when qualifier <> '' then 'approximate'
                when one_in is not null or has_percent or scale > 1 or decimals > 0 then 'rounded'
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
                    else try_cast(nullif(replace(number_text, ',', ''), '') as {{ decimal_type() }})
                end as number_value,
                case
                    when scale_text in ('million', 'm') then 1000000
                    when scale_text in ('billion', 'b') then 1000000000
                    when scale_text in ('thousand', 'k') then 1000
                    else 1
                end as scale,
                length(regexp_extract(number_text, '[.]([0-9]+)$', 1)) as decimals,
                replace(number_text, ',', '') as digits,
                printed_text in ('-', '–', '—') as not_available,
                printed_text is null
                or (number_text = '' and one_in is null and printed_text not in ('-', '–', '—')) as unparsable
            from (
                select
                    cells.*,
                    regexp_extract(printed_text, '{{ pattern }}', 1) as qualifier,
                    regexp_extract(printed_text, '{{ pattern }}', 2) as number_text,
                    regexp_extract(printed_text, '{{ pattern }}', 3) as scale_text,
                    regexp_extract(printed_text, '{{ pattern }}', 4) <> '' as has_percent,
                    regexp_extract(printed_text, '{{ pattern }}', 5) <> '' as has_plus,
                    try_cast(nullif(regexp_extract(printed_text, '^1 in ([1-9][0-9]*)$', 1), '') as integer) as one_in
                from (
                    select
                        relation.*,
                        lower(trim(printed)) as printed_text
                    from {{ relation }} as relation
                ) as cells
            ) as tokens
        ) as numbered
    ) as parsed
{% endmacro %}
