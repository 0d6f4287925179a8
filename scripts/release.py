"""What an edition is and what changed in it: release.json of the export, by release.schema.json.

The edition before is the export that is replaced, or what EARLIER names: an export or a published file.
"""

import csv
import hashlib
import json
from datetime import datetime
from pathlib import Path

import duckdb
from jsonschema import Draft202012Validator

from scripts import marts
from scripts.locked import why_not_published

SCHEMA = Path(__file__).with_name("release.schema.json")
# what a revision is: a figure, rate or statement that is new, gone, or says something else
COMPARED = {
    "fct_published_figures": [
        "printed",
        "recorded",
        "value",
        "precision",
        "measure_id",
        "unit_of_count",
        "period_label",
        "geography",
        "slice",
    ],
    "fct_rates": ["rate", "rate_low", "rate_high", "status", "reason_code"],
    "fct_claims": ["claimed", "verdict", "verdict_basis"],
}
CALLED = {"fct_published_figures": "figures", "fct_rates": "rates", "fct_claims": "statements"}
NONE = "no earlier edition at hand"


class Unreadable(Exception):
    """What was named as the edition before is none."""


def of_export(folder: Path) -> tuple[dict, dict[str, list[dict]]]:
    files = sorted((folder / "csv").glob("*.csv"))
    hashes = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    record = folder / "release.json"
    told = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    contents = marts.contents_hash(hashes)
    if told and told.get("contents") != contents:  # a spreadsheet that saved one wrote it its own way
        raise ValueError("its CSV files are no longer those that were exported")
    since = {
        "contents": contents,
        "version": told.get("version"),
        "published": told.get("published"),
    }
    csv.field_size_limit(10**8)  # the definitions of metrics are one cell of publication
    rows = {}
    for name in COMPARED:
        with open(folder / "csv" / f"{name}.csv", newline="", encoding="utf-8") as handle:
            rows[name] = list(csv.DictReader(handle))
    return {**since, "record": told}, rows


def of_database(path: Path) -> tuple[dict, dict[str, list[dict]]]:
    if reason := why_not_published(path):
        raise ValueError(reason)
    hashes, rows = {}, {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in marts.tables(connection):
            found = connection.sql(table.query).fetchall()
            hashes[table.name] = hashlib.sha256(marts.as_csv(table, found)).hexdigest()
            rows[table.name] = as_texts(table, found)
    published = marts.published_at(path).isoformat()
    return {"contents": marts.contents_hash(hashes), "version": None, "published": published, "record": {}}, rows


def as_texts(table: marts.Table, rows: list[tuple]) -> list[dict]:
    return [dict(zip(table.names, map(marts.text, row), strict=True)) for row in rows]


def edition_before(path: Path | None) -> tuple[dict, dict[str, list[dict]]] | None:
    if not path:
        return None
    try:
        found = of_export(path) if path.is_dir() else of_database(path)
        if set(COMPARED) - set(found[1]):
            raise KeyError("no figures")
    except (OSError, ValueError, KeyError, csv.Error, duckdb.Error) as error:
        raise Unreadable(f"{path} is neither an export nor a published file: {error}") from None
    return found


def difference(key: list[str], columns: list[str], before: list[dict], after: list[dict]) -> dict:
    """Rows by key; only columns that both editions have can have changed."""
    old, new = ({"/".join(row[name] for name in key): row for row in rows} for rows in (before, after))
    both = [name for name in columns if before and after and name in before[0] and name in after[0]]
    changes = []
    for name in sorted(old.keys() & new.keys()):
        changed = [column for column in both if old[name][column] != new[name][column]]
        if changed:
            says = [{column: row[name][column] or None for column in changed} for row in (old, new)]
            changes.append({"id": name, "before": says[0], "after": says[1]})
    return {
        "added": sorted(new.keys() - old.keys()),
        "changed": changes,
        "withdrawn": sorted(old.keys() - new.keys()),
    }


def revisions(contents: str, tables: dict[str, tuple[marts.Table, list[tuple]]], before) -> dict:
    """Since the edition before; exported again, an edition keeps what it said."""
    if not before:
        return {"since": None, "note": NONE}
    since, rows = before
    record = since.pop("record")
    if since["contents"] == contents:
        return record.get("revisions") or {"since": None, "note": NONE}
    found = {}
    for name, columns in COMPARED.items():
        table, now = tables[name]
        key = [column for column in table.key if not rows[name] or column in rows[name][0]]
        found[CALLED[name]] = difference(key, columns, rows[name], as_texts(table, now))
    counts = [f"{called}: {len(d['added']):,} added, {len(d['changed']):,} changed, {len(d['withdrawn']):,} withdrawn" for called, d in found.items()]  # fmt: skip
    return {"since": since, "note": "; ".join(counts), **found}


def record(moment: datetime, contents: list[tuple[marts.Table, list[tuple]]], hashes: dict[str, str], before) -> dict:
    by_name = {table.name: (table, rows) for table, rows in contents}
    edition = marts.contents_hash(hashes)
    version, title = marts.citation("version"), marts.citation("title")
    documents, rows = by_name["dim_documents"]
    shown = ["document_id", "title", "publisher", "published_on", "reading", "url", "citation"]
    return {
        "$schema": SCHEMA.name,
        "title": title,
        "version": version,
        "published": moment.isoformat(),
        "contents": edition,
        "licence": {
            "name": marts.citation("license"),
            "file": "LICENSE",
            "note": "The figures are facts of the documents; see NOTICE.md.",
        },
        "citation": {
            "text": f"{title} contributors ({moment.year}). {title}, version {version}, edition {edition[:12]}.",
            "file": "CITATION.cff",
            "of_a_figure": "NOTICE.md",
        },
        "report_errors": {"how": marts.report_errors(), "address": marts.repository()},
        "revisions": revisions(edition, by_name, before),
        "tables": [
            {"name": table.name, "rows": len(found), "csv": f"csv/{table.name}.csv", "sha256": hashes[table.name]}
            for table, found in contents
        ],
        "documents": [{name: row[name] or None for name in shown} for row in as_texts(documents, rows)],
    }


def problems(written: dict) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return [
        f"release.json, {'/'.join(map(str, error.path)) or 'whole'}: {error.message[:200]}"
        for error in Draft202012Validator(schema).iter_errors(written)
    ]


def notes(written: dict, precisions: list[tuple[str, str]]) -> list[str]:
    """The first sheet of the workbook says the same."""
    return [
        written["title"],
        "Published statistics of the National Center for Missing & Exploited Children (NCMEC), each with the document and place "
        "that print it. Not affiliated with NCMEC, and no estimate of how many children are missing or exploited: the "
        "numbers count reports, requests, files and entries, as each sheet says.",
        f"Version {written['version']}, edition {written['contents'][:12]}, published {written['published'][:16].replace('T', ' ')} UTC.",
        f"Revisions since the edition before: {written['revisions']['note']}.",
        f"Licence: {written['licence']['name']}. {written['licence']['note']}",
        f"How to cite this workbook: {written['citation']['text']} A figure is cited with its document, place and period "
        "(sheet fct_published_figures; examples in NOTICE.md).",
        f"Errors: {marts.report_errors()}",
        "Sheets: Contents lists them with links, Columns says what each column means. Each other sheet holds one table, whose column names stand "
        "in row 8. Facts (fct_…_by_…) may be summed within one year; listings say that their rows do not add. Rates are never summed.",
        "Words for how exact a number is (column precision): "
        + "; ".join(f"{code}: {meaning.rstrip('.')}" for code, meaning in precisions)
        + ".",
    ]
