"""The case-level feed: taken in, reconciled, whatever the order of arrival, and released without small counts.

The models run in this process on small feeds; the curve (lifelines) and Spark have environments of their own, tested as slow.
"""

import csv
import datetime
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from unittest import mock

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "referrals"))
import intake  # noqa: E402
import run as referrals  # noqa: E402
from generate import WORDS, generate  # noqa: E402

COLUMNS = list(intake.CONTRACT)
STATUSES, REASONS = WORDS["case_statuses"], WORDS["closed_reasons"]
LAST_DAY = str(datetime.date.today() + datetime.timedelta(days=2))
GOOD = ["1", "AGENCY-1", "TX", "2020-01-31", "Child Sex Trafficking", "actionable", "", "", "", "2020-01-31 10:00:00"]


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("referrals")
    os.environ.update(REFERRALS_WORK=str(folder / "work.duckdb"), REFERRALS_SPILL=str(folder / "spill"))
    return folder


def written(folder: Path, rows, name="feed.csv", columns=COLUMNS) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([columns, *rows])
    return folder


def changed(**values) -> list[str]:
    return [values.get(column, value) for column, value in zip(COLUMNS, GOOD, strict=True)]


def asked(home: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def reconciled(home: Path) -> tuple[int, int, int, int]:
    return asked(
        home,
        """select (select sum(rows_read) from heavy.feed_files)::bigint, (select count(*) from heavy.referrals),
            (select count(*) from heavy.superseded), (select count(*) from heavy.quarantine)""",
    )[0]


def light(home: Path, **variables) -> None:
    # without the curve, which needs lifelines
    referrals.dbt(
        "--select", "path:models/light", "path:seeds", "path:tests/light", "--exclude", "fct_referral_survival",
        variables={"warehouse": "", **variables}, target=home / "target-light",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_kind_of_damage_is_in_quarantine_and_nothing_else_is(home, tmp_path, form):
    expected = generate(tmp_path / "feed", ids=3000, months=12, damage=0.05, form=form, hive=form == "parquet")
    assert len(expected["damaged"]) >= 10
    files = intake.take_in(tmp_path / "feed", home / "intake")
    referrals.heavy(files, home, LAST_DAY)
    read, accepted, superseded, quarantined = reconciled(home)
    assert read == expected["rows"] == accepted + superseded + quarantined
    assert quarantined == sum(expected["damaged"].values())
    # none of what the rows say
    assert not {"Jane Example", "12a"} & {
        str(cell) for row in asked(home, "select * from heavy.quarantine") for cell in row
    }


def test_each_rule_is_broken_once(home, tmp_path):
    closed = {"case_status": "Closed", "status_date": "2020-02-01", "updated_at": "2020-02-02 00:00:00"}
    bad = [
        ({"referral_id": ""}, "referral_id is empty"),
        ({"referral_id": "1.5"}, "referral_id is no 64-bit whole number"),
        ({"referral_id": "9223372036854775808"}, "referral_id is no 64-bit whole number"),
        ({"agency_id": "Jane Example"}, "agency_id is no code (capital letters, digits, hyphens)"),
        ({"state_code": "ZZ"}, "state_code is not known"),
        ({"received_date": "2020-02-30"}, "received_date is no day (2001-12-31)"),
        ({"received_date": "31.1.2020"}, "received_date is no day (2001-12-31)"),
        ({"received_date": "0020-01-31"}, "received_date is no day (2001-12-31)"),
        ({"incident_type": "other"}, "incident_type is not known"),
        ({"report_class": "Actionable"}, "report_class is not known"),
        ({"case_status": "Charged", "status_date": "2020-01-31"}, "case_status is not known"),
        (closed | {"closed_reason": "bored"}, "closed_reason is not known"),
        ({"closed_reason": "Other"}, "closed_reason without the status Closed"),
        ({"status_date": "2020-01-31"}, "status_date without a case_status"),
        ({"case_status": "Arrest"}, "case_status without a status_date"),
        (closed | {"status_date": "2020-01-30"}, "status_date before received_date"),
        ({"updated_at": "2020-01-30 10:00:00"}, "updated_at before received_date"),
        (closed | {"updated_at": "2020-01-31 23:00:00"}, "updated_at before status_date"),
        ({"updated_at": "2999-01-01 00:00:00"}, "updated_at in the future"),
        ({"updated_at": "noon"}, "updated_at is no time (2001-12-31 23:59:59)"),
    ]
    folder = written(
        tmp_path / "feed", [changed(**values) for values, _ in bad] + [GOOD, ["torn", "line"], changed(referral_id="2")]
    )
    referrals.heavy(intake.take_in(folder, home / "intake"), home, LAST_DAY)
    torn = (len(bad) + 2, "the line does not have the columns of the header")
    expected = [("feed.csv", row, reason) for row, (_, reason) in enumerate(bad, start=1)] + [("feed.csv", *torn)]
    assert asked(home, "select * from heavy.quarantine order by 2") == expected
    assert reconciled(home) == (len(bad) + 3, 2, 0, len(bad) + 1)


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("a.csv", ",".join([*COLUMNS, "victim_name"]), "'victim_name'"),
        ("a.csv", ",".join(COLUMNS[:-1]), "lacks columns of the contract: updated_at"),
        ("a.csv", "Case #,agency_id", "'Case #'; it lacks columns of the contract: referral_id, state_code.*TRANSLATE"),
        ("a.csv", ";".join([*COLUMNS, "victim, name"]), "'victim, name'"),
        ("a.csv", ",".join([*COLUMNS, "state_code"]), "state_code twice"),
        ("a.csv", "Prüfpflichtig,agency_id", 'not in UTF-8: save it anew as "CSV UTF-8"'),
        ("a.csv", "Export of 2020;;;", "names 4 columns, and one of them is empty"),
        ("a.xlsx", "", "neither CSV nor Parquet"),
        ("a.parquet", "no", "not readable as Parquet"),
        ("name=Jane/a.csv", ",".join(COLUMNS), "not in the contract: name"),
        ("batch=Jane/a.csv", ",".join(COLUMNS), "not in the contract: batch"),
        ("state_code=TX/a.csv", ",".join(COLUMNS), "in the name of its folder"),
    ],
)
def test_what_is_beyond_the_contract_is_refused_by_name(tmp_path, name, text, said):
    path = tmp_path / "feed" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="latin-1")
    with pytest.raises(intake.FeedError, match=said):
        intake.take_in(tmp_path / "feed", tmp_path / "store")


