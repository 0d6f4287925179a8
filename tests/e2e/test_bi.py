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
from pathlib import Path

import duckdb
import pytest
import yaml

from bi.fill import filled
from scripts.locked import LOCKED, SECONDS
from tests.attacks import ENDING, MAY_BE_ANSWERED, MEMORY, TIME
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow


def latest(fact: str, column: str = "calendar_year") -> str:
    """Where a fact has rows of its last year."""
    return f"{column} = (select max({column}) from {fact})"


BUNDLED = """calendar_year >= (
    select min(first_period_after::integer) from dim_structural_breaks
    where measure_id = 'cybertip_reports' and comparability = 'not_comparable')"""
# the last period that a rate has in a place
LAST = """period_label = (
    select max_by(period_label, coalesce(end_date, '-infinity'::date))
    from fct_rates as others join dim_periods using (period_label)
    where others.rate_id = fct_rates.rate_id and others.geography = fct_rates.geography and slice = 'all')"""
RATES = """select rate_label, period_label, rate, numerator_value, denominator_value, case status
        when 'computed' then concat(
            'computed, ', (select label from dim_codes where code_list = 'precision' and code = rate_precision),
            if(fct_rates.source_kind = 'secondary', ' (a part from a secondary source)', ''))
        when 'published_only' then 'printed percentage only: ' || published_printed
        else 'cannot be computed: ' || fct_rates.reason end
        || if(denominator_figure_id in (
            select figure_id from fct_published_figures where precision in ('at_least', 'more_than')
        ), ' (the denominator is a lower bound)', '')
    from fct_rates join dim_rates using (rate_id) where slice = 'all'"""
BIG_RATE = """select rate from fct_rates join dim_periods using (period_label)
    where rate is not null and slice = 'all' and geography in ('US', 'WORLD') and rate_id = '{}'
    order by end_date desc limit 1"""
OUTCOME_RATES = "regexp_matches(rate_id, '(arrest|charge|conviction)_rate$')"

