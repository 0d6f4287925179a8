"""make bi: a real Superset over a copy of the published file, read by a real browser.

Every chart's numbers are compared with SQL on that file; then the file is swapped below the running server.
"""

import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml
from playwright.sync_api import expect

from bi.fill import filled, plain, read
from scripts.locked import SECONDS, lock
from tests.attacks import ENDING, MAY_BE_ANSWERED, MEMORY, TIME
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow
expect.set_options(timeout=60_000)


def latest(fact: str, column: str = "calendar_year") -> str:
    """Where a fact has rows of its last year."""
    return f"{column} = (select max({column}) from {fact})"


def label(dimension: str, column: str) -> str:
    """The word of a member, as a subquery."""
    return f"(select label from dim_members where dimension = '{dimension}' and member = {column})"


def code(code_list: str, column: str) -> str:
    """The word of a code, as a subquery."""
    return f"(select label from dim_codes where code_list = '{code_list}' and code = {column})"


def starred(measure_id: str, column: str = "calendar_year", slices: str = "slice = 'all'") -> str:
    return f"{column} || if({column}::int in (select year(first_day) from dim_structural_breaks where measure_id = '{measure_id}' and {slices}), ' *', '')"


def pivoted(fact: str, row: str, series: str, count: str, where: str = "true") -> str:
    """One row for each bar, one column for each colour."""
    return f"pivot (select {row} as bar, {series} as colour, {count} as n from {fact} where {where}) on colour using sum(n) group by bar"


PLAIN = "regexp_replace(printf('%,.4f', {}), '[.]?0+$', '')"
FIGURE = "(select coalesce(printed, recorded) from fct_published_figures where figure_id = {}_figure_id)"
PERIOD = "(select period_name from dim_periods where period_label = {}.period_label)"
DOCUMENT = "(select title from dim_documents where document_id = {}.document_id)"
AGE = "if(regexp_matches({0}, '^[0-9]( .*)?$'), ' ', '') || {0}"
TYPES, STATES, AGES = (f"fct_missing_child_reports_by_{name}" for name in ("type", "state", "age_and_race"))
TRAFFICKING = "fct_child_sex_trafficking_reports_by_age_and_gender"
INCIDENTS, FILES, COUNTRIES, PROVIDERS = (f"fct_cybertip_{name}" for name in ("reports_by_incident_type", "files_by_type", "reports_by_country", "reports_by_esp"))  # fmt: skip
CHANGED = "(select min(year(first_day)) from dim_structural_breaks where measure_id = 'cybertip_reports' and slice = 'all' and comparability = 'not_comparable')"
COUNTED = f"if(period_label::int < {CHANGED}, 'counted as until ' || ({CHANGED} - 1), 'counted as from ' || {CHANGED} || ' on')"
BY_YEAR = "checkable_numbers join dim_periods using (period_label) where period_type = 'calendar_year' and slice = 'all' and is_whole_area and about = '{}'"
SERIES = f"pivot (select {starred('cybertip_reports', 'period_label')} as bar, {COUNTED} as colour, value from {BY_YEAR.format('cybertip_reports')}) on colour using sum(value) group by bar"
SHOWN_AS = f"{code('precision', 'checkable_numbers.precision')} || if((select source_kind from dim_documents where document_id = checkable_numbers.document_id) = 'secondary', ', secondary source', '')"
BOUNDS = f"pivot (select epoch_ms(make_date(calendar_year, 1, 1)) as bar, {SHOWN_AS} as colour, value from {BY_YEAR}) on colour using sum(value) group by bar"
# the last period that a rate has in a place
LAST = """period_label = (
    select max_by(period_label, coalesce(end_date, '-infinity'::date))
    from fct_rates as others join dim_periods using (period_label)
    where others.rate_id = fct_rates.rate_id and others.geography = fct_rates.geography and slice = 'all')"""
# as it is printed where the print has more than digits
SAID = "coalesce((select coalesce(printed, recorded) from fct_published_figures as said where figure_id = {0}_figure_id and said.value = {0}_value and said.precision <> 'exact'), printf('%,d', {0}_value))"
BREAK = """(select string_agg(distinct 'Break of ' || first_period_after || ': ' || if(rate is null, 'not comparable', 'compare with care'), '. ')
    from dim_structural_breaks where position(structural_break_id in fct_rates.structural_break_id) > 0)"""
# a lower bound is never rounded up: the digits of 0.0024862 that count, cut off
SAFE = "if(rate_precision in ('at_least', 'more_than'), trunc(rate * power(10, digits)) / power(10, digits), if(rate_precision = 'less_than', ceil(rate * power(10, digits)) / power(10, digits), rate))"
WIDTH = "coalesce(rate_high - rate_low, 0)"
RATES = f"""select rate_label, {PERIOD.format("fct_rates")},
        case when rate_precision in ('at_least', 'more_than', 'less_than', 'approximate') then {code("precision", "rate_precision")} || ' ' else '' end
            || case when status = 'published_only' then published_printed
            when change_percent is not null then printf('%,.1f%% ', abs(change_percent)) || if(change_percent < 0, 'less', 'more')
            when fct_rates.scoring = 'proportion' then printf(if(rate < 0.01, '%.2g%%', if({WIDTH} > 0.002, '%.0f%%', '%.1f%%')), 100 * {SAFE})
            else printf(if(rate < 0.1, '%.2g', if(rate >= 100, '%,.0f', if(rate >= 10 or {WIDTH} > 0.02, '%.1f', '%.2f'))), {SAFE}) end,
        {SAID.format("numerator")}, {SAID.format("denominator")}, denominator_label, {code("rate_status", "status")},
        concat_ws('. ', {BREAK}, if(rate_precision = 'unconfirmed', 'A part is unconfirmed', null),
            if(fct_rates.source_kind = 'secondary', 'A part is from a secondary source', null), if(small_denominator, 'Out of fewer than 30', null),
            rtrim(fct_rates.reason, '.'), rtrim(fct_rates.assumption, '.'), rtrim(fct_rates.exclusions, '.'))
    from (select *, if(rate >= 0.1, 2, 1) - floor(log10(nullif(rate, 0)))::int as digits from fct_rates) as fct_rates join dim_rates using (rate_id) where slice = 'all'"""
CARD = "select epoch_ms(make_date(calendar_year, 1, 1)), {} from {} group by all"
CARD_RATE = """select epoch_ms(make_date(calendar_year, 1, 1)), rate from fct_rates join dim_periods using (period_label)
    where rate is not null and slice = 'all' and geography in ('US', 'WORLD') and rate_id = '{}' and calendar_year is not null"""
PLACES = "fct_rates join dim_geographies using (geography) where slice = 'all' and rate_id = '{0}' and shown_rate is not null and period_label = (select max(period_label) from fct_rates where rate_id = '{0}')"
YEAR_OF_PARTS = starred("cybertip_reports", slices="slice in ('all', 'parts')")
# five shades with about as many places each, which end at numbers of two digits
KEY = """with places as (select shown_rate, numerator_value < 30 or coalesce(small_denominator, false) as few from {}),
    ends as (select min(shown_rate) as up_to from places union all select max(shown_rate) from places
        union all select round(up_to, 1 - floor(log10(up_to))::int) from (select unnest(quantile_cont(shown_rate, [0.2, 0.4, 0.6, 0.8])) as up_to from places)),
    shades as (select lag(up_to) over (order by up_to) as above, up_to, row_number() over (order by up_to) - 1 as shade, max(up_to) over () as highest from ends)
    select if(highest >= 100, printf('%,.0f to %,.0f', above, up_to), printf('%,.1f to %,.1f', above, up_to)), shade, count(*), count(*) filter (where few)
    from shades join places on (shown_rate > above or shade = 1) and (shown_rate <= up_to or shade = 5) where shade > 0 group by all"""
