-- States and territories of the United States.
select
    state_code,
    state_name,
    state_type,
    iso_3166_2,
    fips_code,
    census_region
from {{ ref('states') }}
