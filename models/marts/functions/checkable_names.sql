-- What people can write for each measure, rate, slice and place, and what it means: how the functions read names.
-- Words that mean several things have a row for each; a name of a thing's own goes before a word that stands for it.
with members as (
    select
        slice as means,
        label,
        dimension_label as what,
        case when count(*) over (partition by label) = 1 then label else dimension_label || ': ' || label end as write_as
    from {{ ref('dim_members') }}
    where slice <> 'all'
),

places as (
    select
        geography as means,
        name as label,
        kind as what,
        case
            when count(*) over (partition by name) = 1 then name
            when parent_geography = 'US' then geography
            else coalesce(iso_alpha_3, name)
        end as write_as,
        parent_geography = 'US' and kind = 'state' as is_state,
        kind = 'country' and geography <> 'US' as is_abroad
    from {{ ref('dim_geographies') }}
    where geography = figure_geography
),

-- what a weak source alone states has no number that stands, and yet a name
loaded as (
    select about, geography, slice, true as has_number from {{ ref('checkable_numbers') }}
    union
    select measure_id, geography, slice, false as has_number from {{ ref('int_figures') }} where value is not null
),

-- who counts in countries counts in their states too, whether by them or not: there, CA can mean two places
places_of as (
    select
        loaded.about,
        places.means
    from loaded
    inner join places
        on loaded.geography = places.means
    union
    select
        loaded.about,
        states.means
    from loaded
    inner join places
        on loaded.geography = places.means and places.is_abroad
    cross join places as states
    where states.is_state
),

things as (
    select measure_id as about, 'subject' as kind, measure_id as means, measure_label as label, 'measure in ' || unit_of_count as what, measure_label as write_as
    from {{ ref('dim_measures') }}
    union all
    select rate_id as about, 'subject' as kind, rate_id as means, rate_label as label, 'rate' as what, rate_label as write_as
    from {{ ref('dim_rates') }}
    union all
    select distinct loaded.about, 'slice' as kind, members.means, members.label, members.what, members.write_as
    from loaded
    inner join members
        on loaded.slice = members.means
    union all
    select places_of.about, 'place' as kind, places.means, places.label, places.what, places.write_as
    from places_of
    inner join places
        on places_of.means = places.means
),

ranked as (
    select
        things.*,
        names.said,
        names.name_order,
        min(greatest(names.name_order, 1)) over (partition by things.about, things.kind, names.said) as best
    from things
    inner join {{ ref('int_names') }} as names
        on things.kind = names.kind and things.means = names.means
)

select
    ranked.about,
    ranked.kind,
    ranked.said,
    ranked.means,
    ranked.label,
    ranked.what,
    ranked.write_as,
    ranked.kind = 'subject' or named.about is not null as is_loaded
from ranked
left join (select distinct about, unnest([geography, slice]) as means from loaded where has_number) as named
    on ranked.about = named.about and ranked.means = named.means
where greatest(ranked.name_order, 1) = ranked.best
-- a company's name asks back among its brands, and is never read as one of them
qualify ranked.name_order in (1, 2) or count(*) over (partition by ranked.about, ranked.kind, ranked.said) > 1
-- equal values side by side take less room in the file
order by ranked.about, ranked.kind, ranked.said, ranked.means
