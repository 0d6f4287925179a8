{#
    The words of a name, so that two spellings compare: 'Côte d''Ivoire' is ' cote d ivoire '.
    Case, accents, blanks and punctuation do not count; a star does, since `Facebook*` (with related
    platforms) is not Facebook.
#}
{% macro name_words(expression) -%}
    ' ' || trim({{ regexp_replace_all('lower(' ~ strip_accents(expression) ~ ')', '[^a-z0-9*]+', ' ') }}) || ' '
{%- endmacro %}

{% macro strip_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}

{# Two names have a word in common; the first four letters decide, so that reports and report are one. #}
{% macro share_a_word(one, other) -%}
    list_has_any(
        list_transform(list_filter(string_split({{ name_words(one) }}, ' '), lambda word : length(word) > 2), lambda word : substr(word, 1, 4)),
        list_transform(list_filter(string_split({{ name_words(other) }}, ' '), lambda word : length(word) > 2), lambda word : substr(word, 1, 4))
    )
{%- endmacro %}

{# How much alike two names are spelled, 0 to 1; case does not count. #}
{% macro name_similarity(one, other) -%}
    jaro_winkler_similarity(lower({{ one }}), lower({{ other }}))
{%- endmacro %}


{# The words of a name in one order and one number, without those that join them: 'Korea, Republic of' is 'korea republic'. #}
{% macro said_words(expression) -%}
    array_to_string(list_sort(list_transform(
        list_filter(string_split(trim({{ name_words(expression) }}), ' '), lambda w : w not in ('', 'the', 'of', 'and')),
        lambda w : case when length(w) > 3 then rtrim(w, 's') else w end
    )), ' ')
{%- endmacro %}
