"""What a pair of fresh eyes found: ways by which a green build is not a build of the project as it stands."""

import os
import shutil
import struct
import subprocess
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
import yaml

from scripts.locked import why_not_published
from tests.conftest import PROJECT
from tests.e2e.test_publish import Project, built, built_once, changed, checked, digest, publish, refused  # noqa: F401  fixtures


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
    built.edit("profiles.yml", "        - module: seed_guard\n", "")
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
    shutil.copy(PROJECT / "ncmec.duckdb", project.folder)
    project.edit("models/semantic/semantic_models.yml", "agg: sum", "agg: max", times=-1)
    assert project.dbt("parse")[0] == 0
    question = ["query", "--quiet", "--metrics", "missing_child_reports_by_type", "--group-by", "metric_time__year"]
    words = [python, "scripts/metrics.py", *question]
    answer = subprocess.run(words, cwd=project.folder, capture_output=True, text=True, check=True).stdout
    assert answer.split()[-1] == "29568"


def test_the_rules_look_below_folders_too(tmp_path):
    for folder in ("tests/more", "tests/generic", "models/deep", "seeds"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "tests" / "more" / "deep.sql").touch()
    (tmp_path / "tests" / "generic" / "is_whole.sql").touch()  # what a test means, no test
    (tmp_path / "models" / "u.yaml").write_text("unit_tests: [{name: of_yaml}]")
    (tmp_path / "models" / "deep" / "m.yml").write_text(
        "models: [{name: m, data_tests: [{is_whole: {name: of_model}}], columns: [{name: c, data_tests: [{name: of_column, test_name: is_whole}]}]}]"
    )
    (tmp_path / "seeds" / "s.yml").write_text("seeds: [{name: s, data_tests: [{is_whole: {name: of_seed}}]}]")
    assert publish.required_tests(tmp_path) == {"deep", "of_yaml", "of_model", "of_column", "of_seed"}


@pytest.mark.parametrize("declared", ["is_whole", "{is_whole: {arguments: {a: b}}}", "is_whole: "])
def test_a_test_without_a_name_of_its_own_is_refused(tmp_path, declared):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "m.yml").write_text(f"models:\n  - name: m\n    data_tests:\n      - {declared}\n")
    with pytest.raises(publish.PublishError, match="a test beside m has no name of its own"):
        publish.required_tests(tmp_path)


def while_building(project, moment, change, *arguments, **environment):
    """What becomes of a build during which something happens."""
    building = project.start("build", *arguments, **environment)
    for line in building.stdout:
        if moment in line:
            change()
            break
    output = building.communicate(timeout=300)[0]
    return building.returncode, output


RAW, SECOND = "seeds/raw/raw_cybertip_files_by_type.csv", "seeds/second_reading/second_reading.csv"


def files_published(project):
    with duckdb.connect(str(project.published), read_only=True) as connection:
        return connection.sql(f"select files from raw.{Path(RAW).stem} where file_type = 'Videos'").fetchone()[0]


def test_a_seed_that_is_another_one_while_it_is_loaded(built):  # noqa: F811
    """git stash and back, or another branch and back: both readings agree, and the files end as dbt parsed them."""
    before = digest(built.published)
    building = built.start("build", "--threads", "1")
    for moment, old, new in (("Found ", "33,130,449", "33,130,440"), ("OK loaded seed file second", "33,130,440", "33,130,449")):  # fmt: skip
        for line in building.stdout:
            if moment in line:
                break
        built.edit(RAW, old, new)
        built.edit(SECOND, old, new)
    output = building.communicate(timeout=300)[0]
    assert building.returncode and f"{RAW} (and 1 more) is not as dbt read it" in output, output
    assert digest(built.published) == before and files_published(built) == "33,130,449"


