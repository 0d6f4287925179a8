-- The members of every dimension, as the figures use them.
select
    dimension,
    dimension_label,
    dimension_definition,
    member,
    label,
    member_order,
    part,
    slice,
    geography,
    figure_geography
from {{ ref('int_members') }}