EXPORT = "Case #,Unit,ST,Date Rec'd,Offense,Priority,Disposition,Dispo Date,Last Modified,Investigator"
EXPORTED = """24-1,Springfield PD ICAC,TX,3/9/2020,Traveler,A,,,3/9/2020 8:00 AM,Det. Example
24-1,Springfield PD ICAC,TX,3/9/2020,Traveler,A,Closed/UTL,5/2/2020,5/3/2020 4:30 PM,Det. Example
24-2,Springfield PD ICAC,TX,13/45/2020,Traveler,A,,,3/9/2020 8:00 AM,Det. Example
24-3,Springfield PD ICAC,TX,3/9/2020,Traveler,A,Shelved,5/2/2020,5/3/2020 4:30 PM,Det. Example
24-4,Springfield PD ICAC,TX,3/9/2020,Travel\xe9r,A,Not entered,,3/9/2020 12:00 AM,Det. Exampl\xe9
24-5,Springfield PD ICAC,TX
24-7,Springfield PD ICAC,TX,3/9/20,Traveler,A,,,3/9/2020 8:00 AM,Det. Example
24-6, Springfield PD ICAC ,TX,3/9/2020,Enticement,I,Not entered,,3/9/2020 12:00 AM,Det. Example"""


def test_an_export_with_its_own_columns_and_words_is_translated(home, tmp_path):
    (tmp_path / "feed").mkdir()
    export = tmp_path / "feed/export.csv"
    export.write_text(f"{EXPORT}\n{EXPORTED}\n", encoding="latin-1")
    example = (PROJECT / "referrals/translation_example.sql").read_text(encoding="utf-8")
    files = intake.take_in(tmp_path / "feed", home / "intake", translation=example)
    referrals.heavy(files, home, LAST_DAY)
    assert reconciled(home) == (8, 2, 1, 5)
    assert asked(home, "select * from heavy.quarantine order by 2") == [
        ("export.csv", 3, "received_date is no day (2001-12-31)"),
        ("export.csv", 4, "case_status is not known"),
        ("export.csv", 5, "the line is not in UTF-8"),
        ("export.csv", 6, "the line does not have the columns of the header"),
        ("export.csv", 7, "received_date is no day (2001-12-31)"),
    ]
    found = asked(home, "select case_status_no, closed_reason_no, updated_at from heavy.referrals order by all")
    closed, reason = STATUSES.index("Closed") + 1, REASONS.index("Unable to locate subject") + 1
    assert found == [
        (closed, reason, datetime.datetime(2020, 5, 3, 16, 30)),
        (None, None, datetime.datetime(2020, 3, 9)),
    ]
    for wrong, said in (
        (f"{example} where \"Priority\" = 'A'", "makes 5 rows of the 6"),
        (example.replace('"Unit"', '"Office"'), 'does not fit .*"Office" not found'),
        (example.replace("from export", ', "Investigator" from export'), "does not allow: 'Investigator'"),
    ):
        with pytest.raises(intake.FeedError, match=said):
            intake.take_in(tmp_path / "feed", home / "intake", translation=wrong)
    # another translation makes other rows of the same file
    other = intake.take_in(tmp_path / "feed", home / "intake", translation=example.replace("a long secret", "another"))
    assert other[0].fingerprint != files[0].fingerprint and other[0].path != files[0].path