@pytest.mark.slow
def test_a_link_to_the_project_that_moves_on(built, tmp_path):  # noqa: F811
    """`current` leads to a release, a deployment turns it to the next one: seeds came from there, checks looked here."""
    shutil.copytree(built.folder, tmp_path / "next", symlinks=True)
    following = Project(tmp_path / "next")
    for seed in (RAW, SECOND):
        following.edit(seed, "33,130,449", "33,130,440")
    current = tmp_path / "current"
    current.symlink_to(built.folder)

    def deploy():  # in one step: dbt makes the folder of its log anew where it finds no link
        link = tmp_path / "link"
        link.symlink_to(following.folder)
        link.replace(current)

    before = digest(built.published)
    moment = "OK created sql table model marts.fct_rates"
    code, output = while_building(built, moment, deploy, "--project-dir", str(current), "--threads", "1")
    assert code and f"{RAW} (and 1 more) is not as dbt read it" in output, output
    assert digest(built.published) == before


@pytest.mark.slow
def test_settings_that_change_during_the_build_are_named(built):  # noqa: F811
    """What dbt read decides what counts as a small number; the project says another thing by now."""
    before = digest(built.published)
    code, output = while_building(
        built,
        "OK loaded seed",
        lambda: built.edit("dbt_project.yml", "small_denominator_below: 30", "small_denominator_below: 1"),
    )
    assert code and "dbt_project.yml is not as dbt read it" in output, output
    assert digest(built.published) == before


@pytest.mark.parametrize("how", ["make metrics meanwhile", pytest.param("--no-write-json", marks=pytest.mark.slow)])
def test_definitions_are_those_of_the_build(built, how):  # noqa: F811
    """What lies in target belongs to whoever wrote there last: make metrics, an editor's dbt parse, an earlier parse."""
    stale = built.folder / "target" / "semantic_manifest.json"
    if how == "--no-write-json":
        stale.write_text('{"planted": true}')
        code, output = built.dbt("build", how)
    else:
        code, output = while_building(built, "OK loaded seed", lambda: stale.write_text('{"planted": true}'))
    assert code == 0, output
    with duckdb.connect(str(built.published), read_only=True) as connection:
        definitions = connection.sql("select metric_definitions from marts.publication").fetchone()[0]
    assert "planted" not in definitions and "semantic_models" in definitions


def test_a_test_that_is_gone_is_named(built):  # noqa: F811
    """Renamed to switch it off, lost by a sync tool: no file declares it any more."""
    file = built.folder / "tests" / "second_reading_agrees.sql"
    file.rename(file.with_suffix(".sql.off"))
    built.edit(RAW, "33,130,449", "33,130,440")
    refused(built, "build", sentence="a required test did not run or was softened: second_reading_agrees", code=2)


def test_every_test_is_listed():
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    declared = publish.required_tests(PROJECT)
    beside = publish.required_tests(PROJECT, of_every_mart=settings["vars"]["test_of_every_mart"])
    assert beside == declared, "a table of models/marts has no test is_sound"
    assert settings["vars"]["required_tests"] == sorted(name for name in declared if not name.endswith("_is_sound"))


def test_a_mart_without_its_test_is_named(tmp_path):
    """A line of YAML that is gone leaves no file behind that would be missed."""
    (tmp_path / "models" / "marts" / "deep").mkdir(parents=True)
    (tmp_path / "models" / "marts" / "deep" / "fct_lost.sql").touch()
    (tmp_path / "tests").mkdir()
    assert publish.required_tests(tmp_path, ["listed"], "is_sound") == {"listed", "fct_lost_is_sound"}


def test_a_profile_without_the_publisher_is_refused(built):  # noqa: F811
    """It names the published file as its database: a red build stood there. Modes stop everybody but root."""
    (built.folder / "own").mkdir()
    (built.folder / "own" / "profiles.yml").write_text(
        "ncmec: {target: dev, outputs: {dev: {type: duckdb, path: ncmec.duckdb, schema: main}}}\n"
    )
    built.edit(RAW, "33,130,449", "33,130,440")
    built.published.chmod(0o644)
    code, output = built.dbt("build", "--profiles-dir", "own")
    assert code and "does not load the plugin publish" in output, output
    assert files_published(built) == "33,130,449"
    built.published.unlink()
    assert built.dbt("build", "--profiles-dir", "own")[0]
    with duckdb.connect(str(built.published), read_only=True) as connection:
        assert connection.sql("from duckdb_tables()").fetchall() == []


