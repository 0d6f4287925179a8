-- The figures on the two sides of every check.
select
    check_id,
    side,
    figure_id,
    -- of a percentage of itself: the number that is divided
    max(role) as role
from {{ ref('int_check_sides') }}
where figure_id is not null
group by check_id, side, figure_id
