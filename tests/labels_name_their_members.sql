{#
    A printed label names the member that it is mapped to. The names come from the registries (countries,
    states, esps, measures, the members themselves) and from registry other_names; the name that equals a label,
    or else the longest that stands in it, is what the label says. Each row is one problem.
#}
with names as (
    select 'country' as dimension, country_code as member, country_name as name, 1 as distance from {{ ref('countries') }}
    union all
    select 'state' as dimension, state_code as member, state_name as name, 1 as distance from {{ ref('states') }}
    union all
    select 'state' as dimension, state_code as member, state_code as name, 1 as distance from {{ ref('states') }}
    union all
    select 'esp' as dimension, esp_name as member, esp_name as name, 1 as distance from {{ ref('esps') }}
    union all
    select 'measure' as dimension, measure_id as member, measure_label as name, 1 as distance from {{ ref('measures') }}
    union all
    -- other dimensions have no registry of their own: a member is its name, and so is Total everywhere
    select distinct dimension, member, member as name, 1 as distance from {{ ref('dimension_members') }}
    where dimension not in ('country', 'state', 'esp', 'measure') or member = 'Total'
    union all
    select dimension, member, other_name as name, 2 as distance from {{ ref('other_names') }}
),

name_words as (
    select distinct
        dimension,
        member,
        name,
        distance,
        {{ name_words('name') }} as words,
        replace({{ name_words('name') }}, ' ', '') as letters
    from names
    where replace({{ name_words('name') }}, ' ', '') <> ''
),

labels as (
    select
        'registry dimension_members, ' || coalesce(dimension, '?') as place,
        dimension,
        printed_label as label,
        member
    from {{ ref('dimension_members') }}
    union all
    select
        'registry printed_columns, ' || coalesce(table_id, '?') as place,
        column_dimension as dimension,
        column_label as label,
        column_member as member
    from {{ ref('printed_columns') }}
    where column_dimension is not null
),

label_words as (
    select
        *,
        {{ name_words('label') }} as words,
        replace({{ name_words('label') }}, ' ', '') as letters
    from labels
),

named as (
    select
        label_words.*,
        name_words.member as named_member,
        name_words.name,
        rank() over (
            partition by label_words.place, label_words.dimension, label_words.label
            -- a name that is the whole label comes first, then the longest registered name in it, then another name
            order by case when label_words.letters = name_words.letters then 0 else name_words.distance end asc, length(name_words.letters) desc
        ) as preference
    from label_words
    inner join name_words
        on label_words.dimension = name_words.dimension
        and (label_words.letters = name_words.letters or label_words.words like '%' || name_words.words || '%')
),

-- the same thing printed twice in one table: two labels were mapped to one member
merged as (
    select
        first_cells.document_id,
        first_cells.table_id,
        coalesce(first_cells.row_dimension, 'measure') as dimension,
        coalesce(first_cells.row_member, first_cells.measure_id) as member,
        first_cells.row_label as first_label,
        second_cells.row_label as second_label
    from {{ ref('int_figures') }} as first_cells
    inner join {{ ref('int_figures') }} as second_cells
        on first_cells.document_id = second_cells.document_id
        and first_cells.table_id = second_cells.table_id
        and first_cells.measure_id = second_cells.measure_id
        and first_cells.period_label = second_cells.period_label
        and first_cells.geography = second_cells.geography
        and first_cells.slice = second_cells.slice
        and first_cells.figure_id < second_cells.figure_id
    -- a label that no registry knows has no member yet: figures_are_readable names it, once
    where not first_cells.is_headline and (first_cells.row_dimension is null or (first_cells.row_member is not null and second_cells.row_member is not null))
),

declared as (
    select dimension, member, other_name as first_label, printed_beside as second_label from {{ ref('other_names') }}
    union all
    select dimension, member, printed_beside as first_label, other_name as second_label from {{ ref('other_names') }}
)

select
    place || ': "' || label || '" is mapped to "' || coalesce(member, '(blank)') || '", but names "' || min(named_member)
    || '" (as "' || min(name) || '")' as problem
from named
where preference = 1
group by place, dimension, label, member
having max(case when named_member is not distinct from member then 1 else 0 end) = 0

union all

select label_words.place || ': "' || coalesce(label_words.label, '(blank)') || '" holds no name of "' || coalesce(label_words.member, '(blank)') || '"; if it is one, say why in registry other_names' as problem
from label_words
left join named
    on label_words.place = named.place and label_words.dimension = named.dimension and label_words.label = named.label
-- one without a member waits for it (registries_are_complete)
where named.label is null and label_words.member is not null

union all

select 'registry printed_columns, ' || coalesce(columns.table_id, '?') || ': the heading "' || coalesce(columns.column_label, '(blank)') || '" says nothing of its measure ' || coalesce(columns.measure_id, '(blank)') || ', which counts ' || coalesce(measures.unit_of_count, '(unknown)') as problem
from {{ ref('printed_columns') }} as columns
left join {{ ref('measures') }} as measures
    on columns.measure_id = measures.measure_id
left join {{ ref('other_names') }} as others
    on others.dimension = 'measure' and columns.measure_id = others.member and columns.column_label = others.other_name
where
    columns.column_dimension is null and others.member is null
    and not coalesce(
        case
            when columns.column_label = 'PERCENTAGE' then measures.unit_of_count = 'percent'
            else
                measures.unit_of_count <> 'percent'
                and {{ name_words("measures.unit_of_count || ' ' || measures.measure_label || ' ' || replace(measures.measure_id, '_', ' ')") }}
                like '%' || {{ name_words('columns.column_label') }} || '%'
        end,
        false
    )

union all

select distinct document_id || ', table ' || table_id || ': the rows "' || first_label || '" and "' || second_label || '" are both mapped to "' || member || '"; if they are one thing printed twice, say so in registry other_names' as problem
from merged
where not exists (
    select 1 from declared
    where
        merged.dimension = declared.dimension and merged.member = declared.member
        and merged.first_label = declared.first_label and merged.second_label = declared.second_label
)

union all

select 'registry labels_in_documents: ' || coalesce(own.document_id, '(blank)') || ' prints "' || coalesce(own.printed_label, '(blank)') || '" of ' || coalesce(own.dimension, '(blank)')
    || case when (max(elsewhere.member) is not distinct from own.member) then ', which is "' || coalesce(own.member, '(blank)') || '" in every document' else ' in no table' end as problem
from {{ ref('labels_in_documents') }} as own
left join {{ ref('dimension_members') }} as elsewhere
    on own.dimension = elsewhere.dimension and own.printed_label = elsewhere.printed_label
left join {{ ref('int_figures') }} as figures
    on own.document_id = figures.document_id and own.printed_label = figures.row_label and own.member in (figures.row_member, figures.measure_id)
group by own.document_id, own.dimension, own.printed_label, own.member
having count(figures.figure_id) = 0 or max(elsewhere.member) is not distinct from own.member

union all

-- it means more or less than elsewhere under that name, never what has a label of its own
select
    'registry labels_in_documents: ' || coalesce(own.document_id, '(blank)') || ' prints "' || coalesce(own.printed_label, '(blank)') || '", which is not "' || coalesce(own.member, '(blank)')
    || '": ' || case when others.member is null then 'no name of that holds the label' else '"' || min(others.printed_label) || '" means that elsewhere' end as problem
from {{ ref('labels_in_documents') }} as own
left join name_words
    on own.dimension = name_words.dimension and own.member = name_words.member
    and name_words.words like '%' || {{ name_words('own.printed_label') }} || '%'
left join {{ ref('dimension_members') }} as others
    on own.dimension = others.dimension and own.member = others.member and own.printed_label <> others.printed_label
group by own.document_id, own.dimension, own.printed_label, own.member, others.member
having count(name_words.name) = 0 or others.member is not null

union all

select 'registry other_names: no table prints "' || other_name || '" beside "' || printed_beside || '" as "' || member || '"' as problem
from {{ ref('other_names') }} as others
where
    printed_beside is not null
    and not exists (
        select 1 from merged
        where
            others.dimension = merged.dimension and others.member = merged.member
            and others.other_name in (merged.first_label, merged.second_label) and others.printed_beside in (merged.first_label, merged.second_label)
    )

union all

select 'registry other_names: ' || coalesce(others.dimension, '?') || ' "' || coalesce(others.other_name, '(blank)') || '" is not needed to read any printed label as "' || coalesce(others.member, '(blank)') || '"' as problem
from {{ ref('other_names') }} as others
left join named
    on others.dimension = named.dimension and others.member = named.named_member and others.other_name = named.name
    and named.preference = 1 and named.member = named.named_member
left join {{ ref('printed_columns') }} as columns
    on others.dimension = 'measure' and others.other_name = columns.column_label and others.member = columns.measure_id
where named.label is null and columns.column_label is null

union all

select 'registry other_names: "' || other_name || '" is said without a reason' as problem
from {{ ref('other_names') }}
where reason is null

union all

select 'registry other_names: ' || dimension || ' "' || other_name || '" is a name of several members: ' || min(member) || ' and ' || max(member) as problem
from name_words
inner join (select distinct dimension as dim, other_name from {{ ref('other_names') }}) as others
    on name_words.dimension = others.dim and name_words.letters = replace({{ name_words('others.other_name') }}, ' ', '')
group by dimension, other_name
having count(distinct member) > 1

union all

select 'registry other_names: ' || coalesce(dimension, '?') || ' "' || coalesce(other_name, '(blank)') || '" is listed ' || cast(count(*) as string) || ' times' as problem
from {{ ref('other_names') }}
group by dimension, other_name
having count(*) > 1
