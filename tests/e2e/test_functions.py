"""The functions of the published file: they run where readers are, and no other text is published under their names."""

import shutil
import sys

import pytest

from tests.conftest import PROJECT

sys.path.insert(0, str(PROJECT / "plugins"))
import duckdb
import ownership

PROJECT_ID = "5d0c6f0e-4b1f-4a55-9d55-6d8f0b7e2c11"


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    file = tmp_path_factory.mktemp("functions") / "copy.duckdb"
    shutil.copy(PROJECT / "ncmec.duckdb", file)
    file.chmod(0o644)
    return file


def judged(file, statements=()):
    """What the publisher says of a published file in which somebody did this."""
    with duckdb.connect(str(file)) as connection:
        for statement in statements:
            connection.execute(statement)
    with ownership.opened(file, "NCMEC_DATABASE") as connection:
        ownership.refuse_objects_of_others(connection, file, "NCMEC_DATABASE", PROJECT_ID)


def test_functions_of_the_project_are_no_strangers(copy):
    judged(copy)


@pytest.mark.parametrize(
    "statement,named",
    [
        ("create or replace macro marts.figure(measure_id, period_label) as table select 1 as value", "macro marts.figure"),
        ("create macro marts.find(x) as x", "macro marts.find"),
        ("create macro main.find(x) as table select x", "macro main.find"),
        ("update marts.functions set body = 'select 1 as value' where function_name = 'figure'", "macro marts.figure"),
        ("update marts.functions set body = 'select 1; create table mine as select 1' where function_name = 'figure'", "macro marts.figure"),
        ("update marts.functions set parameters = 'a' where function_name = 'figure'", "macro marts.figure"),
        ("drop table marts.functions", "macro marts.figure"),
    ],
)  # fmt: skip
def test_another_text_is_not_ours(copy, tmp_path, statement, named):
    file = tmp_path / "changed.duckdb"
    shutil.copy(copy, file)
    try:
        with pytest.raises(ownership.PublishError, match=named):
            judged(file, [statement])
    except duckdb.CatalogException as error:  # DuckDB itself keeps one kind of function under one name
        assert "already exists" in str(error)


def test_every_function_is_declared_and_described(warehouse):
    there = warehouse.sql(
        "select function_name, comment from duckdb_functions() where database_name = 'ncmec' and not internal"
    ).fetchall()
    declared = warehouse.sql("select function_name, description from marts.functions").fetchall()
    assert sorted(there) == sorted(declared) and len(there) >= 2


@pytest.mark.parametrize(
    "asked,value,says",
    [
        ("'cybertip_reports', '2023'", 36210368, None),
        ("'cybertip_reports', '2023', slice := 'incident_type=Child Sex Trafficking'", 17353, None),
        ("'cybertip_reports', '2031'", None, "Loaded: "),
        ("'cybertip_rprts', '2023'", None, "nearest: cybertip_reports"),
        ("null, null", None, "No measure or rate is called NULL"),
    ],
)
def test_a_figure_is_one_row_whatever_is_asked(warehouse, asked, value, says):
    rows = warehouse.sql(f"select value, caveats from marts.figure({asked})").fetchall()
    assert len(rows) == 1 and rows[0][0] == value
    assert says is None or says in rows[0][1]


@pytest.mark.parametrize(
    "text,what,id_",
    [
        ("runaway likely trafficking share", "rate", "likely_trafficking_share_of_runaways"),
        ("CyberTipline reports", "measure", "cybertip_reports"),
        ("missing-child reports resolved rate", "rate", "missing_report_resolution_rate"),
        ("located and arrested", "measure", "offenders_located_and_arrested"),
        # as people say it
        ("tips from tech companies", "rate", "cybertip_esp_reports_share"),
        ("how much grooming is reported", "measure", "cybertip_enticement_topic_reports"),
        ("kidnapped by a parent", "rate", "missing_report_type_share"),
        ("deepfakes", "measure", "cybertip_generative_ai_reports"),
        ("missing children", "measure", "missing_child_reports"),
        ("Meta", "rate", "cybertip_esp_share"),
        ("What share of runaways were trafficked?", "measure", "likely_trafficking_percent_of_runaways"),
    ],
)
def test_words_find_names(warehouse, text, what, id_):
    found = warehouse.execute("select what, id from marts.find(?) limit 5", [text]).fetchall()
    assert (what, id_) in found


@pytest.mark.parametrize("text", ["", "zzzz", "'; --", "the of"])
def test_words_that_find_nothing(warehouse, text):
    assert warehouse.execute("select count(*) from marts.find(?)", [text]).fetchone() == (0,)


@pytest.mark.parametrize(
    "question",
    [
        "figure('missing_child_reports', '2024')",
        "find('missing children')",
        "check_statement('missing_child_reports', '2024', '29,568')",
    ],
)
def test_a_function_answers_from_no_other_edition(copy, question):
    """Of two editions attached at once, each function read the one in use, by whichever name it was called."""
    connection = duckdb.connect()
    connection.execute(f"attach '{PROJECT / 'ncmec.duckdb'}' as one (read_only); attach '{copy}' as two (read_only)")
    for database in ("one", "two"):
        connection.execute(f"use {database}")
        for called in ("one", "two"):
            with pytest.raises(duckdb.Error, match="Two editions are attached"):
                connection.sql(f"from {called}.marts.{question}").fetchall()
    connection.execute("detach one")
    assert connection.sql(f"from two.marts.{question}").fetchall()
