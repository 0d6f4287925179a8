{# A word that few names have tells more than one that many have; one that none has tells that the name is another. #}
{% macro weight_of(words) -%}
    coalesce(list_sum(list_transform({{ words }}, lambda w : coalesce(compared.of_word[w], 4))), 0)
{%- endmacro %}

{% macro weights_of_words() -%}
    (
        select map_from_entries(list((counted.word, 0.1 + ln(counted.names / counted.times)))) as of_word
        from (
            select
                said.word,
                count(distinct said.means) as times,
                max(said.names) as names
            from (
                select
                    names.means,
                    unnest(string_split(names.said, ' ')) as word,
                    (select count(distinct others.means) from {{ mart('checkable_names') }} as others where others.kind = 'subject') as names
                from {{ mart('checkable_names') }} as names
                where names.kind = 'subject'
            ) as said
            group by said.word
        ) as counted
    )
{%- endmacro %}
