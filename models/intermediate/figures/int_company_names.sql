-- The brands that a company's name stands for, where it has several: as good a name as that of the brand called like it,
-- unless this is the largest of them. Amazon is also Twitch; Roblox is Roblox.
with largest as (
    select
        slice,
        max(value) as most
    from {{ ref('int_figures') }}
    group by slice
),

brands as (
    select
        esps.parent_company,
        members.slice as means,
        {{ said_words('esps.parent_company') }} as said,
        coalesce(largest.most, 0) as most,
        {{ said_words('members.label') }} = {{ said_words('esps.parent_company') }} as has_its_label,
        has_its_label or others.member is not null as is_called_so
    from {{ ref('esps') }} as esps
    inner join {{ ref('int_members') }} as members
        on members.dimension = 'esp' and esps.esp_name = members.member
    left join {{ ref('other_names') }} as others
        on members.dimension = others.dimension and members.member = others.member and esps.parent_company = others.other_name
    left join largest
        on members.slice = largest.slice
),

named as (
    select
        *,
        max(most) filter (where is_called_so) over (partition by parent_company) < max(most) over (partition by parent_company) as is_small
    from brands
    qualify count(*) over (partition by parent_company) > 1
)

select
    'slice' as kind,
    means,
    said,
    case when is_small then 0 else 3 end as name_order
from named
-- that is a name of its own already
where not has_its_label