def test_readers_take_what_was_published_and_nothing_else(built, tmp_path):  # noqa: F811
    """The scratch file bears the same name, red or not; a log beside a file, of whatever edition, is read over it."""
    assert why_not_published(built.published) is None
    built.edit(RAW, "33,130,449", "33,130,440")
    refused(built, "build", sentence="NOT PUBLISHED")
    assert "nobody published" in why_not_published(built.folder / "build" / "ncmec.duckdb")
    log, link = Path(f"{built.published}.wal"), tmp_path / "link.duckdb"
    link.symlink_to(built.published)
    log.touch()
    assert f"{log} is what somebody wrote" in why_not_published(built.published)
    assert f"{log} is what somebody wrote" in why_not_published(link)


def test_a_part_of_the_scratch_file_is_no_publication(built):  # noqa: F811
    """Without the model publication nothing said so: readers took an unchecked number for what was published."""
    (built.folder / "build" / "ncmec.duckdb").unlink()
    built.edit(RAW, "33,130,449", "33,130,440")
    assert built.dbt("run", "--select", "+fct_published_figures")[0], "the seed is not there yet"
    code, output = built.dbt("build", "--select", f"{Path(RAW).stem},config.materialized:seed", "+int_figures")
    assert "only part of the project" in output or code, output
    assert "nobody published" in why_not_published(built.folder / "build" / "ncmec.duckdb")


@pytest.mark.parametrize("what", ["claim", "rate", "question", "figures of", "conflict", "break"])
def test_an_older_checkout_with_the_same_documents_and_tables(built, what):  # noqa: F811
    """66 documents and every mart, but 65 claims of 230: nothing was refused."""
    table = {called: name for name, (called, _) in publish.KEPT.items()}[what]
    columns = ", ".join(f"'later' as {name}" for name in publish.KEPT[table][1])
    later = changed(
        built.published, built.folder / "later.duckdb", f"create or replace table marts.{table} as select {columns}"
    )
    with publish.opened(later, "later") as connection:
        everything = publish.contents_of(connection, publish.CATALOG, [], "")
        tables = connection.sql(f"select contents from {publish.CATALOG}.marts.publication").fetchone()[0]
    everything |= {f"table {name}" for name in tables.split(", ")}
    publish.refuse_losses(later, everything)
    lost = {entry for entry in everything if entry.startswith(f"{what} later")}
    with pytest.raises(publish.PublishError, match=f"holds what this project does not: {what} later"):
        publish.refuse_losses(later, everything - lost)


def test_an_older_checkout_with_fewer_rows_of_a_table(built):  # noqa: F811
    """35 of 75 selected rows were gone, the document and its table were not: nothing was refused."""
    rows = "values ('d', 't', 'a'), ('d', 't', 'b'), ('d', 't', 'c')) as f (document_id, table_id, figure_id)"
    later = changed(
        built.published,
        built.folder / "later.duckdb",
        f"create or replace table marts.fct_published_figures as from ({rows}",
    )
    with publish.opened(later, "later") as connection:
        everything = publish.contents_of(connection, publish.CATALOG, [], "")
        tables = connection.sql(f"select contents from {publish.CATALOG}.marts.publication").fetchone()[0]
    everything |= {f"table {name}" for name in tables.split(", ")}
    fewer = changed(
        later, built.folder / "fewer.duckdb", "delete from marts.fct_published_figures where figure_id = 'b'"
    )
    with publish.opened(fewer, "fewer") as connection:
        now = publish.contents_of(connection, publish.CATALOG, tables.split(", "), "")
    publish.refuse_losses(fewer, everything)
    with pytest.raises(publish.PublishError, match="does not: figures of d/t, row 3"):
        publish.refuse_losses(later, now)


