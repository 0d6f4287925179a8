"""Whose file is it: what a database holds, and whether this project may rebuild or replace it.

The checks say what is wrong and what to do; who calls them adds what became of the build.
"""

import contextlib
import functools
import os
import re
import tempfile
from pathlib import Path

import duckdb
from dbt_common.exceptions import DbtRuntimeError

# what DuckDB and the publisher call their own
ATTACHED = {"main", "system", "temp", "publishing", "inspected", "declared"}
SCHEMAS_OF_FIRST_RELEASE = {"raw", "second_reading", "registry", "staging", "intermediate", "semantic", "marts"}
# the catalog under which a file is read, so that its own name cannot clash with anything in it
CATALOG = "inspected"


class PublishError(DbtRuntimeError):
    """A plain sentence for the person who runs the build."""

    def __str__(self):
        return self.msg


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def resolved(path: Path, variable: str) -> Path:
    try:
        target = path.resolve()
    except (OSError, RuntimeError):
        target = None
    if target is None or target.is_symlink():
        raise PublishError(f"{path} ({variable}) is a symbolic link that leads in a circle: name another path.")
    return target


def refuse_write_ahead_log(given: Path) -> None:
    """A log is named after the path by which the file was opened: look beside every link on the way."""
    paths = [given, given.resolve()]
    while given.is_symlink():
        given = given.parent / os.readlink(given)
        paths.append(given)
    for path in paths:
        log = Path(f"{path}.wal")
        if log.exists() or log.is_symlink():
            raise PublishError(
                f"{log} is what somebody wrote into the published file and did not finish. DuckDB would put those "
                "changes over every new publication. Close the program that opened the file for writing; if the log "
                "stays, delete it."
            )


@contextlib.contextmanager
def opened(path: Path, variable: str):
    """Read in a DuckDB instance of its own; while it is open, no other process can open the file for writing."""
    connection = duckdb.connect(":memory:")
    try:
        try:
            connection.execute(f"attach {literal(path)} as {CATALOG} (read_only)")
        except duckdb.Error as error:
            says = f"DuckDB says: {' '.join(str(error).split()).rstrip('.')}."
            if "could not set lock" in says.lower():
                raise PublishError(
                    f"{path} ({variable}) is open for writing in another program; close it there, or open it "
                    f"read-only. {says}"
                ) from None
            if "file handle conflict" in says.lower():
                raise PublishError(
                    f"{path} ({variable}) is open in this Python process; close it there, or run dbt in a process of "
                    f"its own. {says}"
                ) from None
            raise PublishError(
                f"{path} ({variable}) cannot be opened as a DuckDB database, so it is not this project's to replace; "
                f"move it away. {says}"
            ) from None
        yield connection
    finally:
        connection.close()


def objects(connection, catalog: str) -> set[tuple[str, str, str]]:
    """Kind, schema and name of everything in a database."""
    return set(
        connection.execute(
            """
            select kind, schema_name, object_name
            from (
                select 'table', database_name, schema_name, table_name, internal from duckdb_tables()
                union all
                select 'view', database_name, schema_name, view_name, internal from duckdb_views()
                union all
                select 'macro', database_name, schema_name, function_name, internal from duckdb_functions()
                union all
                select 'type', database_name, schema_name, type_name, internal from duckdb_types()
                union all
                select 'sequence', database_name, schema_name, sequence_name, false from duckdb_sequences()
                union all
                select 'index', database_name, schema_name, index_name, false from duckdb_indexes()
                union all
                select 'schema', database_name, schema_name, null, internal from duckdb_schemas()
            ) as found (kind, database_name, schema_name, object_name, internal)
            where database_name = ? and not internal
            """,
            [catalog],
        ).fetchall()
    )


