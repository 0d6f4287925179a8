"""The report page in a real browser: self-contained, accessible, and every number what the marts say."""

import re
import shutil
import subprocess
from decimal import Decimal

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import PROJECT

pytestmark = pytest.mark.slow
PYTHON = PROJECT / ".venv-report" / "bin" / "python"


def make_report(target, database="ncmec.duckdb"):
    assert PYTHON.exists(), "set the environment up first: make report"
    return subprocess.run(
        [PYTHON, "-m", "scripts.report", str(database), str(target)], cwd=PROJECT, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    target = tmp_path_factory.mktemp("report") / "index.html"
    outcome = make_report(target)
    assert outcome.returncode == 0, outcome.stderr
    return target


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request, browser, file):
    context = browser.new_context(color_scheme=request.param, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.seen = []
    page.on("request", lambda request: page.seen.append(request.url))
    page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
    page.goto(file.as_uri())
    yield page
    context.close()


def number(text: str) -> Decimal | None:
    match = re.search(r"-?\d[\d,]*(?:\.\d+)?", text)
    if not match:
        return None
    scale = 10**6 if re.search(r"\bmillion\b|M\b", text) else 1
    return Decimal(match.group().replace(",", "")) * scale


def test_the_page_is_one_small_file_without_requests_scripts_or_errors(page, file):
    assert page.seen == [file.as_uri()]
    assert file.stat().st_size < 2_000_000
    assert page.locator("script, iframe, link[rel=stylesheet], img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_page_is_accessible(page):
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    violations = Axe().run(page).response["violations"]
    assert not violations, [(v["id"], v["help"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in violations]


def test_every_link_and_number_ends_at_its_place(page):
    dangling = page.evaluate(
        "[...document.querySelectorAll('a[href^=\"#\"], [popovertarget]')]"
        ".map(a => a.getAttribute('popovertarget') || a.getAttribute('href').slice(1))"
        ".filter(id => !document.getElementById(id))"
    )
    assert dangling == []


def test_a_number_opens_its_card_without_scripts_and_without_a_jump(browser, file):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(file.as_uri())
    number = page.locator("main button.n").nth(40)
    number.scroll_into_view_if_needed()
    card = page.locator(f"[id='{number.get_attribute('popovertarget')}']")
    place = number.bounding_box()
    number.click()
    assert card.is_visible() and card.locator("b").inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible() and number.bounding_box() == place
    # the address of the number shows the same card, wherever the page is opened, and closing it stays in place
    page.goto(f"{file.as_uri()}#{card.get_attribute('id')}")
    assert card.is_visible()
    card.get_by_role("link", name="Close").click()
    assert not card.is_visible()
    context.close()


def test_every_number_is_the_figure_or_the_rate_that_it_links_to(page, warehouse):
    printed = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.card[data-figure]')]"
        ".map(card => [card.id, [card.dataset.figure, card.querySelector('b').textContent]]))"
    )
    figures = {
        row[0]: row[1:]
        for row in warehouse.execute(
            "select figure_id, coalesce(printed, recorded), cast(value as decimal(20, 6)) from marts.fct_published_figures"
        ).fetchall()
    }
    wrong = [(anchor, figure, text) for anchor, (figure, text) in printed.items() if figures[figure][0] != text]
    links = page.evaluate(
        "[...document.querySelectorAll('button.n')].map(n => [n.getAttribute('popovertarget'), n.textContent])"
    )
    rates = {
        "|".join(row[:4]): row[4]
        for row in warehouse.execute(
            "select rate_id, period_label, geography, slice, rate from marts.fct_rates"
        ).fetchall()
    }
    declared = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.card[data-rate]')].map(card => [card.id, card.dataset.rate]))"
    )
    assert len(links) > 800 and len(declared) > 50
    for anchor, text in links:
        if anchor in printed:
            figure, value = printed[anchor][0], figures[printed[anchor][0]][1]
            if text != figures[figure][0] and number(text) != value:
                wrong.append((text, figure, value))
        else:
            shown = number(text)
            places = -shown.as_tuple().exponent
            rate = Decimal(rates[declared[anchor]])
            # a share is shown in percent; a verdict of a claim may quote the plain fraction
            readings = [rate * 100] if "%" in text else [rate, rate * 100]
            if all(abs(reading - shown) > Decimal(10) ** -places / 2 for reading in readings):
                wrong.append((text, declared[anchor], rate))
    assert wrong == []


def test_no_number_of_a_sentence_or_table_is_without_its_source(page):
    loose = page.evaluate(r"""
        ['questions', 'missing', 'cybertipline', 'outcomes'].flatMap(id => {
            const found = [], walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode, parent = node.parentElement;
                // labels, headings and units are names, not figures
                if (parent.closest('a, button, svg, code, h2, h3, h4, th, .unit, dt, summary')) continue;
                const rest = node.textContent.replace(/\b(19|20)\d\d(-\d\d|-H\d)?\b/g, '').replace(/aged \d+ to \d+|rounded to [\d.]+ million|\d+ documents read in full/g, '');
                if (/\d/.test(rest)) found.push(id + ': ' + node.textContent.trim());
            }
            return found;
        })""")
    # how many documents were searched is a count of documents; the note repeats the printed words of the number beside it
    assert [text for text in loose if "Printed as more than 22.3 million" not in text] == []


def test_marks_are_as_long_as_their_figures(page, warehouse):
    """Bars and columns: length over value is the same for every mark of a drawing."""
    drawings = page.evaluate(r"""
        [...document.querySelectorAll('figure svg')].map(svg => [...svg.querySelectorAll('a path')].filter(path => document.getElementById(path.closest('a').getAttribute('href').slice(1)).dataset.figure).map(path => {
            const box = path.getBBox();
            const id = path.closest('a').getAttribute('href').slice(1);
            return [document.getElementById(id).dataset.figure, box.width, box.height];
        })).filter(marks => marks.length)""")
    values = dict(
        warehouse.execute("""
            select figure_id, cast(sum(value) over (
                partition by document_id, table_id, measure_id, period_label, geography, slice) as double)
            from marts.fct_published_figures""").fetchall()
    )
    (expected,) = warehouse.execute("""
        select [
            (select count(*) from marts.fct_missing_child_reports_by_type where calendar_year = (select max(calendar_year) from marts.fct_missing_child_reports_by_type)),
            (select count(*) from marts.fct_cybertip_files_by_type),
            (select count(distinct period_label) from marts.fct_published_figures
                where measure_id = 'cybertip_reports' and slice = 'all' and geography = 'WORLD' and length(period_label) = 4),
            15, -- the longest bars of countries and providers
            15]""").fetchone()
    assert sorted(map(len, drawings)) == sorted(expected)
    for marks in drawings:
        # the side that differs between marks is the one that measures
        side = 1 if len({round(mark[1]) for mark in marks}) > len({round(mark[2]) for mark in marks}) else 2
        longest = max(marks, key=lambda mark: mark[side])
        for mark in marks:
            expected = longest[side] * values[mark[0]] / values[longest[0]]
            assert abs(mark[side] - expected) < 0.6, (mark, expected)


def test_the_map_colours_each_state_by_its_share(page, warehouse):
    coloured = page.evaluate(r"""
        Object.fromEntries([...document.querySelectorAll('#missing figure svg a[href*="_rate/"] path')].map(path =>
            [document.getElementById(path.closest('a').getAttribute('href').slice(1)).dataset.rate.split('|')[2],
             path.getAttribute('fill')]))""")
    shares = warehouse.execute("""
        select rates.geography, rates.rate from marts.fct_rates as rates
        inner join marts.dim_geographies as places on rates.geography = places.geography
        where rates.rate_id = 'missing_report_resolution_rate' and rates.slice = 'all' and places.kind = 'state'
        and rates.period_label = (select max(period_label) from marts.fct_rates where rate_id = 'missing_report_resolution_rate')
        order by rates.rate""").fetchall()
    assert len(shares) == 51
    # darker never means a smaller share, and all five shades are used
    shades = [coloured[state] for state, _ in shares]
    assert shades == sorted(shades) and len(set(shades)) == 5


@pytest.mark.parametrize(
    ("attribute", "query"),
    [
        ("question", "select question_id from marts.answers"),
        ("claim", "select claim_id from marts.fct_claims"),
        ("discrepancy", "select discrepancy_id from marts.dim_known_discrepancies"),
        ("conflict", "select conflict_id from marts.fct_conflicts"),
        ("refused", "select rate_id from marts.dim_rates where declared_status <> 'computed'"),
    ],
)
def test_nothing_is_left_out(page, warehouse, attribute, query):
    shown = page.evaluate(f"[...document.querySelectorAll('[data-{attribute}]')].map(e => e.dataset.{attribute})")
    assert sorted(shown) == sorted(row[0] for row in warehouse.execute(query).fetchall())


def test_verdicts_and_the_outcome_trail_are_those_of_the_marts(page, warehouse):
    shown = page.evaluate(
        "[...document.querySelectorAll('tr[data-claim]')].map(r => [r.dataset.claim, r.querySelector('.verdict').textContent])"
    )
    verdicts = warehouse.execute(
        "select claim_id, label from marts.fct_claims, marts.dim_codes where code_list = 'verdict' and code = verdict"
    ).fetchall()
    assert sorted(map(tuple, shown)) == sorted(verdicts)
    stages = page.evaluate("[...document.querySelectorAll('.trail li')].map(e => e.className)")
    expected = warehouse.execute("select publication_status from marts.fct_outcome_stages").fetchall()
    assert sorted(stages) == sorted(row[0] for row in expected)


def test_a_fact_that_is_not_its_printed_figure_stops_the_page(tmp_path):
    damaged, target = tmp_path / "ncmec.duckdb", tmp_path / "index.html"
    shutil.copy(PROJECT / "ncmec.duckdb", damaged)
    with duckdb.connect(damaged) as connection:
        (wrong,) = connection.execute(
            "update marts.fct_missing_child_reports_by_type set reports = reports + 1"
            " where reports = (select max(reports) from marts.fct_missing_child_reports_by_type) returning reports"
        ).fetchone()
    outcome = make_report(target, damaged)
    assert outcome.returncode != 0 and str(wrong) in outcome.stderr and not target.exists()


def test_what_is_known_of_a_refused_rate_is_of_one_period(page, warehouse):
    """Parts shown side by side stand in one row of fct_rates."""
    shown = page.evaluate(r"""
        [...document.querySelectorAll('tr[data-refused]')].map(row => [row.dataset.refused,
            (row.cells[3].textContent.match(/\(([^)]*)\)$/) || [])[1] || null,
            [...row.cells[3].querySelectorAll('button')].map(n => n.getAttribute('popovertarget')).sort()])""")
    # only a rate of which neither part is known names no period
    assert all((period is None) == (figures == []) for _, period, figures in shown)
    for rate_id, period, figures in shown:
        rows = warehouse.execute(
            "select numerator_figure_id, denominator_figure_id, published_figure_id from marts.fct_rates"
            " where rate_id = ? and period_label is not distinct from coalesce(?, period_label)",
            [rate_id, period],
        ).fetchall()
        assert any(sorted(filter(None, row)) == figures for row in rows), (rate_id, period, figures)
