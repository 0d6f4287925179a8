-- find | Find a number by its words | Words of the figure, its place, period or measure, as in: texas resolved. The row behind figure_id says where it is printed.
select
    figures.figure_id,
    figures.row_label,
    figures.column_label,
    coalesce(figures.printed, figures.recorded) as printed_or_recorded,
    figures.unit_of_count,
    figures.period_label,
    figures.geography,
    figures.document_id
from fct_published_figures_fts
inner join fct_published_figures as figures on fct_published_figures_fts.rowid = figures.rowid
where fct_published_figures_fts match escape_fts(:words || ' " "')
order by fct_published_figures_fts.rank, figures.figure_id;

-- number | Where is this number printed? | A number with or without commas, such as one that you read somewhere.
select
    figures.figure_id,
    figures.document_id,
    documents.citation,
    figures.place,
    figures.row_label,
    figures.column_label,
    figures.printed,
    figures.recorded,
    figures.unit_of_count,
    figures.period_label
from fct_published_figures as figures
inner join dim_documents as documents on figures.document_id = documents.document_id
where figures.value = cast(replace(:number, ',', '') as real) and :number <> ''
order by documents.source_kind, figures.figure_id;

-- state | Missing children: a state or territory | Its name or postal code; all of them when empty. One row per year and document; a rate is empty where the warehouse computes none.
select
    states.state_name,
    reports.calendar_year,
    sum(reports.reports) as reports,
    sum(reports.reports) filter (where reports.case_status = 'Resolved') as resolved,
    rates.rate as resolved_share,
    rates.small_denominator,
    reports.document_id
from fct_missing_child_reports_by_state as reports
inner join dim_states as states on reports.state_code = states.state_code
left join fct_rates as rates
    on
        rates.rate_id = 'missing_report_resolution_rate' and rates.slice = 'all'
        and rates.geography = reports.geography and rates.period_label = reports.period_label
where :state = '' or states.state_name like '%' || :state || '%' or states.state_code = upper(:state)
group by states.state_name, reports.calendar_year, reports.document_id
order by states.state_name, reports.calendar_year desc;

-- country | CyberTipline: a country or territory | Its name or two-letter code; the newest year of all when empty. Years on two sides of a break must not be compared: see breaks.
select
    countries.country_name,
    reports.calendar_year,
    reports.reports,
    reports.document_id
from fct_cybertip_reports_by_country as reports
inner join dim_countries as countries on reports.country_code = countries.country_code
where
    (:country = '' and reports.calendar_year = (select max(newest.calendar_year) from fct_cybertip_reports_by_country as newest))
    or (:country <> '' and (countries.country_name like '%' || :country || '%' or countries.country_code = upper(:country)))
order by countries.country_name, reports.calendar_year desc;

-- provider | CyberTipline: a provider | Its name, a name under which it is printed, or its parent company; the newest year of all when empty. High numbers can mean thorough detection.
select
    providers.esp_name,
    providers.parent_company,
    reports.calendar_year,
    reports.reports,
    reports.document_id
from fct_cybertip_reports_by_esp as reports
inner join dim_esps as providers on reports.esp_name = providers.esp_name
where
    (:provider = '' and reports.calendar_year = (select max(newest.calendar_year) from fct_cybertip_reports_by_esp as newest))
    or (
        :provider <> ''
        and coalesce(providers.esp_name, '') || ' ' || coalesce(providers.parent_company, '') || ' ' || coalesce(providers.printed_names, '')
        like '%' || :provider || '%'
    )
order by providers.esp_name, reports.calendar_year desc;

-- rate | A rate, and why not where there is none | Words of its name, such as arrest or resolution; every declared rate when empty. Whole areas only; the parts are in fct_rates.
select
    rates.rate_id,
    definitions.question,
    rates.period_label,
    rates.geography,
    rates.numerator_value,
    rates.denominator_value,
    rates.denominator_label,
    rates.rate,
    rates.rate_low,
    rates.rate_high,
    rates.status,
    rates.reason,
    rates.assumption
from fct_rates as rates
inner join dim_rates as definitions on rates.rate_id = definitions.rate_id
where
    rates.slice = 'all'
    and definitions.rate_id || ' ' || definitions.rate_label || ' ' || definitions.question like '%' || :words || '%'
order by rates.rate_id, rates.geography, rates.period_label desc;

-- claim | Was this statement checked? | A word of it; every checked statement when empty.
select
    claims.claim_id,
    claims.statement,
    claims.claimed,
    claims.computed_value,
    claims.verdict,
    claims.explanation,
    claims.caveats,
    claims.document_id
from fct_claims as claims
where claims.statement like '%' || :word || '%'
order by claims.claim_id;

-- breaks | Which years must not be compared? | Every change of a definition or counting rule, with the measures that it concerns.
select
    breaks.structural_break_id,
    measures.measure_label,
    breaks.slice,
    breaks.first_period_after,
    breaks.comparability,
    breaks.description,
    breaks.source
from dim_structural_breaks as breaks
left join dim_measures as measures on breaks.measure_id = measures.measure_id
order by breaks.first_day desc, breaks.structural_break_id, breaks.measure_id;
