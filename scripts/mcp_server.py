"""Lets an assistant ask the published file: an MCP server over stdio that can read ncmec.duckdb and nothing else.

Started by an MCP client: see docs/assistant.md. The server is mcp-server-motherduck; this file only fixes its
settings, so that no option and no environment variable can loosen them.
"""

import json
import logging
import os
import sys
from pathlib import Path

import locked
from mcp_server_motherduck.server import create_mcp_server

# by the path that the client has, link and all: where that leads to another release one day, so do the next questions
PUBLISHED = Path(os.environ.get("NCMEC_DATABASE") or Path(__file__).absolute().parent.parent / "ncmec.duckdb")
INSTRUCTIONS = """\
ncmec.duckdb holds figures published by and about the National Center for Missing & Exploited Children (NCMEC), loaded
from the documents of dim_documents: all figures of some, selected ones of others. Schema marts, DuckDB SQL, read-only.

0. To check a number that somebody states: `find` its words, then `check_statement` with the name, period and number. Quote
   the verdict with evidence and caveats. "not_checkable" and "not loaded" are answers: say so, do not fill the gap from memory.
   "ambiguous_name": ask back with the readings that explanation lists, never choose one. `read_as` says how names were read: quote it.
   "not_comparable": the numbers give the change, but must not be compared. `figure` gives one number with its source.
1. Begin with `select question, answer, caveats from answers`, then `fct_rates` (every declared rate with its
   numerator and denominator), then `fct_claims` (statements that were checked) and the facts.
2. Never divide two counts yourself. A rate exists only in fct_rates with status 'computed'. Where status is
   'not_computable' or 'published_only', or the rate is not in dim_rates, say that it is unknown and quote `reason`.
3. Facts (fct_..._by_..., fct_offender_tracking) may be summed within one calendar_year or as_of_year, never over
   years, and never across units: reports, files, deliveries, requests and children are different things.
4. NULL means not in the loaded documents; it is never 0, and does not prove that nobody publishes it: `coverage` says what is known. Respect `precision`: 'at_least' has no upper bound.
5. Quote period, unit and document_id of every number, and rate_low and rate_high where they differ from rate.
   fct_published_figures shows where each one is printed, fct_conflicts where official numbers disagree.
6. Tables and columns carry their definitions as comments: list_tables with schema 'marts', list_columns.
"""


# the functions of the published file, as tools: their arguments go in as parameters, never as SQL
FUNCTIONS = {
    "find": "Words that somebody uses (tips, sextortion, runaway share) → names of measures and rates, figures, and what is known not to be loaded; best first. Start here for the names that the other tools ask for.",
    "figure": "One published number by measure or rate (id, label or what people say), period (a year; H1, FY or end of and a year) and, if needed, slice (Twitter, girls, CSAM) and geography (Texas, UK): value, printed text, document, place, caveats, and read_as: how the names were read. A name that can mean two things (CA, Georgia, Meta, Unknown) has no value, and caveats lists the readings with how to write each: ask which. What is not loaded has no value either, and caveats says what is known of the gap (table coverage): say that it is not loaded.",
    "check_statement": "A number that somebody states against the published one: verdict, computed value, allowed range, evidence, caveats, what would be right. about: measure or rate (id, label or what people say), slice, geography and period as for figure; reason_code ambiguous_name: explanation lists what a name can mean and how to write each, so ask back; no_figure_loaded: explanation says from coverage what is known of the gap; claimed: the number as written ('more than 35.9 million', 'rose 192%', '1 in 7', '100,000 a day'); a change needs base_period, a comparison compared_with (another measure or another slice).",
}


def ask(query: str, *values) -> str:
    """The rows as JSON, through the lock and the limits of every question."""
    try:
        reader = locked.connect(PUBLISHED)
        cursor = reader.execute(query, list(values))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except locked.duckdb.Error as error:
        raise ValueError(str(error)) from None
    return json.dumps(rows, default=str)


def add_functions(server) -> None:
    reads = {"readOnlyHint": True, "destructiveHint": False, "openWorldHint": False}

    @server.tool(name="find", description=FUNCTIONS["find"], annotations=reads)
    def find(text: str) -> str:
        return ask("from find(?)", text)

    @server.tool(name="figure", description=FUNCTIONS["figure"], annotations=reads)
    def figure(measure_id: str, period: str, slice: str | None = None, geography: str | None = None) -> str:
        return ask("from figure(?, ?, slice := ?, geography := ?)", measure_id, period, slice, geography)

    @server.tool(name="check_statement", description=FUNCTIONS["check_statement"], annotations=reads)
    def check_statement(
        about: str,
        period: str,
        claimed: str,
        slice: str | None = None,
        base_period: str | None = None,
        geography: str | None = None,
        compared_with: str | None = None,
    ) -> str:
        return ask(
            "from check_statement(?, ?, ?, slice := ?, base_period := ?, geography := ?, compared_with := ?)",
            *(about, period, claimed, slice, base_period, geography, compared_with),
        )


def main() -> None:
    if not PUBLISHED.exists():
        sys.exit(f"{PUBLISHED} is missing. Type: make build")
    if reason := locked.why_not_published(PUBLISHED):
        sys.exit(reason)
    if PUBLISHED.stem != "ncmec":
        sys.exit(f"{PUBLISHED}: questions name its tables ncmec.marts.…; publish it as ncmec.duckdb, in any folder.")
    logging.disable(logging.INFO)
    locked.limit_process()
    # every connection, as the server opens a new one for each query: a rebuilt file is seen at once
    locked.duckdb.connect = locked.connect
    server = create_mcp_server(db_path=str(PUBLISHED), read_only=True, query_timeout=locked.SECONDS + 5, max_rows=1000)
    add_functions(server)
    server.instructions = INSTRUCTIONS
    server.run(transport="stdio", show_banner=False)  # the banner would ask the internet for a newer version


if __name__ == "__main__":
    main()