# what each chart must show: SQL on the marts, columns in the order of the chart
EXPECTED = {
    "missing_reports": f"select sum(reports) from fct_missing_child_reports_by_type where {latest('fct_missing_child_reports_by_type')}",
    "missing_reports_resolved": f"select sum(reports) from fct_missing_child_reports_by_state where case_status = 'Resolved' and {latest('fct_missing_child_reports_by_state')}",
    "missing_reports_active": f"select sum(reports) from fct_missing_child_reports_by_state where case_status = 'Active' and {latest('fct_missing_child_reports_by_state')}",
    "missing_reports_resolved_share": BIG_RATE.format("missing_report_resolution_rate"),
    "missing_reports_by_type": f"pivot (from fct_missing_child_reports_by_type where {latest('fct_missing_child_reports_by_type')}) on case_status in ('Active', 'Resolved') using sum(reports) group by report_type",
    "missing_reports_by_age_and_race": f"select if(length(age_group) < 8 and age_group[2] = ' ', ' ', '') || age_group, * exclude age_group from (pivot (from fct_missing_child_reports_by_age_and_race where {latest('fct_missing_child_reports_by_age_and_race')}) on race_ethnicity using sum(reports) group by age_group)",
    "missing_reports_map": f"select iso_3166_2, sum(reports) from fct_missing_child_reports_by_state join dim_states using (state_code) where {latest('fct_missing_child_reports_by_state')} group by all",
    "missing_reports_resolved_by_state": f"select state_name, sum(reports) filter (where case_status = 'Resolved') as resolved, sum(reports), resolved / sum(reports) from fct_missing_child_reports_by_state join dim_states using (state_code) where {latest('fct_missing_child_reports_by_state')} group by state_name",
    "missing_rates": RATES
    + f" and {LAST} and geography = 'US' and rate_id in ('missing_report_resolution_rate', 'missing_from_care_share', 'missing_from_care_resolution_rate', 'likely_trafficking_share_of_missing', 'missing_report_arrest_rate')",
    "trafficking_reports_by_age": f"pivot (from fct_child_sex_trafficking_reports_by_age_and_gender where {latest('fct_child_sex_trafficking_reports_by_age_and_gender')}) on gender using sum(reports) group by age_missing",
    "cybertip_reports": f"select sum(reports) from fct_cybertip_reports_by_incident_type where {latest('fct_cybertip_reports_by_incident_type')}",
    "cybertip_reports_before": "select sum(reports) from fct_cybertip_reports_by_incident_type group by calendar_year order by calendar_year desc limit 1 offset 1",
    "cybertip_files": f"select sum(files) from fct_cybertip_files_by_type where {latest('fct_cybertip_files_by_type')}",
    "cybertip_incidents_per_report": BIG_RATE.format("cybertip_incidents_per_report"),
    "cybertip_reports_by_year": f"select calendar_year || if({BUNDLED}, ' (bundled)', ''), sum(reports) filter (where not {BUNDLED}) as \"earlier counting\", sum(reports) filter (where {BUNDLED}) as \"reports can be bundled (secondary sources)\" from fct_cybertip_reports_by_incident_type group by calendar_year",
    "cybertip_files_by_type": "select calendar_year || if(calendar_year >= (select min(first_period_after::integer) from dim_structural_breaks where measure_id = 'cybertip_files' and slice = 'all'), ' (all reports)', ''), * exclude calendar_year from (pivot fct_cybertip_files_by_type on file_type using sum(files) group by calendar_year)",
    "cybertip_reports_by_incident_type": f"select calendar_year || if({BUNDLED}, ' (bundled)', ''), incident_type, reports from fct_cybertip_reports_by_incident_type",
    "cybertip_reports_by_country_map": f"select if(iso_alpha_3 in ('BES', 'UMI', 'XKX', 'SHN'), 'XXX', iso_alpha_3) as code, sum(reports) from fct_cybertip_reports_by_country join dim_countries using (country_code) where {latest('fct_cybertip_reports_by_country')} and iso_alpha_3 is not null group by iso_alpha_3",
    "cybertip_reports_by_country": "select * exclude country_code from (pivot (select country_code, country_name, calendar_year, reports from fct_cybertip_reports_by_country join dim_countries using (country_code)) on calendar_year using sum(reports) group by country_name, country_code)",
    "cybertip_reports_by_provider_top": f"select esp_name, reports from fct_cybertip_reports_by_esp where {latest('fct_cybertip_reports_by_esp')} order by reports desc limit 10",
    "cybertip_reports_by_provider": "pivot fct_cybertip_reports_by_esp on calendar_year using sum(reports) group by esp_name",
    "cybertip_deliveries": "select calendar_year, recipient_type, report_class, deliveries from fct_cybertip_deliveries",
    "cybertip_rates": RATES
    + f" and {LAST} and geography = 'WORLD' and rate_id in ('cybertip_incidents_per_report', 'cybertip_files_per_report', 'cybertip_escalation_share', 'cybertip_reports_year_over_year', 'cybertip_referral_share', 'cybertip_arrest_rate')",
    "location_requests": f"select sum(location_requests) from fct_offender_tracking where {latest('fct_offender_tracking')}",
    "located_and_arrested": f"select sum(located_and_arrested) from fct_offender_tracking where {latest('fct_offender_tracking')}",
    "located_and_arrested_share": f"select located_and_arrested / location_requests from fct_offender_tracking where {latest('fct_offender_tracking')}",
    "offender_operations": f"select sum(operations) from fct_offender_tracking where {latest('fct_offender_tracking')}",
    "outcome_rates": RATES + f" and {LAST} and {OUTCOME_RATES}",
    "outcome_stages_published": "pivot (select program, label from fct_outcome_stages join dim_codes on code_list = 'publication_status' and code = publication_status) on label in ('published', 'not printed where one would look', 'only stated elsewhere', 'unknown') using nullif(count(*), 0) group by program",
    "outcome_stages": "select program, stage_order, stage, period_label, value, unit_of_count, label, note from fct_outcome_stages left join dim_codes on code_list = 'precision' and code = precision",
    "answers": "select question, answer, caveats, needed_to_know from answers",
    "cvip_requests_by_agency": f"select agency_type, requests from fct_cvip_requests_by_agency where {latest('fct_cvip_requests_by_agency')}",
    "identified_victims_by_relationship": f"select relationship, known_relationships from fct_identified_victims_by_relationship where {latest('fct_identified_victims_by_relationship', 'as_of_year')}",
    "figures_loaded": "select count(*) from fct_published_figures",
    "documents_loaded": "select count(distinct document_id) from fct_published_figures",
    "checks_known_discrepancies": "select count(*) from dim_known_discrepancies",
    "checks_broken": "select count(*) from fct_reconciliations where status = 'broken'",
    "checks_by_kind": "pivot (select kinds.label, statuses.label as status from fct_reconciliations as checks join dim_codes as kinds on kinds.code_list = 'check_kind' and kinds.code = check_kind join dim_codes as statuses on statuses.code_list = 'check_status' and statuses.code = checks.status) on status using nullif(count(*), 0) group by label",
    "claims_by_verdict": "pivot (select document_id, label from fct_claims join dim_codes on code_list = 'verdict' and code = verdict) on label using nullif(count(*), 0) group by document_id",
    "known_discrepancies": "select document_id, line, published_value, recomputed_value, difference, explanation from fct_reconciliations join dim_known_discrepancies using (check_id)",
    "conflicts": "select title, first_side, first_value, second_side, second_value, difference, explanation from fct_conflicts",
    "restatements": "select measure_label, period_label, earlier_document_id, earlier_value, later_document_id, later_value, difference, explanation from fct_restatements join dim_measures using (measure_id)",
    "claims": "select title, statement, claimed, computed_value, label, fct_claims.explanation from fct_claims join dim_documents using (document_id) join dim_codes on code_list = 'verdict' and code = verdict",
}
SLUGS = ["overview", "cybertipline", "outcomes", "data-quality"]


