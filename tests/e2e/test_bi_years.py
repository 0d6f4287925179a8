"""What make bi imports follows the published file: newest years, columns, sources, breaks, colours, without an edit.

Later rows are planted in a scratch copy of the file; the assets are filled from it as make bi does before the import.
"""

import contextlib
import json
import re
import shutil
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from bi.colours import BANDS, GREY, PALETTE, RED, banded
from bi.fill import LONG, Published, charts, dataset, filled, read
from scripts.locked import connect
from scripts.report.words import period
from tests.conftest import PROJECT
from tests.unit.test_years import YEAR

LATER = 'The "later" edition: # {{ 7 }} \\ '
ADDED_UP = re.compile(r"sum\((\w+)\)")


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


@pytest.fixture(scope="module")
def specs(copied) -> dict[str, dict]:
    return read(copied)


@pytest.fixture
def scratch(copied):
    """Whatever a test plants is undone."""
    copied.execute("begin")
    yield copied
    copied.execute("rollback")


def loaded(connection) -> dict[str, dict]:
    return {str(Path(path).with_suffix("")): json.loads(text) for path, text in filled(connection).items()}


def test_the_same_edition_is_filled_alike(tmp_path):
    """In whatever order its rows lie or are read, by connections as make bi opens them; otherwise each start would import
    everything anew."""
    published, turned = PROJECT / "ncmec.duckdb", tmp_path / "ncmec.duckdb"
    shutil.copyfile(published, turned)
    with duckdb.connect(str(turned)) as connection:
        for (mart,) in connection.execute("select table_name from duckdb_tables() where schema_name = 'marts'").fetchall():  # fmt: skip
            connection.execute(f"create temp table backwards as from marts.{mart} order by rowid desc")
            connection.execute(f"truncate marts.{mart}; insert into marts.{mart} from backwards; drop table backwards")
    made = []
    for file in (published, turned, published):
        with contextlib.closing(connect(file)) as connection:
            made.append((list(Published(connection).shades()), filled(connection)))
    assert made[0] == made[1] == made[2]


def fact_of(spec: dict) -> str | None:
    """The fact whose rows a dataset adds names to."""
    found = re.search(r"from marts\.(\w+) as facts\b", spec["sql"])
    return found and found[1]


def facts(specs) -> dict[str, str]:
    """Dataset: its fact, where it has one."""
    return {name: fact for name, spec in specs["datasets"].items() if (fact := fact_of(spec))}


def plant(connection, table: str, where: str, **cells) -> None:
    """Copies rows with other values in some columns."""
    cells = ", ".join(f"{value} as {column}" for column, value in cells.items())
    connection.execute(f"insert into {table} select * replace ({cells}) from {table} where {where}")


def plant_year(connection, fact: str) -> int:
    """A document of the year after the last one, with the rows of the last one."""
    columns = [name for name, *_ in connection.execute(f"describe {fact}").fetchall()]
    column = "as_of_year" if "as_of_year" in columns else "calendar_year"
    last = connection.execute(f"select max({column}) from {fact}").fetchone()[0]
    title = LATER.replace("'", "''")
    later = f"'later {fact}'"
    plant(connection, "dim_documents", f"document_id = (select min(document_id) from {fact})", document_id=later, title=f"'{title}'")  # fmt: skip
    plant(connection, fact, f"{column} = {last}", **{column: last + 1, "period_label": f"'{last + 1}'", "document_id": later})  # fmt: skip
    return last + 1


def newest(dashboards: dict[str, dict]) -> dict[tuple, str]:
    """Dashboard, filter and dataset: the year that the filter begins with."""
    return {
        (path, each["name"], each["targets"][0]["datasetUuid"]): each["defaultDataMask"]["filterState"]["value"][0]
        for path, spec in dashboards.items()
        if path.startswith("dashboards/")
        for each in spec["metadata"]["native_filter_configuration"]
        if "value" in each["defaultDataMask"]["filterState"]
    }