@pytest.mark.parametrize("mark", [";", "\t"])
def test_what_stands_between_the_columns_makes_no_difference(home, tmp_path, mark):
    path = tmp_path / "feed.csv"
    row = mark.join(cell if cell != "TX" else '"TX"' for cell in GOOD)
    path.write_text(
        f"\ufeff{mark.join(COLUMNS)}\r\n{row}\r\n{mark.join(changed(agency_id=f'A{mark}1'))}\r\n", encoding="utf-8"
    )
    referrals.heavy(intake.take_in(path, home / "intake"), home, LAST_DAY)
    assert reconciled(home) == (2, 1, 0, 1)
    assert asked(home, "select * from heavy.quarantine") == [
        ("feed.csv", 2, "the line does not have the columns of the header")
    ]


@pytest.mark.slow
def test_folders_and_texts_and_types_say_the_same(home, tmp_path):
    rows = [changed(referral_id=str(number)) for number in range(20)]
    written(tmp_path / "plain", rows)
    without = [[cell for column, cell in zip(COLUMNS, row, strict=True) if column != "agency_id"] for row in rows]
    written(
        tmp_path / "folders/agency_id=AGENCY-1/month=2020-01",
        without,
        columns=[column for column in COLUMNS if column != "agency_id"],
    )
    (tmp_path / "types").mkdir()
    (tmp_path / "narrow").mkdir()
    duckdb.execute(f"copy (from read_csv('{tmp_path / 'plain/feed.csv'}')) to '{tmp_path / 'types/a.parquet'}'")
    duckdb.execute(
        f"copy (select * replace (referral_id::int as referral_id) from '{tmp_path / 'types/a.parquet'}') to '{tmp_path / 'narrow/a.parquet'}'"
    )
    counts = []
    for kind in ("plain", "folders", "types", "narrow"):
        referrals.heavy(intake.take_in(tmp_path / kind, home / "intake"), home, LAST_DAY)
        counts.append(asked(home, "select * from heavy.referral_counts"))
    assert counts[0] == counts[1] == counts[2] == counts[3] and counts[0][0][-1] == 20


def test_each_rate_answers_one_that_the_warehouse_cannot_compute():
    def rows(path):
        with (PROJECT / path).open(encoding="utf-8", newline="") as text:
            return list(csv.DictReader(text))

    status = {row["rate_id"]: row["declared_status"] for row in rows("seeds/registry/rates.csv")}
    answered = [row["would_answer"] for row in rows("referrals/seeds/referral_rates.csv") if row["would_answer"]]
    assert answered and {name: status.get(name) for name in answered} == dict.fromkeys(answered, "not_computable")