FEW = "fewer than 30 reports"
DELIVERED = "cybertip_deliveries"
DELIVERIES = f"""select {starred(DELIVERED, slices="true")} as bar, {label("recipient_type", "recipient_type")} as recipient, {label("report_class", "report_class")} as colour, deliveries as n from fct_cybertip_deliveries
    union all select bar || ' (secondary source)', recipients.label, classes.label, value
    from (select *, {starred(DELIVERED, "period_label", "true")} as bar from checkable_numbers) as numbers
    join dim_members as recipients on recipients.dimension = 'recipient_type'
    join dim_members as classes on classes.dimension = 'report_class' and numbers.slice = 'recipient_type=' || recipients.member || '; report_class=' || classes.member
    where about = '{DELIVERED}' and period_label > (select max(period_label) from fct_cybertip_deliveries)"""
RESIDENTS = "(select shown_rate from fct_rates where rate_id = '{}' and slice = 'all' and fct_rates.geography = facts.geography and fct_rates.period_label = facts.period_label)"

# all digits claimed are the number's own, and rounding would have changed the last
OUTCOME = f"if(verdict = 'contradicted' and claimed_precision not in ('at_least', 'more_than', 'less_than') and computed_value between claimed_value and 2 * claimed_high - claimed_value - 1e-9, 'cut off instead of rounded', {code('verdict', 'verdict')})"

# what was found, with its unit
UNIT = "(select min(unit_of_count) from fct_published_figures where figure_id in (select unnest(string_split(evidence_figure_ids, ', '))) and unit_of_count <> 'percent')"
FOUND = f"""case when verdict = 'not_comparable' then 'counted differently'
    when evidence_kind = 'change' then printf('%,.1f%% ', abs(computed_value)) || if(computed_value > 0, 'more', 'less')
    when evidence_kind = 'fall' then printf('%,.1f%% ', abs(computed_value)) || if(computed_value > 0, 'less', 'more')
    when evidence_kind = 'difference' then printf('%,d ', abs(computed_value)::bigint) || {UNIT} || if(computed_value > 0, ' more', ' fewer')
    when evidence_kind = 'rate' and claimed not like '%\\%%' escape '\\' then printf('%.4f', computed_value)
    when evidence_kind = 'rate' then printf('%.1f%%', computed_value)
    when {UNIT} is null then format('{{:.4g}}%', computed_value)
    else printf('%,d ', round(computed_value)::bigint) || {UNIT} end"""

# each year's number and where it is printed
NUMBERS = f"select period_label, value, {code('precision', 'precision')}, {code('source_kind', 'source_kind')}, title, place, {code('reading', 'checkable_numbers.reading')}, coalesce(caveats, '') from (checkable_numbers join dim_periods using (period_label)) as checkable_numbers join dim_documents using (document_id) where checkable_numbers.slice = 'all' and is_whole_area and period_type = 'calendar_year' and about = "

