"""A whole count reads as a whole count in a plain client: 27033, never 27033.000000."""

import pytest


@pytest.fixture
def published(warehouse):
    return warehouse


def numbers(published) -> list[tuple[str, str, str]]:
    return published.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where schema_name = 'marts' and regexp_matches(data_type, 'DECIMAL|DOUBLE|INT') order by all"
    ).fetchall()


def test_no_number_is_padded_with_zeros(published):
    padded = []
    for table, column, _ in numbers(published):
        shown = published.execute(
            f'select distinct cast("{column}" as varchar) from ncmec.marts.{table} where "{column}" = floor("{column}")'
        ).fetchall()
        padded += [f"{table}.{column} shows {text}" for (text,) in shown if text.endswith(".000000")][:1]
    assert padded == []


def test_what_only_counts_is_an_integer(published):
    """Where every number of a column counts something, nothing stands after its point."""
    assert {
        data_type for _, column, data_type in numbers(published) if column in ("numerator_value", "reports", "files")
    } == {"BIGINT"}
    assert (
        dict((table, kind) for table, column, kind in numbers(published) if column == "value")["fct_outcome_stages"]
        == "BIGINT"
    )


@pytest.mark.parametrize(
    "table, column, condition, text",
    [
        ("fct_published_figures", "value", "value = 27033", "27033"),
        ("fct_reconciliations", "published_value", "published_value = 3244", "3244"),
        ("fct_reconciliations", "recomputed_value", "abs(recomputed_value - 18.711467) < 0.0000001", "18.711467"),
        ("fct_claims", "computed_value", "claim_id = 'arrests-10'", "26906.88"),
        ("program_activity", "value", "value = 20512803", "20512803"),
    ],
)
def test_a_number_reads_as_it_is(published, table, column, condition, text):
    found = published.execute(f"select distinct {column} from ncmec.marts.{table} where {condition}").fetchall()
    assert [f"{number:.15g}" for (number,) in found] == [text] and not str(found[0][0]).endswith("000000")