@pytest.mark.slow
def test_a_build_says_which_tables_changed(built):  # noqa: F811
    """What was corrected is in no list: an older checkout brings the number before back, and says so."""
    assert "changed              nothing: the edition before held the same" in built.dbt("build")[1]
    for seed in (RAW, SECOND):
        built.edit(seed, "33,130,449", "33,130,440")
    output = built.dbt("build")[1]
    assert "changed              marts.fct_published_figures (4 → 4 rows), marts.fct_reconciliations" in output
    # the whole path, as readers that are started elsewhere take a short one for another file
    output = built.dbt("build", NCMEC_DATABASE="other.duckdb")[1]
    assert "changed              the first edition in this place" in output
    assert f"database             {built.folder}/other.duckdb" in output


def test_a_pipe_that_closes_does_not_make_a_green_build_red(built):  # noqa: F811
    """dbt build | head -1: the new edition was there, and the build ended as if it had failed."""
    for seed in (RAW, SECOND):
        built.edit(seed, "33,130,449", "33,130,440")
    building = built.start("--quiet", "build")
    building.stdout.close()
    assert building.wait(timeout=300) == 0 and files_published(built) == "33,130,440"


@pytest.mark.parametrize(("kind", "accepted"), [("test", True), ("unit_test", True), ("model", False), ("seed", False)])
def test_only_a_test_stands_for_a_required_test(kind, accepted):
    """A model or seed of the same name took the place of a test that was gone."""
    steps = [{"unique_id": "one", "name": "one", "kind": kind, "status": "pass", "softened": False}]
    assert (publish.why_not(flags(), steps, ["one"], {"one"}) is None) == accepted


def test_checks_that_are_others_while_they_are_loaded(built):  # noqa: F811
    """git stash and back in the first seconds: a check that was not there let a red build through."""
    before = digest(built.published)
    built.edit(RAW, "33,130,449", "33,130,440")
    built.edit("plugins/publish.py", "failed = [", "failed = [] and [")

    def back():
        built.edit("plugins/publish.py", "failed = [] and [", "failed = [")

    code, output = while_building(built, "OK hook: ncmec.on-run-start", back)
    assert code and "plugins/publish.py is not as dbt read it" in output, output
    assert digest(built.published) == before


def test_another_name_of_the_published_file_is_told_about(built):  # noqa: F811
    """A hard link of somebody who reads by it goes on with the old edition for ever."""
    (built.folder / "link.duckdb").hardlink_to(built.published)
    with publish.opened(built.published, "published") as connection:
        same = publish.fingerprints(connection, publish.CATALOG, ["marts", "raw"])
    said = publish.since_the_last(built.published, same, ["marts", "raw"])
    assert said == "nothing: the edition before held the same; 1 other name of that file keeps the edition before"
    (built.folder / "link.duckdb").unlink()
    assert publish.since_the_last(built.published, same, ["marts", "raw"]).endswith("held the same")


def test_settings_of_other_projects_do_not_narrow_make_build():
    """DBT_RESOURCE_TYPES of somebody's shell: make build left the tests out, published nothing and ended with 0."""
    theirs = {"DBT_RESOURCE_TYPES": "seed", "DBT_ENGINE_EXCLUDE_RESOURCE_TYPES": "test", "DBT_PROFILES_DIR": "/theirs"}
    words = ["make", "--no-print-directory", "--eval", "show:\n\t@env", "show"]
    seen = subprocess.run(words, cwd=PROJECT, env={**os.environ, **theirs}, capture_output=True, text=True, check=True)
    assert "PATH=" in seen.stdout and "DBT_" not in seen.stdout


def test_settings_of_other_pythons_do_not_reach_the_scripts():
    """PYTHONSAFEPATH of somebody's shell: make report, export and docs found no module scripts, and the page before stayed."""
    words = ["make", "--no-print-directory", "--eval", "show:\n\t@env", "show"]
    theirs = {"PYTHONSAFEPATH": "1", "PYTHONOPTIMIZE": "2"}
    seen = subprocess.run(words, cwd=PROJECT, env={**os.environ, **theirs}, capture_output=True, text=True, check=True)
    assert "PYTHONSAFEPATH" not in seen.stdout and "PYTHONOPTIMIZE" not in seen.stdout


