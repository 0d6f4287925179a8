"""The report in a real browser: self-contained, accessible, and every number what the marts say."""

import csv
import html
import itertools
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from decimal import Decimal
from urllib.parse import unquote

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts import marts
from scripts.report.words import in_order
from tests.conftest import PROJECT

pytestmark = pytest.mark.slow
PYTHON = PROJECT / ".venv-report" / "bin" / "python"
NUMBER = re.compile(r'<button type="button" class="n" popovertarget="([^"]+)">([^<]*)</button>')
CARD = re.compile(r'<div popover class="card" id="([^"]+)" data-(figure|rate)="([^"]+)".*?<b>(.*?)</b>', flags=re.S)


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


@pytest.fixture(scope="module")
def texts(file) -> dict[str, str]:
    """The pages of the report, those of single documents apart."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(file.parent.glob("*.html"))}


@pytest.fixture(scope="module")
def figures(warehouse) -> dict[str, tuple]:
    return {
        row[0]: row[1:]
        for row in warehouse.execute(
            "select figure_id, coalesce(printed, recorded), cast(value as decimal(20, 6)) from marts.fct_published_figures"
        ).fetchall()
    }


@pytest.fixture(scope="module")
def window(browser):
    """Opens a page of the report in a window of its own."""
    contexts = []

    def open_page(path, scheme="light", width=1280, scripts=True):
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def page(window, file):
    return window(file)


def a_document(file) -> str:
    """The page of a document of middling length."""
    pages = sorted((file.parent / "sources").glob("*.html"), key=lambda path: path.stat().st_size)
    return f"sources/{pages[len(pages) * 3 // 4].name}"


def number(text: str) -> Decimal | None:
    match = re.search(r"-?\d[\d,]*(?:\.\d+)?", text)
    if not match:
        return None
    scale = 10**6 if re.search(r"\bmillion\b|M\b", text) else 1
    return Decimal(match.group().replace(",", "")) * scale


def words(text: str) -> str:
    """What a reader sees of a page: addresses and identifiers of documents aside."""
    text = re.sub(r"<style>.*?</style>|<code class=\"id\">.*?</code>|https?://[^\s<\"]+", " ", text, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_pages_are_small_and_ask_for_nothing(window, file, texts):
    assert len(texts["index.html"]) < 1_500_000
    assert sum(path.stat().st_size for path in file.parent.rglob("*") if path.is_file()) < 60_000_000
    for name in [*texts, a_document(file)]:
        page = window(file.parent / name)
        assert page.seen == [page.url], name
        # the search of the claims is the only script, and in the page
        assert page.locator("script").count() == (name == "claims.html"), name
        assert page.locator("script[src], iframe, link[rel=stylesheet], img").count() == 0, name


@pytest.mark.parametrize(
    ("scheme", "names"),
    # the kinds of marks that are coloured stand on these
    [("light", None), ("dark", ["index.html", "questions.html", "shares.html"])],
)
def test_pages_are_accessible(window, file, texts, scheme, names):
    for name in names or [*texts, a_document(file)]:
        page = window(file.parent / name, scheme)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        violations = Axe().run(page).response["violations"]
        assert not violations, [
            (name, v["id"], v["help"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in violations
        ]


def test_on_a_phone_nothing_is_cut(window, file, texts):
    for name in texts:
        page = window(file.parent / name, width=390)
        wide = page.evaluate("""
            [...document.querySelectorAll('main *, header *, nav *')].filter(one =>
                !one.closest('.scroll, svg') && one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 120))""")
        assert page.evaluate("document.documentElement.scrollWidth") == 390 and wide == [], name
        assert window(file.parent / name, width=320).evaluate("document.documentElement.scrollWidth") == 320, name
    # every chart is drawn once, whole
    page = window(file, width=390)
    drawn = page.evaluate("""[...document.querySelectorAll('figure')].map(figure =>
        [...figure.querySelectorAll('svg')].map(svg => svg.getBoundingClientRect()).filter(box => box.width).map(box => [box.left, box.right]))""")
    assert len(drawn) > 8 and all(len(boxes) == 1 and 0 <= boxes[0][0] < boxes[0][1] <= 390 for boxes in drawn)
    # the first column of a long table stays
    table = page.locator(".scroll:has(table.heat)")
    before = table.locator("tbody th").first.bounding_box()["x"]
    table.evaluate("one => { one.scrollLeft = 200 }")
    assert table.locator("tbody th").first.bounding_box()["x"] == before


# every table that is wider than the window, what is cut at its edge, and whether its ground shows that there is more
WIDE = """() => { document.querySelectorAll('details').forEach(one => { one.open = true });
    return [...document.querySelectorAll('.scroll')].filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1).map(one => {
        const edge = one.getBoundingClientRect().left + one.clientWidth, style = getComputedStyle(one);
        const over = [...one.querySelectorAll('.by-column :is(td, th)')].filter(cell => { const range = document.createRange(); range.selectNodeContents(cell);
            return [...range.getClientRects()].some(box => box.left < edge - 1 && box.right > edge + 1) });
        return [one.className, style.backgroundAttachment, style.backgroundImage.split('linear-gradient').length - 1, over.map(cell => cell.textContent.trim())] }) }"""


@pytest.mark.parametrize("width", [360, 390, 430])
def test_a_table_wider_than_the_window_shows_it_and_cuts_no_number(window, file, texts, width):
    """A shadow at the edge says that there is more; the columns of a table of numbers stand beside its names whole."""
    found = []
    lists = [f"{kind}/index.html" for kind in ("states", "countries", "providers")]
    for name in [*texts, *lists, "states/texas.html", a_document(file)]:
        page = window(file.parent / name, width=width)
        for _, attachment, gradients, over in page.evaluate(WIDE):
            assert attachment == "local, local, scroll, scroll" and gradients == 4 and over == [], (name, over)
            found.append(name)
    assert "providers/index.html" in found and "index.html" in found
    # the newest year is the first, in the window whole
    newest = page.goto((file.parent / "providers/index.html").as_uri()) and page.locator("thead th.num:not(.rate)")
    years = [re.search(r"\d{4}", text)[0] for text in newest.all_inner_texts()]
    assert years == sorted(years, reverse=True)
    box = newest.first.bounding_box()
    assert box["width"] and box["x"] + box["width"] <= width


# how far down the page anything stands above the page's number
LOWEST = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as file:
    for page in file.pages:
        marks = [one["bottom"] for kind in ("chars", "rects", "curves") for one in getattr(page, kind)]
        print(max(mark for mark in marks if mark < float(page.height) - 49) / float(page.height))
"""


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_print_is_short_and_full_and_says_what_it_is(window, file, tmp_path, paper):
    page = window(file)
    printed = tmp_path / "index.pdf"
    page.pdf(path=printed, format=paper)
    python = str(PROJECT / ".venv-pdf" / "bin" / "python")
    done = subprocess.run([python, "-c", LOWEST, str(printed)], capture_output=True, text=True, check=True)
    *whole, last = map(float, done.stdout.split())
    assert 3 < len(whole) < 10 and min(whole) > 0.6 and last, done.stdout
    page.emulate_media(media="print")
    shown = page.inner_text("body")
    assert re.search(r"Edition \d+\.\d+\.\d+ of \d+ \w+ \d{4}, \d\d:\d\d UTC; data to \d{4}", shown)
    assert len(set(re.findall(r"https?://\S+", shown))) > 5 and "Download" not in shown


