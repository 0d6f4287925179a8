-- Percentages: every printed one whose parts are printed is recomputed from them. The quotient is that of
-- the rate, with its bounds; its numerator and denominator are named, not added up.
with printed as (
    select
        figures.document_id,
        figures.table_id,
        replace(figures.figure_id, figures.document_id || '/', '') as line,
        figures.figure_id,
        computed.numerator_figure_id,
        computed.denominator_figure_id,
        cast(computed.rate * 100 as {{ decimal_type() }}) as value,
        {{ rate_bound_percent('computed', 'rate_low') }} as value_low,
        {{ rate_bound_percent('computed', 'rate_high') }} as value_high,
        coalesce(computed.low_is_open, false) as low_is_open,
        coalesce(computed.high_is_open, false) as high_is_open
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('measures') }} as measures
        on figures.measure_id = measures.measure_id
    left join {{ ref('rates') }} as registry
        on figures.measure_id = registry.published_measure_id
    left join {{ ref('int_rates') }} as computed
        on registry.rate_id = computed.rate_id
        and figures.period_label = computed.period_label
        and figures.geography = computed.geography
        and figures.slice = computed.slice
    where
        measures.counting_rule = 'share'
        and figures.source_kind = 'primary'
        -- a percentage without a registered rate has nothing to answer to: that fails
        and (registry.rate_id is null or computed.rate is not null)
)

{% set sides = [
    ('published', 'addend', 'figure_id'),
    ('recomputed', 'numerator', 'numerator_figure_id'),
    ('recomputed', 'denominator', 'denominator_figure_id'),
    ('recomputed', 'result', none),
] -%}
{% for side, role, figure_ids in sides -%}
select
    document_id,
    table_id,
    'percentage' as check_kind,
    line,
    '{{ side }}' as side,
    '{{ role }}' as role,
    {{ figure_ids or 'cast(null as string)' }} as figure_ids
    {%- for bound in ['value', 'value_low', 'value_high', 'low_is_open', 'high_is_open'] %},
    {{ bound if role == 'result' else 'null' }} as {{ bound }}
    {%- endfor %}
from printed
{{ 'union all' if not loop.last }}
{% endfor %}
