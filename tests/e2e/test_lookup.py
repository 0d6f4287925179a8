"""The look-up pages: one for every state, country and provider, and every number what the marts say."""

import base64
import csv
import hashlib
import html
import io
import json
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.locked import lock
from scripts.report import figures, lookup
from scripts.report.figures import Warehouse
from scripts.report.subjects import plain_name, slug
from tests.conftest import PROJECT

FOLDERS = ("states", "countries", "providers")


@pytest.fixture(scope="module")
def look():
    connection = lock(duckdb.connect(str(PROJECT / "ncmec.duckdb"), read_only=True, config={"threads": 1}))
    return lookup.Lookup(Warehouse(connection))


@pytest.fixture(scope="module")
def subjects(look):
    return {subject.path: subject for subject in look.subjects}


@pytest.fixture(scope="module")
def pages(look):
    return look.pages({"version": "0", "date": "today"}, {"index.html": "Overview", "look-up/index.html": "Look up"})


@pytest.fixture(scope="module")
def folder(pages, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    for path, text in pages.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def words(text: str) -> str:
    """What a reader sees of a page."""
    text = re.sub(r"<(style|script|title)>.*?</\1>", "", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text)))


def as_shown(text: str) -> tuple[float, float]:
    """A number and the unit of its last digit; the zeros at the end of a rounded one do not count."""
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)[0].replace(",", "")
    zeros = 0 if "." in digits else len(digits) - len(digits.rstrip("0"))
    rounded = zeros if not text[0].isdigit() or " per " in text or int(float(digits)) >= 1000 else 0
    return float(digits), 10.0 ** (-len(digits.partition(".")[2]) or rounded)


def test_every_place_and_provider_has_a_page_and_is_in_both_lists(pages, subjects, warehouse):
    expected = warehouse.execute("""
        select dimension, member from marts.dim_members where dimension in ('state', 'country', 'esp', 'platform', 'isp')
        """).fetchall()
    assert sorted(part for subject in subjects.values() for part in subject.members.items()) == sorted(expected)
    assert {path for path in pages if "/" in path and not path.endswith("index.html")} == set(subjects)
    for path, subject in subjects.items():
        assert html.unescape(re.search("<h1>(.*?)</h1>", pages[path])[1]) == subject.name
        assert f'href="../{path}"' in pages["look-up/index.html"]
        assert f'href="{subject.slug}.html"' in pages[f"{subject.kind.folder}/index.html"]


def test_each_page_holds_every_figure_of_its_place_or_provider_and_no_other(pages, subjects, warehouse):
    rows = warehouse.execute("""
        select figures.figure_id, figures.geography, parts.dimension, parts.member
        from marts.fct_published_figures as figures
        left join marts.fct_figure_parts as parts on figures.figure_id = parts.figure_id""").fetchall()
    of_place, of_member = {}, {}
    for figure_id, geography, dimension, member in rows:
        of_place.setdefault(geography, set()).add(figure_id)
        of_member.setdefault((dimension, member), set()).add(figure_id)
    total = 0
    for path, subject in subjects.items():
        expected = set(of_place.get(subject.geography, ())) if subject.geography else set()
        for part in subject.members.items():
            expected |= of_member.get(part, set())
        shown = re.findall(r'<(?:tr|span)[^>]* data-figure="([^"]*)"', pages[path])
        assert sorted(shown) == sorted(expected), path
        total += len(shown)
    assert total > 4000


def test_every_number_is_the_figure_whose_card_it_opens(pages, warehouse):
    shown = {
        figure_id: (text, value)
        for figure_id, text, value in warehouse.execute(
            "select figure_id, coalesce(printed, recorded), value from marts.fct_published_figures"
        ).fetchall()
    }
    numbers = 0
    for path, text in pages.items():
        for card, number in re.findall(
            r'<button type="button" class="n" popovertarget="([^"]*)">([^<]*)</button>', text
        ):
            assert shown[card][0] == html.unescape(number), (path, card)
            assert f' id="{card}"' in text, (path, card)
            numbers += 1
    assert numbers > 10_000