# what each chart must show: SQL on the marts, columns in the order of the chart
EXPECTED = {
    "missing_reports": CARD.format("sum(reports)", TYPES),
    "missing_reports_resolved": CARD.format("sum(reports)", f"{TYPES} where case_status = 'Resolved'"),
    "missing_reports_active": CARD.format("sum(reports)", f"{TYPES} where case_status = 'Active'"),
    "missing_reports_resolved_share": CARD_RATE.format("missing_report_resolution_rate"),
    "missing_reports_by_year": BOUNDS.format("missing_child_reports"),
    "missing_rates_by_type": RATES.replace("rate_label", label("report_type", "slice_member"), 1).replace(
        "slice = 'all'", "slice_dimension = 'report_type'"
    )
    + f" and {LAST} and geography = 'US' and rate_id = 'missing_report_resolution_rate'",
    "missing_reports_numbers": NUMBERS + "'missing_child_reports'",
    "ncic_entries_numbers": NUMBERS + "'ncic_missing_child_entries'",
    "ncic_entries_by_year": BOUNDS.format("ncic_missing_child_entries"),
    "missing_rates": RATES
    + f" and {LAST} and geography = 'US' and rate_id in ('missing_report_resolution_rate', 'missing_from_care_share', 'missing_from_care_resolution_rate', 'missing_outside_care_resolution_rate', 'likely_trafficking_share_of_missing', 'missing_report_arrest_rate')",
    "missing_reports_by_type": pivoted(
        TYPES, label("report_type", "report_type"), label("case_status", "case_status"), "reports", latest(TYPES)
    ),
    "missing_reports_map": "select iso_3166_2, shown_rate from " + PLACES.format("missing_reports_per_resident"),
    "missing_reports_map_key": KEY.format(PLACES.format("missing_reports_per_resident")),
    "missing_reports_by_state": f"select name, calendar_year::text, sum(reports), sum(reports) filter (where case_status = 'Active'), sum(reports) filter (where case_status = 'Resolved') as resolved, resolved / sum(reports), {RESIDENTS.format('missing_reports_per_resident')}, if(sum(reports) < 30, '{FEW}: one more or less changes the share visibly', '') from {STATES} as facts join dim_geographies using (geography) where {latest(STATES)} group by all",
    "missing_reports_by_age_and_race": pivoted(
        AGES, AGE.format("age_group"), "race_ethnicity", "reports", latest(AGES)
    ),
    "trafficking_reports_by_age": pivoted(
        TRAFFICKING, AGE.format("age_missing"), "gender", "reports", latest(TRAFFICKING)
    ),
    "cybertip_reports": CARD.format("sum(reports)", INCIDENTS),
    "cybertip_incidents": "select epoch_ms(start_date), value from " + BY_YEAR.format("cybertip_incidents"),
    "cybertip_incidents_per_report": CARD_RATE.format("cybertip_incidents_per_report"),
    "cybertip_files": CARD.format("sum(files)", FILES),
    "cybertip_reports_by_year": SERIES,
    "cybertip_reports_by_year_log": SERIES,
    "cybertip_reports_numbers": f"select period_label, value, {code('precision', 'precision')}, {COUNTED}, {code('source_kind', 'source_kind')}, title, place, {code('reading', 'checkable_numbers.reading')}, coalesce(caveats, '') from dim_documents join {BY_YEAR.format('cybertip_reports').replace(' where', ' using (document_id) where', 1).replace('checkable_numbers join dim_periods using (period_label)', '(checkable_numbers join dim_periods using (period_label)) as checkable_numbers')}",
    "cybertip_reports_by_incident_type": f"select {starred('cybertip_reports')}, {label('incident_type', 'incident_type')}, reports from {INCIDENTS}",
    "cybertip_files_by_type": pivoted(FILES, starred("cybertip_files"), "file_type", "files"),
    "cybertip_reports_by_country_map": "select if(iso_alpha_3 in ('BES', 'UMI', 'XKX', 'SHN'), 'XXX', iso_alpha_3), shown_rate from "
    + PLACES.format("cybertip_reports_per_inhabitant")
    + " and iso_alpha_3 is not null",
    "cybertip_reports_by_country_map_key": KEY.format(PLACES.format("cybertip_reports_per_inhabitant")),
    "cybertip_reports_by_country": f"select name, facts.period_label, reports, denominator_value, shown_rate, concat_ws('. ', if(reports < 30, '{FEW}', null), if(facts.country_code = 'US', (select string_agg(distinct 'break of ' || first_period_after || ' (compare with care)', ', ') from dim_structural_breaks where measure_id = 'cybertip_reports' and slice = 'country=US'), null)) from {COUNTRIES} as facts join dim_geographies using (geography) left join (from fct_rates where rate_id = 'cybertip_reports_per_inhabitant' and slice = 'all') as rates on rates.geography = if(facts.country_code = 'US', 'US', facts.geography) and rates.period_label = facts.period_label where {latest(COUNTRIES)}",
    "cybertip_reports_by_country_and_year": f"select {YEAR_OF_PARTS}, name, reports from {COUNTRIES} join dim_geographies using (geography)",
    "cybertip_reports_by_state_map": "select iso_3166_2, shown_rate from "
    + PLACES.format("cybertip_us_reports_per_resident"),
    "cybertip_reports_by_state_map_key": KEY.format(PLACES.format("cybertip_us_reports_per_resident")),
    "cybertip_reports_by_state": f"select name, period_label, numerator_value, denominator_value, shown_rate, if(numerator_value < 30, '{FEW}: one more or less changes the rate visibly', '') from "
    + PLACES.format("cybertip_us_reports_per_resident"),
    "cybertip_reports_by_provider_top": f"select esp_name, reports from {PROVIDERS} where {latest(PROVIDERS)} order by reports desc limit 10",
    "cybertip_reports_by_provider": f"select {starred('cybertip_esp_reports', slices='true')}, esp_name, parent_company, reports from {PROVIDERS} join dim_esps using (esp_name)"
    f" union all select {starred('cybertip_esp_reports', 'period_label', 'true')} || ' (secondary source)', esp_name, parent_company, value from checkable_numbers join dim_esps on slice = 'esp=' || esp_name"
    f" where about = 'cybertip_esp_reports' and period_label > (select max(period_label) from {PROVIDERS})",
    "cybertip_provider_changes": f"select slice_member, period_label, numerator_value, denominator_value, if(abs(change_percent) < 1000, if(change_percent > 0, '+', '') || printf('%.1f%%', change_percent), printf('%,.0f times as many', rate)), concat_ws('. ', if(structural_break_id is not null, 'break of ' || period_label || ': compare with care', null), if(least(numerator_value, denominator_value) < 30, '{FEW} in one of the years', null), if(source_kind = 'secondary', 'secondary source', null)) from fct_rates where rate_id = 'cybertip_esp_reports_year_over_year' and slice_dimension = 'esp'",
    "cybertip_deliveries_by_year": f"pivot (select bar, colour, n from ({DELIVERIES})) on colour using sum(n) group by bar",
    "cybertip_deliveries": DELIVERIES,
    "cybertip_rates": RATES
    + f" and {LAST} and geography = 'WORLD' and rate_id in ('cybertip_incidents_per_report', 'cybertip_files_per_report', 'cybertip_files_year_over_year', 'cybertip_escalation_share', 'cybertip_reports_year_over_year', 'cybertip_public_reports_share', 'cybertip_referral_share', 'cybertip_feedback_per_delivery', 'cybertip_arrest_rate')",
    "location_requests": CARD.format("sum(location_requests)", "fct_offender_tracking"),
    "located_and_arrested": CARD.format("sum(located_and_arrested)", "fct_offender_tracking"),
    "located_and_arrested_share": CARD.format(
        "sum(located_and_arrested) / sum(location_requests)", "fct_offender_tracking"
    ),
    "offender_operations": CARD.format("sum(operations)", "fct_offender_tracking"),
    "outcome_rates": RATES
    + f" and {LAST} and rate_id not like 'icac%' and rate_id not like '%registered%' and regexp_matches(rate_id, '(arrest|charge|conviction)_rate$')",
    "outcome_stages_published": f"pivot (select program, {code('publication_status', 'publication_status')} as colour, 1 / count(*) over (partition by program) as n from fct_outcome_stages) on colour using sum(n) group by program",
    "outcome_stages": f"select program, {PERIOD.format('fct_outcome_stages')}, stage, if(precision = 'exact', '', {code('precision', 'precision')} || ' ') || printf('%,d', value), unit_of_count, {code('publication_status', 'publication_status')}, note, {DOCUMENT.format('fct_outcome_stages')} from fct_outcome_stages",
    "answers": f"select question, regexp_replace(answer, ', see outcome-[a-z]+', ''), {code('answer_status', 'answer_status')}, coalesce(caveats, ''), coalesce(needed_to_know, '') from answers",
    "cvip_requests_by_agency": f"select {label('agency_type', 'agency_type')}, calendar_year::text, requests from fct_cvip_requests_by_agency where {latest('fct_cvip_requests_by_agency')}",
    "identified_victims_by_relationship": f"select {label('relationship', 'relationship')}, known_relationships from fct_identified_victims_by_relationship where {latest('fct_identified_victims_by_relationship', 'as_of_year')}",
    "figures_loaded": "select count(*) from fct_published_figures",
    "documents_loaded": "select count(distinct document_id) from fct_published_figures",
    "checks_known_discrepancies": "select count(*) from dim_known_discrepancies",
    "checks_broken": "select count(*) from fct_reconciliations where status = 'broken'",
    "checks_by_kind": f"pivot (select {code('check_kind', 'check_kind')} as bar, {code('check_status', 'status')} as colour from fct_reconciliations) on colour using nullif(count(*), 0) group by bar",
    "known_discrepancies": f"select {DOCUMENT.format('fct_reconciliations')}, coalesce(printed_title, place), row_label || ', ' || column_label, {code('check_kind', 'check_kind')}, coalesce(printed, recorded), recomputed_value, difference, explanation from fct_reconciliations join dim_known_discrepancies using (check_id) left join fct_published_figures on published_figure_id = figure_id",
    "printed_figures": f"select measure_label, {PERIOD.format('fct_published_figures')}, name, row_label, column_label, coalesce(printed, recorded), fct_published_figures.unit_of_count, {DOCUMENT.format('fct_published_figures')}, place, {code('source_kind', 'source_kind')}, {code('reading', 'reading')} from fct_published_figures join dim_measures using (measure_id) left join dim_geographies on fct_published_figures.geography = dim_geographies.geography order by measure_label, period_label desc, figure_id limit 50",
    "conflicts": f"select title, {code('conflict_kind', 'conflict_kind')}, {code('conflict_nature', 'nature')}, {PERIOD.format('fct_conflicts')}, first_side, coalesce(if(first_operation is null, {FIGURE.format('first')}, null), {PLAIN.format('first_value')}), second_side, coalesce({FIGURE.format('second')}, {PLAIN.format('second_value')}), difference, if(explanation = 'unexplained', 'No document says why.', explanation) from fct_conflicts",
    "restatements": f"select measure_label, {PERIOD.format('fct_restatements')}, {DOCUMENT.format('earlier')}, {FIGURE.format('earlier')}, {DOCUMENT.format('later')}, {FIGURE.format('later')}, difference, explanation from fct_restatements join dim_measures using (measure_id) join dim_documents as earlier on earlier_document_id = earlier.document_id join dim_documents as later on later_document_id = later.document_id",
    "claims_by_verdict": f"pivot (select {code('document_type', 'document_type')} as bar, {OUTCOME} as colour from fct_claims join dim_documents using (document_id)) on colour using nullif(count(*), 0) group by bar",
    "claims": f"select statement, {OUTCOME}, coalesce(claimed, ''), {FOUND}, explanation, coalesce(caveats, ''), {DOCUMENT.format('fct_claims')} from fct_claims",
    "coverage_by_programme": f"pivot (select program, {code('coverage_status', 'status')} as colour from coverage) on colour using nullif(count(*), 0) group by program",
    "coverage": f"select measure_label, breakdown, {PERIOD.format('coverage')}, {code('coverage_status', 'status')}, {DOCUMENT.format('coverage')}, note from coverage join dim_measures using (measure_id) order by measure_label, period_label desc, breakdown limit 50",
}
SLUGS = ["overview", "cybertipline", "outcomes", "data-quality"]


def assets(connection, folder: str) -> dict[str, dict]:
    """The YAML files of a folder as make bi fills them."""
    texts = {Path(path): text for path, text in filled(connection).items()}
    return {path.stem: json.loads(text) for path, text in texts.items() if path.parts[0] == folder}


