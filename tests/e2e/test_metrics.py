"""The declared metrics and the registry of rates agree, in what they say and in every number."""

import copy
import hashlib
import json
import re
import subprocess

import pytest

from scripts import metrics_docs, rate_metrics
from tests.conftest import PROJECT

PYTHON = PROJECT / ".venv-metrics" / "bin" / "python"
PARTS = ("smallest_rate", "largest_rate")  # of the rates that are read from fct_rates


@pytest.fixture(scope="module")
def manifest(warehouse) -> dict:
    return json.loads(warehouse.sql("select metric_definitions from marts.publication").fetchone()[0])


def by_name(things: list[dict]) -> dict[str, dict]:
    return {thing["name"]: thing for thing in things}


def filters(metric: dict) -> list[str]:
    return [condition["where_sql_template"] for condition in (metric["filter"] or {}).get("where_filters", [])]


def fact_measures(manifest: dict) -> dict[str, tuple[str, str, str]]:
    """Measure of a fact to its table, column and year column."""
    measures = {}
    for model in manifest["semantic_models"]:
        table = model["node_relation"]["alias"]
        if table.startswith("fct_") and table != "fct_rates":
            year = re.search(r"\w+_year", model["dimensions"][0]["expr"])[0]
            for measure in model["measures"]:
                measures[measure["name"]] = (table, measure["expr"] or measure["name"], year)
    return measures


def objections_to_measures(manifest: dict, warehouse) -> list[str]:
    definitions = {
        row[0]: row[1:]
        for row in warehouse.sql("select measure_id, definition, unit_of_count from marts.dim_measures").fetchall()
    }
    found = []
    for model in manifest["semantic_models"]:
        for measure in model["measures"]:
            if measure["name"] in PARTS:
                if measure["agg"] not in ("min", "max"):
                    found.append(f"{measure['name']}: rates are never added up")
            elif measure["agg"] != "sum" or (measure["non_additive_dimension"] or {}).get("window_choice") != "max":
                found.append(f"{measure['name']}: a sum of one year, the latest unless asked otherwise")
    measures = fact_measures(manifest)
    asked = {}
    for metric in manifest["metrics"]:
        if metric["type"] != "simple" or metric["name"] in PARTS:
            continue
        measure_id = metric["config"]["meta"].get("measure_id")
        definition, unit = definitions.get(measure_id, ("?", "?"))
        if definition not in metric["description"] or f"Unit: {unit}." not in metric["description"]:
            found.append(f"{metric['name']}: not the definition and unit of {measure_id} in dim_measures")
        table, column, _ = measures[metric["type_params"]["measure"]["name"]]
        if not filters(metric):
            asked[(table, column)] = metric["name"]
        # a few cells are the sum of two printed rows with one meaning
        share_printed = warehouse.execute(
            f"""
            select avg(cast(exists(
                from marts.fct_published_figures as figures
                where figures.measure_id = ? and figures.document_id = fact.document_id and figures.value = fact.{column}
            ) as integer)) from marts.{table} as fact where fact.{column} is not null
            """,
            [measure_id],
        ).fetchone()[0]
        if share_printed < 0.9:
            found.append(f"{metric['name']}: {table}.{column} holds figures that are not {measure_id}")
    declared = {
        (table, line.split()[2])
        for table, line in warehouse.sql(
            "select distinct table_id, line from marts.fct_reconciliations where check_kind = 'fact_total'"
        ).fetchall()
    }
    return found + [f"measures of facts and metrics differ: {pair}" for pair in declared ^ set(asked)]


def objections_to_rates(manifest: dict, warehouse) -> list[str]:
    metrics = by_name(manifest["metrics"])
    columns = (
        "rate_label, numerator_measure_id, numerator_dimension, numerator_member, denominator_measure_id, "
        "numerators.definition, denominators.definition"
    )
    rates = {
        row[0]: dict(zip(re.findall(r"[\w.]+", columns), row[1:], strict=True))
        for row in warehouse.sql(f"""
            select rate_id, {columns} from marts.dim_rates
            left join marts.dim_measures as numerators on numerators.measure_id = numerator_measure_id
            left join marts.dim_measures as denominators on denominators.measure_id = denominator_measure_id
            where declared_status = 'computed'
        """).fetchall()
    }
    served = {metric["config"]["meta"].get("rate_id") for metric in metrics.values()} - {None}
    found = [f"rates and metrics differ: {rate_id}" for rate_id in served ^ set(rates)]
    for metric in metrics.values():
        name, rate_id = metric["name"], metric["config"]["meta"].get("rate_id")
        if metric["type"] != "simple" and rate_id is None:
            found.append(f"{name}: a quotient that is no declared rate")
        if rate_id not in rates:
            continue
        rate = rates[rate_id]
        if (name, metric["label"]) != (rate_id, rate["rate_label"]):
            found.append(f"{name}: not the name and label of {rate_id}")
        for part in ("numerators.definition", "denominators.definition"):
            if rate[part] not in metric["description"]:
                found.append(f"{name}: the description lacks the {part} of dim_measures")
        if metric["type"] == "ratio":
            tables, narrowed = set(), [*filters(metric), rate["numerator_dimension"] or ""]
            for part in ("numerator", "denominator"):
                source = metrics[metric["type_params"][part]["name"]]
                tables.add(fact_measures(manifest)[source["type_params"]["measure"]["name"]][0])
                narrowed += filters(source)
                if source["config"]["meta"]["measure_id"] != rate[f"{part}_measure_id"]:
                    found.append(f"{name}: the {part} is not {rate[f'{part}_measure_id']}")
            if any(narrowed):
                found.append(f"{name}: a ratio with a filter could be grouped by what it filters")
            if len(tables) > 1:
                found.append(f"{name}: the parts of a ratio stand in one fact, so that their years cannot differ")
        elif (
            filters(metric) != [f"{{{{ Dimension('rate__rate_id') }}}} = '{rate_id}'"]
            or tuple(part["name"] for part in metric["type_params"]["metrics"]) != PARTS
            or "error(" not in metric["type_params"]["expr"]
        ):
            found.append(f"{name}: not one declared rate of {rate_id}")
    return found


