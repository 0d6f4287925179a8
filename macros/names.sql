{#
    The words of a name, so that two spellings compare: 'Côte d''Ivoire' is ' cote d ivoire '.
    Case, accents, blanks and punctuation do not count; a star does, since `Facebook*` (with related
    platforms) is not Facebook.
#}
{% macro name_words(expression) -%}
    ' ' || trim({{ regexp_replace_all('lower(' ~ strip_accents(expression) ~ ')', '[^a-z0-9*]+', ' ') }}) || ' '
{%- endmacro %}

{% macro strip_accents(expression) -%}
    {{ return(adapter.dispatch('strip_accents')(expression)) }}
{%- endmacro %}

{% macro default__strip_accents(expression) -%}
    translate({{ expression }}, 'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyy')
{%- endmacro %}

{% macro duckdb__strip_accents(expression) -%}
    strip_accents({{ expression }})
{%- endmacro %}

{# Two names have a word in common; the first four letters decide, so that reports and report are one. #}
{% macro share_a_word(one, other) -%}
    {{ return(adapter.dispatch('share_a_word')(one, other)) }}
{%- endmacro %}

{% macro default__share_a_word(one, other) -%}
    arrays_overlap(
        transform(filter(split({{ name_words(one) }}, ' '), word -> length(word) > 2), word -> substr(word, 1, 4)),
        transform(filter(split({{ name_words(other) }}, ' '), word -> length(word) > 2), word -> substr(word, 1, 4))
    )
{%- endmacro %}

{% macro duckdb__share_a_word(one, other) -%}
    list_has_any(
        list_transform(list_filter(string_split({{ name_words(one) }}, ' '), lambda word : length(word) > 2), lambda word : substr(word, 1, 4)),
        list_transform(list_filter(string_split({{ name_words(other) }}, ' '), lambda word : length(word) > 2), lambda word : substr(word, 1, 4))
    )
{%- endmacro %}

{# The whole text has this form. #}
{% macro has_form(expression, pattern) -%}
    regexp_extract({{ expression }}, '^({{ pattern }})$', 1) = {{ expression }}
{%- endmacro %}
