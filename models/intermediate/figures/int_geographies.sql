-- Every place that a number can be of. Most numbers of the United States are of the whole country; its
-- row of a table by country counts IP addresses that resolve to it, so that is a place of its own.
with places as (
    select
        'WORLD' as geography,
        'WORLD' as figure_geography,
        'world' as kind,
        'World' as name,
        cast(null as string) as iso_3166_1,
        cast(null as string) as iso_alpha_3,
        cast(null as string) as iso_3166_2,
        cast(null as string) as parent_geography,
        cast(null as string) as dimension,
        cast(null as string) as member

    union all

    select
        country_code as geography,
        country_code as figure_geography,
        'country' as kind,
        country_name as name,
        country_code as iso_3166_1,
        iso_alpha_3,
        cast(null as string) as iso_3166_2,
        'WORLD' as parent_geography,
        cast(null as string) as dimension,
        cast(null as string) as member
    from {{ ref('countries') }}
    where country_code = 'US'

    union all

    select
        case when country_code = 'US' then 'IP-US' else country_code end as geography,
        country_code as figure_geography,
        case country_type when 'us_territory' then 'territory' when 'region' then 'unknown' when 'unknown' then 'unknown' else 'country' end as kind,
        case when country_code = 'US' then country_name || ' (IP address)' else country_name end as name,
        case when country_type in ('iso_3166', 'us_territory') then country_code end as iso_3166_1,
        iso_alpha_3,
        cast(null as string) as iso_3166_2,
        'WORLD' as parent_geography,
        'country' as dimension,
        country_code as member
    from {{ ref('countries') }}

    union all

    select
        'US-' || state_code as geography,
        'US-' || state_code as figure_geography,
        case state_type when 'federal_district' then 'state' else state_type end as kind,
        state_name as name,
        cast(null as string) as iso_3166_1,
        cast(null as string) as iso_alpha_3,
        iso_3166_2,
        'US' as parent_geography,
        'state' as dimension,
        state_code as member
    from {{ ref('states') }}
)

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
from places