def objections(manifest: dict, warehouse) -> list[str]:
    return objections_to_measures(manifest, warehouse) + objections_to_rates(manifest, warehouse)


def test_metrics_and_registries_agree(manifest, warehouse):
    assert objections(manifest, warehouse) == []


def narrowed_part(metrics, models):
    metrics["cvip_images"]["filter"] = metrics["cybertip_country_share"]["filter"]


def other_denominator(metrics, models):
    metrics["cvip_images_per_request"]["type_params"]["denominator"]["name"] = "cvip_videos"


def wrong_column(metrics, models):
    models["offender_tracking"]["measures"][0]["expr"] = "operations"


def missing_metric(metrics, models):
    metrics["cybertip_country_share"]["config"]["meta"] = {}


def undeclared_quotient(metrics, models):
    metrics["cvip_images_per_request"]["config"]["meta"]["rate_id"] = "cybertip_arrest_rate"


def other_rate(metrics, models):
    metrics["cybertip_esp_share"]["filter"] = metrics["cybertip_country_share"]["filter"]


def sum_over_years(metrics, models):
    models["cybertip_files_by_type"]["measures"][0]["non_additive_dimension"] = None


def added_rates(metrics, models):
    models["rates"]["measures"][0]["agg"] = "sum"


@pytest.mark.parametrize(
    "damage",
    [
        narrowed_part,
        other_denominator,
        wrong_column,
        missing_metric,
        undeclared_quotient,
        other_rate,
        sum_over_years,
        added_rates,
    ],
)
def test_disagreement_is_found(manifest, warehouse, damage):
    damaged = copy.deepcopy(manifest)
    damage(by_name(damaged["metrics"]), by_name(damaged["semantic_models"]))
    assert objections(damaged, warehouse) != []