def test_a_view_of_the_first_release_is_no_obstacle(built):  # noqa: F811
    """Its views name the catalog that they were made in, and so cannot be read under another name."""
    earlier = changed(built.published, built.folder / "earlier.duckdb", "create view marts.v as from earlier.raw.raw_cybertip_files_by_type")  # fmt: skip
    assert publish.since_the_last(earlier, {}, ["marts", "raw"]).startswith("everything: ")


def test_an_access_list_goes_on_letting_its_readers_read(built):  # noqa: F811
    """setfacl -m u:somebody:r on a file of mode 0640: after the next publication somebody read nothing."""
    name, everybody_else = "system.posix_acl_access", 0xFFFFFFFF
    entries = [(1, 4, everybody_else), (2, 4, 65534), (4, 0, everybody_else), (16, 4, everybody_else), (32, 0, everybody_else)]  # fmt: skip
    access = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
    try:
        os.setxattr(built.published, name, access)
    except OSError:
        pytest.skip("this file system keeps no access lists")
    copy = built.folder / "copy"
    copy.touch()
    publish.take_over_permissions(copy, built.published)
    assert os.getxattr(copy, name) == access and copy.stat().st_mode == built.published.stat().st_mode


def test_a_raw_table_does_not_go_unasked(built):  # noqa: F811
    """Readers of schema raw lost it without a word: only marts were looked at."""
    with publish.opened(built.published, "published") as connection:
        tables = connection.sql(f"select contents from {publish.CATALOG}.marts.publication").fetchone()[0].split(", ")
        kept = publish.contents_of(connection, publish.CATALOG, tables, "")
    table = "table raw.raw_cybertip_files_by_type"
    with pytest.raises(publish.PublishError, match=f"holds what this project does not: {table}"):
        publish.refuse_losses(built.published, kept - {table})


@pytest.mark.parametrize("path", [":memory:", "md:ncmec", "sqlite:ncmec.duckdb", "file:ncmec.duckdb"])
def test_a_path_that_readers_could_not_open(built, path):  # noqa: F811
    """It was published, and no reader found it: DuckDB takes the name for another kind of database."""
    assert f"{path} (NCMEC_DATABASE) is no file to DuckDB" in checked(built, NCMEC_DATABASE=path)


@pytest.mark.parametrize("path", ["a:b.duckdb", "folder/md:ncmec", "it's a name.duckdb"])
def test_a_path_that_readers_can_open(built, path):  # noqa: F811
    (built.folder / "folder").mkdir()
    assert checked(built, NCMEC_DATABASE=path) == "accepted"


def test_what_a_package_left_is_not_published(built):  # noqa: F811
    """dbt deps of another branch: dbt builds whatever lies in dbt_packages, and its table stood in marts."""
    package = built.folder / "dbt_packages" / "left"
    (package / "models").mkdir(parents=True)
    (package / "dbt_project.yml").write_text("{name: left, version: '1.0', config-version: 2}")
    (package / "models" / "more.sql").write_text("{{ config(schema='marts', materialized='table') }} select 1 as one")
    refused(built, "build", sentence="model.left.more is of a package, which nobody here checks", code=2)


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("macros/m.sql", "{% macro theirs() %}1{% endmacro %}", "macro.left.theirs"),
        (
            "models/m.yml",
            "metrics: [{name: share, label: share, type: ratio, type_params: {numerator: states, denominator: states}}]",
            "metric.left.share",
        ),
    ],
)
def test_what_a_package_without_models_left_is_not_published(built, file, text, named):  # noqa: F811
    """A ratio of two of our metrics that nobody declared stood in the definitions that make metrics answers from."""
    (built.folder / "models" / "semantic" / "m.yml").write_text(
        "semantic_models: [{name: places, model: ref('dim_states'), defaults: {agg_time_dimension: on_day}, "
        "entities: [{name: state_code, type: primary}], measures: [{name: places, agg: count, expr: '1'}], "
        "dimensions: [{name: on_day, type: time, expr: \"date '2024-01-01'\", type_params: {time_granularity: day}}]}]\n"
        "metrics: [{name: states, label: states, type: simple, type_params: {measure: places}}]\n"
        "models: [{name: time_spine, time_spine: {standard_granularity_column: date_day}, "
        "columns: [{name: date_day, granularity: day}]}]\n"
    )
    file = built.folder / "dbt_packages" / "left" / file
    file.parent.mkdir(parents=True)
    (built.folder / "dbt_packages" / "left" / "dbt_project.yml").write_text(
        "{name: left, version: '1.0', config-version: 2}"
    )
    file.write_text(text)
    refused(built, "build", sentence=f"{named} is of a package, which nobody here checks", code=2)