def comparable(columns, rows, by_name: bool) -> Counter:
    """Rows in any order; numbers in one form; the series of a bar chart by name, other columns by place."""
    order = list(range(len(columns)))
    if by_name:
        order = [0, *sorted(order[1:], key=columns.__getitem__)]

    def one(value):
        return plain(value) if isinstance(value, str) else value if value is None else float(f"{float(value):.12g}")

    names = [plain(columns[place]) for place in order[1:]] if by_name else []
    return Counter((*names, *(one(row[place]) for place in order)) for row in rows)


class Server:
    """make bi in a folder of its own, in its own process group, as in a terminal."""

    def __init__(self, folder: Path):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = ""

    def command(self) -> list[str]:
        return ["make", "--no-print-directory", "bi", f"PORT={self.port}", f"FOLDER={self.folder}"]

    def start(self, until: str = "Dashboards:") -> float:
        began = time.monotonic()
        self.log = self.folder / f"terminal-{began}.log"
        self.process = subprocess.Popen(
            self.command(),
            cwd=PROJECT,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: signal.signal(
                signal.SIGINT, signal.SIG_DFL
            ),  # also when the tests run in the background
        )
        while until not in self.output:
            self.output = self.log.read_text()
            assert self.process.poll() is None and time.monotonic() < began + 900, self.output
            time.sleep(0.3)
        return time.monotonic() - began

    def interrupt(self) -> float:
        """Ctrl-C reaches the whole process group: nothing stays, nothing complains."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        assert self.process.wait(timeout=30) == -signal.SIGINT  # as make ends when it is interrupted
        while True:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                break
            assert time.monotonic() < began + 10, "a process is left"
            time.sleep(0.05)
        said = self.log.read_text()
        assert not re.search("Traceback|ERROR|SIGKILL", said), said
        self.output = ""
        return time.monotonic() - began

    def master(self) -> int:
        """Gunicorn's main process: make's child, or the child of its shell."""
        for status in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                command = status.read_bytes().split(b"\0")
                if b"gunicorn" in command and f"127.0.0.1:{self.port}".encode() in command:
                    parent = re.search(r"PPid:\t(\d+)", status.with_name("status").read_text()).group(1)
                    if b"gunicorn" not in Path(f"/proc/{parent}/cmdline").read_bytes().split(b"\0"):
                        return int(status.parent.name)
        raise AssertionError("no gunicorn")

    def warehouse(self) -> duckdb.DuckDBPyConnection:
        connection = lock(duckdb.connect(str(self.folder / "ncmec.duckdb"), read_only=True))
        connection.execute("use ncmec.marts")
        return connection


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bi") / "current"
    folder.with_name("one").mkdir()
    folder.symlink_to("one")
    shutil.copy(PROJECT / "ncmec.duckdb", folder)
    (folder / "ncmec.duckdb").chmod(0o644)  # the published file may be read-only
    server = Server(folder)
    server.start()
    server.password = re.search(r"password  (\S+)", server.output).group(1)
    yield server
    server.interrupt()


@pytest.fixture(scope="module")
def page(server, browser):
    """A logged-in page that notes whatever goes wrong in it."""
    page = browser.new_context(viewport={"width": 1400, "height": 3200}).new_page()
    page.set_default_timeout(60_000)
    page.errors, page.answers, page.names = [], {}, {}

    def request(request):
        if not request.url.startswith((server.url, "data:", "blob:")):
            page.errors.append(request.url)

    def failed(request):
        if request.failure == "csp":  # the browser refused to send it
            page.errors.remove(request.url)

    def console(message):
        if message.type == "error" and "violates the following Content Security Policy" not in message.text:
            page.errors.append(message.text)

    def response(response):
        if re.search(r"/api/v1/dashboard/[^/]+/charts", response.url):
            page.names.update({chart["id"]: chart["slice_name"] for chart in response.json()["result"]})
        elif "/api/v1/chart/data" in response.url:
            form = response.request.post_data_json["form_data"]
            page.answers[form["slice_id"] if "slice_id" in form else form["native_filter_id"]] = response
        elif "/superset/explore_json/" in response.url:
            form = re.search(r'name="form_data"\r\n\r\n(.*?)\r\n', response.request.post_data, re.S).group(1)
            page.answers[json.loads(form)["slice_id"]] = response

    for event, listener in {
        "request": request,
        "requestfailed": failed,
        "console": console,
        "response": response,
        "pageerror": lambda error: page.errors.append(str(error)),
    }.items():
        page.on(event, listener)
    page.goto(f"{server.url}/login/", wait_until="networkidle")  # the form listens only when its scripts are there
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(server.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}/superset/welcome/")  # not a login page that leads there
    yield page
    page.context.close()


def answered(response) -> tuple[list[str], list[tuple]]:
    """Column names and rows of a chart's data."""
    assert response.status == 200, response.text()[:500]
    answer = response.json()
    if "result" in answer:
        columns, data = answer["result"][0]["colnames"], answer["result"][0]["data"]
    else:  # maps
        columns = ["country_id", "metric"] if "metric" in answer["data"][0] else ["country", "m1"]
        data = answer["data"]
    return columns, [tuple(row[column] for column in columns) for row in data]


def open_tab(page, name: str) -> None:
    page.locator(".dashboard .ant-tabs-tab").filter(has_text=name).click()


def wait_for_charts(page, ids: set[int]) -> None:
    """Until each has an answer and nothing on the screen is still drawn."""
    deadline = time.monotonic() + 60
    loading = page.locator("[data-test=loading-indicator]:visible, .loading:visible")
    while not ids <= page.answers.keys() or loading.count():
        assert time.monotonic() < deadline, (
            f"no answer in a minute: {[page.names[id] for id in ids - page.answers.keys()]}"
        )
        page.wait_for_timeout(100)
    page.wait_for_timeout(250)


def check_dashboard(server, page, slug, only: tuple[str, ...] = ()) -> set[str]:
    """Opens each of its tabs (or only some), compares every number with SQL on the file; returns the charts seen."""
    page.errors.clear(), page.answers.clear(), page.names.clear()
    with server.warehouse() as connection:
        spec = read(connection)["dashboards"][slug.replace("-", "_")]
        filled_charts = assets(connection, "charts")
    page.goto(f"{server.url}/superset/dashboard/{slug}/")
    page.locator(".dashboard .ant-tabs-tab").first.wait_for()
    ids = {title: id for id, title in page.names.items()}
    seen = set()
    assert set(only) <= {tab["tab"] for tab in spec["tabs"]}
    for tab in spec["tabs"]:
        if only and tab["tab"] not in only:
            continue
        charts = {ids[each["title"]]: (each["name"], filled_charts[each["name"]]) for row in tab["rows"] for each in row.get("charts", [])}  # fmt: skip
        open_tab(page, tab["tab"])
        wait_for_charts(page, set(charts))
        seen |= check_tab(server, page, charts)
    return seen