def test_drawings_and_lists_show_the_numbers_of_the_facts(pages, subjects, warehouse):
    """The facts are what a plain sum is safe on; their years are a part of what the pages draw."""
    by_member = {part: path for path, subject in subjects.items() for part in subject.members.items()}
    compared = 0
    for dimension, column, fact, label in (
        ("country", "country_code", "fct_cybertip_reports_by_country", "CyberTipline reports by year"),
        ("esp", "esp_name", "fct_cybertip_reports_by_esp", "Provider reports by year"),
    ):
        rows = warehouse.execute(f"select {column}, calendar_year, reports from marts.{fact}").fetchall()
        for member, year, reports in rows:
            path = by_member[dimension, member]
            drawing = re.search(rf'aria-label="{label}\. ([^"]*)\."', pages[path])
            if drawing:
                drawn = dict(re.findall(r"(\d{4}): ([\d,]*\d)", drawing[1]))
                assert drawn[str(year)] == f"{reports:,}", (path, year)
                compared += 1
            folder, name = path.split("/")
            (line,) = re.findall(rf'<a href="{re.escape(name)}">.*?</tr>', pages[f"{folder}/index.html"])
            assert f">{reports:,}<" in line, (path, year)
    assert compared > 1500


def test_every_bar_is_a_figure_or_the_rows_of_one_name(pages, subjects, warehouse):
    """What a document repeats is not added up."""
    values = {}
    for measure, year, value in warehouse.execute("""
            select measures.measure_label, year(periods.end_date), figures.value
            from marts.fct_published_figures as figures
            inner join marts.dim_measures as measures on figures.measure_id = measures.measure_id
            inner join marts.dim_periods as periods on figures.period_label = periods.period_label
            union all
            select 'CyberTipline reports', calendar_year, reports from marts.fct_cybertip_reports_by_country
            union all
            select 'Provider reports', calendar_year, reports from marts.fct_cybertip_reports_by_esp
            union all -- a collection prints two names of one site too
            select 'Provider reports', calendar_year, sum(value) from marts.fct_published_figures
            where measure_id = 'cybertip_esp_reports' group by document_id, calendar_year, slice""").fetchall():
        values.setdefault((measure, str(year)), set()).add(value)
    bars = 0
    for path, text in pages.items():
        for measure, said in re.findall(r'role="img" aria-label="(.*?) by year\. ([^"]*)\."', text):
            for year, value in re.findall(r"(\d{4}): ([\d,.]*\d)", said):
                assert float(value.replace(",", "")) in values[html.unescape(measure), year], (
                    path,
                    measure,
                    year,
                    value,
                )
                bars += 1
    assert bars > 1500


def test_bars_are_as_long_as_their_numbers(pages):
    compared = 0
    for path, text in pages.items():
        for drawing in re.findall(r'<svg class="columns".*?</svg>', text, flags=re.DOTALL):
            said = {year: float(value.replace(",", "")) for year, value in re.findall(r"(\d{4}): ([\d,.]*\d)", drawing)}
            bars = {year: float(tall) for year, tall in re.findall(r'data-year="(\d{4})".*?height="([\d.]+)"', drawing)}
            assert said.keys() == bars.keys(), path
            top = max(said, key=said.get)
            for year, tall in bars.items():
                assert abs(tall - max(0.5, bars[top] * said[year] / said[top])) < 0.6, (path, year)
                compared += 1
    assert compared > 1500