@pytest.mark.parametrize(
    ("name", "rows"), [("claims", "[data-claim]"), ("differences", "[data-discrepancy], [data-conflict]")]
)
def test_what_is_closed_on_the_screen_is_printed(window, file, name, rows):
    page = window(file.parent / f"{name}.html")
    page.emulate_media(media="print")
    hidden = f"[...document.querySelectorAll('main :is({rows})')].map(one => one.checkVisibility())"
    shown = page.evaluate(hidden)
    assert len(shown) > 20 and all(shown)


def test_every_page_says_of_which_edition_it_is(file):
    """Pages that were copied, or a run that was killed while it wrote, can leave two in a folder."""
    moment = marts.published_at(PROJECT / "ncmec.duckdb")
    said = f"of {moment.day} {moment:%B %Y, %H:%M} UTC"
    assert [page for page in file.parent.rglob("*.html") if said not in page.read_text(encoding="utf-8")] == []


def test_every_link_ends_at_its_place(file):
    """Within a page, to another page and to the row in a document's page."""
    pages = {path: path.read_text(encoding="utf-8") for path in file.parent.rglob("*.html")}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    dangling = set()
    for path, text in pages.items():
        targets = re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', text) + re.findall(r'popovertarget="([^"]+)"', text)
        inside = {f"#{target}" for target in re.findall(r'popovertarget="([^"]+)"', text)}
        for target in {html.unescape(target) for target in targets if target.startswith("#") or "." in target} | inside:
            if re.match(r"https?:|data:", target):
                continue
            address, _, anchor = target.partition("#")
            goal = (path.parent / unquote(address)).resolve() if address else path
            if not goal.exists() or (anchor and html.escape(anchor) not in ids[goal] and anchor not in ids[goal]):
                dangling.add((path.name, target))
    assert not dangling, sorted(dangling)[:5]


