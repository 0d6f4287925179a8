-- A large feed is gone through several times, each time for a part of the ids, so that what is joined and ranked together fits
-- into the memory. The model does the first pass; the others are added by statements after it, in the same transaction.

{% macro further_passes(select_of) %}
    {% for pass in range(1, of_run('passes', 1)) %}
    insert into {{ this }} {{ select_of(pass) }};
    {% endfor %}
{% endmacro %}

{# a relation, or the share of it whose ids belong to this pass #}
{% macro of_pass(relation, pass) -%}
    {%- set passes = of_run('passes', 1) -%}
    {{ relation if passes == 1 else '(select * from ' ~ relation ~ ' where ' ~ part_of('referral_id', passes) ~ ' = ' ~ pass ~ ')' }}
{%- endmacro %}

{% macro contested_of(pass) %}
select
    *,
    row_number() over (partition by referral_id order by {{ last_first() }}) as place
from (
    select
        {{ version_columns() }},
        false as is_held
    from {{ of_pass(ref('feed_rows'), pass) }} as fresh
    semi join {{ of_pass(ref('repeated_ids'), pass) }} as repeated on fresh.referral_id = repeated.referral_id
    where reason is null
    union all
    select
        {{ version_columns() }},
        true as is_held
    from {{ of_pass(ref('held'), pass) }} as held
) as versions
{% endmacro %}

{% macro uncontested_of(pass) %}
select {{ version_columns() }}
from {{ of_pass(ref('feed_rows'), pass) }} as fresh
anti join {{ of_pass(ref('repeated_ids'), pass) }} as repeated on fresh.referral_id = repeated.referral_id
where reason is null
{% endmacro %}
