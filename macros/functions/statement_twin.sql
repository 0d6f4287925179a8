{#
    A share is known twice: computed of two counts, and as the percentage that documents print. Where the one that is asked has
    no number of the period, the other one is named first.
#}
{% macro twin_of(asked) -%}
    (
        select min('Ask for ' || twins.label || ': ' || known.printed || {{ in_period('known.period_label') }} || ' (' || known.document_id || ', ' || known.place || ').')
        from (
            select rates.rate_id as id, rates.published_measure_id as twin_id, prints.measure_label as label
            from {{ mart('dim_rates') }} as rates
            inner join {{ mart('dim_measures') }} as prints
                on rates.published_measure_id = prints.measure_id
            union all
            select rates.published_measure_id, rates.rate_id, rates.rate_label
            from {{ mart('dim_rates') }} as rates
        ) as twins
        inner join {{ mart('checkable_numbers') }} as known
            on twins.twin_id = known.about
        where
            twins.id = {{ asked }}.asked_about and known.period_label = {{ asked }}.asked_period and known.slice = {{ asked }}.asked_slice
            and (known.geography = {{ asked }}.asked_geography or ({{ asked }}.asked_geography is null and known.is_whole_area))
    )
{%- endmacro %}
