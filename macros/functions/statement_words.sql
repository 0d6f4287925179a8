{#
    Words behind the number of a share or a quotient that are of none of its names: '91% of the Texas reports' is no
    statement about all reports, '15% of CyberTipline reports' none about location requests. NULL where there are none.
#}
{% macro words_of_something_else(claims) -%}
    {%- set joining = [
        'of', 'the', 'all', 'a', 'an', 'in', 'on', 'at', 'to', 'by', 'for', 'from', 'with', 'and', 'it', 'its', 'them', 'their', 'these', 'those', 'that', 'which', 'who', 'there',
        'were', 'was', 'are', 'is', 'be', 'been', 'had', 'has', 'have', 'did', 'came', 'come', 'went', 'made', 'led', 'ended', 'resulted', 'involved', 'concerned', 'total', 'overall', 'ncmec', 's',
    ] -%}
    case
        when not {{ claims }}.is_comparison and ({{ claims }}.is_share or {{ claims }}.kind = 'rate') and {{ claims }}.claimed_unit <> ''
            then nullif(concat_ws(
                ' ',
                nullif({{ strange_words(claims ~ '.claimed_unit', claims ~ '.its_names', joining, claims ~ '.other_units') }}, ''),
                -- files per report, and not reports per file
                case
                    when contains({{ claims }}.claimed_unit, ' per ')
                        then nullif({{ strange_words("split_part(" ~ claims ~ ".claimed_unit, ' per ', 1)", "split_part(" ~ name_words(claims ~ '.label') ~ ", ' per ', 1)", joining) }}, '')
                end,
                -- of all reports, of a share of those by providers
                case
                    when {{ strange_words(claims ~ '.narrow_whole', claims ~ '.claimed_unit', joining) }} <> ''
                        then nullif(regexp_extract({{ claims }}.claimed_unit, '(?:^| )(all|every) ', 1), '')
                end
            ), '')
    end
{%- endmacro %}


{# Words of one text that another does not hold; long ones are alike by their first six letters (arrest, arrested). #}
{% macro strange_words(said, known, joining, units='[]') -%}
    array_to_string(list_filter(
        string_split(trim({{ said }}), ' '),
        lambda w : w not in ('', 'per', '{{ joining | join("', '") }}')
            and (
                not list_contains(list_transform(string_split({{ known }}, ' '), lambda k : left(rtrim(k, 's'), 6)), left(rtrim(w, 's'), 6))
                or list_contains({{ units }}, rtrim(w, 's'))
            )
    ), ' ')
{%- endmacro %}


{# The names of what is asked: of the share and what it is made of, of its part and its place. #}
{% macro names_of_number(claims) -%}
    {{ name_words(
        "concat_ws(' ', " ~ claims ~ ".label, " ~ claims ~ ".unit, " ~ claims ~ ".asked_geography, "
        ~ spoken_slice(claims ~ '.asked_slice') ~ ", " ~ claims ~ ".place_name, " ~ claims ~ ".its_words, " ~ claims ~ ".its_parts)"
    ) }}
{%- endmacro %}


{# Units of which a rate is not made, though its question may hold their names: of files in reports, not of reports. #}
{% macro units_of_something_else(claims) -%}
    case
        when {{ claims }}.kind = 'rate' then list_filter(
            (select list_distinct(list(rtrim(others.unit_of_count, 's'))) from {{ mart('dim_measures') }} as others),
            lambda u : not contains({{ name_words("concat_ws(' ', " ~ claims ~ ".label, " ~ claims ~ ".its_parts)") }}, ' ' || u)
        )
        else []
    end
{%- endmacro %}
