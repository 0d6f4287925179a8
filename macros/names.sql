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