def check_tab(server, page, charts: dict[int, tuple[str, dict]]) -> set[str]:
    holders = page.locator(".dashboard-component-chart-holder:has(.chart-slice):visible")
    assert page.errors == []
    assert holders.count() == len(charts)
    empty = 0
    for text in holders.all_inner_texts():
        assert not re.search(r"\berror\b|No data|Unexpected", text.split("\n", 1)[-1][:200]), text
        empty += "No results" in text.split("\n", 1)[-1][:200]
    seen = set()
    with server.warehouse() as connection:
        for chart_id, (stem, chart) in charts.items():
            relation = connection.sql(EXPECTED[stem])
            expected = relation.fetchall()
            series = bool(chart["viz_type"].startswith("echarts") and chart["params"]["groupby"])
            shown = comparable(*answered(page.answers[chart_id]), series)
            assert shown == comparable(relation.columns, expected, series), f"{stem} differs from the marts"
            # a chart says that there is nothing where the marts hold nothing, and only there
            empty -= not expected
            seen.add(stem)
            if not expected:
                continue
            holder = page.locator(f".dashboard-chart-id-{chart_id}")
            if chart["viz_type"].startswith("big_number"):
                form = chart["params"]["y_axis_format"].replace("d", ".0f")
                number, *_ = reversed(max(expected))  # of the last year
                assert holder.locator(".header-line").inner_text() == format(number, form), stem
                if chart["viz_type"] == "big_number":
                    year = str(datetime.fromtimestamp(max(expected)[0] / 1000, UTC).year)
                    assert holder.locator(".kicker").inner_text() == year, stem
            elif chart["viz_type"] == "table":
                rows = chart["params"]["page_length"] or len(expected)
                assert holder.locator("tbody tr").count() == min(rows, len(expected)), stem
    assert empty == 0
    return seen


def test_every_chart_shows_what_the_marts_hold(server, page):
    seen = set()
    for slug in SLUGS:
        seen |= check_dashboard(server, page, slug)
    with server.warehouse() as connection:
        charts = assets(connection, "charts")
    assert seen == set(EXPECTED) == set(charts)
    assert all(chart["description"] for chart in charts.values())


def rows_shown(page, title: str) -> int:
    """Rows of the table of this title, once nothing is loading."""
    page.wait_for_timeout(500)
    page.locator("[data-test=loading-indicator]:visible, .loading:visible").first.wait_for(state="detached")
    holder = page.locator(".dashboard-component-chart-holder:visible").filter(has=page.get_by_text(title, exact=True))
    return holder.locator("tbody tr").count()


def filter_called(page, name: str):
    """The filter of this name in the bar on the left."""
    label = page.locator("[data-test=filter-control-name]").get_by_text(name, exact=True)
    return page.locator(".ant-form-item").filter(has=label).locator(".ant-select")


def choose(page, filter_name: str, value: str) -> None:
    filter_called(page, filter_name).click()
    page.keyboard.type(value)
    page.locator(".ant-select-item-option:visible").filter(has_text=re.compile(f"^{re.escape(value)}$")).click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Apply filters").click()


def test_filters_and_clicks_find_a_state_a_provider_and_a_country(server, page):
    page.goto(f"{server.url}/superset/dashboard/overview/")
    open_tab(page, "States")
    choose(page, "State", "Texas")
    expect(page.locator("tbody tr:visible").filter(has_text="Texas")).to_have_count(1)
    assert rows_shown(page, "Every state and territory") == 1

    page.goto(f"{server.url}/superset/dashboard/cybertipline/")
    open_tab(page, "Providers")
    choose(page, "Provider", "Discord")
    with server.warehouse() as connection:
        years = connection.execute(
            "select period_label, value::bigint from checkable_numbers where about = 'cybertip_esp_reports' and slice = 'esp=Discord' order by 1 desc"
        ).fetchall()
        countries = connection.execute(
            "select count(distinct country_code) from fct_cybertip_reports_by_country"
        ).fetchone()
    table = page.locator(".dashboard-component-chart-holder:visible").filter(has_text="Every provider, all years")
    expect(table.locator("tbody tr")).to_have_count(1)
    assert [cell for cell in table.locator("tbody td").all_inner_texts() if cell] == [
        f"{reports:,}" for _, reports in years
    ]

    open_tab(page, "Countries")
    table = page.locator(".dashboard-component-chart-holder:visible").filter(has_text="All years (empty")
    expect(table.locator("tbody tr")).to_have_count(*countries)
    page.locator("td:visible", has_text=re.compile("^India$")).first.click()
    expect(table.locator("tbody tr")).to_have_count(1)
    # the shades of the map belong to all countries
    assert rows_shown(page, "Key") > 1
    assert page.errors == []


def test_the_search_reaches_every_row(server, page):
    """Also what stands on the last page, and by words of several columns."""
    with server.warehouse() as connection:
        printed = EXPECTED["printed_figures"].replace("select ", "select figure_id, ", 1).replace("limit 50", "")
        rows = connection.execute(printed).fetchall()
    found = sum("texas" in str(row).lower() and "missing-child" in str(row).lower() for row in rows)
    assert len(rows) > 1000 and 1 < found < 50
    page.goto(f"{server.url}/superset/dashboard/data-quality/")
    open_tab(page, "Every printed number")
    table = page.locator(".dashboard-component-chart-holder:visible").filter(has_text="Where is a number printed")
    box = table.get_by_placeholder(re.compile(r"^\d+ record"))
    expect(box).to_have_attribute("placeholder", f"{len(rows)} records...")
    for words, count in ((rows[-1][0], 1), ("texas Missing-child", found)):
        box.fill(words)
        expect(table.locator("tbody tr")).to_have_count(count)
    assert page.errors == []


PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"


def test_a_phone_shows_whole_charts_and_has_the_filters(server, page, browser):
    """Superset draws nothing where the filters take all the room, and says nothing of a phone's width."""
    phone = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, user_agent=PHONE, storage_state=page.context.storage_state()).new_page()  # fmt: skip
    phone.goto(f"{server.url}/superset/dashboard/overview/")
    cards = phone.locator(".header-line")
    expect(cards).to_have_count(4)
    assert phone.evaluate("innerWidth") == phone.evaluate("document.documentElement.scrollWidth") == 390

    def is_whole(locator) -> None:
        box = locator.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, box

    for card in cards.all():
        is_whole(card)
    # no title loses its end, and a series is seen from its first to its last year
    titles = phone.locator("[data-test=slice-header] .header-title:visible")
    assert titles.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth).map(one => one.innerText)") == []  # fmt: skip
    with server.warehouse() as connection:
        years = connection.execute(f"select min(calendar_year), max(calendar_year) from {BY_YEAR.format('missing_child_reports')}").fetchone()  # fmt: skip
    series = phone.locator("[data-test=dashboard-component-chart-holder]").filter(has=phone.locator("#CHART-missing_reports_by_year"))  # fmt: skip
    canvas = series.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    is_whole(canvas)
    # what is told of a bar is its own: a page that is zoomed tells of another one
    phone.wait_for_timeout(1500)
    box = canvas.bounding_box()
    for share, year in zip((0.17, 0.93), years, strict=True):
        phone.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.35)
        expect(phone.locator("div[style*='z-index: 9999999']:visible").filter(has_text=str(year))).to_have_count(1)
    nothing_is_cut(phone)
    phone.locator(".dashboard .ant-tabs-tab").filter(has_text="States").tap()
    drawn = phone.locator("[data-test-viz-type=country_map] svg").first
    expect(drawn).to_be_visible()
    is_whole(drawn)
    # the filters are behind a button, and go again
    sheet = phone.get_by_text("Filters and controls")
    expect(sheet).not_to_be_visible()
    phone.locator("[data-test=filter-bar__collapsable]").tap()
    expect(phone.locator("[data-test=filter-control-name]:visible").filter(has_text="State")).to_be_visible()
    phone.locator("[data-test=filter-bar__collapse-button]").tap()
    expect(sheet).not_to_be_visible()
    # wide tables of numbers: two that a reader has to move sideways, and the key of a map, which is whole
    phone.goto(f"{server.url}/superset/dashboard/cybertipline/")
    open_tab(phone, "Incidents and files")
    expect(phone.locator(".pvtTable:visible .pvtRowTotals")).to_have_count(1)
    assert nothing_is_cut(phone) >= 1
    open_tab(phone, "Countries")
    expect(phone.locator(".dashboard-chart table:visible tbody td", has_text=re.compile("^India$"))).to_have_count(1)
    expect(phone.locator(".pvtTable:visible")).to_have_count(1)
    assert nothing_is_cut(phone) >= 2
    assert rows_shown(phone, "Key") > 1
    key = phone.locator(".dashboard-component-chart-holder:visible").filter(has_text="Few reports").locator("th")
    for head in key.all():
        is_whole(head)
    phone.context.close()