def test_the_feeds_of_the_benchmark_are_made_once(tmp_path):
    from bench.referrals import make

    generate(tmp_path / "seed", ids=300, form="parquet")
    for feed, copies in (("large", 2), ("small", 1), ("large", 2), ("small", 1)):
        (tmp_path / feed).mkdir(exist_ok=True)
        made = make(tmp_path / feed, copies)
        assert made["rows"] % copies == 0 and len(list((tmp_path / feed / "feed").iterdir())) == copies


def test_a_column_of_fct_rates_is_there_or_its_absence_is_explained():
    def columns(path, name):
        models = yaml.safe_load((PROJECT / path).read_text(encoding="utf-8"))["models"]
        of_model = next(model for model in models if model["name"] == name)["columns"]
        return {column["name"]: column["data_type"].replace("string", "varchar") for column in of_model}

    published = columns("models/marts/rates/_rates__models.yml", "fct_rates")
    own = columns("referrals/models/light/_light__models.yml", "fct_referral_rates")
    page = (PROJECT / "docs/referrals.md").read_text(encoding="utf-8")
    table = page.split("| column of `fct_rates` |")[1].split("\n\n")[0]
    explained = {name for row in table.splitlines()[2:] for name in re.findall(r"`(\w+)`", row.split("|")[1])}
    its_own = set(re.findall(r"`(\w+)`", page.split("Its own are")[1].split("\n\n")[0]))
    assert explained == set(published) - set(own) and its_own == set(own) - set(published)
    assert {name: own[name] for name in own if name in published} == {
        name: published[name] for name in own if name in published
    }
    settings = [
        yaml.safe_load((PROJECT / path).read_text()) for path in ("dbt_project.yml", "referrals/dbt_project.yml")
    ]
    assert len({of["vars"]["small_denominator_below"] for of in settings}) == 1


def test_the_ordinary_build_reads_nothing_of_it():
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    folders = {path for name, paths in settings.items() if name.endswith("-paths") for path in paths}
    assert {"models", "seeds", "macros", "tests"} <= folders
    read = {path.resolve() for folder in folders for path in (PROJECT / folder).rglob("*")}
    assert read and not [path for path in read if path.is_relative_to(PROJECT / "referrals")]


# ---- late, out of order, twice -----------------------------------------------------------------------------------

VERSION = st.tuples(
    st.integers(1, 6),
    st.sampled_from(["", "Arrest", "Closed", "Conviction"]),
    st.integers(0, 3),
    st.sampled_from(["AGENCY-1", "AGENCY-2"]),
    st.booleans(),
)


def as_row(version) -> list[str]:
    number, status, hour, agency, is_bad = version
    known = {"case_status": status, "status_date": "2020-02-01"} if status else {}
    return changed(
        referral_id=str(number),
        agency_id=agency,
        updated_at=f"2020-02-02 0{hour}:00:00",
        state_code="ZZ" if is_bad else "TX",
        **known,
    )


