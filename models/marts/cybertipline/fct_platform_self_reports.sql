-- What a platform says it reported beside what the tables of NCMEC count for it, per year.
with figures as (
    select
        figures.*,
        parts.member as platform
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('int_figure_parts') }} as parts
        on figures.figure_id = parts.figure_id and parts.dimension = 'platform'
    where
        figures.measure_id in ('platform_reports_said_by_platform', 'platform_reports_said_by_ncmec')
        and figures.period_type = 'calendar_year' and not figures.is_headline
),

pairs as (
    select
        document_id,
        calendar_year,
        platform,
        period_label,
        {%- for side in ['platform', 'ncmec'] %}
        max(case when measure_id = 'platform_reports_said_by_{{ side }}' then value end) as said_by_{{ side }},
        max(case when measure_id = 'platform_reports_said_by_{{ side }}' then precision end) as {{ side }}_precision,
        max(case when measure_id = 'platform_reports_said_by_{{ side }}' then figure_id end) as {{ side }}_figure_id{{ "," if not loop.last }}
        {%- endfor %}
    from figures
    group by document_id, calendar_year, platform, period_label
)

select
    pairs.document_id,
    pairs.calendar_year,
    pairs.platform,
    pairs.period_label,
    cast(pairs.said_by_platform as bigint) as reports_said_by_platform,
    pairs.platform_precision,
    cast(pairs.said_by_ncmec as bigint) as reports_said_by_ncmec,
    pairs.ncmec_precision,
    cast(pairs.said_by_platform - pairs.said_by_ncmec as bigint) as difference,
    rates.rate as ratio,
    pairs.platform_figure_id,
    pairs.ncmec_figure_id
from pairs
left join {{ ref('fct_rates') }} as rates
    on rates.rate_id = 'platform_reports_per_ncmec_count'
    and pairs.platform_figure_id = rates.numerator_figure_id
    and pairs.ncmec_figure_id = rates.denominator_figure_id
