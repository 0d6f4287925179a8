-- The members that a figure is broken down by, so that nobody takes a slice apart.
select
    figure_id,
    dimension,
    member,
    geography,
    rest_geography,
    rest_slice
from {{ ref('int_figure_parts') }}
