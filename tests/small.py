"""A small project with the real plugins, macros, profiles and settings: publishing is proved on it in seconds.

Four real seeds, a dozen models of a line each, one data test and one unit test. What it cannot show (that the real
project's own checks stop a slip) is shown on the real one: tests/e2e/test_violations.py and test_synthetic_year.py.
"""

import re
import shutil
from pathlib import Path

import duckdb
import yaml

from tests.conftest import PROJECT, Project

SEEDS = ["raw_missing_child_reports_by_state", "raw_cybertip_files_by_type", "states", "documents"]
STUB = "{{{{ config(contract={{'enforced': false}}) }}}}\n"
ROWS = STUB + "select * from {{{{ ref('{}') }}}}"
COUNT = "cast(replace({}, ',', '') as bigint)"
FILES = {
    "models/marts/dimensions/dim_documents.sql": ROWS.format("documents"),
    "models/staging/stg_printed_cells.sql": ROWS.format("raw_cybertip_files_by_type"),
    "models/intermediate/int_figures.sql": ROWS.format("stg_printed_cells"),
    "models/marts/fct_published_figures.sql": ROWS.format("int_figures"),
    "models/marts/fct_missing_child_reports_by_state.sql": (
        STUB.format()
        + f"select missing_state as state_code, {COUNT.format('grand_total')} as reports, 2024 as calendar_year\n"
        "from {{ ref('raw_missing_child_reports_by_state') }} where missing_state <> 'Total'"
    ),
    "models/marts/fct_reconciliations.sql": (
        STUB.format()
        + f"select file_type as check_id, 'reconciled' as status, {COUNT.format('files')} as published_value\n"
        "from {{ ref('int_figures') }}"
    ),
    "models/marts/fct_rates.sql": STUB.format() + "select 'planted' as rate_id, 'computed' as status, 0.5 as rate",
    "models/marts/fct_claims.sql": ROWS.format("fct_rates"),
    "models/semantic/time_spine.sql": "select date '2024-01-01' as date_day",
    "models/marts/_models.yml": """
models:
  - name: publication
    columns:
      - {name: project_id, data_type: string}
      - {name: project_name, data_type: string}
      - {name: contents, data_type: string}
      - {name: metric_definitions, data_type: string}
  - name: dim_states
    columns:
      - {name: state_code, data_type: string}
      - {name: state_name, data_type: string}
      - {name: state_type, data_type: string}
      - {name: iso_3166_2, data_type: string}
      - {name: fips_code, data_type: string}
      - {name: census_region, data_type: string}
unit_tests:
  - name: a_state_keeps_its_name
    model: dim_states
    given:
      - input: ref('states')
        rows: [{state_code: AL, state_name: Alabama}]
    expect:
      rows: [{state_code: AL, state_name: Alabama}]
""",
    "tests/second_reading_agrees.sql": """-- Two keys for every number.
select concat(file_type, ': first reading "', first.files, '", second reading "', second.files, '"') as problem
from {{ ref('raw_cybertip_files_by_type') }} as first
full join {{ ref('second_reading') }} as second using (document_id, file_type)
where first.files is distinct from second.files
""",
}


def declared(folder: str, names: list[str]) -> str:
    """The columns of the real seeds, without their descriptions, which refer to pages that are not here."""
    file = PROJECT / "seeds" / folder / f"_{folder}__seeds.yml"
    seeds = {seed["name"]: seed for seed in yaml.safe_load(file.read_text(encoding="utf-8"))["seeds"]}
    return yaml.safe_dump(
        {
            "seeds": [
                {"name": name, "columns": [{"name": column["name"]} for column in seeds[name]["columns"]]}
                for name in names
                if name in seeds
            ]
        }
    )


def small_project(folder: Path) -> Project:
    for part in ("macros", "plugins", "profiles"):
        shutil.copytree(PROJECT / part, folder / part, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    tests = re.sub(r"(?<=  required_tests:\n)(    - \w+\n)+", "    - second_reading_agrees\n", settings)
    tests = tests.replace("  test_of_every_mart: is_sound\n", "")
    (folder / "dbt_project.yml").write_text(tests, encoding="utf-8")
    shutil.copy(PROJECT / "profiles.yml", folder)
    files = dict(FILES)
    for model in ("publication.sql", "dimensions/dim_states.sql"):
        files[f"models/marts/{model}"] = (PROJECT / "models" / "marts" / model).read_text(encoding="utf-8")
    for seed in SEEDS:
        part = "raw" if seed.startswith("raw_") else "registry"
        files[f"seeds/{part}/{seed}.csv"] = (PROJECT / "seeds" / part / f"{seed}.csv").read_text(encoding="utf-8")
        files[f"seeds/{part}/_seeds.yml"] = declared(part, SEEDS)
    files["seeds/second_reading/second_reading.csv"] = files["seeds/raw/raw_cybertip_files_by_type.csv"]
    files["seeds/second_reading/_seeds.yml"] = declared("raw", ["raw_cybertip_files_by_type"]).replace(
        "raw_cybertip_files_by_type", "second_reading"
    )
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Project(folder)


def without_largest_tables(file: Path) -> Path:
    """A published file that is quickly written out."""
    with duckdb.connect(str(file)) as connection:
        for big in ("checkable_numbers", "fct_rates", "fct_check_sides", "fct_figure_parts", "unanchored_figures"):
            connection.execute(f"delete from marts.{big}")
    return file


def small_edition(target: Path, *statements: str) -> Path:
    """A copy of the published file without the rows of its largest tables, and with what is done to it."""
    shutil.copy(PROJECT / "ncmec.duckdb", target)
    target.chmod(0o644)
    without_largest_tables(target)
    with duckdb.connect(str(target)) as connection:
        for statement in statements:
            connection.execute(statement)
    return target