def test_every_rate_is_that_of_the_marts_and_none_is_left_out(pages, subjects, warehouse):
    rates = {
        "|".join(row[:4]): row[4:]
        for row in warehouse.execute("""
            select rate_id, period_label, geography, slice, rate, change_percent, shown_per, small_denominator
            from marts.fct_rates""").fetchall()
    }
    seen = set()
    for path, text in pages.items():
        for key, row in re.findall(r'<tr[^>]* data-rate="([^"]*)">(.*?)</tr>', text, flags=re.DOTALL):
            key = html.unescape(key)
            rate, change, per, small = rates[key]
            cell = html.unescape(re.search(r'<td class="num[^"]*">([^<]*)</td>', row)[1])
            seen.add(key)
            assert bool(small) <= ("small number" in row or '<p class="note">Small number.</p>' in text), (path, key)
            if rate is None:
                continue
            shown, unit = as_shown(cell)
            value = abs(change) if change is not None else rate * per if per else rate * 100 if "%" in cell else rate
            # a bound is rounded away from what it says
            allowed = unit if re.match("at least|more than|less than", cell) else unit / 2
            assert abs(shown - value) <= allowed * 1.000001, (path, key, cell, value)
            if change:
                assert cell.endswith("more" if change > 0 else "less"), (path, key, cell)
    of_places = {
        "|".join(row)
        for row in warehouse.execute("""
            select rate_id, period_label, geography, slice from marts.fct_rates
            where geography in (select geography from marts.dim_geographies where dimension in ('state', 'country'))
                or slice_dimension in ('esp', 'platform', 'isp')""").fetchall()
    }
    assert not of_places - seen


def test_no_rate_has_more_digits_than_its_rounded_parts(look):
    """62.9% of two numbers of one or two digits is more than is known."""
    rates = [rate for rate in look.rates if rate["rate"] is not None and rate["rate_precision"] in ("rounded", "at_least", "less_than")]  # fmt: skip
    assert rates
    for rate in rates:
        known = look.warehouse.known_digits(rate)
        shown = re.search(r"\d[\d,]*(?:\.\d+)?", look.warehouse.rate_text(rate))[0].replace(",", "").replace(".", "")
        # a change has those of its quotient less the one before the point
        assert len(shown.strip("0")) <= max(known, 1) + (rate["change_percent"] is not None), (rate, shown)


def test_a_bound_says_no_more_than_its_range(look):
    """At least 25,000 after 25,174 is at most 0.7% less; at least 1,000,000 after about 67,000 is not at least 1,400% more."""
    bounds = [rate for rate in look.rates if rate["rate"] is not None and rate["rate_precision"] in ("at_least", "more_than", "less_than")]  # fmt: skip
    assert {rate["change_percent"] is None for rate in bounds} == {True, False}
    for rate in bounds:
        text = look.warehouse.rate_text(rate)
        number = float(re.search(r"\d[\d,]*(?:\.\d+)?", text)[0].replace(",", ""))
        if rate["change_percent"] is not None:
            number = 1 + number / (-100 if text.endswith("less") else 100)
        else:
            number /= rate["shown_per"] or (100 if "%" in text else 1)
        is_lower = text.startswith(("at least", "more than")) != text.endswith("less")
        bound = rate["rate_low"] if is_lower else rate["rate_high"]
        assert bound is not None and (number <= bound + 1e-9 if is_lower else number >= bound - 1e-9), (text, rate)


def test_a_change_across_a_break_is_marked_in_its_row(pages, warehouse):
    across = {
        "|".join(row)
        for row in warehouse.execute("""select rate_id, period_label, geography, slice from marts.fct_rates
            where structural_break_id is not null and base_period_label is not null and rate is not null""").fetchall()
    }
    marked = 0
    for path, text in pages.items():
        for kind, key, row in re.findall(
            r'<tr( class="across")? data-rate="([^"]*)">(.*?)</tr>', text, flags=re.DOTALL
        ):
            if html.unescape(key) in across:
                assert kind and ("across a break" in row or "Across a break" in text), (path, key)
                marked += 1
    assert marked > 5