def answers(queries: list[tuple[list[str], list[str]]]) -> list[dict]:
    assert PYTHON.exists(), "MetricFlow is not installed. Type: make .venv-metrics/installed"
    process = subprocess.run(
        [PYTHON, PROJECT / "tests" / "metricflow_answers.py"],
        input=json.dumps([{"metrics": metrics, "group_by": group_by} for metrics, group_by in queries]),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return json.loads(process.stdout[process.stdout.index("[{") :])


def as_numbers(rows) -> dict[tuple, float | None]:
    """Rows of keys and one number, years as 2024 instead of 2024-01-01 00:00:00."""
    numbers = {}
    for *key, value in rows:
        key = tuple(re.sub(r"-01-01( 00:00:00|T00:00:00)$", "", str(part)) for part in key)
        assert key not in numbers
        numbers[key] = None if value is None else round(float(value), 12)
    return numbers


@pytest.mark.slow
def test_every_fact_metric_is_the_sum_of_one_year(manifest, warehouse):
    columns = {model["node_relation"]["alias"]: model["entities"] for model in manifest["semantic_models"]}
    queries, expected = [], []
    for name, (table, column, year) in fact_measures(manifest).items():
        latest = f"where {year} = (select max({year}) from marts.{table})"
        queries.append(([name], []))
        expected.append(warehouse.sql(f"select sum({column}) from marts.{table} {latest}").fetchall())
        queries.append(([name], ["metric_time__year"]))
        expected.append(warehouse.sql(f"select {year}, sum({column}) from marts.{table} group by all").fetchall())
        for entity in columns[table]:
            grain = entity["expr"] or entity["name"]
            queries.append(([name], ["metric_time__year", entity["name"]]))
            expected.append(
                warehouse.sql(f"select {year}, {grain}, sum({column}) from marts.{table} group by all").fetchall()
            )
    for query, answer, rows in zip(queries, answers(queries), expected, strict=True):
        assert "rows" in answer, (query, answer)
        assert as_numbers(answer["rows"]) == as_numbers(rows), query


@pytest.mark.slow
def test_every_rate_metric_is_the_declared_rate(manifest, warehouse):
    """For every period, geography and slice that it can be asked for, and with its parts."""
    queries, expected = [], []
    models = {measure["name"]: model for model in manifest["semantic_models"] for measure in model["measures"]}
    metrics = by_name(manifest["metrics"])
    for name, metric in metrics.items():
        rate_id = metric["config"]["meta"].get("rate_id")
        if metric["type"] == "derived":
            group_by = ["period_label", "geography", "slice", "numerator_value", "denominator_value"]
            queries.append(([name], [f"rate__{column}" for column in group_by]))
            expected.append(
                f"select period_label, geography, slice, cast(numerator_value as bigint), "
                f"cast(denominator_value as bigint), rate from marts.fct_rates where rate_id = '{rate_id}'"
            )
        if metric["type"] == "ratio":
            denominator = metrics[metric["type_params"]["denominator"]["name"]]["type_params"]["measure"]["name"]
            years = f"(select cast(calendar_year as string) from marts.{models[denominator]['node_relation']['alias']})"
            declared = f"from marts.fct_rates where rate_id = '{rate_id}' and period_label in {years}"
            queries.append(([name], ["metric_time__year"]))
            expected.append(f"select period_label, rate {declared} and slice = 'all' and geography in ('US', 'WORLD')")
            for entity in models[denominator]["entities"]:
                if entity["name"] == "document":
                    continue
                queries.append(([name], ["metric_time__year", entity["name"]]))
                expected.append(
                    f"select period_label, substr(slice, {len(entity['name']) + 2}), rate {declared} "
                    f"and slice like '{entity['name']}=%'"
                )
    for query, answer, sql in zip(queries, answers(queries), expected, strict=True):
        assert "rows" in answer, (query, answer)
        rows = warehouse.sql(sql).fetchall()
        assert rows and as_numbers(answer["rows"]) == as_numbers(rows), query


def asked(*words) -> tuple[int, str]:
    process = subprocess.run(
        [PYTHON, PROJECT / "scripts" / "metrics.py", *words], capture_output=True, text=True, timeout=60
    )
    return process.returncode, process.stdout + process.stderr


@pytest.mark.slow
def test_what_is_not_declared_is_refused(warehouse):
    published = PROJECT / "ncmec.duckdb"
    before = hashlib.sha256(published.read_bytes()).hexdigest()
    reasons = warehouse.sql(
        "select rate_id, reason from marts.dim_rates where declared_status <> 'computed'"
    ).fetchall()
    assert len(reasons) > 5
    for rate_id, reason in reasons[:2]:
        code, output = asked("query", "--metrics", rate_id, "--group-by", "metric_time__year")
        assert code == 1 and reason in output
    code, output = asked("query", "--metrics", "cybertip_files")
    assert code == 1 and "Say which year" in output
    where = "{{ TimeDimension('metric_time', 'year') }} >= '2020-01-01'"
    for more in ([], ["--group-by", "document__title"], ["--group-by=document__title"]):
        code, output = asked("query", "--metrics", "cybertip_reports_by_incident_type", "--where", where, *more)
        assert code == 1 and "Say which year" in output
    refused = {
        "does not exactly match any known metrics": (["arrests_per_cybertip"], ["metric_time__year"]),
        "does not match any of the available group-by-items": (["cvip_images_per_request"], ["relationship"]),
        "Rates are not added up": (["cybertip_country_share"], ["metric_time__year"]),
    }
    for says, answer in zip(refused, answers(list(refused.values())), strict=True):
        assert says in answer.get("error", ""), answer
    assert hashlib.sha256(published.read_bytes()).hexdigest() == before


def test_metrics_of_rates_are_those_of_the_registry():
    assert rate_metrics.PAGE.read_text(encoding="utf-8") == rate_metrics.page(), "run make docs"


def test_every_metric_is_listed(warehouse):
    page = metrics_docs.PAGE.read_text(encoding="utf-8")
    assert metrics_docs.LISTING.search(page)[0] == metrics_docs.listing(warehouse), "run make docs"


@pytest.mark.slow
def test_examples_show_real_output(warehouse):
    page = metrics_docs.PAGE.read_text(encoding="utf-8")
    assert metrics_docs.EXAMPLE.search(page)
    assert metrics_docs.refreshed(page, warehouse) == page, "run make docs"


@pytest.mark.slow
def test_an_answer_as_a_file_stands_where_it_was_asked_for(tmp_path):
    """It was written into a folder that was then deleted: a file of that name, of an earlier answer, stayed as it was."""
    for option in (["--csv", "answer.csv"], ["--csv=answer.csv"]):
        (tmp_path / "answer.csv").write_text("of an earlier edition\n")
        words = ["query", "--quiet", "--metrics", "cybertip_files", "--group-by", "metric_time__year", *option]
        subprocess.run([PYTHON, PROJECT / "scripts" / "metrics.py", *words], cwd=tmp_path, check=True)
        lines = (tmp_path / "answer.csv").read_text().splitlines()
        assert lines[0] == "metric_time__year,cybertip_files" and len(lines) > 1
