-- Countries and territories of uploads.
select
    country_code,
    country_name,
    iso_alpha_3,
    country_type,
    note
from {{ ref('countries') }}
