"""A sample of the mutation proof; `make mutation` runs it whole and writes docs/mutation.md."""

import pytest

from tests.harness import shared_warehouse
from tests.mutation import mark_lost, plus_one, run, transposed


def test_damages_are_damages():
    assert plus_one("29,568") == "29,569" and plus_one("<1%") == "<2%" and plus_one("999") == "1,000"
    assert transposed("29,568") == "92,568" and transposed("11") is None
    assert mark_lost("83,000+") == "83,000" and mark_lost("more than 5 million") == "5" and mark_lost("54") is None


@pytest.mark.parametrize("sample, damages", [(4001, 20), pytest.param(211, 500, marks=pytest.mark.slow)])
def test_sampled_damages_are_caught(sample, damages):
    outcomes, survivors = run(sample, warehouse=shared_warehouse())
    assert survivors == []
    assert sum(outcomes.values()) > damages