def test_a_number_opens_its_card_without_scripts_and_without_a_jump(window, file):
    page = window(file, width=390, scripts=False)
    number = page.locator("main button.n:visible").nth(40)
    number.scroll_into_view_if_needed()
    card = page.locator(f"[id='{number.get_attribute('popovertarget')}']")
    place = number.bounding_box()
    number.click()
    assert card.is_visible() and card.locator("b").inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible() and number.bounding_box() == place
    # so does a mark of a chart
    mark = page.locator(".narrow svg a:visible").first
    mark.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    mark.click()
    drawn = page.locator(f"[id='{mark.get_attribute('href').removeprefix('#')}']")
    assert drawn.is_visible() and page.evaluate("scrollY") == place
    drawn.get_by_role("link", name="Close").click()
    assert not drawn.is_visible() and page.evaluate("scrollY") == place
    # the address of the number shows the same card, wherever the page is opened, and closing it stays in place
    page.goto(f"{file.as_uri()}#{card.get_attribute('id')}")
    assert card.is_visible()
    card.get_by_role("link", name="Close").click()
    assert not card.is_visible()


def test_the_address_of_a_number_is_its_figure_or_rate(texts, figures, warehouse):
    rates = {
        re.sub(r"[^\w.=/-]+", "-", "/".join(row)): "|".join(row)
        for row in warehouse.execute("select rate_id, period_label, geography, slice from marts.fct_rates").fetchall()
    }
    for name, text in texts.items():
        for address, kind, key, _ in CARD.findall(text):
            key = html.unescape(key)
            assert key == address if kind == "figure" else key == rates[html.unescape(address)], (name, address)
            assert kind == "rate" or address in figures


def test_every_number_is_the_figure_or_the_rate_that_it_opens(texts, figures, warehouse):
    rates = {
        "|".join(row[:4]): row[4:]
        for row in warehouse.execute(
            "select rate_id, period_label, geography, slice, rate, base_period_label is not null, shown_per, rate_precision, case rate_precision when 'less_than' then rate_high else rate_low end from marts.fct_rates"
        ).fetchall()
    }
    seen, wrong = 0, []
    for name, text in texts.items():
        cards = {address: (kind, html.unescape(key), shown) for address, kind, key, shown in CARD.findall(text)}
        for address, (kind, _, shown) in cards.items():
            if kind == "figure" and html.unescape(shown) != figures[address][0]:
                wrong.append((name, address, shown))
        for address, shown in NUMBER.findall(text):
            seen += 1
            kind, key, _ = cards[address]
            shown = html.unescape(shown)
            if kind == "figure":
                if shown != figures[address][0] and number(shown) != figures[address][1]:
                    wrong.append((name, shown, figures[address]))
                continue
            value = number(shown)
            places = -value.as_tuple().exponent
            rate, is_change, shown_per, precision, bound = rates[key]
            # of a change the bound itself is shown
            rate = Decimal(bound if is_change and precision in ("at_least", "more_than", "less_than") else rate)
            # a share is shown in percent; a verdict of a claim may quote the plain fraction
            readings = [rate * 100] if "%" in shown else [rate, rate * 100]
            if " per " in shown:
                readings = [rate * shown_per]
            elif is_change and "%" in shown:
                readings = [abs(rate * 100 - 100)]
            # a bound is never shown as the number itself
            if precision in ("at_least", "less_than") and shown == html.unescape(cards[address][2]):
                assert shown.startswith(precision.replace("_", " ")), (name, shown)
            # rounded parts leave zeros at the end; a bound is rounded away from what it says
            digits = re.search(r"\d[\d,]*", shown)[0].replace(",", "")
            zeros = (
                len(digits) - len(digits.rstrip("0"))
                if not places and (" per " in shown or not shown[0].isdigit())
                else 0
            )
            unit = Decimal(10) ** (zeros - places) / (1 if precision in ("at_least", "more_than", "less_than") else 2)
            if all(abs(reading - value) > unit for reading in readings):
                wrong.append((name, shown, key, rate))
    assert wrong == [] and seen > 1500


def test_shares_are_shown_in_percent(texts, warehouse):
    proportions = {
        "|".join(row)
        for row in warehouse.execute(
            "select rate_id, period_label, geography, slice from marts.fct_rates where scoring = 'proportion'"
        ).fetchall()
    }
    shown = [(key, text) for page in texts.values() for _, kind, key, text in CARD.findall(page) if kind == "rate"]
    assert shown and not [(key, text) for key, text in shown if html.unescape(key) in proportions and "%" not in text]


