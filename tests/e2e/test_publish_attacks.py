"""What a pair of fresh eyes found: ways by which a green build is not a build of the project as it stands."""

import shutil
import subprocess
from types import SimpleNamespace

import pytest

from tests.conftest import PROJECT
from tests.e2e.test_publish import Project, built, built_once, digest, publish, refused  # noqa: F401  fixtures


def flags(**given):
    return SimpleNamespace(WHICH="build", SELECT=None, PROJECT_DIR=None, **given)


@pytest.mark.parametrize("given", [{"small_denominator_below": 1}, {"project_id": "another"}])
def test_variables_of_the_command_line_are_refused(given):
    """They changed what is computed, and the tests with it: every rate could be marked as one of small numbers."""
    with pytest.raises(publish.PublishError, match="--vars changes what is computed"):
        publish.refuse_other_data(flags(VARS=given))
    publish.refuse_other_data(flags(VARS={}))


@pytest.mark.slow
def test_variables_are_refused_before_anything_is_built(built):  # noqa: F811
    scratch = built.folder / "build" / "ncmec.duckdb"
    before = digest(scratch)
    refused(
        built, "build", "--vars", "{small_denominator_below: 1}", sentence="--vars changes what is computed", code=2
    )
    assert digest(scratch) == before


@pytest.mark.slow
def test_definitions_of_an_earlier_parse_are_not_published(built):  # noqa: F811
    """The variable makes dbt look at no file: a test that fails on disk was not the one that ran."""
    (built.folder / "tests" / "second_reading_agrees.sql").write_text("select 'planted' as problem\n")
    refused(
        built,
        "build",
        sentence="tests/second_reading_agrees.sql is not as dbt read it",
        code=2,
        DBT_PARTIAL_PARSE_FILE_DIFF="false",
    )
    refused(built, "build", sentence="second_reading_agrees: planted")


def parsed(folder, *files):
    """What dbt remembers of the files that it read."""
    from dbt.contracts.files import FileHash

    return SimpleNamespace(
        files={
            name: SimpleNamespace(
                project_name="ncmec",
                path=SimpleNamespace(original_file_path=name),
                checksum=FileHash.from_contents((folder / name).read_text(encoding="utf-8").strip()),
            )
            for name in files
        }
    )


def test_a_file_that_changes_during_the_build_is_named(tmp_path):
    for name in ("a.sql", "b.yml", "c.csv"):
        (tmp_path / name).write_text(f"{name} \n\n", encoding="utf-8")
    manifest = parsed(tmp_path, "a.sql", "b.yml", "c.csv")
    assert publish.changed_files(tmp_path, "ncmec", manifest) == []
    (tmp_path / "b.yml").write_text("changed")
    (tmp_path / "c.csv").unlink()
    assert publish.changed_files(tmp_path, "ncmec", manifest) == ["b.yml", "c.csv"]
    manifest.files["b.yml"].project_name = "another"
    assert publish.changed_files(tmp_path, "ncmec", manifest) == ["c.csv"]


@pytest.mark.slow
def test_a_seed_that_changes_during_the_build_is_not_published(built):  # noqa: F811
    """The guard has looked at the file; what is loaded later is another one."""
    before = digest(built.published)
    building = built.start("build")
    for line in building.stdout:
        if "OK loaded seed" in line:
            path = built.folder / "seeds" / "registry" / "states.csv"
            path.write_text(path.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
            path.write_text(path.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding="utf-8")
            break
    output = building.communicate(timeout=300)[0]
    assert building.returncode and "seeds/registry/states.csv is not as dbt read it" in output, output
    assert digest(built.published) == before


@pytest.mark.slow
def test_a_profile_without_the_guard_is_refused(built):  # noqa: F811
    built.edit("profiles/profiles.yml", "        - module: seed_guard\n", "")
    refused(built, "build", sentence="does not load the plugin seed_guard", code=2)


@pytest.mark.slow
@pytest.mark.parametrize("attack", ["selectors.yml", ".dbtignore", "run-operation", "target published"])
def test_what_held(built, attack):  # noqa: F811
    """Tried as well, and refused as it stood."""
    if attack == "selectors.yml":
        (built.folder / "selectors.yml").write_text(
            "selectors: [{name: some, default: true, definition: {union: ['fqn:*', {exclude: ['resource_type:test']}]}}]\n"
        )
        refused(built, "build", sentence="steps did not run", code=2)
    if attack == ".dbtignore":
        (built.folder / ".dbtignore").write_text("second_reading_agrees.sql\n")
        refused(built, "build", sentence="a required test did not run or was softened: second_reading_agrees", code=2)
    if attack == "run-operation":
        refused(built, "seed", "--select", "states", sentence="Nothing was published", code=0)
        refused(built, "run-operation", "publish_when_green", "--args", "{results: []}", sentence="Nothing was published", code=0)  # fmt: skip
    if attack == "target published":
        refused(built, "build", "--target", "published", sentence="read-only mode", code=2)


@pytest.mark.slow
def test_metrics_are_asked_as_they_were_published(project):
    """Every dbt command that parses rewrote what `make metrics` reads: a sum made a maximum answered 25,103."""
    python = PROJECT / ".venv-metrics" / "bin" / "python"
    assert python.exists(), "MetricFlow is not installed. Type: make .venv-metrics/installed"
    shutil.copytree(PROJECT / "scripts", project.folder / "scripts")
    (project.folder / "build").mkdir()
    for file in ("ncmec.duckdb", "build/semantic_manifest.json"):
        shutil.copy(PROJECT / file, project.folder / file)
    project.edit("models/semantic/semantic_models.yml", "agg: sum", "agg: max", times=-1)
    assert project.dbt("parse")[0] == 0
    question = ["query", "--quiet", "--metrics", "missing_child_reports_by_type", "--group-by", "metric_time__year"]
    words = [python, "scripts/metrics.py", *question]
    answer = subprocess.run(words, cwd=project.folder, capture_output=True, text=True, check=True).stdout
    assert answer.split()[-1] == "29568"


def test_the_rules_look_below_folders_too(tmp_path):
    (tmp_path / "tests" / "more").mkdir(parents=True)
    (tmp_path / "models").mkdir()
    (tmp_path / "tests" / "more" / "deep.sql").touch()
    (tmp_path / "models" / "u.yaml").write_text("unit_tests: [{name: of_yaml}]")
    assert publish.required_tests(tmp_path) == {"deep", "of_yaml"}
