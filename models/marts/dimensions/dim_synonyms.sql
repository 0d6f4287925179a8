-- Words of public texts and the words of this warehouse that they stand for: the functions read them as these.
select
    said,
    means,
    is_whole_name = 'true' as is_whole_name
from {{ ref('synonyms') }}