def test_the_lists_draw_the_break_between_the_years(pages, warehouse):
    for folder, measure in (("providers", "cybertip_esp_reports"), ("countries", "cybertip_reports")):
        years = re.findall(
            r'<th scope="col" class="num( last-before)?(?: sparse)?"><small>[^<]+</small> (\d{4})</th>',
            pages[f"{folder}/index.html"],
        )
        shown = {int(year) for _, year in years}
        (first,) = warehouse.execute(
            "select list(distinct year(first_day)) from marts.dim_structural_breaks where measure_id = ? and slice = 'parts'", [measure]
        ).fetchone()  # fmt: skip
        crossed = {year for year in first if year in shown and year - 1 in shown}
        assert {int(year) for edge, year in years if edge} >= crossed, folder
        assert all(f"Dashed line, {year}" in pages[f"{folder}/index.html"] for year in crossed)


def test_who_is_counted_with_others_is_told_where(pages, subjects, warehouse):
    """A star marks a total with related platforms: the name without it is not without a number."""
    by_member = {part: path for path, subject in subjects.items() for part in subject.members.items()}
    rows = warehouse.execute("""
        select totals.esp_name, services.esp_name, facts.calendar_year
        from marts.dim_esps as totals
        inner join marts.dim_esps as services on totals.parent_company = services.parent_company and totals.esp_name <> services.esp_name
        inner join marts.fct_cybertip_reports_by_esp as facts on totals.esp_name = facts.esp_name
        left join marts.fct_cybertip_reports_by_esp as own on services.esp_name = own.esp_name and facts.calendar_year = own.calendar_year
        where totals.printed_names like '%*' and services.printed_names not like '%*' and own.esp_name is null""").fetchall()
    assert ("TikTok (with related platforms)", "TikTok") in {row[:2] for row in rows}
    for total, service, year in rows:
        page = pages[by_member["esp", service]]
        (row,) = re.findall(rf'<tr class="with-others"><th scope="row">{year}</th>.*?</tr>', page, flags=re.DOTALL)
        assert f'<a href="../{by_member["esp", total]}">' in row and "popovertarget" in row, (service, year)


def test_the_services_of_a_platform_are_those_of_the_registry(subjects, warehouse):
    rows = warehouse.execute("select platform, esp_name from marts.dim_esps where platform is not null").fetchall()
    assert {platform for platform, _ in rows} == {
        one.members["platform"] for one in subjects.values() if "platform" in one.members
    }
    for subject in subjects.values():
        if platform := subject.members.get("platform"):
            told = dict(subject.facts).get("Services that NCMEC counts", [])
            expected = {("esp", service) for of, service in rows if of == platform} - {*subject.members.items()}
            assert set(told) == expected, platform


def test_a_page_tells_only_disagreements_of_its_own_numbers(pages, subjects, warehouse):
    rows = warehouse.execute(
        "select conflict_id, first_figure_id, first_other_figure_id, second_figure_id from marts.fct_conflicts"
    ).fetchall()
    of_conflict = {row[0]: {id for ids in row[1:] if ids for id in ids.split(", ")} for row in rows}
    for path, subject in subjects.items():
        for conflict in re.findall(r'data-conflict="([^"]*)"', pages[path]):
            assert of_conflict[conflict] & set(subject.figures), (path, conflict)


def test_no_code_and_no_address_from_elsewhere_is_on_a_page(pages):
    for path, text in pages.items():
        # a row is called as the document or the collection calls it
        seen = re.sub(r"row “[^”]*”|https?://\S+", "", words(text))
        found = re.findall(r"\b\w+_\w+\b|\bWORLD\b|\bNone\b|\bnan\b|\bas of \d{4}-\d\d", seen)
        assert not found, (path, found[:3])
        asked_for = re.findall(r'<(?:link|script|img|iframe)[^>]*(?:src|href)="([^"]*)"', text)
        assert asked_for == ["data:,"], path


