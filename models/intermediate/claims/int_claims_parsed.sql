-- The claimed number of each claim, read like any printed figure.
with claims as (
    select
        claims.*,
        -- the linter knows no lambda of two arguments
        {{ claimed_words('claims.claimed') }} as printed -- noqa: PRS
    from {{ ref('claims') }} as claims
    where claims.claimed is not null
)

{{ parse_printed('claims', of_claim=true) }}
