-- What may leave the machine: blocks of referrals, each of at least smallest_cell.

{# Divides the blocks of a relation by one more column. Within a block the members that are too small are left together,
   with the smallest other member if they are too few even together; their label is '(several)'. A block is never divided
   into something smaller than smallest_cell, and each referral stays in exactly one block: whoever adds or subtracts
   blocks gets blocks. #}
{% macro divided(relation, block, column) %}
    select
        * exclude (member_size, small_together, next_smallest),
        case
            when member_size < {{ var('smallest_cell') }}
                or (small_together between 1 and {{ var('smallest_cell') }} - 1 and {{ column }} = next_smallest)
                then '(several)'
            else cast({{ column }} as varchar)
        end as {{ column }}_shown
    from (
        select
            *,
            coalesce(sum(referrals) filter (where member_size < {{ var('smallest_cell') }}) over (partition by {{ block | join(', ') }}), 0)
                as small_together,
            first_value({{ column }}) over (
                partition by {{ block | join(', ') }}
                order by member_size < {{ var('smallest_cell') }}, member_size, {{ column }}
            ) as next_smallest
        from (
            select
                *,
                sum(referrals) over (partition by {{ (block + [column]) | join(', ') }}) as member_size
            from {{ relation }}
        ) as sized
    ) as compared
{% endmacro %}

{# rows of the release before: its years are repeated word for word, so that two releases differ by whole years only #}
{% macro released_before(table) %}read_parquet('{{ var("release_before") }}/{{ table }}.parquet'){% endmacro %}
