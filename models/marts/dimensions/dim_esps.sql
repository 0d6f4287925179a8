-- Electronic service providers, each with the names under which it is printed.
with printed_names as (
    select
        member as esp_name,
        {{ joined_list('printed_label', 'printed_label', ' | ') }} as printed_names
    from (
        select dimension, printed_label, member from {{ ref('dimension_members') }}
        union
        select dimension, printed_label, member from {{ ref('labels_in_documents') }}
    ) as labels
    where dimension = 'esp' and member <> 'Total'
    group by member
)

select
    esps.esp_name,
    esps.parent_company,
    platforms.platform,
    printed_names.printed_names,
    esps.note
from {{ ref('esps') }} as esps
left join printed_names
    on esps.esp_name = printed_names.esp_name
left join {{ ref('platforms') }} as platforms
    on esps.parent_company = platforms.parent_company
