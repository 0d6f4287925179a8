"""A later year needs rows: the dashboards' titles, filters, columns and sources follow the published file.

The rows are planted in a scratch copy of the file; the assets are filled from it as make bi does before the import.
"""

import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from bi.fill import ASSETS, Published, filled
from tests.conftest import PROJECT

CHARTS = {path.stem: path.read_text(encoding="utf-8") for path in (ASSETS / "charts").glob("*.yaml")}
FACTS = sorted({text.split("'")[1] for text in CHARTS.values() if text.startswith("{% set fact = ")})
LATER = 'The "later" edition: # {{ 7 }} \\ '


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    file = tmp_path_factory.mktemp("years") / "ncmec.duckdb"
    shutil.copyfile(PROJECT / "ncmec.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("use ncmec.marts")
        yield connection


@pytest.fixture(scope="module")
def before(copied) -> dict[str, dict]:
    return loaded(copied)


@pytest.fixture
def scratch(copied):
    """Whatever a test plants is undone."""
    copied.execute("begin")
    yield copied
    copied.execute("rollback")


def loaded(connection) -> dict[str, dict]:
    return {
        str(Path(path).with_suffix("")): yaml.load(text, yaml.CSafeLoader) for path, text in filled(connection).items()
    }


def plant(connection, table: str, where: str, **cells) -> None:
    """Copies rows with other values in some columns."""
    cells = ", ".join(f"{value} as {column}" for column, value in cells.items())
    connection.execute(f"insert into {table} select * replace ({cells}) from {table} where {where}")


def plant_year(connection, fact: str) -> int:
    """A document of the year after the last one, with the rows of the last one."""
    published = Published(connection)
    column, last = published.year_column(fact), published.latest(fact)
    title = LATER.replace("'", "''")
    plant(connection, "dim_documents", f"document_id = (select min(document_id) from {fact})", document_id="'later'", title=f"'{title}'")  # fmt: skip
    plant(connection, fact, f"{column} = {last}", **{column: last + 1, "period_label": f"'{last + 1}'", "document_id": "'later'"})  # fmt: skip
    return last + 1


def year_filters(chart: dict) -> list[int]:
    return [
        part["comparator"]
        for part in chart["params"]["adhoc_filters"]
        if part.get("subject") in ("calendar_year", "as_of_year")
    ]


def words(chart: dict) -> str:
    return f"{chart['slice_name']} {chart['params'].get('subtitle', '')}"


def test_every_fact_of_a_year_is_covered():
    filtered = {stem for stem, text in CHARTS.items() if "calendar_year" in text or "as_of_year" in text}
    assert len(FACTS) == 12 and all(CHARTS[stem].startswith("{% set fact = ") for stem in filtered)


@pytest.mark.parametrize("fact", FACTS)
def test_a_later_year_shows_everywhere(scratch, before, fact):
    years = Published(scratch).years(fact)
    year = plant_year(scratch, fact)
    after = loaded(scratch)
    follows = dict(zip(years, [*years[1:], year], strict=True))
    for stem, text in CHARTS.items():
        old, new = before[f"charts/{stem}"], after[f"charts/{stem}"]
        if not text.startswith(f"{{% set fact = '{fact}'"):
            assert old == new, stem
            continue
        assert old["uuid"] == new["uuid"] and old != new, stem
        for old_year, new_year in zip(year_filters(old), year_filters(new), strict=True):
            assert new_year == follows[old_year], stem
            # a title that named the year names the next one, and the year before no longer
            assert (str(old_year) in old["slice_name"]) == (str(new_year) in new["slice_name"]), stem
            assert str(old_year) not in words(new) or year not in year_filters(new), stem
        if year in year_filters(new) or not year_filters(new):
            assert LATER.strip() in new["description"], stem
        metrics = [metric["label"] for metric in new["params"].get("metrics", []) if "label" in metric]
        if metrics:
            assert metrics == [str(each) for each in [*years, year]] == list(new["params"]["column_config"]), stem
            assert new["params"]["timeseries_limit_metric"]["label"] == str(year), stem
            assert all(label in metric["sqlExpression"] for label, metric in zip(metrics, new["params"]["metrics"], strict=True))  # fmt: skip
    sources = "fct_missing_child_reports_by_type"
    changed = {path for path in before if before[path] != after[path] and not path.startswith("charts/")}
    assert changed == ({"dashboards/overview"} if fact == sources else set())


def test_the_year_before_is_compared_only_where_no_break_stands_between(scratch, before):
    fact = "fct_cybertip_reports_by_incident_type"
    first, last = Published(scratch).years(fact)[-2:]
    assert not Published(scratch).comparable("cybertip_reports", first, last)
    assert f"not comparable with {first}" in words(before["charts/cybertip_reports"])
    year = plant_year(scratch, fact)
    after = loaded(scratch)
    assert words(after["charts/cybertip_reports"]) == f"CyberTipline reports, {year} reports"
    assert words(after["charts/cybertip_reports_before"]) == f"CyberTipline reports, {last} reports"

    plant(scratch, "dim_structural_breaks", "measure_id = 'cybertip_reports' and slice = 'all'", structural_break_id="'planted'", first_day=f"date '{year}-01-01'", first_period_after=f"'{year}'", description="'Why.'")  # fmt: skip
    after = loaded(scratch)
    assert words(after["charts/cybertip_reports"]).endswith(f"not comparable with {last}")
    assert words(after["charts/cybertip_reports_before"]).endswith(f"not comparable with {year}")
    for chart in ("cybertip_reports_by_year", "cybertip_reports_by_incident_type"):
        assert f"break of {year}: not comparable" in after[f"charts/{chart}"]["slice_name"]
        assert f"Break of {year} (not comparable): Why." in after[f"charts/{chart}"]["description"]
    markdown = after["dashboards/cybertipline"]["position"]["MARKDOWN-1"]["meta"]["code"]
    assert (
        f"**Break of {last} (not comparable):**" in markdown
        and f"**Break of {year} (not comparable):** Why." in markdown
    )


@pytest.mark.parametrize(
    "fact, dataset, mark",
    [
        ("fct_cybertip_reports_by_incident_type", "cybertip_reports_by_incident_type", " (bundled)"),
        ("fct_cybertip_files_by_type", "cybertip_files_by_type", " (all reports)"),
    ],
)
def test_years_after_a_break_keep_its_way_of_counting(scratch, fact, dataset, mark):
    year = plant_year(scratch, fact)
    sql = loaded(scratch)[f"datasets/{dataset}"]["sql"]
    periods = {period for (period,) in scratch.execute(f"select distinct period from ({sql})").fetchall()}
    assert {f"{year}{mark}", f"{year - 1}{mark}", str(year - 2)} <= periods and str(year) not in periods


def test_rates_show_their_latest_period(scratch):
    rate_id = "missing_report_resolution_rate"
    last = Published(scratch).latest_rate(rate_id, "US")
    later = str(int(last) + 1)
    if not scratch.execute("select 1 from dim_periods where period_label = ?", [later]).fetchone():
        plant(scratch, "dim_periods", f"period_label = '{last}'", period_label=f"'{later}'", calendar_year=later, start_date=f"date '{later}-01-01'", end_date=f"date '{later}-12-31'")  # fmt: skip
    sql = loaded(scratch)["datasets/rates"]["sql"]
    shown = f"select period_label from ({sql}) where is_latest and slice = 'all' and geography = 'US' and rate_id = '{rate_id}'"
    assert scratch.execute(shown).fetchall() == [(last,)]
    plant(scratch, "fct_rates", f"rate_id = '{rate_id}' and period_label = '{last}'", period_label=f"'{later}'")
    assert scratch.execute(shown).fetchall() == [(later,)]
    charts = loaded(scratch)
    for stem in ("missing_reports_resolved_share", "missing_reports_resolved_by_state"):
        chart = charts[f"charts/{stem}"]
        (period,) = (
            part["comparator"] for part in chart["params"]["adhoc_filters"] if part["subject"] == "period_label"
        )
        assert period == later and later in words(chart) and last not in words(chart) + chart["description"]
    # one row for each rate and place, whatever its period
    twice = f"select rate_id, geography, slice from ({sql}) where is_latest group by all having count(*) > 1"
    assert scratch.execute(twice).fetchall() == []


def test_a_fact_that_is_not_there_is_named(scratch):
    with pytest.raises(duckdb.CatalogException, match="fct_no_such_thing"):
        Published(scratch).latest("fct_no_such_thing")
