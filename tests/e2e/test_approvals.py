"""No registry row passes that nobody approved, and every approval says who and when."""

import pytest

from tests.harness import shared_warehouse

ROW = "where claim_id = 'arrests-01'"
CLAIMS, APPROVALS = "ncmec.registry.claims", "ncmec.second_reading.registry_approvals"
NAMED = 'registry claims: the row "arrests-01 | '


@pytest.mark.parametrize(
    "statement, sentences",
    {
        f"update {CLAIMS} set note = 'x' {ROW}": [NAMED, "is gone or was changed"],
        f"update {CLAIMS} set note = note {ROW}": [],  # as it was
        f"delete from {CLAIMS} {ROW}": [
            "registry claims: a row that maintainers (in bulk) approved on 2026-11-24 is gone"
        ],
        f"insert into {CLAIMS} select * from {CLAIMS} {ROW}": [NAMED + "factcheck-arrests"],
        f"delete from {APPROVALS} where registry = 'claims'": ["is new or was changed and nobody has approved it"],
        f"update {APPROVALS} set reviewer = null": ["was approved by nobody or on no day"],
        f"update {APPROVALS} set approved_on = 'soon' where registry = 'claims'": [
            "was approved by nobody or on no day"
        ],
        f"update {APPROVALS} set approved_on = null": ["was approved by nobody or on no day"],
        f"update {APPROVALS} set fingerprints = null where registry = 'claims'": ["nobody has approved it"],
    }.items(),
)
def test_a_row_without_an_approval_is_named(statement, sentences):
    warehouse = shared_warehouse()
    query = next(node["sql"] for node in warehouse.nodes.values() if node["name"] == "registries_are_reviewed")
    warehouse.connection.execute("begin")
    try:
        warehouse.connection.execute(statement)
        found = [row[0] for row in warehouse.connection.execute(query).fetchall()]
    finally:
        warehouse.connection.execute("rollback")
    assert bool(found) == bool(sentences)
    for sentence in sentences:
        assert any(sentence in problem for problem in found), found[:3]