def test_an_extra_seed_whose_ending_is_in_capitals(built):  # noqa: F811
    """dbt finds RAW.CSV like raw.csv: a copy that somebody saved beside a seed stood in schema raw, and nobody looked at it."""
    (built.folder / "seeds" / "raw" / "raw_copy.CSV").write_text("a,b\n1,2\n1,2\n")
    before = digest(built.published)
    refused(built, "build", sentence="raw_copy.CSV: the seed is not declared", code=2)
    assert digest(built.published) == before


def test_a_mart_or_test_whose_ending_is_in_capitals_is_required_too(tmp_path):
    (tmp_path / "models" / "marts").mkdir(parents=True)
    (tmp_path / "tests").mkdir()
    (tmp_path / "models" / "marts" / "fct_new.SQL").touch()
    (tmp_path / "models" / "marts" / "m.YML").write_text("unit_tests: [{name: of_capitals}]")
    (tmp_path / "tests" / "one.Sql").touch()
    assert publish.required_tests(tmp_path, [], "is_sound") == {"fct_new_is_sound", "of_capitals", "one"}
    assert publish.changed_files(tmp_path, "ncmec", SimpleNamespace(files={})) == [
        "models/marts/fct_new.SQL",
        "models/marts/m.YML",
        "tests/one.Sql",
    ]


def test_an_output_that_knows_no_arrow(built):  # noqa: F811
    """PYTHONIOENCODING, a log file in ASCII or cp1252: the new edition was there, and the build ended as if it had failed."""
    for seed in (RAW, SECOND):
        built.edit(seed, "33,130,449", "33,130,440")
    code, output = built.dbt("--quiet", "build", PYTHONIOENCODING="ascii")
    assert code == 0 and r"changed              marts.fct_published_figures (4 \u2192 4 rows)" in output, output
    assert files_published(built) == "33,130,440"


@pytest.mark.parametrize("variable", ["NCMEC_DATABASE", "NCMEC_SCRATCH"])
def test_a_question_mark_in_a_path(built, variable):  # noqa: F811
    """The log of a?b.duckdb is a.wal?b.duckdb: what somebody had written there was read over every new edition."""
    assert "holds a question mark" in checked(built, **{variable: "a?b.duckdb"})


@pytest.mark.parametrize("variable", ["NCMEC_DATABASE", "NCMEC_SCRATCH"])
@pytest.mark.parametrize("path", ["ncmec.duckdb\r", "ncmec.duckdb ", " ", "\tncmec.duckdb"])
def test_a_blank_around_a_path(built, path, variable):  # noqa: F811
    """A file of settings saved on Windows: published beside the file that readers have, under what looks like its name."""
    before = sorted(os.listdir(built.folder))
    assert f"{path!r} ({variable}) begins or ends with a blank" in checked(built, **{variable: path})
    assert sorted(os.listdir(built.folder)) == before


def test_readers_look_for_the_log_of_a_question_mark(tmp_path):
    (tmp_path / "a?b.duckdb").touch()
    (tmp_path / "a.wal?b.duckdb").touch()
    assert "a.wal?b.duckdb is what somebody wrote" in why_not_published(tmp_path / "a?b.duckdb")


