-- What breaks a figure down: one row for each dimension of which it counts one member, and what is left
-- when that member is taken out. A place leaves the geography, any other member leaves the slice.
{% set ways = [('row', 'column'), ('column', 'row')] %}

{% for own, other in ways %}
select
    figure_id,
    {{ own }}_dimension as dimension,
    {{ own }}_member as member,
    part_of_{{ own }} as part,
    {{ own }}_geography as geography,
    -- all dimensions of the figure
    case
        when part_of_{{ other }} is null then {{ own }}_dimension
        else least(row_dimension, column_dimension) || ', ' || greatest(row_dimension, column_dimension)
    end as dimensions,
    case when {{ own }}_geography is null then geography else measure_geography end as rest_geography,
    {{ other }}_slice as rest_slice
from {{ ref('int_figures') }}
where {{ own }}_member <> 'Total'
{{ "union all" if not loop.last }}
{% endfor %}
