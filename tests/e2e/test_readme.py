"""The documentation shows what the published file really answers."""

import pytest

from scripts.readme import EXAMPLE, PAGES, refreshed
from tests.conftest import PROJECT


@pytest.mark.parametrize("page", PAGES)
def test_examples_show_real_output(warehouse, page):
    if not (PROJECT / page).exists():
        pytest.skip(f"{page} is not written yet")
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert EXAMPLE.search(text), "no example found"
    assert refreshed(text, warehouse) == text, "run make docs"
