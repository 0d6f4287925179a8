"""A later document that is right changes nothing but its own rows; one that contradicts is a decision.
The documents are planted in memory, with both readings, in front of every test but the review lock."""

import csv
import datetime
import io

import pytest

from tests.harness import PROJECT, shared_warehouse

ARRESTS, REQUESTS = "offenders_located_and_arrested", "offender_location_requests"


class Later:
    """The built warehouse with later documents planted into its seeds."""

    def __init__(self):
        self.warehouse = shared_warehouse()
        self.connection = self.warehouse.connection
        self.seeds = {
            node["name"]: key for key, node in self.warehouse.nodes.items() if node["resource_type"] == "seed"
        }

    def add(self, seed: str, **cells) -> None:
        columns = ", ".join(f'"{column}"' for column in cells)
        marks = ", ".join("?" for _ in cells)
        relation = self.warehouse.relation(self.seeds[seed])
        self.connection.execute(f"insert into {relation} ({columns}) values ({marks})", list(cells.values()))
        self.differs.add(self.seeds[seed])
        self.fresh.clear()

    def document(self, document_id: str, year: str) -> None:
        # no day of publication lies in the future: years to come are months of the newest one that is past
        newest = datetime.date.today().year - 1
        published_on = f"{min(int(year), newest)}-{max(1, int(year) - newest + 1):02d}-01"
        self.add(
            "documents", document_id=document_id, title=document_id, publisher="NCMEC", document_type="report",
            source_kind="primary", trust_grade="A", published_on=published_on, data_period_label="2024",
            url=f"https://www.missingkids.org/{document_id}", citation=f"NCMEC: {document_id}",
            reading="in_full", reading_note="planted",
        )  # fmt: skip
        self.add(
            "document_coverage", document_id=document_id, program="Sex offender tracking",
            first_period_label="2024", last_period_label="2024", scope="one_table", note="planted",
        )  # fmt: skip

    def text(self, document_id, published_on, *headlines) -> None:
        """A document that prints numbers in running text: (printed, measure, period[, dimension, member])."""
        self.document(document_id, published_on)
        self.add(
            "document_tables", document_id=document_id, table_id="headline_figures", place="text",
            printed_title="text", period_label="not stated", rows_printed=str(len(headlines)),
        )  # fmt: skip
        units = dict(
            self.connection.execute("select measure_id, unit_of_count from ncmec.registry.measures").fetchall()
        )
        for number, (printed, measure, period, *part) in enumerate(headlines):
            dimension, member = part or (None, None)
            row = dict(
                document_id=document_id, section="Body", row_label=f"Figure {number}", column_label="text",
                printed=printed, period_label=period, measure_id=measure, dimension=dimension, member=member,
            )  # fmt: skip
            self.add("raw_headline_figures", **row)
            self.add("second_reading", table_id="headline_figures", unit_of_count=units[measure], **row)

    def table(self, document_id, published_on, table_id, period, cells) -> None:
        """A document that prints a table: {(row label, column label): printed}."""
        self.document(document_id, published_on)
        self.add(
            "document_tables", document_id=document_id, table_id=table_id, place="Table", printed_title="Table",
            period_label=period, rows_printed=str(len({row for row, _ in cells})),
        )  # fmt: skip
        for (row_label, column_label), printed in cells.items():
            row = dict(
                document_id=document_id, table_id=table_id, row_label=row_label, column_label=column_label,
                printed=printed, period_label=period,
            )  # fmt: skip
            self.add("raw_printed_cells", **row)
            self.add("second_reading", **row)

    def begin(self) -> None:
        self.connection.execute("begin")
        self.differs, self.fresh = set(), set()

    def bring_up_to_date(self, key: str) -> None:
        """Only what the question needs is built again."""
        wanted = self.warehouse.ancestors[key] - self.fresh
        self.differs |= self.warehouse.refresh(self.differs, wanted)
        self.fresh |= wanted

    def problems(self, *names: str) -> list[str]:
        """What these tests say, or all but the review lock."""
        found = []
        for key in self.warehouse.tests:
            node = self.warehouse.nodes[key]
            if node["name"] in names or (not names and node["name"] != "registries_are_reviewed"):
                self.bring_up_to_date(key)
                found += [row[0] for row in self.connection.execute(node["sql"]).fetchall()]
        return found

    def mart(self, name: str, columns: str = "*") -> list[tuple]:
        self.bring_up_to_date(f"model.ncmec.{name}")
        return sorted(self.connection.execute(f"select {columns} from ncmec.marts.{name}").fetchall(), key=str)

    def one(self, query: str):
        return self.connection.execute(query).fetchone()


