"""Writes export/: the marts as CSV, Parquet and a workbook, with a Frictionless data package and a release record.

All is checked before it replaces the old export. Reads only the published file, and of the edition before what is at
hand: the export that is replaced, or EARLIER (an export or a published file). Run by `make export` in .venv-export.
"""

import hashlib
import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

import duckdb
from frictionless import Package

from scripts import marts, published, release, workbook

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

TARGET, BUILD = Path("export"), Path("build")
PROJECT = Path(__file__).resolve().parent.parent
PAGES, RECORDS = ("LICENSE", "NOTICE.md", "CITATION.cff"), ("release.json", release.SCHEMA.name)
TYPES = {"VARCHAR": "string", "BOOLEAN": "boolean", "DATE": "date", "BIGINT": "integer", "INTEGER": "integer"}


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def stored(path: Path, folder: Path) -> dict:
    content = path.read_bytes()
    return {
        "path": path.relative_to(folder).as_posix(),
        "format": path.suffix[1:],
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "bytes": len(content),
    }


def write(connection, folder: Path, moment: datetime, before) -> Path:
    for part in ("csv", "parquet"):
        (folder / part).mkdir(parents=True)
    documents = connection.sql(
        "select document_id, title, url from marts.dim_documents order by document_id"
    ).fetchall()
    resources, files, hashes = [], [], {}
    contents = [(table, connection.sql(table.query).fetchall()) for table in marts.tables(connection)]
    for table, rows in contents:
        path = folder / "csv" / f"{table.name}.csv"
        path.write_bytes(marts.as_csv(table, rows))
        hashes[table.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        copy = folder / "parquet" / f"{table.name}.parquet"
        # a column can be called description too
        described = {"table": table.comment, **{f"column {column.name}": column.comment for column in table.columns}}
        metadata = ", ".join(f'"{key}": {quoted(value)}' for key, value in described.items())
        connection.execute(
            f"copy ({table.query}) to {quoted(str(copy))} (format parquet, compression zstd, kv_metadata {{{metadata}}})"
        )
        fields = [
            {"name": column.name, "type": TYPES.get(column.type, "number"), "description": column.comment}
            | ({"unit": column.unit} if column.unit else {})
            | ({} if column.nullable else {"constraints": {"required": True}})
            for column in table.columns
        ]
        foreign = [
            # '' is the table itself
            {
                "fields": [column],
                "reference": {"resource": "" if other.name == table.name else other.name, "fields": other.key},
            }
            for column, other in table.joins.items()
        ]
        of_documents = [column for column, other in table.joins.items() if other.name == "dim_documents"]
        used = {row[table.names.index(column)] for column in of_documents for row in rows}
        sources = [{"title": title, "path": url} for key, title, url in documents if key in used]
        resources.append(
            {"name": table.name, "type": "table", "description": table.comment}
            | stored(path, folder)
            | {"mediatype": "text/csv", "encoding": "utf-8"}
            | ({"sources": sources} if sources else {})
            | {"schema": {"fields": fields, "primaryKey": table.key, "foreignKeys": foreign, "missingValues": [""]}}
        )
        files.append(
            {"name": f"{table.name}_parquet", "type": "file", "description": f"The rows of {table.name} as Parquet."}
            | stored(copy, folder)
        )
    for page in PAGES:
        shutil.copy(PROJECT / page, folder)
    shutil.copy(release.SCHEMA, folder)
    record = release.record(moment, contents, hashes, before)
    (folder / "release.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    precisions = connection.sql(
        "select code, meaning from marts.dim_codes where code_list = 'precision' order by sort_order"
    ).fetchall()
    sheets = folder / "ncmec.xlsx"
    workbook.write(sheets, contents, moment, release.notes(record, precisions))
    files.append(
        {"name": "ncmec_workbook", "type": "file", "description": "The marts as a workbook."} | stored(sheets, folder)
    )
    package = {
        "name": "ncmec-statistics",
        "version": record["version"],
        "created": record["published"],
        "title": "NCMEC statistics warehouse",
        "description": "Published statistics of the National Center for Missing & Exploited Children, with their "
        "documents. An empty CSV field is NULL and nothing else is (NA is Namibia); there are no empty texts. "
        "How to cite a figure: NOTICE.md.",
        "licenses": [
            {"name": "MIT", "title": "MIT License; the figures are facts of the named sources, see NOTICE.md"}
        ],
        "sources": [{"title": title, "path": url} for _, title, url in documents],
        "resources": resources + files,
    }
    descriptor = folder / "datapackage.json"
    descriptor.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return descriptor


def problems(descriptor: Path) -> list[str]:
    report = Package(str(descriptor)).validate()
    record = json.loads(descriptor.with_name("release.json").read_text(encoding="utf-8"))
    return (
        release.problems(record)
        + [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors]
        + [error.message for error in report.errors]
    )


def why_not_ours() -> str | None:
    """An export is replaced whole: nothing but what an export wrote may lie in it."""
    if not TARGET.exists() and not TARGET.is_symlink():
        return None
    if TARGET.is_symlink() or not TARGET.is_dir():
        return f"{TARGET} is a link or a file, not a folder of its own; move it away."
    try:
        resources = json.loads((TARGET / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    except (OSError, ValueError, KeyError):
        resources = []
    written = {TARGET / name for name in (*PAGES, *RECORDS, "datapackage.json", "csv", "parquet")}
    written |= {TARGET / resource["path"] for resource in resources}
    if others := sorted(str(path) for path in TARGET.rglob("*") if path not in written):
        return f"{TARGET}/ holds what no export wrote ({', '.join(others[:5])}); move it elsewhere."
    return None


def main() -> int:
    database = published()
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / "export.lock", "w") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)  # a second export waits: it would write into the folder of the first
        return replace_export(database)


def replace_export(database: Path) -> int:
    fresh, old = BUILD / "export.new", BUILD / "export.old"
    if old.exists() and not TARGET.exists():
        old.rename(TARGET)  # of a call that was killed between the two
    if reason := why_not_ours():
        print(reason)
        return 1
    named = os.environ.get("EARLIER")
    try:
        before = release.edition_before(Path(named) if named else TARGET if TARGET.exists() else None)
    except release.Unreadable as error:
        print(error)
        if named:
            return 1
        before = None  # of an earlier release, or changed since
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    with duckdb.connect(str(database), read_only=True, config={"threads": 1}) as connection:
        # of the file that is open: another may stand there before all is read
        descriptor = write(connection, fresh, marts.published_at(database), before)
    found = problems(descriptor)
    if found:
        print("\n".join([f"{TARGET}/ is unchanged: the new data package is not valid.", *found[:25]]))
        return 1
    if TARGET.exists():
        TARGET.rename(old)
    fresh.rename(TARGET)
    shutil.rmtree(old, ignore_errors=True)
    told = json.loads((TARGET / "release.json").read_text(encoding="utf-8"))["revisions"]["note"]
    print(f"wrote {TARGET}/datapackage.json: {len(list(TARGET.glob('csv/*.csv')))} tables as CSV and Parquet, valid")
    print(f"      {TARGET}/ncmec.xlsx; {TARGET}/release.json ({told})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