def test_no_raw_code_and_no_double_qualifier_is_shown(texts, warehouse):
    codes = {
        row[0]
        for row in warehouse.execute("""
            select code from marts.dim_codes where contains(code, '_')
            union all select measure_id from marts.dim_measures
            union all select rate_id from marts.dim_rates
            union all select geography from marts.dim_geographies where length(geography) > 3
            union all select table_name from duckdb_tables() where contains(table_name, '_')
            union all select column_name from duckdb_columns() where schema_name = 'marts' and contains(column_name, '_')
            union all select structural_break_id from marts.dim_structural_breaks""").fetchall()
        # a code of one plain word is the word
        if not row[0].isalpha() or row[0].isupper()
    }
    for name, text in texts.items():
        shown = words(text)
        raw = codes & set(re.findall(r"[A-Za-z][\w-]*", shown))
        assert not raw, (name, raw)
        assert not re.findall(r"\w+=\w+|\b(?:more than|at least|about)[ :(]+(?:more than|at least|about)\b", shown), (
            name
        )


def test_no_number_of_a_sentence_or_table_is_without_its_source(page):
    loose = page.evaluate(r"""
        ['missing', 'cybertipline', 'outcomes', 'questions'].flatMap(id => {
            const found = [], walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const node = walker.currentNode, parent = node.parentElement;
                // labels, headings and units are names, not figures; a break is told in the words of its source
                if (parent.closest('a, button, svg, code, h2, h3, h4, th, .unit, dt, summary, .chart-title, .break, .downloads, details .note')) continue;
                const rest = node.textContent.replace(/\b(19|20)\d\d(-\d\d|-H\d)?\b/g, '').replace(/aged \d+ to \d+|under \d+|rounded to [\d.]+ million|\d+ documents read in full/g, '');
                if (/\d/.test(rest)) found.push(id + ': ' + node.textContent.trim());
            }
            return found;
        })""")
    # how many documents were searched is a count of documents; the note repeats the printed words of the number beside it
    assert [text for text in loose if "Printed as more than 22.3 million" not in text] == []


def test_marks_are_as_long_as_their_figures(page, warehouse):
    """Bars and columns: length over value is the same for every mark of a drawing."""
    drawings = page.evaluate(r"""
        [...document.querySelectorAll('figure svg')].map(svg => [...svg.querySelectorAll('a path')]
        .map(path => [path.closest('a').getAttribute('href').slice(1), path.getBBox()])
        .filter(([id]) => document.getElementById(id).dataset.figure)
        .map(([id, box]) => [id, box.width, box.height])).filter(marks => marks.length)""")
    values = dict(
        warehouse.execute("""
            select figure_id, cast(sum(value) over (
                partition by document_id, table_id, measure_id, period_label, geography, slice) as double)
            from marts.fct_published_figures""").fetchall()
    )
    series = """select count(*) from marts.checkable_numbers as numbers
        inner join marts.dim_periods as periods on numbers.period_label = periods.period_label and periods.period_type = 'calendar_year'
        where is_whole_area and value > 0 and about ="""
    (expected,) = warehouse.execute(f"""
        select [
            ({series} 'missing_child_reports' and slice = 'all'),
            ({series} 'ncic_missing_child_entries' and slice = 'all'),
            ({series} 'cybertip_reports' and slice = 'all'),
            ({series} 'cybertip_files' and slice like 'file_type=%'),
            ({series} 'cybertip_deliveries' and slice like '%;%'),
            (
                select count(*) from marts.fct_missing_child_reports_by_type
                where calendar_year = (select max(calendar_year) from marts.fct_missing_child_reports_by_type)
            ),
            15, -- the longest bars of countries and providers
            15]""").fetchone()
    # each is drawn for a wide page and for a phone
    assert sorted(map(len, drawings)) == sorted(expected * 2)
    for marks in drawings:
        # the side that differs between marks is the one that measures
        side = 1 if len({round(mark[1]) for mark in marks}) > len({round(mark[2]) for mark in marks}) else 2
        longest = max(marks, key=lambda mark: mark[side])
        for mark in marks:
            expected = longest[side] * values[mark[0]] / values[longest[0]]
            assert abs(mark[side] - expected) < 0.6, (mark, expected)


