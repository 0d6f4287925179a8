{# What a statement can be about: every measure and rate with its unit, why a rate cannot be computed, and the words that name it alone. #}
{% macro subjects_of_statements() -%}
    (
        select
            described.*,
            named.said
        from (
            select
                'measure' as kind,
                m.measure_id as id,
                m.measure_label as label,
                m.unit_of_count as unit,
                null as scoring,
                null as shown_per,
                null as rate_reason_code,
                null as rate_reason
            from {{ mart('dim_measures') }} as m
            union all
            select
                'rate', r.rate_id, r.rate_label, case when r.scoring = 'proportion' then 'percent' else 'quotient' end, r.scoring, r.shown_per,
                case when r.declared_status = 'not_computable' then r.reason_code end,
                case when r.declared_status = 'not_computable' then r.reason end
            from {{ mart('dim_rates') }} as r
        ) as described
        inner join (
            select
                names.said,
                min(names.means) as means
            from {{ mart('checkable_names') }} as names
            where names.kind = 'subject'
            group by names.said
            having count(*) = 1
        ) as named
            on described.id = named.means
    )
{%- endmacro %}


{% macro is_called(name, subjects) -%}
    {{ said_words(name) }} = {{ subjects }}.said
{%- endmacro %}


{# What the words mean, where they mean one thing; else NULL. #}
{% macro meaning(kind, about, said) -%}
    (
        select min(names.means)
        from {{ mart('checkable_names') }} as names
        where names.kind = '{{ kind }}' and names.about = {{ about }} and names.said = {{ said }}
        having count(*) = 1
    )
{%- endmacro %}


{# A slice as it is named, by its members in any order, or by the name of its only member; else as typed. #}
{% macro slice_by_name(about, slice) -%}
    coalesce(
        case when lower(trim({{ slice }})) in ('', 'all', 'total', 'overall') then 'all' end,
        (
            select coalesce(min(n.slice) filter (n.slice = {{ slice }}), case when count(distinct n.slice) = 1 then min(n.slice) end)
            from {{ mart('checkable_numbers') }} as n
            where n.about = {{ about }} and contains(n.slice, ';') and (n.slice = {{ slice }} or {{ members_said('n.slice') }} = {{ members_said(slice) }})
        ),
        {{ meaning('slice', about, said_words(slice)) }},
        {{ slice }}
    )
{%- endmacro %}


{# The members that a slice names, in the order of the alphabet. #}
{% macro members_said(slice) -%}
    list_sort(list_transform(string_split(regexp_replace({{ slice }}, '[a-z_]+=', '', 'g'), ';'), lambda m : {{ name_words('m') }}))
{%- endmacro %}


{# A place by its code or name, where that is one place within what the measure covers: CA is Canada and California. Else in quotation marks, so that it is none. #}
{% macro place_by_name(about, geography) -%}
    case when trim({{ geography }}) <> '' then coalesce({{ meaning('place', about, said_words(geography)) }}, '"' || {{ geography }} || '"') end
{%- endmacro %}


{# How the names were read, in names: what a verdict is a verdict of. #}
{% macro read_as(asked) -%}
    concat_ws(
        ', ',
        {{ asked }}.label,
        nullif({{ spoken_slice(asked ~ '.asked_slice') }}, 'all'),
        {{ place_label(asked ~ '.asked_about', asked ~ '.asked_geography') }},
        {{ asked }}.asked_period,
        'against ' || nullif(concat_ws(', ', {{ asked }}.other_label, {{ spoken_slice(asked ~ '.other_slice') }}, {{ asked }}.asked_base), '')
    )
{%- endmacro %}

{% macro place_label(about, geography) -%}
    (
        select min(places.name)
        from {{ mart('dim_geographies') }} as places
        where places.geography = places.figure_geography
            and places.figure_geography = coalesce({{ geography }}, (select min(n.geography) from {{ mart('checkable_numbers') }} as n where n.about = {{ about }} and n.is_whole_area))
    )
{%- endmacro %}