def nothing_is_cut(phone) -> int:
    """On the open tab: letters can be read; a chart has its axis; a table that goes on, to the right or below, says so, and shows
    no part of a number. How many tables go on."""
    phone.wait_for_timeout(1500)
    found = phone.evaluate("""() => {
        const cut = [], wide = [], seen = e => e.offsetParent !== null, box = e => e.getBoundingClientRect();
        for (const one of [...document.querySelectorAll('.dashboard-chart')].filter(seen)) {
            const zoom = e => e ? (+getComputedStyle(e).zoom || 1) * zoom(e.parentElement) : 1;
            for (const e of one.querySelectorAll('td, th, .subtitle-line, .kicker'))
                if (e.innerText.trim() && parseFloat(getComputedStyle(e).fontSize) * zoom(e) < 9) cut.push('too small: ' + e.innerText);
            for (const e of one.querySelectorAll('canvas'))
                if (getComputedStyle(one).overflowY !== 'visible' && box(e).bottom > box(one).bottom + 2) cut.push('a chart loses its foot');
            for (const e of one.querySelectorAll('.pvtRowTotals'))
                if (box(e).top < box(e.previousElementSibling ?? e.parentElement.previousElementSibling).bottom - 2) cut.push('a total over a row');
            for (const frame of one.querySelectorAll('div:has(> table > tbody), div:has(> div > .pvtTable)')) {
                if (box(frame).right > innerWidth) cut.push('a frame wider than the phone');
                if (frame.scrollHeight > frame.clientHeight + 1 && getComputedStyle(one, '::before').opacity !== '1') cut.push('no sign below: ' + frame.innerText.slice(0, 40));
                if (frame.scrollWidth <= frame.clientWidth + 1) continue;
                wide.push(frame);
                if (getComputedStyle(one, '::after').opacity !== '1') cut.push('no sign: ' + frame.innerText.slice(0, 40));
                for (const e of frame.querySelectorAll('tbody td[title], .pvtVal'))
                    if (box(e).left < box(frame).right - 2 && box(e).right > box(frame).left + frame.clientWidth + 3 && getComputedStyle(e).color !== 'rgba(0, 0, 0, 0)') cut.push('cut: ' + e.innerText);
            }
        }
        return [cut, wide.length];
    }""")  # fmt: skip
    assert found[0] == []
    return found[1]


def test_a_break_is_drawn_where_a_year_has_no_star(server, page):
    page.errors.clear(), page.answers.clear(), page.names.clear()
    page.goto(f"{server.url}/superset/dashboard/overview/")
    page.locator(".header-line").first.wait_for()
    (chart,) = (number for number, name in page.names.items() if name.startswith("Reports of missing children by year"))
    wait_for_charts(page, {chart})
    drawn = page.answers[chart].json()["result"][0]["annotation_data"]["Break"]["records"]
    with server.warehouse() as connection:
        expected = connection.execute("select distinct first_period_after from dim_structural_breaks where measure_id = 'missing_child_reports' and slice = 'all'").fetchall()  # fmt: skip
    assert {(each["short_descr"],) for each in drawn} == set(expected) and page.errors == []


def test_datasets_filters_and_colours_are_what_the_files_say(server, page):
    """As Superset's API has them after the import: nothing lost, nothing added."""
    api = f"{server.url}/api/v1"
    with server.warehouse() as connection:
        datasets, dashboards = (assets(connection, folder) for folder in ("datasets", "dashboards"))
    listed = page.request.get(f"{api}/dataset/?q=(page_size:100)").json()["result"]
    assert {each["table_name"] for each in listed} == set(datasets)
    for each in listed:
        made, spec = page.request.get(f"{api}/dataset/{each['id']}").json()["result"], datasets[each["table_name"]]
        for key, names in {"columns": ("column_name", "verbose_name", "description", "type", "is_dttm"), "metrics": ("metric_name", "expression", "description", "d3format")}.items():  # fmt: skip
            found = [{name: one[name] for name in names} for one in made[key]]
            asked = [{name: one[name] for name in names} for one in spec[key]]
            assert sorted(found, key=str) == sorted(asked, key=str), (each["table_name"], key)
    ids = {each["id"]: str(each["uuid"]) for each in listed}
    for name, spec in dashboards.items():
        made = page.request.get(f"{api}/dashboard/{spec['slug']}").json()["result"]
        metadata = json.loads(made["json_metadata"])
        assert metadata["label_colors"] == spec["metadata"]["label_colors"], name
        assert metadata["cross_filters_enabled"]
        for found, asked in zip(metadata["native_filter_configuration"], spec["metadata"]["native_filter_configuration"], strict=True):  # fmt: skip
            assert ids[found["targets"][0]["datasetId"]] == asked["targets"][0]["datasetUuid"], found["name"]
            assert found["defaultDataMask"] == asked["defaultDataMask"], found["name"]
            assert len(found["scope"]["excluded"]) == len(asked["scope"]["excluded"]), found["name"]


def sql_lab(page, server, sql: str, database: int = 1):
    token = page.request.get(f"{server.url}/api/v1/security/csrf_token/").json()["result"]
    return page.request.post(
        f"{server.url}/api/v1/sqllab/execute/",
        timeout=120_000,
        headers={"X-CSRFToken": token, "Referer": server.url},
        data={
            "database_id": database,
            "sql": sql,
            "schema": "marts",
            "client_id": os.urandom(5).hex(),
            "runAsync": False,
        },
    )


def test_sql_lab_reads_the_warehouse_and_nothing_else(server, page):
    answer = sql_lab(page, server, "select sum(reports) as n from marts.fct_missing_child_reports_by_state")
    assert answer.status == 200, answer.text()
    with server.warehouse() as connection:
        expected = connection.execute("select sum(reports) from fct_missing_child_reports_by_state").fetchone()[0]
    assert answer.json()["data"] == [{"n": expected}]
    before = (server.folder / "ncmec.duckdb").read_bytes()
    for refused in [
        "select * from read_csv('/etc/hostname')",
        "select * from read_text('/etc/hostname')",
        "select * from '/etc/hostname'",
        "set enable_external_access = true",
        f"attach '{server.folder}/other.duckdb' as other",
        f"copy marts.fct_claims to '{server.folder}/copied.csv'",
        "create table marts.planted as select 1 as one",
        "create temporary table planted as select 1 as one",
        "insert into marts.fct_offender_tracking select * from marts.fct_offender_tracking",
        "update marts.fct_missing_child_reports_by_type set reports = 0",
        "delete from marts.fct_claims",
        "drop table marts.fct_claims",
    ]:
        answer = sql_lab(page, server, refused)
        assert answer.status >= 400, f"{refused}: {answer.text()[:300]}"
        assert Path("/etc/hostname").read_text().strip() not in answer.text()
    assert (server.folder / "ncmec.duckdb").read_bytes() == before
    assert not (server.folder / "copied.csv").exists()


def test_another_release_is_read_where_its_folder_is_put(server, page):
    """A link that leads to another release, or another folder in the old one's place: the server stayed with the old file."""
    question = "select sum(reports) as n from marts.fct_missing_child_reports_by_type"
    (before,) = sql_lab(page, server, question).json()["data"]
    other = server.folder.with_name("two")
    other.mkdir()
    shutil.copy(server.folder / "ncmec.duckdb", other)
    with duckdb.connect(str(other / "ncmec.duckdb")) as connection:
        connection.execute("update marts.fct_missing_child_reports_by_type set reports = 2 * reports")
    switched = server.folder.with_name("switched")
    for release, times in (("two", 2), ("one", 1)):
        switched.symlink_to(release)
        os.replace(switched, server.folder)
        assert sql_lab(page, server, question).json()["data"] == [{"n": times * before["n"]}]


