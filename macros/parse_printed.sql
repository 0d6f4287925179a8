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

    A print allows all that it may mean, a claim only what it may be said of (`of_claim`): no claimed count is farther
    from its number than a twentieth, or with about, nearly or just over a tenth (percentages: half a unit, or a unit of
    the last place that is not zero, up to 100% at most two points); a plain count of 1,000 or more that ends in zeros
    is read as rounded (is_plain), to two digits at least.
#}
{% macro parse_printed(relation, of_claim=false) %}
    select
        parsed.* exclude (
            printed_text, qualifier, number_text, scale_text, has_percent, has_plus, parts, whole, is_range, from_value, to_value,
            number_value, scale, decimals, not_available, unparsable, zeros, last_place, reach, unit_below, unit_above{% if not of_claim %}, is_plain{% endif %}
        ),
        coalesce(has_percent, false) or whole is not null as is_share,
        case
            when not_available or unparsable then null
            when is_range then from_value
            when precision in ('exact', 'at_least', 'more_than') then value
            when regexp_matches(qualifier, '{{ words_above() }}') then value
            when precision in ('rounded', 'approximate') then cast(value - unit_below as {{ decimal_type() }})
            when precision in ('less_than', 'at_most') then 0
        end as value_low,
        case
            when not_available or unparsable then null
            when is_range then to_value
            when precision in ('exact', 'less_than', 'at_most') then value
            when regexp_matches(qualifier, '{{ words_below() }}') then value
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
                cast({{ reach_of_claim() if of_claim else reach_of_print() }} as {{ decimal_type() }}) as reach
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
                        when regexp_matches(qualifier, '{{ words_at_most() }}') then 'at_most'
                        when qualifier = 'at least' or has_plus then 'at_least'
                        when qualifier <> '' then 'approximate'
                        when whole is not null or has_percent or scale > 1 or decimals > 0{% if of_claim %} or is_plain{% endif %} then 'rounded'
                        else 'exact'
                    end as precision,
                    -- trailing zeros of a whole number carry no precision: about 26,900 is good to 100
                    cast(
                        case when decimals > 0 or has_percent or scale > 1 then scale * power(10, -decimals) else power(10, zeros) end as {{ decimal_type() }}
                    ) as last_place
                from (
                    {{ printed_tokens(relation) }}
                ) as numbered
            ) as precise
        ) as valued
    ) as parsed
{% endmacro %}