def test_functions_that_are_listed_and_were_not_made():
    """A hook that a materialization leaves out: every table is right, and nothing answers."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts; create table marts.functions as select 'find' as function_name")
        with pytest.raises(publish.PublishError, match="listed and were not made: find"):
            publish.refuse_lost_functions(connection, "memory")
        connection.execute("create macro marts.find() as table select 1")
        publish.refuse_lost_functions(connection, "memory")


def test_checks_that_python_compiled_of_another_release(built):  # noqa: F811
    """Two releases unpacked with equal times, a check of equal length: the one before ran, and published a red build."""
    before = digest(built.published)
    file = built.folder / "plugins" / "publish.py"
    sound, times = file.read_text(encoding="utf-8"), file.stat()
    check = 'if step["status"] not in ("success", "pass")]'
    softer = 'if step["status"] in ("error", "skipped")]'.replace(")]", ")" + " " * 3 + "]")
    built.edit("plugins/publish.py", check, softer)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert file.stat().st_size == len(sound.encode())
    assert built.dbt("seed", "--select", "states", PYTHONDONTWRITEBYTECODE="")[0] == 0
    file.write_text(sound, encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    built.edit(RAW, "33,130,449", "33,130,440")
    code, output = built.dbt("build", PYTHONDONTWRITEBYTECODE="")
    assert code and "what ran lies in plugins/__pycache__: delete that folder" in output, output
    assert digest(built.published) == before


@pytest.mark.parametrize(("mode", "lost"), [(0o440, "group"), (0o400, "user"), (0o444, None), (0o404, None)])
def test_readers_who_would_be_locked_out_are_named(built, monkeypatch, mode, lost):  # noqa: F811
    """chgrp www-data and chmod o-r by root, then a build of the owner, who is not in that group: its readers read nothing."""
    if os.geteuid():
        pytest.skip("only root can give a file away")
    copy = built.folder / "copy"
    copy.touch()
    os.chown(built.published, 1234, 1235)
    built.published.chmod(mode)

    def chown(*_):
        raise PermissionError(1, "no")

    monkeypatch.setattr(publish.os, "chown", chown)
    if lost:
        with pytest.raises(publish.PublishError, match=f"^{lost} 123. reads it now and could not read the new file"):
            publish.take_over_permissions(copy, built.published)
    else:
        publish.take_over_permissions(copy, built.published)
        assert copy.stat().st_mode & 0o777 == mode


def test_every_table_for_readers_lies_where_it_is_tested():
    def node(kind, schema, path):
        return SimpleNamespace(resource_type=kind, schema=schema, original_file_path=path)

    nodes = [
        node("model", "marts", "models/marts/dimensions/dim_states.sql"),
        node("seed", "raw", "seeds/raw/raw_planted.csv"),
        node("model", "intermediate", "models/intermediate/int_planted.sql"),
        node("test", "marts", "tests/planted.sql"),
        node("snapshot", "marts", "snapshots/planted.sql"),
        node("model", "marts", "models/intermediate/int_stray.sql"),
        node("model", "MARTS", "models/intermediate/int_capital.sql"),
        node("seed", "marts", "seeds/registry/planted.csv"),
        # a folder of that name, but none whose tables are tested
        node("snapshot", "marts", "snapshots/marts/planted.sql"),
        node("seed", "marts", "seeds/marts/planted.csv"),
        node("model", "raw", "models/raw/planted.sql"),
    ]
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    folders = publish.folders_for_readers(settings, ["marts", "raw"])
    found = publish.outside_their_folder(SimpleNamespace(nodes=dict(enumerate(nodes))), ["marts", "raw"], folders)
    assert found == sorted(stray.original_file_path for stray in nodes[4:])


@pytest.mark.slow
def test_a_table_from_elsewhere_is_not_published(built):  # noqa: F811
    """A snapshot that another branch left, or a model with a schema of its own, was published without a test."""
    stray = built.folder / "snapshots" / "marts" / "planted.sql"
    stray.parent.mkdir(parents=True)
    settings = "{{ config(target_schema='marts', unique_key='state_code', strategy='check', check_cols='all') }}"
    stray.write_text(f"{{% snapshot planted %}}{settings} select * from {{{{ ref('states') }}}}{{% endsnapshot %}}\n")
    refused(built, "build", sentence="snapshots/marts/planted.sql makes a table for readers outside the folder", code=2)
    stray.unlink()
    stray = built.folder / "models" / "intermediate" / "stray.sql"
    stray.write_text("{{ config(schema='marts') }} select 1 as planted\n")
    refused(built, "build", sentence="models/intermediate/stray.sql makes a table for readers outside", code=2)