@pytest.mark.parametrize("half", [0, 1])
def test_a_later_year_of_any_fact_shows_without_an_edit(scratch, before, specs, half):
    """The filter that begins with the newest year follows its own data and no other's, the sources name the document."""
    assert len(facts(specs)) == 12
    planted = dict(list(facts(specs).items())[half::2])
    years = {}
    for name, fact in planted.items():
        years[before[f"datasets/{name}"]["uuid"]] = str(plant_year(scratch, fact))
    after = loaded(scratch)
    assert newest(after) == {key: years.get(key[2], value) for key, value in newest(before).items()} != newest(before)
    for name in planted:
        made = after[f"datasets/{name}"]
        assert scratch.execute(f"select 1 from ({made['sql']}) where year = ?", [years[made["uuid"]]]).fetchone(), name
    for spec in specs["dashboards"].values():
        for each in charts(spec):
            old, new = before[f"charts/{each['name']}"], after[f"charts/{each['name']}"]
            assert (LATER.strip() in new["description"]) >= (each["dataset"] in planted), each["name"]
            assert {**new, "description": ""} == {**old, "description": ""}, each["name"]


def test_a_later_rate_shows_without_an_edit(scratch, before):
    rate_id = "missing_reports_per_resident"
    last = scratch.execute("select max(period_label) from fct_rates where rate_id = ?", [rate_id]).fetchone()[0]
    later = str(int(last) + 1)
    for planted in (rate_id, "missing_report_resolution_rate"):
        plant(scratch, "fct_rates", f"rate_id = '{planted}' and period_label = '{last}'", period_label=f"'{later}'")
    if not scratch.execute("select 1 from dim_periods where period_label = ?", [later]).fetchone():
        plant(scratch, "dim_periods", f"period_label = '{last}'", period_label=f"'{later}'", calendar_year=later, start_date=f"date '{later}-01-01'", end_date=f"date '{later}-12-31'")  # fmt: skip
    after = loaded(scratch)
    changed = {key[1]: value for key, value in newest(after).items() if value != newest(before)[key]}
    assert changed == {"Year of the map": later}
    rates = after["datasets/rates"]["sql"]
    shown = f"select distinct period_label from ({rates}) where is_latest and slice = 'all' and rate_id = 'missing_report_resolution_rate' and geography = 'US'"
    assert scratch.execute(shown).fetchall() == [(later,)]
    # one row for each rate and place, whatever its period
    twice = f"select rate_id, geography, slice from ({rates}) where is_latest group by all having count(*) > 1"
    assert scratch.execute(twice).fetchall() == []


def test_every_dashboard_has_filters_and_names_no_year(copied, specs, before):
    """Years stand in filters and on axes; in words only where a break is declared."""
    breaks = {str(year) for (year,) in copied.execute("select distinct year(first_day) from dim_structural_breaks").fetchall()}  # fmt: skip
    for name, spec in specs["dashboards"].items():
        made = before[f"dashboards/{name}"]["metadata"]
        assert made["cross_filters_enabled"] and len(made["native_filter_configuration"]) >= 5
        words = [spec["title"], *(tab["tab"] for tab in spec["tabs"]), *(each["name"] for each in spec["filters"])]
        words += [f"{each['title']} {each.get('params', {}).get('subtitle', '')}" for each in charts(spec)]
        assert {year for text in words for year in YEAR.findall(text)} <= breaks
        titles = [each["title"] for each in charts(spec)]
        assert len(titles) == len(set(titles)), name
        # a chart of one year has its year from a filter: no bar, row or shade adds two years up
        chosen = {chart for each in spec["filters"] if each.get("newest") for chart in each["charts"]}
        for each in charts(spec):
            params = each.get("params", {})
            columns = [params.get("x_axis"), *params.get("groupbyColumns", []), *params.get("all_columns", [])]
            by_year = each["viz"] == "big_number" or {"year", "year_mark", "year_start"} & set(columns)
            if fact_of(specs["datasets"][each["dataset"]]) or each["dataset"] == "rates_by_place":
                assert by_year or each["name"] in chosen, each["name"]


