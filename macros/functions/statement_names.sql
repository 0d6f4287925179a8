{# What a statement can be about: every measure and rate with its unit, and why a rate cannot be computed. #}
{% macro subjects_of_statements() -%}
    (
        select named.*, count(*) over (partition by named.label) = 1 as is_only
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
        ) as named
    )
{%- endmacro %}


{# Called by its id, or by its label where only one has it. #}
{% macro is_called(name, subjects) -%}
    {{ name }} = {{ subjects }}.id or ({{ subjects }}.is_only and {{ name_words(name) }} = {{ name_words(subjects ~ '.label') }})
{%- endmacro %}


{# A slice as it is named, or by the name of its member where only one slice of the measure has it; else as typed. #}
{% macro slice_by_name(about, slice) -%}
    coalesce(
        case when {{ slice }} = 'all' then 'all' end,
        (
            select coalesce(min(n.slice) filter (n.slice = {{ slice }}), case when count(distinct n.slice) = 1 then min(n.slice) end)
            from {{ mart('checkable_numbers') }} as n
            where
                n.about = {{ about }}
                and (n.slice = {{ slice }} or {{ name_words('n.slice') }} = {{ name_words(slice) }}
                    -- the whole is no member, and so not what a name without Latin letters has in common with it
                    or (contains(n.slice, '=') and not contains(n.slice, ';') and {{ name_words("regexp_extract(n.slice, '=(.*)$', 1)") }} = {{ name_words(slice) }}))
        ),
        {{ slice }}
    )
{%- endmacro %}


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
