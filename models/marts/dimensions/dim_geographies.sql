-- The places that numbers can be of, as the figures use them.
select
    geography,
    figure_geography,
    kind,
    name,
    iso_3166_1,
    iso_alpha_3,
    iso_3166_2,
    parent_geography,
    dimension,
    member
from {{ ref('int_geographies') }}
