{# What a statement can be about: every measure and rate with its unit, why a rate cannot be computed, and the words of all that it is made of. #}
{% macro subjects_of_statements() -%}
    select
        'measure' as kind,
        m.measure_id as id,
        m.measure_label as label,
        m.unit_of_count as unit,
        m.geography as whole_area,
        cast(null as varchar) as scoring,
        null as shown_per,
        cast(null as varchar) as rate_reason_code,
        cast(null as varchar) as rate_reason,
        m.definition as its_words,
        cast(null as varchar) as its_parts,
        cast(null as varchar) as narrow_whole
    from {{ mart('dim_measures') }} as m
    union all
    select
        'rate',
        r.rate_id,
        r.rate_label,
        case when r.scoring = 'proportion' then 'percent' else 'quotient' end,
        tops.geography,
        r.scoring,
        r.shown_per,
        case when r.declared_status = 'not_computable' then r.reason_code end,
        case when r.declared_status = 'not_computable' then r.reason end,
        r.question,
        concat_ws(' ', tops.measure_label, tops.unit_of_count, wholes.measure_label, wholes.unit_of_count),
        -- what it is a share of is itself a part of more
        case when r.denominator_measure_id in (
            select shares.numerator_measure_id
            from {{ mart('dim_rates') }} as shares
            inner join {{ mart('dim_measures') }} as parts
                on shares.numerator_measure_id = parts.measure_id
            inner join {{ mart('dim_measures') }} as more
                on shares.denominator_measure_id = more.measure_id and parts.unit_of_count = more.unit_of_count
            where shares.scoring = 'proportion' and parts.measure_id <> more.measure_id
        ) then {{ name_words('wholes.measure_label') }} end
    from {{ mart('dim_rates') }} as r
    left join {{ mart('dim_measures') }} as tops
        on r.numerator_measure_id = tops.measure_id
    left join {{ mart('dim_measures') }} as wholes
        on r.denominator_measure_id = wholes.measure_id
{%- endmacro %}


{#
    Typed names, each in its role, with what it means: `roles` is a list of role, kind of name, what it is a name of, and what
    was typed. One row for a part of the statement, with two columns for a role: what it means where that is one thing, and the
    things that it can mean with how to write each.
#}
{% macro meanings_of_names(asked, roles) %}
    {%- set is_code = "bool_or(names.kind = 'subject' and names.means = typed.typed)" -%}
    select
        read.part
        {%- for role, kind, about, typed in roles %},
        min(read.means) filter (read.role = '{{ role }}') as {{ role }}_means,
        min(read.twice) filter (read.role = '{{ role }}') as {{ role }}_twice
        {%- endfor %}
    from (
        select
            typed.part,
            typed.role,
            -- the code of a measure or rate is a name of one thing, whatever its words mean elsewhere
            case when {{ is_code }} then typed.typed when count(*) = 1 then min(names.means) end as means,
            case
                when count(*) > 1 and not {{ is_code }} then '"' || typed.typed || '" can mean '
                    || string_agg(names.label || ' (' || names.what || '): write ' || names.write_as || case when names.is_loaded then '' else ', which is not loaded here' end, '; or ' order by names.is_loaded desc, names.label, names.means)
                    || '.'
            end as twice
        from (
            select
                named.*,
                {{ said_words('named.typed') }} as said
            from (
                {%- for role, kind, about, typed in roles %}
                select {{ asked }}.part, '{{ role }}' as role, '{{ kind }}' as kind, {{ about }} as about, {{ typed }} as typed from {{ asked }}
                {% if not loop.last %}union all{% endif %}
                {%- endfor %}
            ) as named
        ) as typed
        inner join {{ mart('checkable_names') }} as names
            on typed.kind = names.kind and typed.said = names.said and (typed.about = names.about or typed.kind = 'subject')
        group by typed.part, typed.role, typed.typed
    ) as read
    group by read.part
{% endmacro %}


{# How the names were read, in names: what a verdict is a verdict of. #}
{% macro read_as(asked) -%}
    concat_ws(
        ', ',
        {{ asked }}.label,
        nullif({{ spoken_slice(asked ~ '.asked_slice') }}, 'all'),
        {{ asked }}.place_name,
        {{ asked }}.asked_period,
        'against ' || nullif(concat_ws(', ', {{ asked }}.other_label, {{ spoken_slice(asked ~ '.other_slice') }}, {{ asked }}.asked_base), '')
    )
{%- endmacro %}
