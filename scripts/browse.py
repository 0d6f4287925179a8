"""Lets people look numbers up in a browser: Datasette over an SQLite copy of the published file (make browse).

On this machine only, questions only, each limited in time and rows. A new publication is copied while the old edition
still answers, then takes its place; every page says which edition it shows.
"""

import argparse
import asyncio
import html
import re
import shutil
import socket
import sqlite3
import sys
import threading
import time
from pathlib import Path

import duckdb
import uvicorn
from datasette import hookimpl
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm
from datasette.utils import tilde_encode
from datasette.utils.asgi import Response
from markupsafe import Markup

from scripts import marts, published, sqlite_copy
from scripts.locked import limit_process
from scripts.readme import EXAMPLE

BUILD = Path("build")
NAME = "ncmec"
SETTINGS = {
    "sql_time_limit_ms": 3000,
    "max_returned_rows": 1000,
    "facet_time_limit_ms": 1000,
    "max_csv_mb": 50,
    "default_page_size": 50,
    "default_facet_size": 15,
    "default_cache_ttl": 0,  # the next edition is seen at once
    "allow_download": False,
}
MEMORY = 500_000_000  # of SQLite, for all questions together
AGAIN = 5  # seconds after which an edition that could not be read is tried again
LONGEST = 250_000  # characters of one value that a question may make; the longest that is stored has fewer
HEADERS = {
    # Datasette's pages carry their scripts and styles in the page, and nothing comes from elsewhere
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
# the meaning of forty columns is folded up, questions are listed once, with what each asks for, long texts get room, and
# what Datasette leaves without a language, a name or enough contrast gets it
PAGE_SCRIPT = """
document.documentElement.lang = "en";
document.head.insertAdjacentHTML("beforeend", `<style>
    h1, h3, pre { overflow-wrap: anywhere }
    td a, p a { text-decoration: underline !important }
    td em, td .type-int, td.type-int, td.type-float { color: #4a4a4a !important }
    input[type=submit], button.core, form button { background-color: #0056b3 !important; color: #fff !important }
    @media (min-width: 577px) { td.long { min-width: 22em } }
</style>`);
document.querySelector("section.content")?.setAttribute("role", "main");
// the SQL editor comes with the load event
addEventListener("load", () => setTimeout(() => document.querySelectorAll("textarea").forEach(field => field.setAttribute("aria-label", "SQL"))));
for (const [place, name] of [["select[name^=_filter_column]", "column"], ["select[name^=_filter_op]", "comparison"],
    ["input[name^=_filter_value]", "value"], ["select[name=_sort]", "sort by"]])
    document.querySelectorAll(place).forEach(field => field.setAttribute("aria-label", name));
document.querySelectorAll("h3").forEach(head => head.innerHTML = head.innerHTML.replace("Custom SQL query returning ", ""));
if (location.pathname.split("/").length > 2)
    document.querySelectorAll("input[value='Run SQL']").forEach(button => button.value = "Look up");
document.querySelectorAll("td").forEach(cell => cell.classList.toggle("long", cell.textContent.trim().length > 60));
for (const list of document.querySelectorAll("dl.column-descriptions")) {
    const fold = document.createElement("details"), title = document.createElement("summary");
    title.textContent = "What the columns mean, with units";
    list.replaceWith(fold);
    fold.append(title, list);
}
document.querySelectorAll("#queries, #queries + ul").forEach(again => again.remove());
"""
MANY = 40  # members beyond which a column is searched and not listed


def queries(folder: Path = marts.PROJECT) -> dict[str, dict]:
    """Those of browse.sql, then the questions of the README, which are written for DuckDB and run here as they are."""
    found = {}
    for part in (folder / "scripts" / "browse.sql").read_text(encoding="utf-8").split("\n\n"):
        head, sql = part.split("\n", 1)
        name, title, description = head.removeprefix("-- ").split(" | ")
        found[name] = {"title": title, "description": description, "sql": sql.strip().rstrip(";")}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    for example in EXAMPLE.finditer(readme):
        before = readme[: example.start()].strip().rsplit("\n\n", 1)[-1].replace("\n", " ")
        question = re.match(r"[^.?]*\?", before)
        if question and "ncmec.marts." in example["query"]:
            name = "-".join(re.findall(r"[a-z]+", question[0].lower())[:6])
            after = before.removeprefix(question[0]).strip(" ()").replace("`", "")
            found[name] = {
                "title": question[0],
                "description": after or "As in the README.",
                "sql": example["query"].replace("ncmec.marts.", ""),
            }
    return found


def facets(copy: sqlite3.Connection, table: marts.Table) -> list[str]:
    """The columns by which rows are told apart: the time, then the texts with the fewest members."""
    found = []
    for column in table.columns:
        if column.type == "VARCHAR" or column.name.endswith("_year"):
            members, rows = copy.execute(
                f'select count(distinct "{column.name}"), count(*) from "{table.name}"'
            ).fetchone()
            if 1 < members <= min(MANY, rows / 2):
                found.append((column.name not in ("calendar_year", "as_of_year", "period_label"), members, column.name))
    return [name for *_, name in sorted(found)][:5]


def metadata(tables: list[marts.Table], copy: Path, edition: str) -> dict:
    whole = {
        "license": "MIT; the figures are facts of the documents that each row names",
        "source": "National Center for Missing & Exploited Children and the other publishers of dim_documents",
        "about": f"edition {edition}",
    }
    asked = {name: {**query, **whole, "hide_sql": True} for name, query in queries().items()}
    begin = "".join(
        f'<li><a href="/{NAME}/{name}">{html.escape(query["title"])}</a>: {html.escape(query["description"])}</li>'
        for name, query in asked.items()
    )
    described = {}
    with sqlite3.connect(copy) as connection:
        for table in tables:
            words = f"{table.name}_fts"
            searchable = connection.execute("select 1 from sqlite_master where name = ?", [words]).fetchone()
            label = table.label_column() if len(table.key) == 1 else None
            described[table.name] = {
                **whole,
                "description": table.comment,
                "source": table.sentence("Source") or whole["source"],
                "columns": {column.name: column.comment + shown_as(column.type) for column in table.columns},
                "facets": facets(connection, table),
                **({"fts_table": words, "fts_pk": "rowid"} if searchable else {}),
                **({"label_column": label} if label else {}),
                **({"sort_desc": "calendar_year"} if "calendar_year" in table.names else {}),
            }
    return {
        "title": "NCMEC statistics warehouse",
        **whole,
        "databases": {
            NAME: {
                "title": "Published statistics of the National Center for Missing & Exploited Children",
                "description_html": f"<p>Edition {edition}. Every figure with its document and place; not affiliated with NCMEC. "
                "Quote a number with its unit, period and document. Begin with a question:</p>"
                f"<ul>{begin}</ul><p>Or choose a table below: each explains its columns and can be searched and filtered. "
                "Facts may be summed within a year; listings say that their rows do not add. Never divide two "
                "counts: a rate that can be computed is in fct_rates, with its reason where it cannot.</p>",
                "queries": asked,
                "tables": described,
            }
        },
    }


def shown_as(kind: str) -> str:
    return {"DATE": " A date, as year-month-day.", "BOOLEAN": " 1 is yes, 0 is no."}.get(kind, "")


@hookimpl
def prepare_connection(conn):
    conn.execute("pragma temp_store = memory")  # nothing is written to disk
    conn.execute("pragma trusted_schema = off")
    conn.execute(f"pragma hard_heap_limit = {MEMORY}")
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


@hookimpl
def render_cell(value, column, table, database):
    """On the page only, as CSV and JSON hold what is stored: whole numbers without .0, others with four decimals and the
    whole of it behind them, yes and no; ids lead to their rows wherever Datasette does not do that itself."""
    if isinstance(value, float):
        short = f"{value:.4g}" if 1e-4 < abs(value) < 1 else f"{value:.4f}".rstrip("0").rstrip(".")
        return str(int(value)) if value.is_integer() else Markup('<span title="{}">{}</span>').format(value, short)
    if column in TRUTHS and value in (0, 1):
        return "yes" if value else "no"
    other = LINKS.get(column)
    if isinstance(value, str) and other and other != table:
        return Markup('<a href="/{}/{}/{}">{}</a>').format(database, other, tilde_encode(value), value)
    return None


@hookimpl
def extra_body_script():
    return PAGE_SCRIPT


@hookimpl(tryfirst=True)
def handle_exception(datasette, request, exception):
    if isinstance(exception, MemoryError):
        return Response.text(
            "Refused: the answer is larger than this server may hold. Ask for fewer or shorter rows.\n", status=400
        )
    return None


# what the pages know of columns by their names; each copy adds its own
LINKS, TRUTHS = {}, set()


class Editions:
    """The edition that answers, and the next one as soon as it is published."""

    def __init__(self, database: Path, folder: Path):
        self.database, self.folder, self.number = database, folder, 0
        self.datasettes = []
        self.failed, self.wait_until = None, 0
        self.seen = self.state()
        self.served = self.make()
        self.copying = threading.Lock()

    def state(self):
        found = self.database.stat()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def make(self):
        """Datasette over a fresh copy; a copy keeps its file until the edition after it is gone too."""
        copy = self.folder / f"{self.number + 1}.db"
        copy.unlink(missing_ok=True)
        moment = marts.published_at(self.database)
        tables, contents = sqlite_copy.write(self.database, copy)
        LINKS.update({table.key[0]: table.name for table in tables if len(table.key) == 1})
        LINKS.update({column: other.name for table in tables for column, other in table.joins.items()})
        TRUTHS.update(column.name for table in tables for column in table.columns if column.type == "BOOLEAN")
        edition = f"{contents[:12]}, published {moment:%Y-%m-%d %H:%M} UTC"
        datasette = Datasette([], metadata=metadata(tables, copy, edition), settings=SETTINGS)
        datasette.remove_database("_memory")
        datasette.add_database(Database(datasette, str(copy), is_mutable=False), name=NAME)
        # only now: of the file that answers nothing may be taken away, however many copies fail
        self.number += 1
        (self.folder / f"{self.number - 2}.db").unlink(missing_ok=True)
        self.datasettes.append(datasette)
        if len(self.datasettes) > 2:
            self.datasettes.pop(0).executor.shutdown(wait=False)
        self.edition = edition
        return datasette.app()

    def follow(self) -> None:
        """In a thread of its own: the old edition answers until the new one is whole."""
        seen = None
        try:
            seen = self.state()
            if seen != self.seen:
                self.served = self.make()
                self.seen = seen
                print(f"Now serving edition {self.edition}.", flush=True)
        except (Exception, SystemExit) as error:  # whatever it is may be over by the next look
            self.failed, self.wait_until = seen, time.monotonic() + AGAIN
            print(f"Still serving edition {self.edition}: {error or type(error).__name__}", flush=True)
        finally:
            self.copying.release()

    def look(self) -> None:
        if self.copying.acquire(blocking=False):
            try:
                waits = {self.failed} if time.monotonic() < self.wait_until else set()
                changed = self.state() not in {self.seen, *waits}
            except OSError:
                changed = False  # between two editions
            if changed:
                threading.Thread(target=self.follow, daemon=True).start()
            else:
                self.copying.release()


def guarded(editions: Editions, port: int):
    """This machine's own addresses, questions only, and the headers of every answer."""
    hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}

    async def refuse(send, status: int, sentence: str, *headers) -> None:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8"), *headers]})  # fmt: skip
        await send({"type": "http.response.body", "body": sentence.encode() + b"\n"})

    async def app(scope, receive, send):
        if scope["type"] != "http":
            return
        if dict(scope["headers"]).get(b"host") not in hosts:  # a page of elsewhere under a name of its own
            return await refuse(send, 400, f"This server answers to http://127.0.0.1:{port}/ only.")
        if scope["method"] not in ("GET", "HEAD"):
            return await refuse(send, 405, "This server answers questions (GET) only.", (b"allow", b"GET, HEAD"))
        if scope["path"] == "/":
            return await refuse(send, 302, f"/{NAME}", (b"location", f"/{NAME}".encode()))
        editions.look()

        async def with_headers(message):
            if message["type"] == "http.response.start":
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        return await editions.served(scope, receive, with_headers)

    return app


def bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        if port < 1:  # any that is free: nobody would know which
            raise OverflowError
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except (OSError, OverflowError):
        sys.exit(f"Port {port} of 127.0.0.1 is taken or not allowed: make browse PORT=8002")
    return listener


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8001)
    port = parser.parse_args().port
    if sqlite3.sqlite_version_info < (3, 37):  # strict tables
        sys.exit(f"SQLite 3.37 or newer is needed; {sys.executable} brings {sqlite3.sqlite_version}.")
    database = published()
    folder = BUILD / "browse" / str(port)
    with bound(port) as listener:  # whoever holds the port owns the folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            print("Copying the marts …", flush=True)
            pm.register(sys.modules[__name__])
            editions = Editions(database, folder)
            limit_process()
            print(f"Edition {editions.edition}, on http://127.0.0.1:{port} (Ctrl-C stops)", flush=True)
            config = uvicorn.Config(
                guarded(editions, port), log_level="warning", lifespan="off", timeout_graceful_shutdown=3
            )
            asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))
        except (OSError, duckdb.Error, sqlite3.Error) as error:
            sys.exit(f"{database} cannot be served: {error}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Stopped.")