def test_a_break_shows_in_every_series_that_it_cuts(scratch, before):
    year = scratch.execute("select max(calendar_year) from fct_cybertip_reports_by_incident_type").fetchone()[0]
    plant(scratch, "dim_structural_breaks", "measure_id = 'cybertip_reports' and slice = 'all'", structural_break_id="'planted'", first_day=f"date '{year - 1}-01-01'", first_period_after=f"'{year - 1}'", description="'Why.'")  # fmt: skip
    after = loaded(scratch)
    marked = after["datasets/cybertip_reports_by_incident_type"]["sql"]
    years = {mark for (mark,) in scratch.execute(f"select distinct year_mark from ({marked})").fetchall()}
    assert {f"{year} *", f"{year - 1} *", str(year - 2)} <= years
    counted = after["datasets/numbers_by_year"]["sql"]
    found = scratch.execute(f"select calendar_year, counting, break_description from ({counted}) where about = 'cybertip_reports'").fetchall()  # fmt: skip
    words = {each: (counting, why) for each, counting, why in found}
    assert words[year - 1] == (f"counted as until {year - 1}", "Why.")
    assert words[year - 2][0] == f"counted as until {year - 2}" and words[year][0] == f"counted as from {year} on"
    about = after["dashboards/cybertipline"]["position"]["MARKDOWN-about"]["meta"]["code"]
    assert f"**Break of {year} (not comparable):**" in about and f"**Break of {year - 1} (not comparable):** Why." in about  # fmt: skip
    assert f"Break of {year - 1} (not comparable): Why." in after["charts/cybertip_reports_by_year"]["description"]
    assert "Why." not in before["charts/cybertip_reports_by_year"]["description"]


def test_gaps_and_bounds_of_a_series(copied, before):
    numbers = before["datasets/numbers_by_year"]["sql"]
    rows = copied.execute(f"select about, calendar_year, value, value_high, shown_as from ({numbers})").fetchall()
    years = {about: [year for each, year, *_ in rows if each == about] for about, *_ in rows}
    assert all(sorted(found) == list(range(min(found), max(found) + 1)) for found in years.values())
    assert any(value is None for *_, value, _, _ in rows)
    for _, _, value, high, shown_as in rows:
        assert (value is None) == (shown_as == "no number at hand")
        assert shown_as.startswith(("at least", "more than")) == (value is not None and high is None) or "estimate" in shown_as  # fmt: skip


def test_a_series_labels_every_year_marks_its_breaks_and_has_no_zero_for_a_gap(copied, before, specs):
    """As labels, one for each bar, with a star; or as dates where a bar says its number, as Superset would say 0 where
    there is none, with a line for each break."""
    declared = "select distinct first_period_after from dim_structural_breaks where measure_id = ? and slice = 'all' order by 1"
    for spec in specs["dashboards"].values():
        for each in charts(spec):
            axis = each.get("params", {}).get("x_axis", "")
            if each["viz"].startswith("echarts") and axis.startswith("year"):
                params = before[f"charts/{each['name']}"]["params"]
                if axis == "year_start":
                    assert each["where"]["value"] == "not null" and params["forceMaxInterval"], each["name"]
                    years = [year for (year,) in copied.execute(declared, [each["where"]["about"]]).fetchall()]
                    assert params["breaks"] == years != [], each["name"]
                else:
                    assert "breaks" not in params
                    assert (axis, params["x_axis_sort"], params["xAxisLabelInterval"]) == (
                        "year_mark",
                        "year_mark",
                        "0",
                    )
                    assert each["dataset"] != "numbers_by_year" or not params["show_value"], each["name"]


def test_what_is_found_of_a_statement_has_its_unit(copied, before):
    """No bare 47.4 beside 68%; nothing where a break forbids the comparison; places in plain words."""
    claims = before["datasets/claims"]["sql"]
    rows = copied.execute(f"select claimed, computed_value, found, verdict, evidence_kind from ({claims})").fetchall()
    for claimed, value, found, verdict, kind in rows:
        assert (value is None) == (found is None), claimed
        if verdict == "not_comparable":
            assert found == "counted differently"
        elif value is not None and not (kind == "rate" and "%" not in claimed):
            assert re.search(r"\d(%|% more|% less| [a-z ]+)$", found), (claimed, found)
    assert {row[2] for row in rows if row[0] == "68%"} == {"47.4% more"}
    for name, column in (("printed_figures", "place"), ("numbers_by_year", "place_in_document")):
        sql = before[f"datasets/{name}"]["sql"]
        assert copied.execute(
            f"select count(*) from ({sql}) where regexp_matches({column}, '\\bbody\\b')"
        ).fetchone() == (0,)


