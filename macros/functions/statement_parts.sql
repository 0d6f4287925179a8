{#
    What is asked, with the direction of a change and the unit taken off the claimed words: 'a decline of 43%' is a
    fall of 43%, '4 million more reports' a rise of 4 million, '20512803 reports' is 20,512,803 of the unit reports.
#}
{% macro asked_statement() %}
    {%- set down = 'down|minus|fell|falling|fall|declined?|declining|decreased?|dropped|drop|shrank|[-−]' -%}
    {%- set up = 'up|plus|rose|rising|rise|increased?|grew|growth|[+]' -%}
    {%- set change = '^(?:an? )?(' ~ down ~ '|' ~ up ~ ')(?: (?:by|of))? *([^ ].*)$' -%}
    {%- set more = 'more|higher|increase|rise|growth' -%}
    {%- set fewer = 'fewer|less|lower|decline|decrease|drop|fall|reduction' -%}
    {%- set scales = "'million', 'billion', 'thousand', 'percent', 'm', 'b', 'k'" -%}
    {%- set ungrouped = '^(|.* )([0-9]{4,15})(| .*|[+%])$' -%}
    select
        words.*,
        subject.* exclude (id),
        case
            when words.direction_word <> '' then case when {{ has_form('words.direction_word', down) }} then -1 else 1 end
            when words.comparing <> '' then case when {{ has_form('words.comparing', fewer) }} then -1 else 1 end
        end as direction,
        trim(substr(words.last_words, length(words.comparing) + 1)) as claimed_unit,
        -- people also write numbers without commas
        case
            when regexp_matches(words.number_only, '{{ ungrouped }}')
                then regexp_extract(words.number_only, '{{ ungrouped }}', 1)
                || format('{:,}', cast(regexp_extract(words.number_only, '{{ ungrouped }}', 2) as bigint))
                || regexp_extract(words.number_only, '{{ ungrouped }}', 3)
            else words.number_only
        end as printed
    from (
        select
            found.*,
            case when found.asked_base is null then '' else regexp_extract(found.last_words, '^({{ more }}|{{ fewer }})(?: |$)', 1) end as comparing,
            trim(left(found.number_words, length(found.number_words) - length(found.last_words))) as number_only
        from (
            select
                split.*,
                case when split.words_after not in ({{ scales }}) then split.words_after else '' end as last_words
            from (
                select
                    typed.*,
                    {{ place_by_name('typed.asked_place') }} as asked_geography,
                    case when typed.asked_base is null then '' else regexp_extract(typed.claim, '{{ change }}', 1) end as direction_word,
                    case when typed.asked_base is not null and regexp_matches(typed.claim, '{{ change }}') then regexp_extract(typed.claim, '{{ change }}', 2) else typed.claim end as number_words,
                    regexp_extract(typed.claim, '^(?:.*(?:million|billion|thousand)|.*[0-9+%]) +([a-z][a-z -]*)$', 1) as words_after
                from (
                    select
                        cast(about as varchar) as asked_about,
                        cast(period as varchar) as asked_period,
                        cast(base_period as varchar) as asked_base,
                        coalesce(slice, 'all') as asked_slice,
                        geography as asked_place,
                        cast(claimed as varchar) as asked_claimed,
                        regexp_replace(lower(trim(cast(claimed as varchar))), '^an? +([0-9])', '\1') as claim
                    where {{ one_edition() }}
                ) as typed
            ) as split
        ) as found
    ) as words
    left join (
        select 'measure' as kind, m.measure_id as id, m.measure_label as label, m.unit_of_count as unit, null as scoring, null as shown_per, null as rate_reason_code, null as rate_reason
        from {{ mart('dim_measures') }} as m
        union all
        select
            'rate', r.rate_id, r.rate_label, case when r.scoring = 'proportion' then 'percent' else 'quotient' end, r.scoring, r.shown_per,
            case when r.declared_status = 'not_computable' then r.reason_code end,
            case when r.declared_status = 'not_computable' then r.reason end
        from {{ mart('dim_rates') }} as r
    ) as subject
        on words.asked_about = subject.id
{% endmacro %}


{# A place by its code, or by its name where only one place has it: Georgia is two. #}
{% macro place_by_name(geography) -%}
    coalesce(
        (
            select min(places.figure_geography)
            from {{ mart('dim_geographies') }} as places
            where lower(places.name) = lower({{ geography }})
            having count(distinct places.figure_geography) = 1
        ),
        {{ geography }}
    )
{%- endmacro %}