def test_a_database_record_cannot_loosen_the_lock(server, page):
    """The same file again, as a record without the locked settings and with DML on."""
    token = page.request.get(f"{server.url}/api/v1/security/csrf_token/").json()["result"]
    answer = page.request.post(
        f"{server.url}/api/v1/database/",
        headers={"X-CSRFToken": token, "Referer": server.url},
        data={
            "database_name": "loose",
            "sqlalchemy_uri": "duckdb:///ncmec.duckdb",
            "expose_in_sqllab": True,
            "allow_dml": True,
        },
    )
    assert answer.status == 201, answer.text()
    loose = answer.json()["id"]
    before = (server.folder / "ncmec.duckdb").read_bytes()
    assert sql_lab(page, server, "select 1 as n", loose).status == 200
    for query, reason in {
        "select * from read_text('/etc/hostname')": "disabled by configuration",
        "set enable_external_access = true": "only answers questions",
        "delete from marts.fct_claims": "only answers questions",
    }.items():
        answer = sql_lab(page, server, query, loose)
        assert answer.status >= 400 and reason in answer.text(), f"{query}: {answer.text()[:500]}"
    assert (server.folder / "ncmec.duckdb").read_bytes() == before


def test_locked_down(server, page, browser):
    stranger = browser.new_context().request
    for slug in SLUGS:
        answer = stranger.get(f"{server.url}/superset/dashboard/{slug}/", max_redirects=0)
        assert answer.status == 302 and "/login/" in answer.headers["location"]
    assert stranger.get(f"{server.url}/api/v1/chart/", max_redirects=0).status in (401, 302)
    stranger.post(f"{server.url}/login/", form={"username": "admin", "password": server.password})  # no CSRF token
    assert stranger.get(f"{server.url}/api/v1/me/").status == 401

    answer = page.request.post(f"{server.url}/api/v1/sqllab/execute/", data={"database_id": 1, "sql": "select 1"})
    assert answer.status == 400 and "CSRF" in answer.text()

    token = page.request.get(f"{server.url}/api/v1/security/csrf_token/").json()["result"]
    for uri in ["duckdb:///:memory:", f"duckdb:///{server.folder}/ncmec.duckdb", f"sqlite:///{server.folder}/x.db"]:
        answer = page.request.post(
            f"{server.url}/api/v1/database/",
            headers={"X-CSRFToken": token, "Referer": server.url},
            data={"database_name": uri, "sqlalchemy_uri": uri},
        )
        assert answer.status in (400, 422), f"{uri}: {answer.text()[:300]}"
    database = page.request.get(f"{server.url}/api/v1/database/1").json()["result"]
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_file_upload"))

    (cookie,) = [cookie for cookie in page.context.cookies() if cookie["name"] == "session"]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    policy = page.request.get(f"{server.url}/superset/welcome/").headers["content-security-policy"]
    assert "http" not in policy and "unsafe-eval" not in policy

    home = server.folder / "build" / "superset"
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / "secret_key").stat().st_mode & 0o777 == 0o600
    listening = [
        line.split()[1]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[1].endswith(f":{server.port:04X}") and line.split()[3] == "0A"
    ]
    assert listening == [f"0100007F:{server.port:04X}"]