def functions(connection, catalog: str) -> set[tuple]:
    """Schema, name, kind, parameters and SQL of every function in a database, as DuckDB writes it."""
    found = connection.execute(
        "select schema_name, function_name, function_type, parameters::varchar, coalesce(macro_definition, '') "
        "from duckdb_functions() where database_name = ? and not internal",
        [catalog],
    ).fetchall()
    # columns that are left out are a set, which DuckDB writes in any order
    left_out = re.compile(r"EXCLUDE \(([^()]*)\)")
    return {
        (*row[:4], left_out.sub(lambda match: f"EXCLUDE ({', '.join(sorted(match[1].split(', ')))})", row[4]))
        for row in found
    }


@functools.cache
def functions_as_written(macros: tuple, tables: tuple, storage: str) -> frozenset[tuple]:
    """How DuckDB writes these functions in a file of that storage version, over these tables without rows.

    The file of before, the finished copy and the published file hold the same ones as a rule: asked once a build.
    """
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        attach = f"attach {literal(Path(folder) / 'declared.duckdb')} as declared"
        connection.execute(f"{attach} (storage_version {literal(storage)}); use declared; create schema marts")
        texts = [
            f"create table marts.{quoted(table)} ({', '.join(f'{quoted(name)} {kind}' for name, kind in columns)})"
            for table, columns in tables
        ] + [f"create macro marts.{quoted(name)}({parameters}) as table {body}" for name, parameters, body in macros]
        for text in texts:
            if len(duckdb.extract_statements(text)) == 1:  # one that holds another statement is not run
                connection.execute(text)
        connection.execute(f"use memory; detach declared; {attach} (read_only)")
        return frozenset(functions(connection, "declared"))


def functions_as_declared(connection) -> set[tuple[str, str, str]]:
    """The functions of a file that are, word for word, what its table marts.functions says; no other is ours.

    DuckDB reads and writes SQL in its own way: the declared text is put into a file too, over empty tables, and read
    again. (Which value a parameter has by default DuckDB does not tell.)
    """
    found = functions(connection, CATALOG)
    # a lambda is written otherwise in a file of another storage version
    (storage,) = connection.execute(
        "select replace(tags['storage_version'], '+', '') from duckdb_databases() where database_name = ?", [CATALOG]
    ).fetchone()
    tables = connection.execute(
        "select table_name, list((column_name, data_type) order by column_index) from duckdb_columns() "
        "inner join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = ? and schema_name = 'marts' group by all order by all",
        [CATALOG],
    ).fetchall()
    try:
        macros = connection.sql(f"select function_name, parameters, body from {CATALOG}.marts.functions").fetchall()
        declared = functions_as_written(
            tuple(macros), tuple((table, tuple(columns)) for table, columns in tables), storage
        )
    except duckdb.Error:
        return set()  # of an earlier release, or not SQL: what was not compared is not ours
    ours = {(schema, name) for schema, name, *_ in found & declared}
    return {("macro", *name) for name in ours if not any(row[:2] == name for row in found ^ declared)}


def shown(found) -> list[str]:
    return sorted(f"{kind} {schema}.{name}" if name else f"{kind} {schema}" for kind, schema, name in found)


def not_of_first_release(found: set) -> set:
    """Files of the first release carry no list of what was shipped: only their schemas tell."""
    schemas = {schema for _, schema, _ in found}
    if not {"registry", "second_reading"} <= schemas:
        return found
    return {
        (kind, schema, name)
        for kind, schema, name in found
        if schema not in SCHEMAS_OF_FIRST_RELEASE or kind not in ("table", "view", "schema")
    }


def not_shipped(found: set, contents: str) -> set:
    tables = {tuple(name.split(".", 1)) for name in contents.split(", ")}
    expected = {("table", *table) for table in tables} | {("schema", schema, None) for schema, _ in tables}
    return found - expected