def result(home: Path) -> list[tuple]:
    tables = ["referrals", "referral_counts", "feed_age"]
    return [row for table in tables for row in asked(home, f"select * from heavy.{table} order by all")]


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    batches=st.lists(st.lists(VERSION, min_size=1, max_size=8), min_size=2, max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_whatever_the_order_the_result_is_that_of_a_full_rebuild(home, tmp_path_factory, batches, order):
    folder = tmp_path_factory.mktemp("order") / "feed"
    arrivals = [*batches, order.choice(batches)]  # one comes twice
    order.shuffle(arrivals)
    for number, batch in enumerate(arrivals):
        written(folder, [as_row(version) for version in batch], f"{number}.csv")
    every = intake.take_in(folder, home / "intake")
    for number, file in enumerate(every):
        referrals.heavy([file], home, LAST_DAY, add=number > 0)
    added, account = result(home), reconciled(home)
    with mock.patch.multiple(referrals, PART=5, PASS=3):  # in several passes, as a large feed is
        referrals.heavy(every, home, LAST_DAY)
    assert added == result(home)
    assert account == reconciled(home) and account[0] == sum(account[1:])
    last, numbers = {}, {"": 0, **{word: number for number, word in enumerate(STATUSES, start=1)}}
    for number, status, hour, agency, is_bad in itertools.chain(*arrivals):
        if not is_bad:
            last[number] = max(last.get(number, ()), (hour, bool(status), numbers[status], agency))
    assert len(last) == account[1]
    assert {row[0]: (row[5] or 0, row[1]) for row in added[: account[1]]} == {
        number: (best[2], best[3]) for number, best in last.items()
    }


# ---- what leaves the machine -------------------------------------------------------------------------------------


def determined(equations: list[tuple[set, int]], cells: list) -> set:
    """Cells that follow from the equations (sums over sets of cells) by adding and subtracting: exact elimination."""
    place = {cell: number for number, cell in enumerate(cells)}
    matrix = []
    for members, _ in equations:
        row = [Fraction(0)] * len(cells)
        for cell in members:
            row[place[cell]] = Fraction(1)
        matrix.append(row)
    found, top = set(), 0
    for column in range(len(cells)):
        pivot = next((number for number in range(top, len(matrix)) if matrix[number][column]), None)
        if pivot is None:
            continue
        matrix[top], matrix[pivot] = matrix[pivot], matrix[top]
        matrix[top] = [value / matrix[top][column] for value in matrix[top]]
        for number in range(len(matrix)):
            if number != top and matrix[number][column]:
                factor = matrix[number][column]
                matrix[number] = [a - factor * b for a, b in zip(matrix[number], matrix[top], strict=True)]
        top += 1
    for row in matrix[:top]:
        members = [number for number, value in enumerate(row) if value]
        if len(members) == 1:
            found.add(cells[members[0]])
    return found


DIMENSIONS = ["report_class", "outcome", "agency_id", "received_month", "incident_type", "status_and_reason"]


def attack(releases: list[list[dict]], cells: dict[tuple, int], smallest=10) -> set:
    """Small cells that somebody with every release and the method works out: blocks are put back together as far as their labels
    tell which cells they hold (what has a block of its own is in no block of several), then everything is added and subtracted."""
    equations = []
    for blocks in releases:
        for block in blocks:
            members = {cell for cell in cells if cell[0] == block["period_label"]}
            for number, column in enumerate(DIMENSIONS, start=1):
                label = block[column]
                before = {
                    tuple(other[name] for name in DIMENSIONS[:number])
                    for other in blocks
                    if other["period_label"] == block["period_label"]
                }
                path = tuple(block[name] for name in DIMENSIONS[: number - 1])
                named = {names[-1] for names in before if names[:-1] == path} - {"(several)"}
                members = {
                    cell
                    for cell in members
                    if (cell[number] == label if label != "(several)" else cell[number] not in named)
                }
            equations.append((members, block["referrals"]))
        for year in {block["period_label"] for block in blocks}:
            equations.append(({cell for cell in cells if cell[0] == year}, 0))
    return {cell for cell in determined(equations, list(cells)) if 0 < cells[cell] < smallest}


def some_cells(seed: int, years=("2019", "2020")) -> list[tuple]:
    rng = random.Random(seed)  # noqa: S311
    names = [
        ["actionable", "informational"], [("Arrested", "Arrest"), ("No feedback", ""), ("Convicted", "Conviction")], ["A", "B", "C"], ["01-01", "05-01"],
        ["Child Sex Trafficking"],
    ]  # fmt: skip
    rows = []
    for year, report_class, (outcome, status), agency, month, kind in itertools.product(years, *names):
        count = rng.choice([0, 1, 3, 7, 9, 10, 12, 30])
        if count:
            rows.append((year, report_class, outcome, agency, f"{year}-{month}", kind, status, count))
    return rows


@pytest.fixture(scope="session")
def divided(home):
    """The SQL of the released blocks as dbt compiled it, over any cells."""
    folder = written(home / "one", [GOOD])
    referrals.heavy(intake.take_in(folder, home / "intake"), home, LAST_DAY)
    light(home)
    compiled = next(
        (home / "target-light").rglob("compiled/referrals/models/light/fct_referral_dispositions.sql")
    ).read_text()

    def blocks(rows: list[tuple]) -> list[dict]:
        with duckdb.connect() as connection:
            connection.execute("""create table cells (period_label text, report_class text, outcome text, agency_id text, received_month text,
                incident_type text, status_and_reason text, referrals bigint, as_of_date date, months_since int, is_mature boolean)""")
            connection.executemany("insert into cells values (?, ?, ?, ?, ?, ?, ?, ?, '2022-01-01', 30, true)", rows)
            found = connection.execute(compiled.replace('"work"."light"."int_cells"', "cells"))
            names = [column[0] for column in found.description]
            result = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        for block in result:
            block["status_and_reason"] = "" if block["case_status"] == "none" else block["case_status"]
        return result

    return blocks


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_can_be_worked_out(divided, seed):
    rows = some_cells(seed)
    cells = {row[:-1]: row[-1] for row in rows}
    first = divided([row for row in rows if row[0] == "2019"])
    second = divided(rows)  # the year of the first comes again as it was
    assert {tuple(block.items()) for block in first} <= {tuple(block.items()) for block in second}
    assert sum(block["referrals"] for block in second) == sum(cells.values())
    assert min(block["referrals"] for block in second) >= 10
    assert attack([first, second], cells) == set()


def test_the_attack_finds_what_is_merely_left_out():
    cells = {row[:-1]: row[-1] for row in some_cells(0, ("2019",))}
    small = [cell for cell, count in cells.items() if count < 10]
    # every cell that is large enough, the sum of all but one of the others, and the total of the year
    published = [({cell}, count) for cell, count in cells.items() if count >= 10]
    published += [(set(small[1:]), 0), (set(cells), 0)]
    assert len(small) > 2 and small[0] in determined(published, list(cells))
    assert determined(published[:-1], list(cells)).isdisjoint(small)


def test_rates_follow_from_the_blocks_and_hold_the_truth(home, tmp_path):
    generate(tmp_path / "feed", ids=4000, months=24, agencies=2, start="2019-01-01")
    referrals.heavy(intake.take_in(tmp_path / "feed", home / "intake"), home, LAST_DAY)
    light(home)
    found = asked(
        home,
        """select period_label, report_class, denominator_value, numerator_low, numerator_high, coverage from light.fct_referral_rates
        where rate_id = 'referral_arrest_rate' and agency_id = 'all' and status = 'computed'""",
    )
    assert len(found) == 6
    for year, kind, denominator, low, high, coverage in found:
        truth = asked(
            home,
            f"""select count(*), count(*) filter (status in ('Arrest', 'Conviction')), count(status) / count(*),
                count(*) filter (status is null or status = 'Referred'
                    or status = 'Closed' and (reason is null or reason in ('Other', 'No prosecutorial merit', 'Person or User Reported is deceased')))
            from (select *, {STATUSES}[case_status_no] as status, {REASONS}[closed_reason_no] as reason from heavy.referrals)
            where year(received_date) = {year} and '{kind}' in ('all', {WORDS["report_classes"]}[report_class_no])""",
        )[0]
        assert (denominator, low, pytest.approx(coverage)) == truth[:3]
        assert high == low + truth[3]
    slices = asked(
        home,
        """select slice, slice_level, slice_dimension, slice_member, slice_label, bool_and(small_denominator is not distinct from (denominator_value < 30)) from light.fct_referral_rates
        where agency_id in ('all', 'SYNTHETIC-001') and report_class in ('all', 'actionable') and denominator_slice = slice and geography = 'US'
        group by 1, 2, 3, 4, 5 order by 1""",
    )
    first = "SYNTHETIC-001"
    assert slices == [
        (f"agency_id={first}", "one_dimension", "agency_id", first, f"agency {first}", True),
        ("all", "all", None, None, None, True),
        ("report_class=actionable", "one_dimension", "report_class", "actionable", "report class actionable", True),
        (f"report_class=actionable; agency_id={first}", "two_dimensions", "report_class; agency_id", f"actionable; {first}", f"report class actionable; agency {first}", True),
    ]  # fmt: skip
    charges = asked(
        home,
        "select count(*) from light.fct_referral_rates where rate_id = 'referral_charge_rate' and rate is not null",
    )
    assert charges == [(0,)]


def test_a_young_year_has_a_reason_and_no_number(home, tmp_path):
    today = datetime.date.today()
    rows = [
        changed(
            referral_id=str(number),
            received_date=str(today - datetime.timedelta(days=40)),
            updated_at=f"{today - datetime.timedelta(days=1)} 00:00:00",
        )
        for number in range(30)
    ]
    referrals.heavy(intake.take_in(written(tmp_path / "feed", rows), home / "intake"), home, LAST_DAY)
    light(home)
    assert asked(home, "select distinct reason_code, rate_low, denominator_value from light.fct_referral_rates") == [
        ("too_young", None, None)
    ]
    assert asked(home, "select count(*) from light.fct_referral_dispositions") == [(0,)]


def test_a_year_that_was_given_out_stays_as_it_was(home, tmp_path):
    rows = [changed(referral_id=str(number), updated_at="2022-05-01 00:00:00") for number in range(30)]
    referrals.heavy(intake.take_in(written(tmp_path / "feed", rows), home / "intake"), home, LAST_DAY)
    light(home)
    before = tmp_path / "before"
    before.mkdir()
    with duckdb.connect(str(home / "work.duckdb"), read_only=True) as connection:
        connection.execute(f"copy light.fct_referral_dispositions to '{before / 'fct_referral_dispositions.parquet'}'")
    first = asked(home, "select * from light.fct_referral_dispositions order by all")
    more = [
        changed(referral_id=str(number), received_date="2021-01-01", updated_at="2023-05-01 00:00:00")
        for number in range(100, 140)
    ]
    late = [changed(referral_id="77", updated_at="2022-05-02 00:00:00")]
    written(tmp_path / "feed", more + late, "later.csv")
    referrals.heavy(intake.take_in(tmp_path / "feed", home / "intake"), home, LAST_DAY)
    light(home, release_before=str(before))
    second = asked(home, "select * from light.fct_referral_dispositions order by all")
    assert sum(row[8] for row in first) == 30 and first == [row for row in second if row[0] == "2020"]
    assert sum(row[8] for row in second if row[0] == "2021") == 40


# ---- the whole run -----------------------------------------------------------------------------------------------


def without_an_outcome(home: Path, year: str, report_class: str) -> dict[int, float]:
    """Kaplan-Meier by hand: of those still followed, the share that ends in each step of 30 days."""
    ended, followed = {}, {}
    for step, has_ended, number in asked(
        home,
        f"select steps, has_ended, sum(referrals)::bigint from light.int_cells where period_label = '{year}' and report_class = '{report_class}' group by all",
    ):
        followed[step] = followed.get(step, 0) + number
        ended[step] = ended.get(step, 0) + number * has_ended
    share, at_risk, curve = 1.0, sum(followed.values()), {}
    for step in sorted(followed):
        share *= 1 - ended[step] / at_risk
        at_risk -= followed[step]
        curve[30 * (step + 1)] = share
    return curve


@pytest.mark.slow
def test_the_whole_run_and_a_kill_at_any_moment(tmp_path):
    python = PROJECT / ".venv-referrals/bin/python"
    environment = {
        **os.environ,
        "REFERRALS_HOME": str(tmp_path / "home"),
        "REFERRALS_DATABASE": str(tmp_path / "referrals.duckdb"),
    }
    environment.pop("REFERRALS_WORK", None)
    generate(tmp_path / "feed", ids=8000, agencies=3, start="2020-01-01")
    for path in list((tmp_path / "feed").glob("*.csv")):  # a real feed is frozen year by year
        path.write_text(path.read_text().replace("SYNTHETIC-", "AGENCY-"), encoding="utf-8")
    command = [str(python), str(PROJECT / "referrals/run.py"), str(tmp_path / "feed")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

    def released() -> list:
        with duckdb.connect(str(tmp_path / "referrals.duckdb"), read_only=True) as connection:
            tables = [
                name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
            ]
            return [
                tables,
                *(connection.execute(f"from marts.{table} order by all").fetchall() for table in tables),
            ]

    whole = released()
    assert whole[0] == sorted(referrals.RELEASED) and all(whole[1:])
    by_hand = {}
    for year, kind, days, share, *_ in whole[1 + whole[0].index("fct_referral_survival")]:
        by_hand.setdefault((year, kind), without_an_outcome(tmp_path / "home", year, kind))
        assert share == pytest.approx(by_hand[year, kind][days], abs=0.0006), (year, kind, days)
    assert len(by_hand) > 2
    with duckdb.connect(str(tmp_path / "referrals.duckdb"), read_only=True) as connection:
        silent = "select table_name from duckdb_tables() where comment is null union all select column_name from duckdb_columns() where not internal and comment is null"
        assert connection.execute(silent).fetchall() == []
    assert "<svg" in (tmp_path / "home/page.html").read_text(encoding="utf-8")
    assert "between" in done.stdout and "rows read" in done.stdout
    extra = sorted((tmp_path / "feed").glob("*.csv"))[-1]
    shutil.copy(extra, extra.with_name("referrals-again.csv"))
    for moment in ("heavy.repeated_ids", "heavy.superseded", "light.release"):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert any(moment in line for line in process.stdout)  # reads on to the line that announces it
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert released() == whole
    assert subprocess.run(command, env=environment, capture_output=True).returncode == 0
    assert [row[:9] for row in released()[2]] == [row[:9] for row in whole[2]]
    read, accepted, superseded, quarantined = reconciled(tmp_path / "home")
    assert read == accepted + superseded + quarantined and accepted == 8000


@pytest.mark.slow
@pytest.mark.parametrize("master", ["local[2]", "local-cluster[2,1,1024]"])
def test_spark_gives_what_duckdb_gives_row_for_row(home, tmp_path, master):
    """On two workers of their own the partitions are real ones."""
    for form in ("csv", "parquet"):  # the same ids twice
        generate(tmp_path / form, ids=4000, damage=0.03, form=form)
    (tmp_path / "feed").mkdir()
    lines = [line for path in (tmp_path / "csv").iterdir() for line in path.read_text().splitlines()[1:]]
    (tmp_path / "feed/all.csv").write_text("\n".join([",".join(COLUMNS), *lines, "torn,line"]), encoding="utf-8")
    for part in range(4):
        folder = tmp_path / f"feed/batch={part}"
        folder.mkdir()
        rows = f"from read_parquet('{tmp_path}/parquet/*.parquet') where hash(updated_at) % 4 = {part}"
        duckdb.execute(f"copy ({rows}) to '{folder}/rows.parquet'")
    environment = {
        **os.environ,
        "REFERRALS_HOME": str(tmp_path / "home"),
        "REFERRALS_DATABASE": str(tmp_path / "referrals.duckdb"),
    }
    command = [PROJECT / ".venv-spark/bin/python", PROJECT / "referrals/run.py", tmp_path / "feed", "--spark", master]
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    referrals.heavy(intake.take_in(tmp_path / "feed", home / "intake"), home, LAST_DAY)
    with duckdb.connect() as connection:
        connection.execute(
            f"attach '{tmp_path / 'home/work.duckdb'}' as spark (read_only); attach '{home / 'work.duckdb'}' as duck (read_only)"
        )
        for table, columns in {
            "referral_counts": "*", "referrals": "*", "superseded": "*", "quarantine": "*",
        }.items():  # fmt: skip
            sides = [f"select {columns} from {engine}.heavy.{table}" for engine in ("duck", "spark")]
            assert connection.execute(f"select count(*) from ({sides[0]})").fetchone()[0] > 100
            for one, other in (sides, sides[::-1]):
                assert connection.execute(f"select count(*) from ({one} except all {other})").fetchone() == (0,)