def workers(server) -> dict[int, int]:
    """The worker processes and the most memory that each had, in kB."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            text = status.read_text()
            if f"PPid:\t{server.master()}\n" in text:
                found[int(status.parent.name)] = int(re.search(r"VmHWM:\s+(\d+)", text).group(1))
    return found


@pytest.mark.parametrize("attack", ENDING)
def test_no_query_ends_or_changes_a_worker(server, page, attack):
    before = set(workers(server))
    answer = sql_lab(page, server, ENDING[attack].format(leak=server.folder / "leak"))
    assert answer.status >= 400, answer.text()[:500]
    assert set(workers(server)) == before and len(before) == 2
    assert not list(server.folder.glob("leak*"))
    assert sql_lab(page, server, "select 1 as n").json()["data"] == [{"n": 1}]


@pytest.mark.parametrize("attack", MEMORY)
def test_no_query_takes_the_memory_or_the_disk(server, page, attack):
    before = set(workers(server))
    answer = sql_lab(page, server, MEMORY[attack])
    assert answer.status >= 400 or attack in MAY_BE_ANSWERED
    assert answer.status == 200 or re.search("Out of Memory|longer than", answer.text()), answer.text()[:500]
    # the next questions are answered, whichever worker takes them
    for _ in range(4):
        assert page.request.get(f"{server.url}/api/v1/me/", timeout=10_000).status == 200
        assert sql_lab(page, server, "select 1 as n").json()["data"] == [{"n": 1}]
    assert set(workers(server)) == before and max(workers(server).values()) < 3_000_000
    assert not [path for path in server.folder.iterdir() if ".tmp" in path.name]


def at_work(server, queries: int) -> None:
    """Waits until so many slots for queries are locked."""
    folder, deadline = server.folder / "build" / "superset" / "at_work", time.monotonic() + 60
    while True:
        locks = Path("/proc/locks").read_text()
        held = sum(f":{slot.stat().st_ino} " in locks for slot in folder.glob("*-queries-*"))
        if held == queries:
            return
        assert time.monotonic() < deadline, f"{held} queries at work, not {queries}"
        time.sleep(0.1)


def test_a_query_ends_in_time_and_leaves_room_for_others(server, page, browser):
    """Long queries sent at once, as many as there are threads, by somebody who does not wait for the answers."""
    token = page.request.get(f"{server.url}/api/v1/security/csrf_token/").json()["result"]
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}

    def ask(sql: str) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        body = {"database_id": 1, "sql": sql, "schema": "marts", "client_id": os.urandom(5).hex(), "runAsync": False}
        headers = {
            "X-CSRFToken": token,
            "Referer": server.url,
            "Content-Type": "application/json",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        connection.request("POST", "/api/v1/sqllab/execute/", json.dumps(body), headers)
        return connection

    at_work(server, 0)  # what the attacks before left
    began = time.monotonic()
    waiting = [ask(TIME["cross join"]), ask(TIME["one number at a time"])]
    at_work(server, 2)
    for _ in range(40):
        refused = ask("select 1 as n")
        answer = refused.getresponse()
        text = answer.read().decode()
        assert answer.status == 429 and "2 of your queries are at work already" in text, (answer.status, text[:500])
        # everything else is answered meanwhile
        assert page.request.get(f"{server.url}/api/v1/me/", timeout=10_000).status == 200
        if time.monotonic() - began > 15:
            break
    waiting.pop().close()  # one client leaves
    answer = waiting.pop().getresponse()
    text = answer.read().decode()
    assert answer.status >= 400 and f"longer than {SECONDS} seconds" in text, text[:500]
    assert time.monotonic() - began < SECONDS + 20
    deadline = time.monotonic() + 20
    while (outcome := sql_lab(page, server, "select 1 as n")).status == 429:
        assert time.monotonic() < deadline, "the query of the client that left still runs"
        time.sleep(1)
    assert outcome.json()["data"] == [{"n": 1}]
    busy = [sum(map(int, Path(f"/proc/{worker}/stat").read_text().split()[13:15])) for worker in workers(server)]
    time.sleep(4)
    idle = [sum(map(int, Path(f"/proc/{worker}/stat").read_text().split()[13:15])) for worker in workers(server)]
    assert sum(idle) - sum(busy) < os.sysconf("SC_CLK_TCK"), "a query still runs"


def test_only_this_host_is_answered(server):
    for host, status in {
        f"127.0.0.1:{server.port}": 200,
        f"localhost:{server.port}": 200,
        "attacker.example": 400,
        f"attacker.example:{server.port}": 400,
        f"127.0.0.1.attacker.example:{server.port}": 400,
        "": 400,
    }.items():
        for path in ("/login/", "/health", "/static/appbuilder/css/ab.css"):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            answer.read()
            assert (answer.status == 400) == (status == 400), (host, path, answer.status)


def test_passwords_cannot_be_guessed(server, browser):
    """A dozen wrong passwords, each with a CSRF token; the form is the only way in."""
    stranger = browser.new_context().request
    statuses = []
    for number in range(12):
        form = stranger.get(f"{server.url}/login/").text()
        token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', form).group(1)
        data = {"username": "admin", "password": f"guess {number}", "csrf_token": token}
        statuses.append(stranger.post(f"{server.url}/login/", form=data, max_redirects=0).status)
    assert statuses[-1] == 429 and statuses.count(429) >= 7, statuses  # 5 a minute, over all workers
    answer = stranger.post(
        f"{server.url}/api/v1/security/login",
        data={"username": "admin", "password": server.password, "provider": "db"},
    )
    assert answer.status == 404, answer.text()[:300]


def test_a_swapped_file_shows_without_a_restart(server, page):
    assert sql_lab(page, server, "select 1 as n").status == 200  # the file that was there is open
    changed = server.folder / "changed.duckdb"
    shutil.copy(server.folder / "ncmec.duckdb", changed)
    with duckdb.connect(str(changed)) as connection:
        connection.execute("""
            update marts.fct_missing_child_reports_by_type set reports = reports + 1111
            where report_type = 'Endangered Runaway' and case_status = 'Active'
        """)
        connection.execute("""
            update marts.fct_missing_child_reports_by_state set reports = reports + 1111
            where state_code = 'TX' and case_status = 'Active'
        """)
        for numerator in ("all", "TX"):
            geography = "US" if numerator == "all" else "US-TX"
            connection.execute(f"""
                update marts.fct_rates set
                    denominator_value = denominator_value + 1111,
                    rate = numerator_value::double / (denominator_value + 1111)
                where rate_id = 'missing_report_resolution_rate' and slice = 'all'
                    and period_label = (select max(period_label) from marts.fct_missing_child_reports_by_state)
                    and geography = '{geography}'
            """)
    os.replace(changed, server.folder / "ncmec.duckdb")
    # the charts of the changed facts against the new file, the big numbers on screen too
    check_dashboard(server, page, "overview", ("At a glance", "Kinds of case", "States"))


def test_a_later_year_is_imported_at_the_next_start(server, page):
    fact = "marts.fct_missing_child_reports_by_type"
    page.goto("about:blank")  # an open page goes on asking
    assert server.interrupt() < 15
    with duckdb.connect(str(server.folder / "ncmec.duckdb")) as connection:
        connection.execute(f"""
            insert into {fact}
            select * replace (calendar_year + 1 as calendar_year, (calendar_year + 1)::text as period_label)
            from {fact} where calendar_year = (select max(calendar_year) from {fact})
        """)
        year = connection.execute(f"select max(calendar_year) from {fact}").fetchone()[0]
    release_of_a_feed(server.folder / "referrals.duckdb")
    server.start()
    assert "Importing" in server.output and "password" not in server.output
    check_dashboard(server, page, "overview", ("At a glance", "Kinds of case"))
    expect(filter_called(page, "Year")).to_contain_text(str(year))


def release_of_a_feed(path: Path) -> None:
    """A release as make referrals publishes it: tables by their contract, a few rows."""
    models = yaml.safe_load((PROJECT / "referrals/models/light/_light__models.yml").read_text(encoding="utf-8"))[
        "models"
    ]
    columns = {
        model["name"]: {column["name"]: column["data_type"] for column in model["columns"]}
        for model in models
        if "columns" in model
    }
    said = {
        "fct_referral_rates": [
            {"rate_label": "Arrests", "period_label": "one year", "agency_id": agency, "report_class": "all", "denominator_value": 200, "rate_low": 0.125, "rate_high": high, "coverage": 0.5, "rate_precision": "between"}
            for agency, high in (("all", 0.625), ("SYNTHETIC-1", 0.75))
        ],
        "fct_referral_dispositions": [
            {"period_label": "one year", "report_class": "actionable", "outcome": outcome, "referrals": number}
            for outcome, number in (("Arrested", 25), ("No feedback", 175))
        ],
    }  # fmt: skip
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        for table, rows in said.items():
            named = ", ".join(f"{name} {kind}" for name, kind in columns[table].items())
            connection.execute(f"create table marts.{table} ({named})")
            for row in rows:
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                connection.execute(f"insert into marts.{table} ({names}) values ({marks})", list(row.values()))


def test_the_dashboard_of_a_feed_shows_what_was_released(server, page):
    """Imported at the start before, beside the dashboards of the published file."""
    page.errors.clear(), page.answers.clear(), page.names.clear()
    page.goto(f"{server.url}/superset/dashboard/referrals/")
    page.locator(".dashboard-component-chart-holder").first.wait_for()
    ids = {title: number for number, title in page.names.items()}
    assert len(ids) == 3
    wait_for_charts(page, set(ids.values()))
    assert page.errors == []
    shown = {title: answered(page.answers[number])[1] for title, number in ids.items()}
    assert [row[1:7] for row in shown["Rates of the whole feed, least and most, with coverage and age"]] == [
        ("one year", "all", 200, 0.125, 0.625, 0.5)
    ]
    assert [row[2:7] for row in shown["Rates by agency, least and most"]] == [("SYNTHETIC-1", 200, 0.125, 0.75, 0.5)]
    assert sorted(row[-1] for row in shown["Referrals by outcome and year received"]) == [25, 175]
    expect(page.locator(".dashboard")).to_contain_text("12.5%")


def test_each_database_is_its_own_file(tmp_path):
    """What a feed of one's own released is not answered from the published file, nor the other way round."""
    for name, number in (("ncmec", 1), ("referrals", 2)):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute(f"create schema marts; create table marts.held as select {number} as number")
    (tmp_path / "secret_key").write_text("planted", encoding="utf-8")
    (tmp_path / "shades.json").write_text("{}", encoding="utf-8")
    asked = "import superset_config, duckdb\nfor name in ('ncmec', 'referrals'):\n    print(duckdb.connect(name + '.duckdb').execute('select number from held').fetchall())"
    done = subprocess.run(
        [str(PROJECT / ".venv-bi" / "bin" / "python"), "-c", asked],
        cwd=PROJECT / "bi",
        env={**os.environ, "NCMEC_BI_HOME": str(tmp_path), "NCMEC_BI_DATABASE": str(tmp_path / "ncmec.duckdb")},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split("\n")[-3:] == ["[(1,)]", "[(2,)]", ""], done.stdout + done.stderr


def test_stops_and_starts_again(server):
    """Last in this file: it stops the server and starts it again."""
    taken = subprocess.run(server.command(), cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert taken.returncode and f"Port {server.port} of 127.0.0.1 is taken" in taken.stderr

    assert server.interrupt() < 15
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)), "something still listens"
    for moment in ("Starting the server", "Loaded your LOCAL configuration"):  # by start.py, by Superset
        server.start(moment)
        assert server.interrupt() < 15
    seconds = server.start()
    assert "password" not in server.output and "Importing" not in server.output
    assert seconds < 60

    missing = server.folder / "empty"
    missing.mkdir()
    nothing = subprocess.run(
        ["make", "bi", f"FOLDER={missing}"], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert nothing.returncode and "make build" in nothing.stderr