def refuse_objects_of_others(connection, path: Path, variable: str, project_id: str) -> None:
    """What is opened must be this project's own: a scratch file, or a published file and nothing but what was shipped.

    Somebody's own trials may lie in a scratch file, which no one publishes; in a published file they would be lost.
    """
    published = variable != "NCMEC_SCRATCH"
    try:
        found = objects(connection, CATALOG)
        if not found:
            return  # a build that was killed before its first table
        columns = connection.execute(
            "select column_name from duckdb_columns() where database_name = ? and schema_name = 'marts' "
            "and table_name = 'publication'",
            [CATALOG],
        ).fetchall()
        ids, contents = set(), None
        if ("project_id",) in columns:
            ids = set(connection.sql(f"select cast(project_id as varchar) from {CATALOG}.marts.publication").fetchall())
        ours = ids == {(project_id,)}
        listed = ours and ("contents",) in columns
        if listed:
            contents = connection.sql(f"select max(contents) from {CATALOG}.marts.publication").fetchone()[0]
    except duckdb.Error as error:
        raise PublishError(
            f"{path} ({variable}) cannot be read, so it is not this project's to replace; move it away. "
            f"DuckDB says: {' '.join(str(error).split())}"
        ) from None
    if contents is not None and not published:
        raise PublishError(
            f"{path} (NCMEC_SCRATCH) is a published file; builds would write into it. Name another path."
        )
    if listed and contents is None and published:
        raise PublishError(f"{path} ({variable}) is a scratch file, which nobody published. Name another path.")
    if contents is not None:
        others = not_shipped(found, contents)
        if any(kind == "macro" for kind, _, _ in others):
            others -= functions_as_declared(connection)
    elif ours and not published:
        others = set()
    elif columns and not ours:
        others = found
    else:
        others = not_of_first_release(found)
    if others:
        names = shown(others)
        kept = "was not made by this project" if others == found else "holds other people's tables or other objects"
        raise PublishError(
            f"{path} ({variable}) {kept} ({', '.join(names[:5])}{', …' if len(names) > 5 else ''}); name another path "
            "or move them away."
        )


def refuse_what_is_no_database(path: Path, variable: str) -> None:
    if not path.is_file():
        raise PublishError(f"{path} ({variable}) is not a file; name another path.")
    with open(path, "rb") as handle:
        start = handle.read(12)
    if start and start[8:] != b"DUCK":
        raise PublishError(f"{path} ({variable}) is not a DuckDB file; name another path.")


@contextlib.contextmanager
def known_as_ours(path: Path, variable: str, project_id: str):
    """A file that is rebuilt or replaced must be this project's own, whatever its name; it is open meanwhile."""
    if not path.exists():
        yield
        return
    refuse_what_is_no_database(path, variable)
    if not path.stat().st_size:
        yield
        return
    with opened(path, variable) as connection:
        refuse_objects_of_others(connection, path, variable, project_id)
        yield


def refuse_paths(scratch: Path, published: Path, schemas: set[str]) -> None:
    """Paths under which a build would destroy a file of its own, or SQL could not tell a schema from the database."""
    if scratch == published:
        raise PublishError(
            f"The scratch file and the published file are the same ({scratch}); give NCMEC_SCRATCH and NCMEC_DATABASE "
            "different paths."
        )
    beside = scratch.name.removeprefix(published.name) if scratch.parent == published.parent else ""
    if beside in (".lock", ".wal") or beside.startswith(".publishing-"):
        raise PublishError(f"{scratch} (NCMEC_SCRATCH) is a name that publishing needs for itself; name another path.")
    if published in (Path(f"{scratch}.wal"), Path(f"{scratch}.own")):
        raise PublishError(
            f"{published} (NCMEC_DATABASE) is a name that builds need for themselves; name another path."
        )
    for path, variable in ((scratch, "NCMEC_SCRATCH"), (published, "NCMEC_DATABASE")):
        clash = {path.stem.lower(), path.name.split(".")[0].lower()} & (schemas | ATTACHED)
        if clash:
            raise PublishError(
                f"{path} ({variable}): a database named {clash.pop()} cannot be told from a schema of that name in it; "
                "give the file another name."
            )
    folder = published.parent
    if not folder.is_dir():
        raise PublishError(f"The folder {folder} (NCMEC_DATABASE) does not exist.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PublishError(f"The folder {folder} (NCMEC_DATABASE) cannot be written.")
