-- The loaded figures that each claim about a number is judged by, side by side: what is counted or the later period
-- first, what it is divided by or compared with second. No fact-check article, no single unconfirmed source.
with figures as (
    select * from {{ ref('int_evidence_figures') }}
),

-- a claim without a year is shown beside the year that comes nearest to it
claims as (
    select
        registry.claim_id,
        registry.evidence_kind,
        registry.measure_id,
        registry.other_measure_id,
        coalesce(registry.period_label, years.period_label) as period_label,
        registry.base_period_label,
        registry.geography,
        registry.slice
    from {{ ref('claims') }} as registry
    left join {{ ref('int_claims_years') }} as years
        on registry.claim_id = years.claim_id
),

wanted as (
    select
        claim_id,
        'first' as side,
        measure_id,
        period_label,
        geography,
        -- the printed share of a part is taken of the whole
        case when evidence_kind = 'part' then 'all' else slice end as slice
    from claims
    where evidence_kind in ('figure', 'change', 'fall', 'difference', 'arithmetic', 'part')

    union all

    select
        claim_id,
        'second' as side,
        coalesce(other_measure_id, measure_id) as measure_id,
        coalesce(base_period_label, period_label) as period_label,
        geography,
        slice
    from claims
    where evidence_kind in ('change', 'fall', 'difference', 'arithmetic', 'part')
),

-- without a place the whole area that each measure covers, not one country or state of it
by_measure as (
    select
        wanted.claim_id,
        wanted.side,
        figures.added_figure_ids as figure_ids
    from wanted
    inner join {{ ref('measures') }} as measures
        on wanted.measure_id = measures.measure_id
    inner join figures
        on figures.is_in_facts
        and wanted.measure_id = figures.measure_id
        and wanted.period_label = figures.period_label
        and wanted.slice = figures.slice
        and coalesce(wanted.geography, measures.geography) = figures.geography
),

-- a rate takes both parts from one printed table where it can, which is not always the one of the facts
by_rate as (
    select
        claims.claim_id,
        rates.numerator_figure_id,
        rates.denominator_figure_id
    from claims
    inner join {{ ref('int_claim_rates') }} as rates
        on claims.claim_id = rates.claim_id
),

picked as (
    select * from by_measure
    union all
    select
        claim_id,
        'first' as side,
        numerator_figure_id as figure_ids
    from by_rate
    union all
    select
        claim_id,
        'second' as side,
        denominator_figure_id as figure_ids
    from by_rate
)

select
    picked.claim_id,
    picked.side,
    figures.figure_id,
    figures.added_figure_ids,
    figures.value,
    figures.value_low,
    figures.value_high,
    figures.low_is_open,
    figures.high_is_open,
    figures.precision,
    figures.added_printed as printed,
    figures.source_kind,
    figures.document_id
from picked
inner join figures
    on picked.figure_ids = figures.added_figure_ids
