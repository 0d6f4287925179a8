{#
    A slip in the coding of a claim finds no figure, and the claim would come out as one that cannot be checked: a column of
    another kind of evidence, a part or a period that its measure never has, a share without its percent sign, two kinds of period.
#}
{%- set number_kinds = "('figure', 'change', 'fall', 'difference', 'arithmetic', 'part')" -%}
{%- set used = {
    'measure_id': "('figure', 'change', 'fall', 'difference', 'arithmetic', 'part', 'absence', 'absence_anywhere', 'different_population', 'subset', 'comparable', 'series_break', 'latest')",
    'other_measure_id': "('change', 'fall', 'difference', 'arithmetic', 'part', 'different_population', 'subset', 'comparable', 'series_break')",
    'rate_id': "('rate', 'not_computable', 'only_computable', 'unmeasured')",
    'other_rate_ids': "('only_computable')",
    'topic_id': "('stated', 'unsaid')",
    'about_document_id': "('stated', 'unsaid')",
    'period_label': "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part', 'absence', 'absence_anywhere', 'comparable', 'series_break', 'latest', 'stated')",
    'base_period_label': "('change', 'fall', 'difference', 'arithmetic', 'part', 'comparable', 'series_break')",
    'geography': "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part')",
    'slice': "('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part', 'series_break')",
} -%}
with claims as (
    select
        registry.*,
        parsed.is_share,
        parsed.value,
        {{ regexp_replace_all('registry.slice', '=[^;]*', '') }} as dimensions
    from {{ ref('claims') }} as registry
    left join {{ ref('int_claims_parsed') }} as parsed
        on registry.claim_id = parsed.claim_id
),

-- by what each measure, and each rate, is ever split in any period
splits as (
    select distinct
        measure_id as owner_id,
        {{ regexp_replace_all('slice', '=[^;]*', '') }} as dimensions
    from {{ ref('int_figures') }}
    union
    select distinct
        rate_id as owner_id,
        {{ regexp_replace_all('slice', '=[^;]*', '') }} as dimensions
    from {{ ref('int_rates') }}
)

{%- for column, kinds in used.items() %}
select 'claim ' || claim_id || ' is of kind ' || evidence_kind || ', which does not use its {{ column }} ' || {{ column }} as problem
from claims
where {{ column }} is not null and evidence_kind not in {{ kinds }}

union all
{% endfor %}
select 'claim ' || claims.claim_id || ': ' || coalesce(claims.measure_id, claims.rate_id) || ' is nowhere split by "' || claims.slice || '", so the claim finds no figure' as problem
from claims
left join splits
    on coalesce(claims.measure_id, claims.rate_id) = splits.owner_id and claims.dimensions = splits.dimensions
where claims.slice <> 'all' and claims.evidence_kind in ('figure', 'rate', 'change', 'fall', 'difference', 'arithmetic', 'part') and splits.owner_id is null

union all

select 'claim ' || claims.claim_id || ': ' || measures.measure_id || ' is counted by ' || measures.period_basis || ', not by ' || periods.period_type || ' as ' || periods.period_label as problem
from claims
inner join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
inner join {{ ref('periods') }} as periods
    on periods.period_label in (claims.period_label, case when claims.other_measure_id is null then claims.base_period_label end)
where claims.evidence_kind in {{ number_kinds }} and ', ' || measures.period_basis || ',' not like '%, ' || periods.period_type || ',%'

union all

select 'claim ' || claims.claim_id || ' compares a ' || laters.period_type || ' with a ' || bases.period_type || ': ' || claims.period_label || ' and ' || claims.base_period_label as problem
from claims
inner join {{ ref('periods') }} as laters
    on claims.period_label = laters.period_label
inner join {{ ref('periods') }} as bases
    on claims.base_period_label = bases.period_label
where claims.evidence_kind in {{ number_kinds }} and laters.period_type <> bases.period_type

union all

-- a plain fraction of one is a share too; 15 for 15% is not
select 'claim ' || claims.claim_id || ': "' || claims.claimed || '" is claimed of ' || claims.rate_id || ', a share, without a percent sign' as problem
from claims
inner join {{ ref('rates') }} as rates
    on claims.rate_id = rates.rate_id
where claims.evidence_kind = 'rate' and rates.scoring = 'proportion' and not claims.is_share and claims.value > 1

union all

select 'claim ' || claim_id || ': "' || claimed || '" is claimed as a ' || evidence_kind || ', which is in percent, without a percent sign' as problem
from claims
where evidence_kind in ('change', 'fall') and not is_share

union all

select 'claim ' || claims.claim_id || ': "' || claims.claimed || '" is claimed of ' || measures.measure_id || ', which is in ' || measures.unit_of_count as problem
from claims
inner join {{ ref('measures') }} as measures
    on claims.measure_id = measures.measure_id
where claims.evidence_kind in ('figure', 'difference') and claims.is_share <> (measures.unit_of_count = 'percent')

union all

select 'claim ' || claims.claim_id || ' multiplies ' || claims.measure_id || ' by ' || others.measure_id || ', which is in ' || others.unit_of_count || ' and not in percent' as problem
from claims
inner join {{ ref('measures') }} as others
    on claims.other_measure_id = others.measure_id
where claims.evidence_kind in ('arithmetic', 'part') and others.unit_of_count is distinct from 'percent'

union all

select 'claim ' || claims.claim_id || ': geography "' || claims.geography || '" is neither WORLD, nor a country, nor a state of one' as problem
from claims
where claims.geography not in (select figure_geography from {{ ref('dim_geographies') }} where kind <> 'unknown')