@pytest.fixture(scope="module")
def built() -> Later:
    return Later()


@pytest.fixture
def later(built):
    built.begin()
    yield built
    built.connection.execute("rollback")


FACTS = sorted(
    path.stem for path in (PROJECT / "models" / "marts").glob("*/fct_*.sql")
    if "_by_" in path.stem or path.stem in ("fct_offender_tracking", "fct_cybertip_deliveries")
)  # fmt: skip


def facts(later) -> dict[str, list[tuple]]:
    return {name: later.mart(name) for name in FACTS}


def listed(value: str, other: str, problems: list[str]) -> list[str]:
    """The pair in either order: of two documents the name decides which is told first."""
    return [
        line
        for line in problems
        if all(any(f"prints {number}{end}" in line for end in (" where", ":")) for number in (value, other))
    ]


def test_a_restatement_behind_a_rounded_vintage_is_named(later):
    later.text("later-2026", "2026", ("about 3,000", ARRESTS, "2024"))
    later.text("later-2027", "2027", ("2,909", ARRESTS, "2024"))
    assert listed("2,909", "2,990", later.problems("conflicts_are_what_they_say"))


def test_a_bound_that_excludes_a_number_is_named(later):
    later.text("later-2026", "2026", ("more than 2,000", ARRESTS, "2024"))
    later.text("later-2027", "2027", ("3,000+", ARRESTS, "2024"))
    assert listed("3,000", "2,990", later.problems("conflicts_are_what_they_say"))


def restatements(later) -> list[tuple]:
    later.bring_up_to_date("model.ncmec.fct_restatements")
    return [
        (int(earlier), int(later_value), earlier_id, later_id)
        for earlier, later_value, earlier_id, later_id in later.connection.execute(
            "select earlier_value, later_value, earlier_document_id, later_document_id "
            f"from ncmec.marts.fct_restatements where measure_id = '{ARRESTS}' order by later_document_id"
        ).fetchall()
    ]


def test_each_change_between_two_numbers_is_one_restatement(later):
    """A document that only repeats the new number, or the old one, adds no row."""
    later.text("later-2026", "2026", ("2,990", ARRESTS, "2024"))
    later.text("later-2027", "2027", ("2,909", ARRESTS, "2024"))
    later.text("later-2028", "2028", ("2,909", ARRESTS, "2024"))
    assert restatements(later) == [(2990, 2909, "later-2026", "later-2027")]


def test_a_change_back_is_a_change(later):
    later.text("later-2026", "2026", ("2,909", ARRESTS, "2024"))
    later.text("later-2027", "2027", ("2,990", ARRESTS, "2024"))
    assert restatements(later) == [
        (2990, 2909, "our-impact-2024", "later-2026"),
        (2909, 2990, "later-2026", "later-2027"),
    ]


def test_a_text_that_repeats_numbers_confirms_them(later):
    """One number of a row, a country, a provider, a file type, an agency, the total of a row."""
    recipient, deliveries = later.one(
        "select row_member, cast(value as bigint) from ncmec.intermediate.int_figures where measure_id = 'cybertip_deliveries' "
        "and period_label = '2023' and column_member = 'Total' and row_member <> 'Total' order by figure_id"
    )
    before = facts(later)
    later.text(
        "later-2026", "2026",
        ("2,990", ARRESTS, "2024"),
        ("8,923,738", "cybertip_reports", "2023", "country", "IN"),
        ("17,838,422", "cybertip_esp_reports", "2023", "esp", "Facebook"),
        ("33,130,449", "cybertip_files", "2024", "file_type", "Videos"),
        ("220", "cvip_requests", "2024", "agency_type", "Military"),
        (f"{deliveries:,}", "cybertip_deliveries", "2023", "recipient_type", recipient),
    )  # fmt: skip
    assert later.problems() == []
    assert facts(later) == before


