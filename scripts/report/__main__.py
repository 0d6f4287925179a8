"""Writes the report, pages without scripts, from the published file and nothing else.

python -m scripts.report [DATABASE [PAGE]]: index.html by default in report/, the other pages and files beside it.
"""

import argparse
import re
from pathlib import Path

import duckdb
from markupsafe import Markup

from scripts import marts, published, write_together
from scripts.locked import lock
from scripts.report import claims, differences, figures, lookup, outcomes, overview, rates, sources
from scripts.report.figures import Warehouse
from scripts.report.words import plain

HERE = Path(__file__).parent
PAGES = {
    "index.html": "Overview",
    "questions.html": "Questions",
    "outcomes.html": "Outcomes",
    "shares.html": "Shares",
    "claims.html": "Claims",
    "differences.html": "Differences",
    "sources.html": "Sources",
}
# what most readers come for stands second
NAVIGATION = {"index.html": "Overview", "look-up/index.html": "Look up", **PAGES}


def edition(database: Path, warehouse: Warehouse) -> dict:
    (version,) = re.findall(r"^version: (\S+)", (HERE / "../../CITATION.cff").read_text(encoding="utf-8"), flags=re.M)
    moment = marts.published_at(database)
    newest = warehouse.rows(
        "select max(calendar_year) as year from marts.fct_published_figures where measure_id in ('missing_child_reports', 'cybertip_reports')"
    )
    return {"version": version, "date": f"{moment.day} {moment:%B %Y, %H:%M} UTC", "data_to": newest[0]["year"]}


def together(html: str) -> str:
    """A number and the bracket or stop beside it stay on one line: browsers break around buttons."""
    number = r'<button type="button" class="n"[^>]*>[^<]*</button>'
    return re.sub(rf"\(?{number}[.,;:)%]+|\({number}", r'<span class="together">\g<0></span>', html)


def contents(warehouse: Warehouse, page: str) -> dict:
    """What a page shows. Asked for one page at a time, because a page keeps the cards of the numbers that it uses."""
    if page == "index.html":
        trail = outcomes.trail(warehouse)
        return {
            "cards": overview.cards(warehouse),
            "missing": overview.missing_children(warehouse),
            "tips": overview.cybertipline(warehouse),
            "answers": outcomes.answers(warehouse, titles_only=True),
            "newest_trail": outcomes.newest_trail(trail),
            "claims": claims.claims(warehouse, first=6),
            "verdicts": warehouse.rows(
                "select verdict, count(*) as claims from marts.fct_claims group by 1 order by 2 desc"
            ),
            "cut": sum(row["is_cut"] for row in claims.claims(warehouse, judged_only=True)),
            "measures": {row["measure_id"]: row for row in warehouse.rows("select * from marts.dim_measures")},
        }
    if page == "shares.html":
        return {"refused": rates.refused(warehouse), **rates.computed(warehouse)}
    if page == "differences.html":
        return {
            "discrepancies": differences.discrepancies(warehouse),
            "conflicts": differences.conflicts(warehouse),
            "restatements": differences.restatements(warehouse),
        }
    if page.startswith("sources/"):
        return sources.document(warehouse, Path(page).stem)
    return {
        "questions.html": lambda: {"answers": outcomes.answers(warehouse)},
        "outcomes.html": lambda: {"trail": outcomes.trail(warehouse)},
        "claims.html": lambda: {"claims": claims.claims(warehouse)},
        "sources.html": lambda: {"sources": sources.sources(warehouse)},
    }[page]()


def pages(database: Path):
    """The address and bytes of every page and file of the report."""
    connection = lock(duckdb.connect(str(database), read_only=True))
    warehouse = Warehouse(connection)
    of_its_own = lookup.Lookup(warehouse)
    warehouse.own_pages = of_its_own.addresses()
    environment = figures.environment(warehouse)
    (counts,) = warehouse.rows("""
        select
            (select count(*) from marts.dim_documents) as documents,
            (select count(*) from marts.dim_documents where reading = 'in_full') as in_full,
            (select count(*) from marts.dim_documents where reading = 'in_part') as in_part,
            (select count(*) from marts.dim_documents where reading = 'as_recorded') as as_recorded,
            (select count(*) from marts.fct_published_figures) as figures,
            (select count(distinct document_id) from marts.fct_published_figures) as with_figures,
            (
                select count(*) from marts.fct_reconciliations
                where status = 'reconciled'
                    and check_kind in ('column_total', 'row_total', 'control_total', 'component_sum', 'percentage')
            ) as reconciled,
            (select count(*) from marts.fct_reconciliations where status = 'known_discrepancy') as discrepancies,
            (select count(distinct explanation) from marts.fct_reconciliations where status = 'known_discrepancy') as reasons,
            (select count(*) from marts.fct_conflicts) as conflicts,
            (select count(*) from marts.answers) as questions,
            (select count(*) from marts.fct_claims) as claims""")
    environment.globals.update(
        told_together=outcomes.told_together,
        latest_years=outcomes.latest_years,
        total=lambda row: Markup(" + ").join(warehouse.count(row)),
        style=Markup((HERE / "style.css").read_text(encoding="utf-8")),
        pages=NAVIGATION,
        mark=Markup(lookup.MARK),
        edition=edition(database, warehouse),
        counts=counts,
        trust_grades=warehouse.rows(
            "select * from marts.dim_codes where code_list = 'trust_grade' order by sort_order"
        ),
    )
    for page in [*PAGES, *(f"sources/{document_id}.html" for document_id in warehouse.documents)]:
        folder = str(Path(page).parent).replace(".", "")
        warehouse.page(root="../" * bool(folder))
        context = contents(warehouse, page)
        template = environment.get_template("document.html.j2" if folder else f"{page}.j2")
        # in two steps: only after the body is written is it known which cards it needs
        body = Markup(together(template.render(context)))
        name = warehouse.documents[Path(page).stem]["title"] if folder else PAGES[page]
        title = (
            "What NCMEC’s published statistics can and cannot say"
            if page == "index.html"
            else f"{name} – NCMEC’s published statistics"
        )
        about = "Reports, requests and files that NCMEC and others publish, each with its document, and no share without its denominator."
        script = Markup((HERE / "claims.js").read_text(encoding="utf-8")) if page == "claims.html" else ""
        whole = environment.get_template("page.html.j2").render(
            body=body, here=page, title=title, about=about, script=script, script_hash=Markup(lookup.digest(script))
        )
        yield page, plain(whole).encode()
        for address, file in warehouse.files.items():
            yield str(Path(folder, address)), file.content
    for page, text in of_its_own.pages(edition(database, warehouse), NAVIGATION).items():
        yield page, plain(text).encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the report from the published file.")
    parser.add_argument("database", nargs="?", type=Path)
    parser.add_argument("page", nargs="?", type=Path, default=Path("report/index.html"))
    options = parser.parse_args()
    # all of it, before anything is written: a number that does not hold stops the report
    written = dict(pages(published(given=options.database)))
    written[options.page.name] = written.pop("index.html")
    write_together(options.page.parent, written)
    lookup.clear(options.page.parent, written)
    size = sum(map(len, written.values()))
    print(
        f"wrote {options.page}: {len(written[options.page.name]) / 1000:,.0f} KB, with {len(written) - 1} pages and files beside it {size / 1e6:,.1f} MB"
    )