def test_columns_and_metrics_of_every_dataset(copied, before, specs):
    """Described, in words, of the type that the file has; what is offered to add up is what the fact adds up to."""
    for path, made in before.items():
        if not path.startswith("datasets/"):
            continue
        types = {name: kind for name, kind, *_ in copied.execute(f"describe {made['sql']}").fetchall()}
        assert list(types) == [column["column_name"] for column in made["columns"]]
        for column in made["columns"]:
            kind = types[column["column_name"]]
            assert column["description"] and "_" not in column["verbose_name"], (path, column)
            assert column["type"] == ("DOUBLE" if kind.startswith("DECIMAL") else kind if kind in ("VARCHAR", "DOUBLE", "BOOLEAN", "DATE") else "BIGINT"), (path, column)  # fmt: skip
            assert kind != "INTEGER" or not column["column_name"].startswith("year"), "years are labels"
        for metric in made["metrics"]:
            value = copied.execute(f"select {metric['expression']} from ({made['sql']})").fetchone()[0]
            fact, added = fact_of(made), ADDED_UP.fullmatch(metric["expression"])
            assert metric["description"]
            if "any_value" in metric["expression"]:
                assert value is None, "rows that do not add are added"
            elif fact:
                # of the years of the fact; a dataset may go on with the years that only another source gives
                column = "as_of_year" if "as_of_year" in [name for name, *_ in copied.execute(f"describe {fact}").fetchall()] else "calendar_year"  # fmt: skip
                shown = f"select {metric['expression']} from ({made['sql']}) where year in (select {column}::text from {fact})"
                assert added, path
                whole = copied.execute(f"select sum({added[1]}) from {fact}").fetchone()[0]
                assert copied.execute(shown).fetchone()[0] == whole, path
            else:
                assert metric["expression"].startswith(("count(", "max("))


def test_a_mistake_in_a_file_is_named(copied, specs):
    spec = specs["datasets"]["offender_tracking"]
    with pytest.raises(ValueError, match="column extra of dataset offender_tracking has no description"):
        dataset(Published(copied), "offender_tracking", {**spec, "sql": spec["sql"].replace("select ", "select 1 as extra, ", 1)})  # fmt: skip
    with pytest.raises(ValueError, match="offender_tracking has no column lost"):
        dataset(Published(copied), "offender_tracking", {**spec, "columns": {"lost": {"name": "Lost"}}})
    with pytest.raises(duckdb.CatalogException, match="fct_no_such_thing"):
        Published(copied).sources("fct_no_such_thing")


def test_colours_mean_the_same_on_every_dashboard(copied, before):
    schemes = [made["metadata"]["label_colors"] for path, made in before.items() if path.startswith("dashboards/")]
    (colours,) = {tuple(sorted(each.items())) for each in schemes}
    colours = dict(colours)
    assert {label for label, colour in colours.items() if colour == RED} == {"contradicted", "broken"}
    assert colours["cannot be checked"] == colours["unknown"] == GREY != colours["cannot be computed"]
    verdicts = {
        label for (label,) in copied.execute("select label from dim_codes where code_list = 'verdict'").fetchall()
    }
    assert verdicts <= colours.keys() and len({colours[label] for label in verdicts}) == len(verdicts)
    assert not {RED, GREY} & set(PALETTE) and len(set(PALETTE)) == len(PALETTE)


