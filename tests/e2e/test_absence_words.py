"""No sentence of the warehouse is wider than what was read."""

import re

# what somebody else says is theirs: the claims of the articles, the questions, titles, printed labels
THEIRS = {"statement", "question", "title", "row_label", "place", "section"}
TOO_WIDE = re.compile(
    r"\b(no (public )?sources? (publish|print|follow|say|give)\w*|no (public|published) (figure|source|number|total)"
    r"|nobody publishes|nowhere published|not published)\b",
    re.I,
)


def too_wide(warehouse) -> list[tuple]:
    columns = warehouse.sql(
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and data_type = 'VARCHAR'"
    ).fetchall()
    return [
        (table, column, text)
        for table, column in columns
        if column not in THEIRS
        for (text,) in warehouse.execute(f'select distinct "{column}" from marts.{table}').fetchall()
        if text and TOO_WIDE.search(text)
    ]


def test_no_sentence_speaks_for_documents_that_were_not_read(warehouse):
    assert too_wide(warehouse) == []


def test_too_wide_a_sentence_is_found():
    for said in (
        "No source publishes how many.",
        "Not published.",
        "No published figure ties them.",
        "nobody publishes it",
    ):
        assert TOO_WIDE.search(said), said
    for said in (
        "No loaded document prints it.",
        "None of the 3 documents read in full that cover it prints such a figure.",
    ):
        assert not TOO_WIDE.search(said), said
