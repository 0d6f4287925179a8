"""The documentation shows what the published file really answers."""

import json

import pytest

from scripts.codebook import codebook
from scripts.coverage import coverage
from scripts.erd import erd
from scripts.guides import TARGETS, Facts, guide
from scripts.readme import EXAMPLE, PAGES, connect, refreshed
from tests.conftest import PROJECT

GENERATED = {
    "docs/codebook.md": codebook,
    "docs/coverage.md": coverage,
    "docs/erd.md": lambda warehouse: erd(
        json.loads((PROJECT / "target" / "manifest.json").read_text(encoding="utf-8"))
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_examples_show_real_output(monkeypatch, page):
    monkeypatch.setenv("NCMEC_DATABASE", str(PROJECT / "ncmec.duckdb"))
    text = (PROJECT / page).read_text(encoding="utf-8")
    assert EXAMPLE.search(text), "no example found"
    assert text.count("```sql\n") == len(EXAMPLE.findall(text)), "an example without its output"
    with connect() as connection:
        assert refreshed(text, connection) == text, "run make docs"


@pytest.mark.parametrize("name", TARGETS)
def test_guides_say_what_the_published_file_says(monkeypatch, name):
    monkeypatch.setenv("NCMEC_DATABASE", str(PROJECT / "ncmec.duckdb"))
    with connect() as connection:
        assert (PROJECT / "docs" / name).read_text(encoding="utf-8") == guide(name, connection), "run make docs"


def test_a_guide_stops_at_a_sentence_that_is_not_borne_out(monkeypatch):
    monkeypatch.setenv("NCMEC_DATABASE", str(PROJECT / "ncmec.duckdb"))
    with connect() as connection:
        facts = Facts(connection)
        newest = facts.figure("missing_child_reports")
        assert facts.says("supported", "missing_child_reports", newest["period_label"], newest["printed"])
        with pytest.raises(SystemExit, match="is contradicted and not supported"):
            facts.says("supported", "missing_child_reports", newest["period_label"], f"{newest['value'] + 1:.0f}")


@pytest.mark.parametrize("page", GENERATED)
def test_generated_pages_are_current(warehouse, page):
    assert (PROJECT / page).read_text(encoding="utf-8") == GENERATED[page](warehouse), "run make docs"