@pytest.mark.parametrize(
    ("name", "measure", "part"),
    [
        ("missing-children-by-year", "missing_child_reports", "all"),
        ("ncic-entries-by-year", "ncic_missing_child_entries", "all"),
        ("cybertipline-by-year", "cybertip_reports", "all"),
        ("files-by-year", "cybertip_files", "parts"),
        ("deliveries-by-year", "cybertip_deliveries", "parts"),
    ],
)
def test_series_show_breaks_gaps_and_open_ends(file, warehouse, name, measure, part):
    """In the picture that can be taken away: a letter for each break, an open top where there is no upper bound."""
    drawing = ElementTree.fromstring((file.parent / "charts" / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S314
    shown = ["".join(node.itertext()) for node in drawing.iter("{http://www.w3.org/2000/svg}text")]
    (breaks,) = warehouse.execute(
        "select count(distinct structural_break_id) from marts.dim_structural_breaks where measure_id = ? and (slice = ? or (? = 'parts' and slice <> 'all'))",
        [measure, part, part],
    ).fetchone()
    letters = [text for text in shown if re.fullmatch("[A-Z]", text)]
    assert letters == [chr(ord("A") + number) for number in range(breaks)] and breaks
    years, open_ended = warehouse.execute(
        """select list(distinct calendar_year), count(*) filter (precision in ('at_least', 'more_than'))
        from marts.checkable_numbers as numbers
        inner join marts.dim_periods as periods on numbers.period_label = periods.period_label and periods.period_type = 'calendar_year'
        where about = ? and is_whole_area and (slice = 'all') = (? = 'all')""",
        [measure, part],
    ).fetchone()
    assert shown.count("↑") == open_ended
    # a year without a figure is empty, one of which only an unconfirmed source has a number says so
    gaps = sorted(set(range(min(years), max(years) + 1)) - set(years))
    (unconfirmed,) = warehouse.execute(
        """select count(distinct calendar_year) from marts.fct_published_figures
        where measure_id = ? and (slice = 'all') = (? = 'all') and list_contains(?, calendar_year) and period_type = 'calendar_year'""",
        [measure, part, gaps],
    ).fetchone()
    assert (shown.count("no figure"), shown.count("?")) == (len(gaps) - unconfirmed, unconfirmed)


def test_the_map_colours_each_state_by_its_share(page, warehouse):
    coloured = page.evaluate(r"""
        Object.fromEntries([...document.querySelectorAll('#missing .wide svg a[href*="_rate/"] path')].map(path =>
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


def contrast(first: str, second: str) -> float:
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lighter, darker = sorted([luminance(first), luminance(second)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_bands_and_series_can_be_told_apart(texts):
    """WCAG asks for 3 to 1 between a mark and the page; neighbouring bands must differ too."""
    light, dark = re.findall(r":root \{(.*?)\}", texts["index.html"], flags=re.S)[:2]
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", scheme))
        bands = [colours[f"scale-{band}"] for band in range(1, 6)]
        marks = [*bands, *(colours[name] for name in ("accent", "second", "third"))]
        assert [mark for mark in marks if contrast(mark, colours["paper"]) < 3] == []
        assert all(contrast(one, other) > 1.3 for one, other in itertools.pairwise(bands))


def test_small_numbers_are_marked(texts, warehouse):
    rows = re.findall(
        r"<tr><th scope=\"row\">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th>(.*?)</tr>", texts["index.html"], flags=re.S
    )
    marked = {name for name, cells in rows if 'class="few"' in cells}
    small = warehouse.execute("""
        select places.name from marts.fct_rates as rates
        inner join marts.dim_geographies as places on rates.geography = places.geography and places.dimension = 'state'
        where rates.rate_id = 'missing_report_resolution_rate' and rates.slice = 'all' and rates.small_denominator""").fetchall()
    assert marked == {name for (name,) in small} and marked


def test_a_table_shows_its_own_total(file, texts, figures):
    """The total of the table by age and race is the one that this table prints, not a rounded one of another page."""
    with (file.parent / "tables" / "missing-children-by-age-and-race.csv").open(
        encoding="utf-8-sig", newline=""
    ) as rows:
        total, *ages = csv.DictReader(rows)
    assert len({total["All: source"].split("/")[1], *(row["All: source"].split("/")[1] for row in ages)}) == 1
    assert int(total["All"]) == sum(int(row["All"]) for row in ages)


def test_what_can_be_downloaded_is_what_is_shown(file, texts, figures, warehouse):
    offered = {
        (path.parent / address, size)
        for path in file.parent.rglob("*.html")
        for address, size in re.findall(
            r'<a href="([^"]+)" download>\w+ <span class="size">([\d,]+ KB)', path.read_text(encoding="utf-8")
        )
    }
    files = {path for path in file.parent.rglob("*") if path.suffix in (".csv", ".svg", ".png")}
    assert {path for path, _ in offered} == files
    for path, size in offered:
        content = path.read_bytes()
        assert size == f"{max(1, round(len(content) / 1000)):,} KB", path
        if path.suffix == ".png":
            assert content.startswith(b"\x89PNG")
        elif path.suffix == ".svg":
            drawing = ElementTree.fromstring(content)  # noqa: S314
            assert b"var(--" not in content and b"Source: " in content and drawing.get("width"), path
    checked = 0
    for path in (file.parent / "tables").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                for column, sources in row.items():
                    if column.endswith(": source") and sources and all(one in figures for one in sources.split(" + ")):
                        value = sum(figures[one][1] for one in sources.split(" + "))
                        assert Decimal(row[column.removesuffix(": source")]) == value, (path, row)
                        checked += 1
    assert checked > 300


@pytest.mark.parametrize(
    ("page", "attribute", "query"),
    [
        ("questions", "question", "select question_id from marts.answers"),
        ("claims", "claim", "select claim_id from marts.fct_claims"),
        ("differences", "discrepancy", "select discrepancy_id from marts.dim_known_discrepancies"),
        ("differences", "conflict", "select conflict_id from marts.fct_conflicts"),
        ("shares", "refused", "select rate_id from marts.dim_rates where declared_status <> 'computed'"),
    ],
)
def test_nothing_is_left_out(texts, warehouse, page, attribute, query):
    shown = re.findall(rf'data-{attribute}="([^"]+)"', texts[f"{page}.html"])
    assert sorted(shown) == sorted(row[0] for row in warehouse.execute(query).fetchall())


def test_every_document_has_a_page_with_all_its_numbers(file, warehouse):
    shown = {
        path.stem: sorted(
            re.findall(
                r'data-figure="([^"]+)"', re.sub(r"<div popover.*", "", path.read_text(encoding="utf-8"), flags=re.S)
            )
        )
        for path in (file.parent / "sources").glob("*.html")
    }
    rows = warehouse.execute("""
        select documents.document_id, list(figures.figure_id order by figures.figure_id) filter (figures.figure_id is not null)
        from marts.dim_documents as documents
        left join marts.fct_published_figures as figures on documents.document_id = figures.document_id
        group by 1""").fetchall()
    assert shown == {document: figures or [] for document, figures in rows}


def test_places_of_a_document_stand_as_it_has_them(file, warehouse):
    """By their numbers, or in the order of the text; a table stands behind the text of its section."""
    with (PROJECT / "seeds" / "raw" / "raw_headline_figures.csv").open(encoding="utf-8") as rows:
        text = {}
        for row in csv.DictReader(rows):
            text.setdefault(row["document_id"], {}).setdefault(row["section"])
    read = {id for (id,) in warehouse.execute("select document_id from marts.dim_documents where reading = 'in_full'").fetchall()}  # fmt: skip
    seen = 0
    for document_id in read & text.keys():
        page = (file.parent / "sources" / f"{document_id}.html").read_text(encoding="utf-8")
        shown = [html.unescape(place) for place in re.findall(r'<h3 id="place-\d+">(.*?)</h3>', page)]
        # a place with a number has its own
        named = [place for place in text[document_id] if place in shown and in_order(place)[0] == 0]
        assert [place for place in shown if place in named] == named, document_id
        seen += len(named)
        for place in shown:
            section = place.split(", ")[0]
            assert place == section or section not in shown or shown.index(section) < shown.index(place)
    assert seen > 15


@pytest.mark.parametrize("width", [390, 1280])
def test_a_state_a_provider_and_a_source_are_found_from_the_first_screen(window, file, width):
    """What the first screen shows leads there in a few touches, with no need to scroll in between."""
    page = window(file, width=width)
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(reduced_motion="reduce")

    def touch(locator) -> None:
        box = locator.bounding_box()
        assert box and 0 <= box["y"] <= 844 - box["height"], locator
        locator.click()

    for door, typed, name in (("a U.S. state", "tex", "Texas"), ("a provider", "snap", "Snapchat")):
        page.goto(file.as_uri())
        touch(page.get_by_role("link", name=door, exact=True))
        page.get_by_label("Search").fill(typed)
        touch(page.get_by_role("link", name=name, exact=True))
        assert page.get_by_role("heading", level=1).inner_text() == name
        touch(page.locator("main button.n, header button.n").first)
        assert page.locator(".card:visible dd").first.is_visible()
    # the source of a number, and its row among all of the document
    page.goto(file.as_uri())
    number = page.locator(".lead-card button.n").first
    shown = number.inner_text()
    touch(number)
    touch(page.locator(".card:visible").get_by_role("link", name="In its document"))
    row = page.locator("tr:target")
    assert row.locator("th").inner_text() == shown
    assert 0 <= row.bounding_box()["y"] <= 844


def test_claims_are_found_by_word_and_verdict(window, file, warehouse):
    page = window(file.parent / "claims.html")
    shown = page.locator("[data-claim]:visible")
    assert page.evaluate("document.documentElement.scrollHeight") < 9_000
    verdict = page.get_by_label("Verdict", exact=True)
    verdict.select_option("supported")
    (supported,) = warehouse.execute("select count(*) from marts.fct_claims where verdict = 'supported'").fetchone()
    assert shown.count() == supported
    verdict.select_option("")
    page.get_by_label("Search").fill("ncic entries")
    assert 0 < shown.count() < 60 and all("ncic" in text.lower() for text in shown.all_inner_texts())
    page.get_by_label("Search").fill("atlantis")
    assert shown.count() == 0 and "Nothing found" in page.locator("#found").inner_text()
    # without a script all of it can be opened
    page = window(file.parent / "claims.html", scripts=False)
    assert not page.get_by_label("Search").is_visible()
    while page.locator("main details:not([open]) > summary").count():
        page.locator("main details:not([open]) > summary").first.click()
    (claims,) = warehouse.execute("select count(*) from marts.fct_claims").fetchone()
    assert page.locator("[data-claim]:visible").count() == claims


def test_verdicts_and_the_outcome_trail_are_those_of_the_marts(texts, warehouse):
    shown = re.findall(
        r'data-claim="([^"]+)" data-verdict.*?<span class="verdict \w+">([^<]+)<', texts["claims.html"], flags=re.S
    )
    # a number that is only cut off is called so, and contradicted in the data
    cut = [claim for claim, label in shown if label == "cut off, not rounded"]
    shown = [(claim, "contradicted" if claim in cut else label) for claim, label in shown]
    for claim in cut:
        (claimed, value), = warehouse.execute("select claimed_value, computed_value from marts.fct_claims where claim_id = ?", [claim]).fetchall()  # fmt: skip
        assert claimed < value < 1.1 * claimed, claim
    verdicts = warehouse.execute(
        "select claim_id, label from marts.fct_claims, marts.dim_codes where code_list = 'verdict' and code = verdict"
    ).fetchall()
    assert sorted(shown) == sorted(verdicts)
    # contradicted first
    labels = [label for _, label in shown]
    assert labels[: labels.count("contradicted")] == ["contradicted"] * labels.count("contradicted")
    stages = re.findall(r'<li class="(\w+)"><span class="stage">|data-stage="(\w+)"', texts["outcomes.html"])
    stages = [first or second for first, second in stages]
    expected = warehouse.execute("select publication_status from marts.fct_outcome_stages").fetchall()
    assert sorted(stages) == sorted(row[0] for row in expected)


def test_claims_are_told_with_both_numbers(texts, warehouse, figures):
    """The number beside a claim is the one that judged it."""
    told = dict(re.findall(r'data-claim="([^"]+)" data-verdict.*?</p>\n<p>(.*?)</p>', texts["claims.html"], flags=re.S))
    rows = warehouse.execute(
        "select claim_id, computed_value, evidence_kind from marts.fct_claims where computed_value is not null"
    ).fetchall()
    for claim_id, value, kind in rows:
        shown = words(told[claim_id])
        if "no change is formed" in shown:
            continue  # a break lies between the two: see the test below
        found = [
            number(text) for text in re.findall(r"[\d,]+(?:\.\d+)?(?: million|M)?", shown) if re.search(r"\d", text)
        ]
        found += [figures[address][1] for address, _ in NUMBER.findall(told[claim_id])]
        wanted = abs(Decimal(str(value)))
        # a product of rounded numbers is told as round as they are
        allowed = wanted / 100 if kind in ("arithmetic", "part") else Decimal("0.05")
        assert any(abs(one - wanted) <= allowed for one in found), (claim_id, value, shown)
        assert kind not in ("arithmetic", "part") or not re.search(r"\b(?:more|fewer)\b", shown), (claim_id, shown)


def test_no_change_is_told_across_a_break_that_forbids_it(texts, warehouse):
    """A card that says that two numbers must not be compared does not compare them."""
    rows = warehouse.execute("""
        select claim_id, computed_value from marts.fct_claims as claims
        where evidence_kind in ('change', 'fall') and exists (
            select 1 from marts.fct_published_figures as figures
            inner join marts.dim_structural_breaks as breaks using (measure_id, slice)
            where contains(claims.evidence_figure_ids, figures.figure_id) and breaks.comparability = 'not_comparable'
            group by structural_break_id
            having min(figures.calendar_year) < year(min(first_day)) and max(figures.calendar_year) >= year(min(first_day))
        )""").fetchall()
    cards = dict(
        re.findall(r'data-claim="([^"]+)" data-verdict.*?</p>\n<p>(.*?)</p>', texts["claims.html"], flags=re.S)
    )
    assert rows
    for claim_id, value in rows:
        assert "no change is formed" in cards[claim_id] and f"{value:.1f}" not in cards[claim_id], claim_id


def test_words_of_the_workshop_are_on_no_page(file):
    """Loaded, the line above or below, a single figures: words of those who built it."""
    found = {}
    for path in file.parent.rglob("*.html"):
        for word in re.findall(
            r"\bloaded\b|\b(?:above|below) the line\b|\b1 (?:figures|numbers|documents|statements)\b|The denominator (?:counts|is)\b|see outcome-\w+|\bas of \d{4}-\d\d|\b\d{4}-H[12]\b",
            words(re.sub(r"<script>.*?</script>", "", path.read_text(encoding="utf-8"), flags=re.S)),
        ):
            found.setdefault(word, path.name)
    assert found == {}


def test_where_to_report_an_error_is_said_alike(file):
    """On every page, in the tour and in the release record; no address is made up."""
    said = marts.report_errors()
    assert [page.name for page in file.parent.rglob("*.html") if said not in html.unescape(page.read_text(encoding="utf-8"))] == []  # fmt: skip
    assert said in (PROJECT / "docs" / "tour.md").read_text(encoding="utf-8")
    release = (PROJECT / "scripts" / "release.py").read_text(encoding="utf-8")
    assert '"how": marts.report_errors(), "address": marts.repository()' in release
    named = re.search(r"^(?:repository-code|url): (.+)$", (PROJECT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    assert (marts.repository() is None) == (named is None)


def test_what_is_only_cut_off_is_not_called_restated(texts, warehouse):
    rows = warehouse.execute("select earlier_value, later_value, explanation from marts.fct_restatements").fetchall()
    (section,) = (
        re.findall(r'<h2 id="restatements">.*?</table>', texts["differences.html"], flags=re.S) if rows else [""]
    )
    cut = [row for row in rows if "cut off" in row[2]]
    assert section.count(">cut off, not rounded</td>") == len(cut)
    assert section.count(">restated</td>") == len(rows) - len(cut)


def test_no_document_is_called_by_a_file_name(warehouse):
    titles = warehouse.execute("select title from marts.dim_documents").fetchall()
    assert [title for (title,) in titles if re.search(r"\.(?:py|json|csv)\b", title)] == []


def test_an_old_number_is_called_old(texts, warehouse):
    """A denominator of many years ago beside those of today."""
    (newest,) = warehouse.execute("select max(calendar_year) from marts.fct_published_figures").fetchone()
    told = re.findall(r'data-period="([^"]*\d{4}[^"]*)">([^<]*)<', texts["shares.html"])
    assert told
    for label, shown in told:
        year = max(int(year) for year in re.findall(r"\d{4}", label))
        assert shown.endswith("(old)") == (year < newest - 2), (label, shown)


def test_a_fact_that_is_not_its_printed_figure_stops_the_report(tmp_path):
    damaged, target = tmp_path / "ncmec.duckdb", tmp_path / "index.html"
    shutil.copy(PROJECT / "ncmec.duckdb", damaged)
    with duckdb.connect(damaged) as connection:
        (wrong,) = connection.execute(
            "update marts.fct_missing_child_reports_by_type set reports = reports + 1"
            " where reports = (select max(reports) from marts.fct_missing_child_reports_by_type) returning reports"
        ).fetchone()
    outcome = make_report(target, damaged)
    assert outcome.returncode != 0 and str(wrong) in outcome.stderr and list(tmp_path.iterdir()) == [damaged]


def test_what_is_known_of_a_refused_rate_is_of_one_period(texts, warehouse):
    """Parts shown side by side stand in one row of fct_rates."""
    known = re.findall(r'data-refused="([^"]+)">.*?<p class="note known">(.*?)</p>', texts["shares.html"], flags=re.S)
    assert known
    for rate_id, text in known:
        figures = sorted(address for address, _ in NUMBER.findall(text))
        period = re.findall(r'<span class="period" data-period="(.*?)">', text)
        # only a rate of which neither part is known names no period
        assert bool(period) == bool(figures)
        rows = warehouse.execute(
            "select numerator_figure_id, denominator_figure_id, published_figure_id from marts.fct_rates"
            " where rate_id = ? and period_label is not distinct from coalesce(?, period_label)",
            [rate_id, *(period or [None])],
        ).fetchall()
        assert any(sorted(filter(None, row)) == figures for row in rows), (rate_id, period, figures)


def test_no_line_of_differences_is_told_twice_nor_its_year(texts):
    lines = [words(line) for line in re.findall(r"<li><i data-discrepancy.*?</li>", texts["differences.html"])]
    assert lines and [line for line in lines if lines.count(line) > 1 or re.search(r"\b(\d{4}), \1\b", line)] == []


def test_files_per_report_are_not_told_in_one_breath_across_the_break(texts, warehouse):
    """Each kind of rate by its name, and that the two sides are not compared."""
    (told,) = re.findall(r"Files are not reports\.(.*?)</figcaption>", texts["index.html"], flags=re.S)
    kinds = warehouse.execute(
        "select rate_label, list(period_label) from marts.fct_rates inner join marts.dim_rates using (rate_id)"
        " where rate_id in ('cybertip_files_per_report', 'cybertip_files_per_provider_report') group by 1"
    ).fetchall()
    shown = re.sub(r"\s+", " ", words(told))
    for label, years in kinds:
        after = shown.split(f"{label}: ")[1].split(". ")[0]
        assert sorted(re.findall(r"in (\d{4})", after)) == sorted(years), (label, after)
    assert "are not compared" in shown