def test_the_key_of_a_map_says_what_its_shades_are(copied, before):
    """A place has the colour of its band on the scale that Superset spreads between the smallest and largest value."""
    scales = {rate_id: banded(ends) for rate_id, ends in Published(copied).shades().items()}
    places = before["datasets/rates_by_place"]["sql"]
    rows = copied.execute(f"select rate_id, year, shown_rate, band, band_label from ({places})").fetchall()
    assert len(rows) == copied.execute("select count(*) from fct_rates where shown_rate is not null and slice = 'all'").fetchone()[0]  # fmt: skip
    ends = {}
    for rate_id, year, value, *_ in rows:
        low, high = ends.get((rate_id, year), (value, value))
        ends[rate_id, year] = min(low, value), max(high, value)
    for rate_id, year, value, band, label in rows:
        (low, high), scale = ends[rate_id, year], scales[rate_id]
        if low == high:  # one place has one colour
            continue
        place = (value - low) / (high - low) * (len(scale) - 1)
        # between two steps of the scale Superset blends
        assert BANDS[band - 1] in {scale[int(place)], scale[-int(-place // 1)]}, (rate_id, year, value)
        first, last = (float(end.replace(",", "")) for end in label.split(" to "))
        unit = 0.5 if high >= 100 else 0.05
        assert first - unit <= value <= last + unit, (label, value)
    # the title names the same number of people as the rates
    for path, made in before.items():
        if made.get("viz_type") in ("country_map", "world_map"):
            rate_id = made["params"]["adhoc_filters"][0]["comparator"]
            (per,) = copied.execute("select distinct shown_per from fct_rates where rate_id = ?", [rate_id]).fetchone()
            assert f" per {per:,} " in made["slice_name"], path
    # no shade has most of the places: in the newest year about as many each
    for rate_id in scales:
        newest = max(year for each, year, *_ in rows if each == rate_id)
        counts = [
            sum(row[:2] == (rate_id, newest) and row[3] == band for row in rows) for band in range(1, len(BANDS) + 1)
        ]
        assert min(counts) > 0 and max(counts) < 1.6 * sum(counts) / len(BANDS), (rate_id, counts)


def test_periods_are_said_as_on_the_pages(copied):
    """One list of words: dim_periods.period_name and what make report prints."""
    said = copied.execute("select period_label, period_name from dim_periods").fetchall()
    assert [each for each in said if each[1].removeprefix("as of ") != period(each[0]).removeprefix("as of ")] == []
    assert not [name for _, name in said if re.search(r"\d-\w", name)]


def test_no_table_speaks_of_what_is_loaded(copied, before):
    """Readers know documents and numbers, not the inside of a warehouse."""
    sql = {made["uuid"]: made["sql"] for path, made in before.items() if path.startswith("datasets/")}
    for path, made in before.items():
        if path.startswith("charts/") and (columns := made["params"].get("all_columns")):
            rows = copied.execute(f"select {', '.join(columns)} from ({sql[made['dataset_uuid']]})").fetchall()
            said = [each for row in rows for each in row if re.search(r"\bloaded\b", str(each))]
            assert said == [], path
    words = json.dumps([made for path, made in before.items() if path.startswith(("charts/", "dashboards/"))])
    assert re.findall(r"[^\"]*\b(?:loaded|denominator|numerator|restatement)\b[^\"]*", words) == []


def test_no_table_is_cut_off(copied, before):
    """What has more rows than a table may show is sent in pages, and its search box goes to the server."""
    shown = {
        path: made
        for path, made in before.items()
        if path.startswith("charts/") and made["viz_type"] == "table" and made["params"]["query_mode"] == "raw"
    }
    sql = {made["uuid"]: made["sql"] for path, made in before.items() if path.startswith("datasets/")}
    long = [path for path, made in shown.items() if made["params"].get("server_pagination")]
    assert len(long) == 2
    for path, made in shown.items():
        rows, limit = copied.execute(f"select count(*) from ({sql[made['dataset_uuid']]})").fetchone()[0], made["params"]["row_limit"]  # fmt: skip
        if path in long:
            assert rows < limit and LONG.items() <= made["params"].items()
            assert copied.execute(f"select count(everything) from ({sql[made['dataset_uuid']]})").fetchone()[0] == rows
        else:
            assert rows < limit, path


def test_a_break_shows_in_every_change_that_it_cuts(scratch, before):
    """Rows of change and columns of years; and where a series of parts reaches the year of the break."""
    changes = before["datasets/provider_changes"]["sql"]
    cut = "select distinct note like 'break of %: compare with care%' from ({}) where year {} (select first_period_after from dim_structural_breaks where measure_id = 'cybertip_esp_reports' limit 1)"
    assert scratch.execute(cut.format(changes, "=")).fetchall() == [(True,)]
    assert scratch.execute(cut.format(changes, "<>")).fetchall() == [(False,)]
    rates = before["datasets/rates"]["sql"]
    unmarked = f"select rate_id, period_label, slice from ({rates}) where (structural_break_id is null) = (note like 'Break of %')"
    assert scratch.execute(unmarked).fetchall() == []
    for name, fact in (("provider", "fct_cybertip_reports_by_esp"), ("country", "fct_cybertip_reports_by_country")):
        later = plant_year(scratch, fact)
        made = loaded(scratch)[f"datasets/cybertip_reports_by_{name}"]
        last = f"select distinct year_mark from ({made['sql']}) where year = '{later}'"
        assert scratch.execute(last).fetchall() == [(f"{later} *",)], "the year of a declared break has no star"


def test_bounds_are_said_and_cut_off_numbers_are_no_errors(scratch, before):
    def rows(name: str, columns: str) -> list[tuple]:
        return scratch.execute(f"select {columns} from ({before[f'datasets/{name}']['sql']})").fetchall()

    words = {"at_least": "at least ", "more_than": "more than ", "approximate": "about ", "less_than": "less than "}
    stages = rows("outcome_stages", "precision, shown")
    assert all(shown.startswith(words[precision]) for precision, shown in stages if precision in words)
    assert all(re.fullmatch(r"[\d,]+", shown) for precision, shown in stages if precision == "exact")
    printed = dict(scratch.execute("select figure_id, coalesce(printed, recorded) from fct_published_figures where precision in ('at_least', 'more_than')").fetchall())  # fmt: skip
    parts = rows("rates", "numerator_figure_id, numerator_shown") + rows("rates", "denominator_figure_id, denominator_shown")  # fmt: skip
    bounds = [(figure, shown) for figure, shown in parts if figure in printed and shown]
    assert bounds and all(shown == printed[figure] for figure, shown in bounds)
    claims = before["datasets/claims"]["sql"]
    planted = "claim_id = (select min(claim_id) from fct_claims)"
    # the digits claimed are those of the number, but it would be rounded up; or they are not
    for number, outcome in (
        (62_992_859, "cut off instead of rounded"),
        (63_000_000, "contradicted"),
        (62_800_000, "contradicted"),
    ):
        scratch.execute(f"update fct_claims set verdict = 'contradicted', claimed_precision = 'rounded', claimed_value = 62.9e6, claimed_low = 62.85e6, claimed_high = 62.95e6, computed_value = {number} where {planted}")  # fmt: skip
        assert scratch.execute(f"select outcome from ({claims}) where {planted}").fetchall() == [(outcome,)]
    assert scratch.execute(f"select count(*) from ({claims}) where outcome like 'cut off%' and verdict <> 'contradicted'").fetchone() == (0,)  # fmt: skip


def test_a_bound_is_never_rounded_past_itself(copied, before):
    """At least 0.24% of 0.2486%: 0.25% would say more than is known."""
    rows = copied.execute(
        f"select shown, 100 * rate, rate_precision from ({before['datasets/rates']['sql']})"
        " where rate_precision in ('at_least', 'more_than', 'less_than') and rate is not null and scoring = 'proportion' and shown_per is null"
    ).fetchall()
    assert rows
    for shown, value, precision in rows:
        said = float(re.search(r"[\d.]+(?=%)", shown)[0])
        assert said >= value if precision == "less_than" else said <= value, (shown, value)


def test_every_shade_of_a_map_is_seen_on_white():
    def light(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    steps = [1.0, *map(light, BANDS)]
    assert min((first + 0.05) / (second + 0.05) for first, second in pairwise(steps)) > 1.35