def test_every_link_between_pages_ends_at_one(pages):
    links = 0
    for path, text in pages.items():
        ids = set(re.findall(r' id="([^"]*)"', text))
        for address in re.findall(r' href="([^"]*)"', text):
            if address.startswith("#"):
                assert address[1:] in ids, (path, address)
            elif not address.startswith(("http", "data:")):
                here = path.split("/")[:-1]
                there = "/".join([*here[: len(here) - address.count("../")], address.replace("../", "")])
                assert there in pages or there == "index.html" or there.startswith("sources/"), (path, address)
                links += 1
    assert links > 4000


def test_the_content_policy_lets_through_only_what_the_page_brings(pages):
    for path, text in pages.items():
        policy = html.unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1])
        assert policy.startswith("default-src 'none'; style-src 'sha256-"), path
        allowed = set(re.findall(r"'(sha256-[^']*)'", policy))
        brought = {
            "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            for _, content in re.findall(r"<(style|script)>(.*?)</\1>", text, flags=re.DOTALL)
        }
        assert allowed == brought, path
        assert not re.search(r"<[^>]* style=| on\w+=", re.sub(r'href="data:[^"]*"', "", text)), path


def test_the_tables_as_files_hold_the_rows_of_the_page(pages):
    for path in ("states/virginia.html", "countries/canada.html", "providers/facebook.html"):
        files = re.findall(r'<a download="[^"]*" href="data:text/csv;charset=utf-8,([^"]*)"', pages[path])
        figures, rates = ([*csv.DictReader(io.StringIO(unquote(html.unescape(file))))] for file in files)
        assert sorted(row["figure_id"] for row in figures) == sorted(
            re.findall(r'<(?:tr|span)[^>]* data-figure="([^"]*)"', pages[path])
        )
        assert len(rates) == pages[path].count(" data-rate=")
    # a spreadsheet takes such a cell for a formula
    for text in pages.values():
        for file in re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)"', text):
            for row in csv.reader(io.StringIO(unquote(html.unescape(file)))):
                assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), row


def test_addresses_depend_on_the_name_alone():
    assert [slug(name) for name in ("X (Twitter)", "Côte d’Ivoire", "AT&T Wireless", "Åland Islands")] == [
        "x-twitter",
        "cote-d-ivoire",
        "at-and-t-wireless",
        "aland-islands",
    ]


def test_a_part_of_a_rate_is_shown_as_a_sum_only_where_it_is_one(look):
    """What is left when one number is taken from another was shown as the two added up."""
    rates = look.warehouse.rows("""select * from marts.fct_rates
        where rate is not null and (contains(numerator_figure_id, ', ') or contains(denominator_figure_id, ', '))""")
    look.warehouse.page()
    shown = [(rate[f"{side}_value"], look.warehouse.side(rate, side)) for rate in rates for side in ("numerator", "denominator")]  # fmt: skip
    assert [
        value for value, parts in shown if isinstance(parts, list) and sum(part.value for part in parts) != value
    ] == []
    assert any(isinstance(parts, figures.Worked) for _, parts in shown)


def test_only_pages_of_an_earlier_edition_are_taken_away(tmp_path):
    for folder in ("states", "sources"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "atlantis.html").write_text(f"<html><head>{lookup.MARK}</head>")
        (tmp_path / folder / "own.html").write_text("<html>somebody's page</html>")
    lookup.clear(tmp_path, {})
    assert [path.name for path in tmp_path.rglob("*.html")] == ["own.html", "own.html"]


