-- The claimed number of each claim, read like any printed figure.
with claims as (
    select
        claims.*,
        {{ claimed_words('claims.claimed') }} as printed
    from {{ ref('claims') }} as claims
    where claims.claimed is not null
)

{{ parse_printed('claims') }}
