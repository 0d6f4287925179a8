"""Lets an assistant ask the published file: an MCP server over stdio that can read ncmec.duckdb and nothing else.

Started by an MCP client: see docs/assistant.md. The server is mcp-server-motherduck; this file only fixes its
settings, so that no option and no environment variable can loosen them.
"""

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
    server.instructions = INSTRUCTIONS
    server.run(transport="stdio", show_banner=False)  # the banner would ask the internet for a newer version


if __name__ == "__main__":
    main()
