-- One figure per measure, period, geography and slice: the vintage that facts and rates use.
-- Rule, in this order: primary before secondary, better trust grade, exact before imprecise,
-- latest publication. All vintages stay in int_figures; changes are in fct_restatements.
select *
from {{ ref('int_figures_per_document') }}
qualify
    row_number() over (
        partition by measure_id, period_label, geography, slice
        order by
            case source_kind when 'primary' then 1 else 2 end asc,
            trust_grade asc,
            case precision when 'exact' then 1 when 'rounded' then 2 when 'approximate' then 3 else 4 end asc,
            published_on desc nulls last,
            is_headline asc,
            figure_id asc
    ) = 1