def test_pictures_of_the_tour_are_small_and_show_the_numbers_of_today(pages):
    """`make screenshots` takes them anew."""
    folder = PROJECT / "docs" / "pictures"
    taken = json.loads((folder / "numbers.json").read_text(encoding="utf-8"))
    used = re.findall(r"\(pictures/([\w-]+)\.webp\)", (PROJECT / "docs" / "tour.md").read_text(encoding="utf-8"))
    assert sorted(used) == sorted(taken) == sorted(path.stem for path in folder.glob("*.webp"))
    assert all(path.stat().st_size < 80_000 for path in folder.iterdir())
    for picture in taken.values():
        text = pages.get(picture["page"], "")  # not the report's own page, which test_report.py looks at
        for card, number in picture["numbers"].items() if text else ():
            assert f'popovertarget="{card}">{number}</button>' in text, f"{picture['page']}: run make screenshots"
        # a newer number comes first
        newest = re.search(r'<button type="button" class="n" popovertarget="([^"]*)">', text)
        assert not (picture["numbers"] and newest) or newest[1] in picture["numbers"], "run make screenshots"


# in a browser -----------------------------------------------------------------------------------

SHOWN = (
    "look-up/index.html",
    "states/index.html",
    "countries/united-kingdom.html",
    "states/virginia.html",
    "providers/x-twitter.html",
)


@pytest.fixture(scope="module", params=[(1280, "light"), (390, "dark")], ids=["desktop", "phone, dark"])
def view(request, browser):
    width, scheme = request.param
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 844})
    page = context.new_page()
    page.seen = []
    page.on("request", lambda request: page.seen.append(request.url))
    page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
    yield page
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("path", SHOWN)
def test_a_page_asks_for_nothing_fits_and_is_accessible(view, folder, path):
    view.seen.clear()
    address = (folder / path).as_uri()
    view.goto(address)
    assert view.seen == [address]
    assert view.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    violations = Axe().run(view).response["violations"]
    assert not violations, [(v["id"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in violations]


@pytest.mark.slow
def test_on_paper_a_long_table_is_cut_and_says_so(view, folder):
    view.goto((folder / "countries/united-states.html").as_uri())
    view.emulate_media(media="print")
    tables = view.evaluate("""[...document.querySelectorAll('.whole')].filter(one => one.checkVisibility()).map(one =>
        [one.innerText, [...one.querySelectorAll('tbody tr')].filter(row => row.checkVisibility()).length])""")
    view.emulate_media(media="screen")
    assert len(tables) > 3
    for text, rows in tables:
        assert rows == 12 and re.match(r"\d+ rows, of which the first 12 are printed here", text), text[:200]


@pytest.mark.slow
def test_a_number_is_found_within_three_steps(view, folder):
    """Search a name, open its page, open the source of its first number."""
    view.goto((folder / "look-up/index.html").as_uri())
    view.get_by_label("Search").fill("cote ivoire")
    assert view.locator("tbody tr:visible").count() == 1
    view.locator("tbody tr:visible a").click()
    assert view.locator("h1").inner_text() == "Côte d'Ivoire"
    button = view.locator("main button.n").first
    button.click()
    card = view.locator(".card:popover-open")
    assert button.inner_text() in card.inner_text() and "Printed in" in card.inner_text()


@pytest.mark.slow
def test_what_people_type_comes_first(view, folder, subjects, warehouse):
    view.goto((folder / "look-up/index.html").as_uri())
    typed = {"UK": {"United Kingdom"}, "snap": {"Snap"}, "DC": {"District of Columbia"}, "cote": {"Côte d'Ivoire"}}
    # a word can stand for several
    names = {plain_name(subject.name): subject.name for subject in subjects.values()}
    for said, means in warehouse.execute("select said, means from marts.dim_synonyms").fetchall():
        if means in names:
            typed.setdefault(said, set()).add(names[means])
    called = {plain_name(subject.name) for subject in subjects.values()}
    for words, expected in typed.items():
        view.get_by_label("Search").fill(words)
        first = view.locator("tbody tr:visible").first.locator("th").inner_text()
        # who is called so himself comes before those that the word stands for
        assert first in expected or plain_name(first) == words.lower() in called, (words, first)
    view.get_by_label("Search").fill("snap")
    assert re.search(r"\d", view.locator("tbody tr:visible").first.locator("td.num").first.inner_text())
    view.get_by_label("Search").fill("atlantis")
    assert "Nothing found" in view.locator("#found").inner_text() and view.locator("tbody tr:visible").count() == 0
    view.get_by_label("Search").fill("")
    assert view.locator("tbody tr:visible").count() == len(subjects)


@pytest.mark.slow
def test_a_heading_sorts_and_a_page_without_script_shows_all(view, browser, folder):
    view.goto((folder / "countries" / "index.html").as_uri())
    view.locator("thead th.num").first.click()
    view.wait_for_function(
        "document.querySelector('th[aria-sort=descending]') && document.querySelector('tbody tr').dataset.words !== undefined"
    )
    view.wait_for_timeout(100)
    values = view.evaluate("[...document.querySelectorAll('tbody tr')].map(row => row.cells[1].dataset.sort)")
    numbers = [float(value) for value in values if value]
    assert numbers == sorted(numbers, reverse=True) and "" not in values[: len(numbers)]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "countries" / "index.html").as_uri())
    assert page.locator("tbody tr:visible").count() == len(values)
    assert not page.locator("#search").is_visible()
    page.goto((folder / "countries" / "canada.html").as_uri())
    page.locator("main button.n").first.click()
    assert page.locator(".card:popover-open").count() == 1
    context.close()