def assets(connection, folder: str) -> dict[str, dict]:
    """The YAML files of a folder as make bi fills them."""
    texts = {Path(path): text for path, text in filled(connection).items()}
    return {path.stem: yaml.safe_load(text) for path, text in texts.items() if path.parts[0] == folder}


def comparable(columns, rows, by_name: bool) -> Counter:
    """Rows in any order; numbers in one form; the series of a bar chart by name, other columns by place."""
    order = list(range(len(columns)))
    if by_name:
        order = [0, *sorted(order[1:], key=columns.__getitem__)]

    def plain(value):
        return value if value is None or isinstance(value, str) else float(f"{float(value):.12g}")

    names = [columns[place] for place in order[1:]] if by_name else []
    return Counter((*names, *(plain(row[place]) for place in order)) for row in rows)


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

    def start(self) -> float:
        began = time.monotonic()
        log = self.folder / f"terminal-{began}.log"
        self.process = subprocess.Popen(
            self.command(), cwd=PROJECT, stdout=log.open("w"), stderr=subprocess.STDOUT, start_new_session=True
        )
        while "Dashboards:" not in self.output:
            self.output = log.read_text()
            assert self.process.poll() is None and time.monotonic() < began + 900, self.output
            time.sleep(0.3)
        return time.monotonic() - began

    def interrupt(self) -> float:
        """Ctrl-C reaches the whole process group."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=30)
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
        connection = duckdb.connect(str(self.folder / "ncmec.duckdb"), read_only=True, config=LOCKED)
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
            sent = response.request.post_data_json
            page.answers[sent["form_data"]["slice_id"]] = response
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


def check_dashboard(server, page, slug) -> set[str]:
    """Opens it, waits for all charts, compares every number with SQL on the file; returns the charts seen."""
    page.errors.clear(), page.answers.clear(), page.names.clear()
    with server.warehouse() as connection:
        layout = assets(connection, "dashboards")[slug.replace("-", "_")]
        charts = {chart["slice_name"]: (stem, chart) for stem, chart in assets(connection, "charts").items()}
    expected_charts = sum(
        "chartId" in part.get("meta", {}) for part in layout["position"].values() if isinstance(part, dict)
    )
    page.goto(f"{server.url}/superset/dashboard/{slug}/")
    holders = page.locator(".dashboard-component-chart-holder:has(.chart-slice)")
    deadline = time.monotonic() + 60
    while len(page.answers) < expected_charts or page.locator("[data-test=loading-indicator], .loading").count():
        assert time.monotonic() < deadline, f"{slug}: {len(page.answers)} of {expected_charts} charts after a minute"
        page.wait_for_timeout(200)
    page.wait_for_timeout(1000)

    assert page.errors == []
    assert holders.count() == expected_charts
    empty = 0
    for text in holders.all_inner_texts():
        assert not re.search(r"\berror\b|No data|Unexpected", text.split("\n", 1)[-1][:200]), text
        empty += "No results" in text.split("\n", 1)[-1][:200]
    seen = set()
    with server.warehouse() as connection:
        for chart_id, response in page.answers.items():
            stem, chart = charts[page.names[chart_id]]
            relation = connection.sql(EXPECTED[stem])
            expected = relation.fetchall()
            series = bool(chart["viz_type"] == "echarts_timeseries_bar" and chart["params"]["groupby"])
            shown = comparable(*answered(response), series)
            assert shown == comparable(relation.columns, expected, series), f"{stem} differs from the marts"
            # a chart says that there is nothing where the marts hold nothing, and only there
            empty -= not expected
            if not expected:
                seen.add(stem)
                continue
            holder = page.locator(f".dashboard-chart-id-{chart_id}")
            if chart["viz_type"] == "big_number_total":
                form = chart["params"]["y_axis_format"].replace("d", ".0f")
                assert holder.locator(".header-line").inner_text() == format(expected[0][0], form), stem
            elif chart["viz_type"] == "table":
                assert holder.locator("tbody tr").count() == len(expected), stem
            seen.add(stem)
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
        expected = connection.execute(EXPECTED["missing_reports"]).fetchone()[0]
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
    check_dashboard(server, page, "overview")
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
    check_dashboard(server, page, "overview")  # every chart against the new file, the big numbers on screen too


def test_a_later_year_is_imported_at_the_next_start(server, page):
    fact = "marts.fct_missing_child_reports_by_type"
    assert server.interrupt() < 15
    with duckdb.connect(str(server.folder / "ncmec.duckdb")) as connection:
        connection.execute(f"""
            insert into {fact}
            select * replace (calendar_year + 1 as calendar_year, (calendar_year + 1)::text as period_label)
            from {fact} where calendar_year = (select max(calendar_year) from {fact})
        """)
        year = connection.execute(f"select max(calendar_year) from {fact}").fetchone()[0]
    server.start()
    assert "Importing" in server.output and "password" not in server.output
    check_dashboard(server, page, "overview")
    assert f"Missing-child reports, {year}" in page.names.values()


def test_stops_and_starts_again(server):
    """Last in this file: it stops the server and starts it again."""
    taken = subprocess.run(server.command(), cwd=PROJECT, capture_output=True, text=True, timeout=60)
    assert taken.returncode and f"Port {server.port} of 127.0.0.1 is taken" in taken.stderr

    assert server.interrupt() < 15
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", server.port)), "something still listens"
    seconds = server.start()
    assert "password" not in server.output and "Importing" not in server.output
    assert seconds < 60

    missing = server.folder / "empty"
    missing.mkdir()
    nothing = subprocess.run(
        ["make", "bi", f"FOLDER={missing}"], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert nothing.returncode and "make build" in nothing.stderr
