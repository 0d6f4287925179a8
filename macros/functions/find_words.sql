{# Words of sentences that name nothing. #}
{% macro no_names() -%}
    'the', 'of', 'a', 'an', 'in', 'by', 'to', 'and', 'for', 'on', 'at', 'from', 'with', 'share', 'rate', 'number', 'how', 'many', 'much', 'what', 'which',
    'was', 'were', 'is', 'are', 'has', 'have', 'had', 'been', 'that', 'than', 'there', 'its', 'it', 'more', 'most', 'about', 'over', 'million', 'percent', 'ncmec', 'received', 'every', 'year', 'make', 'made', 'up', 'account', 'accounts', 'got', 'only', 'per', 'each', 'day', 'their', 'who', 'through', 'all', 'said', 'national', 'center'
{%- endmacro %}


{# Words with what they stand for in place of what people say (dim_synonyms), between blanks; with `places` also UK for United Kingdom. #}
{% macro in_own_words(text, places=false) -%}
    coalesce(
        list_reduce(
            -- longer words first: they hold shorter ones
            (
                select list(' ' || known.said || ' | ' || known.means || ' ' order by length(known.said) desc, known.said)
                from {{ mart('dim_synonyms') }} as known
                where not known.is_whole_name{% if places %} or trim({{ name_words('known.means') }}) in (select trim({{ name_words('named.name') }}) from {{ mart('dim_geographies') }} as named){% endif %}
            ),
            lambda words, known : replace(words, split_part(known, '|', 1), split_part(known, '|', 2)),
            {{ name_words(text) }}
        ),
        {{ name_words(text) }}
    )
{%- endmacro %}
