-- Members of a dimension that are added up to a group of another dimension: recipients, ages, and
-- the providers of one parent company.
select
    dimension,
    group_dimension,
    group_member,
    member,
    needs_all_members = 'true' as needs_all_members
from {{ ref('member_groups') }}

union all

select
    'esp' as dimension,
    'parent_company' as group_dimension,
    parent_company as group_member,
    esp_name as member,
    -- a provider without a row made no reports in that year
    false as needs_all_members
from {{ ref('esps') }}