def test_a_row_printed_by_two_documents_names_both(later):
    later.text("later-2021a", "2021", ("7,000", REQUESTS, "2019"), ("5", "offender_operations", "2019"))
    later.text("later-2021b", "2022", ("700", ARRESTS, "2019"), ("7,000", REQUESTS, "2019"))
    later.text("later-2021c", "2023", ("700", ARRESTS, "2019"))
    assert later.problems() == []
    assert later.mart("fct_offender_tracking")[0] == ("later-2021b", 2019, "2019", 7000, 700, 5, "later-2021a")


def plant_requests_table(later, cells, published_on="2026", document_id="later-2026"):
    later.add(
        "printed_tables", table_id="planted_requests", table_title="Planted", row_dimension="agency_type", has_total_row="true", is_partial="false",
        has_total_column="false",
    )  # fmt: skip
    later.add(
        "printed_columns", table_id="planted_requests", column_name="REQUESTS", column_label="REQUESTS",
        column_order="1", measure_id="cvip_requests",
    )  # fmt: skip
    later.table(document_id, published_on, "planted_requests", "2024", cells)


def requests_by_agency() -> dict[tuple[str, str], str]:
    with open(PROJECT / "seeds/raw/raw_cvip_requests_by_agency.csv", newline="", encoding="utf-8") as handle:
        return {(row["agency"], "REQUESTS"): row["requests"] for row in csv.DictReader(handle)}


def test_a_table_of_one_column_does_not_split_the_rows_of_a_fact(later):
    before = facts(later)
    plant_requests_table(later, requests_by_agency())
    assert later.problems() == []
    assert facts(later) == before


def test_a_restated_number_is_a_decision_and_the_row_stays_whole(later):
    later.text("later-2026", "2026", ("2,909", ARRESTS, "2024"))
    assert listed("2,909", "2,990", later.problems("conflicts_are_what_they_say"))
    assert later.mart("fct_offender_tracking", "document_id, location_requests, located_and_arrested, operations") == [
        ("our-impact-2024", 19861, 2990, 7)
    ]


def test_a_part_of_the_country_is_not_the_year(later):
    before = facts(later)
    later.text("later-2026", "2026", ("99,000", REQUESTS, "2024", "state", "CA"))
    assert facts(later) == before


def test_two_periods_of_one_year_are_named(later):
    """Two dates of one register would be two rows of one year, whose sum nobody printed."""
    rows = csv.DictReader(io.StringIO(later_victims()))
    later.document("later-2026", "2026")
    later.add(
        "document_tables", document_id="later-2026", table_id="identified_victims_by_gender_and_age", place="Table",
        printed_title="Table", period_label="as of 2024-12-31", rows_printed="3",
    )  # fmt: skip
    for row in rows:
        later.add("raw_identified_victims_by_gender_and_age", **{**row, "document_id": "later-2026"})
    assert any(
        "fct_identified_victims_by_gender_and_age has 2 rows for as_of_year 2024" in line
        for line in later.problems("fct_identified_victims_by_gender_and_age_is_sound")
    )


def later_victims() -> str:
    return (PROJECT / "seeds/raw/raw_identified_victims_by_gender_and_age.csv").read_text(encoding="utf-8")


def test_confirmations_are_listed(later):
    later.text("later-2026", "2026", ("2,990", ARRESTS, "2024"), ("about 19,900", REQUESTS, "2024"))
    later.bring_up_to_date("model.ncmec.fct_confirmations")
    assert later.connection.execute(
        "select value, document_id, confirming_text, agreement from ncmec.marts.fct_confirmations "
        "where confirming_document_id = 'later-2026' order by value"
    ).fetchall() == [
        (2990, "our-impact-2024", "2,990", "same_number"),
        (19861, "our-impact-2024", "about 19,900", "within_precision"),
    ]


def test_one_row_per_grain_is_tested(later):
    for name in FACTS:
        later.connection.execute(
            f"insert into ncmec.marts.{name} select * replace ('other' as document_id) from ncmec.marts.{name} limit 1"
        )
    problems = later.problems(*(f"{name}_is_sound" for name in FACTS))
    named = {line.split()[0] for line in problems if " has 2 rows for " in line and "other" in line}
    assert named == set(FACTS)
