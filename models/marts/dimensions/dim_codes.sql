-- Every code that a column can hold, with the words for it, what it means and its order.
select
    code_list,
    code,
    label,
    meaning,
    cast(sort_order as integer) as sort_order
from {{ ref('codes') }}
