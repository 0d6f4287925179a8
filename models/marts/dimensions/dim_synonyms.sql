-- Words of public texts and the words of this warehouse that they stand for: the function find reads them as these.
select
    said,
    means
from {{ ref('synonyms') }}