def test_every_drawing_can_be_taken_with_its_source(pages):
    """As a file that stands alone: the bars of the page, what they are, where they are from, and the break that they cross."""
    taken = 0
    for path, text in pages.items():
        drawings = re.findall(r'<svg class="columns".*?</svg>', text, flags=re.DOTALL)
        files = re.findall(r'download="[^"]+\.svg" href="data:image/svg\+xml;charset=utf-8,([^"]*)"', text)
        assert len(drawings) == len(files), path
        for drawing, file in zip(drawings, files, strict=True):
            picture = unquote(html.unescape(file))
            ElementTree.fromstring(picture)  # noqa: S314
            for mark in (r"<rect class[^>]*>", r'<path class="break[^>]*>'):
                assert re.findall(mark, picture) == re.findall(mark, drawing), path
            assert "Source: " in picture and "var(--" not in picture
            assert ('class="break' in drawing) == ("Dashed line, " in picture), path
            taken += 1
    assert taken > 100


@pytest.mark.slow
def test_a_drawing_can_be_taken_as_a_picture_where_scripts_run(view, folder):
    """Made by the browser, of the size that the drawing has twice; the page asks for nothing."""
    view.goto((folder / "states" / "virginia.html").as_uri())
    view.seen.clear()
    with view.expect_download() as taken:
        view.get_by_role("link", name="as PNG").first.click()
    assert taken.value.suggested_filename.endswith(".png")
    content = Path(taken.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG") and int.from_bytes(content[16:20]) >= 1080 and len(content) > 10_000
    assert not [seen for seen in view.seen if not seen.startswith(("data:", "blob:"))]


def test_no_column_of_a_list_has_a_single_number(pages):
    """What is known of one state alone compares nothing beside the others."""
    for folder in ("states", "countries", "providers"):
        rows = re.findall(r'<tr data-words="[^"]*">(.*?)</tr>', pages[f"{folder}/index.html"], flags=re.DOTALL)
        cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, flags=re.DOTALL) for row in rows]
        assert all(sum(bool(cell) for cell in column) > 1 for column in zip(*cells, strict=True)), folder


def test_no_rate_is_told_twice_in_a_table(pages):
    """A company that is called as its one service had each change twice."""
    for path, text in pages.items():
        for table in re.findall(r"<tbody>.*?</tbody>", text, flags=re.DOTALL):
            rows = [words(row) for row in re.findall(r'<tr[^>]* data-rate="[^"]*">(.*?)</tr>', table, flags=re.DOTALL)]
            assert len(rows) == len(set(rows)), path
