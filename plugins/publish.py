"""dbt-duckdb plugin: build in a scratch file, publish a finished copy only when all is green.

Readers hold the published file open, and DuckDB allows one writer or many readers. So dbt writes
to build/ncmec.duckdb, and at the end of a full, green build this plugin swaps a finished copy over
ncmec.duckdb (macros/publish.sql hands it the results). Nothing else touches that file.
"""

import os
import re
from pathlib import Path

import duckdb
import yaml
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from dbt_common.exceptions import DbtRuntimeError

SCHEMAS_OF_FIRST_RELEASE = {"raw", "second_reading", "registry", "staging", "intermediate", "semantic", "marts"}
WRITING_COMMANDS = ("build", "run", "seed", "snapshot", "test")
LOCK_HANDLE = None  # held until this process ends, however it ends


class PublishError(DbtRuntimeError):
    """A plain sentence for the person who runs the build."""


def lock_project(lock_path: Path) -> None:
    """Allow one dbt process at a time, and say so at once instead of after half a build."""
    global LOCK_HANDLE
    handle = open(lock_path, "a+")
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise PublishError(
            f"Another dbt process is running in this project (it holds {lock_path}). "
            "Nothing was built or published; try again when it has ended."
        ) from None
    LOCK_HANDLE = handle


def leftovers_of(path: Path) -> list[Path]:
    """A database file and the write-ahead log that DuckDB would replay over whatever stands at that path."""
    return [path, Path(f"{path}.wal")]


def refuse_write_ahead_log(published: Path) -> None:
    log = Path(f"{published}.wal")
    if log.exists():
        raise PublishError(
            f"{log} is what somebody wrote into the published file and did not finish. DuckDB would put those "
            "changes over every new publication, so nothing was built or published. Close the program that "
            "opened the file for writing; if the log stays, delete it."
        )


def open_as_reader(path: Path, variable: str) -> duckdb.DuckDBPyConnection:
    """A read-only connection; while it is open, no other process can open the file for writing."""
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        if "could not set lock" in str(error).lower():
            raise PublishError(
                f"{path} ({variable}) is open for writing in another program. Nothing was built or published; close it "
                f"there, or open it read-only. DuckDB says: {' '.join(str(error).split())}"
            ) from None
        raise PublishError(
            f"{path} ({variable}) cannot be opened as a DuckDB database, so it is not this project's to replace. "
            f"Nothing was built or published; move it away. DuckDB says: {' '.join(str(error).split())}"
        ) from None


def refuse_foreign_file(path: Path, variable: str, project_id: str) -> None:
    """A file that is rebuilt or replaced must be this project's own, whatever its name."""
    if not path.exists():
        return
    if not path.is_file():
        raise PublishError(f"{path} ({variable}) is not a file. Nothing was built or published.")
    with open(path, "rb") as handle:
        start = handle.read(12)
    if start and start[8:] != b"DUCK":
        raise PublishError(f"{path} ({variable}) is not a DuckDB file. Nothing was built or replaced.")
    if not start:
        return
    with open_as_reader(path, variable) as connection:
        objects = connection.sql(
            """
            select schema_name, table_name from duckdb_tables()
            union all
            select schema_name, view_name from duckdb_views() where not internal
            union all
            select schema_name, sequence_name from duckdb_sequences()
            union all
            select schema_name, function_name from duckdb_functions() where not internal
            """
        ).fetchall()
        if not objects:
            return  # a build that was killed before its first table
        ours = ("marts", "publication") in objects and (
            connection.sql("select max(project_id) from marts.publication").fetchone()[0] == project_id
        )
        # files of the first release carry no id
        schemas = {schema for schema, _ in objects}
        first_release = schemas <= SCHEMAS_OF_FIRST_RELEASE and "registry" in schemas and "second_reading" in schemas
        if not (ours or first_release) or "main" in schemas:
            raise PublishError(
                f"{path} ({variable}) was not made by this project or holds other people's tables "
                f"({', '.join(sorted(f'{schema}.{name}' for schema, name in objects)[:3])}, …). Nothing was built or "
                "replaced: name another path or move the file away."
            )


def refuse_unwritable_folder(published: Path) -> None:
    folder = published.parent
    if not folder.is_dir():
        raise PublishError(f"The folder {folder} (NCMEC_DATABASE) does not exist. Nothing was built; create it first.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PublishError(f"The folder {folder} (NCMEC_DATABASE) cannot be written. Nothing was built or published.")


def fingerprints(connection) -> dict[str, tuple[int, int]]:
    """Rows and the sum of row hashes of every table and view: equal only for equal contents."""
    relations = connection.sql(
        """
        select schema_name, table_name from duckdb_tables() where database_name = current_database()
        union all
        select schema_name, view_name from duckdb_views() where not internal and database_name = current_database()
        """
    ).fetchall()
    parts = [
        f'select \'{schema}.{name}\', count(*), coalesce(sum(hash(t)), 0) from "{schema}"."{name}" as t'
        for schema, name in relations
    ]
    return {name: (rows, total) for name, rows, total in connection.sql(" union all ".join(parts)).fetchall()}


def refuse_differences(path: Path, built: dict, moment: str) -> None:
    with open_as_reader(path, "the finished copy") as connection:
        found = fingerprints(connection)
    wrong = sorted(name for name in built.keys() | found.keys() if built.get(name) != found.get(name))
    if wrong:
        raise PublishError(f"{path} does not hold what was built ({moment}): {', '.join(wrong[:5])}.")


def write_copy(connection, copy: Path, schemas: list[str]) -> None:
    """A fresh, compact file with the project's schemas and nothing else (stored failures, other people's tables)."""
    for leftover in leftovers_of(copy):
        leftover.unlink(missing_ok=True)
    quoted = str(copy).replace("'", "''")
    catalog = connection.sql("select current_database()").fetchone()[0]
    connection.execute(f"attach '{quoted}' as publishing (block_size 16384)")
    try:
        connection.execute(f'copy from database "{catalog}" to publishing')
        found = connection.sql("select distinct schema_name from duckdb_tables() where database_name = 'publishing'")
        for (schema,) in found.fetchall():
            if schema not in schemas:
                connection.execute(f'drop schema publishing."{schema}" cascade')
        connection.execute("checkpoint publishing")
    finally:
        connection.execute("detach publishing")
    with open(copy, "rb") as handle:
        os.fsync(handle.fileno())


def publish(connection, published: Path, schemas: list[str], folder: Path) -> None:
    """Swap a finished copy over the published file; readers keep the old one until they reopen."""
    same_disk = folder.stat().st_dev == published.parent.stat().st_dev
    copy = (folder if same_disk else published.parent) / f"{published.name}.publishing"
    try:
        built = {name: value for name, value in fingerprints(connection).items() if name.rpartition(".")[0] in schemas}
        write_copy(connection, copy, schemas)
        refuse_differences(copy, built, "before the swap")
        mode, owner = 0o444, None
        if published.exists():
            before = published.stat()
            mode, owner = before.st_mode & 0o555, (before.st_uid, before.st_gid)
        os.chmod(copy, mode)
        if owner and hasattr(os, "chown") and owner != (copy.stat().st_uid, copy.stat().st_gid):
            os.chown(copy, *owner)
        # an open reader keeps writers out until the new file stands there
        guard = open_as_reader(published, "NCMEC_DATABASE") if published.exists() and os.name != "nt" else None
        try:
            refuse_write_ahead_log(published)
            os.replace(copy, published)
        finally:
            if guard:
                guard.close()
    except (OSError, duckdb.Error, PublishError) as error:
        raise PublishError(f"NOT PUBLISHED. {published} is unchanged: {error}") from error
    finally:
        for leftover in leftovers_of(copy):
            leftover.unlink(missing_ok=True)
    refuse_write_ahead_log(published)
    refuse_differences(published, built, "read again after the swap")
    if os.name != "nt":
        folder_handle = os.open(published.parent, os.O_RDONLY)
        os.fsync(folder_handle)
        os.close(folder_handle)


def required_tests(project: Path) -> set[str]:
    """Every test that the project's files declare; one that was switched off is in no result."""
    required = {path.stem for path in (project / "tests").glob("*.sql")}
    for path in (project / "models").rglob("*.yml"):
        declared = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("unit_tests") or []
        required |= {test["name"] for test in declared}
    return required


def why_narrow(flags) -> str | None:
    """What makes this command build less than the whole project, as the person typed it."""
    if re.search(r"\bretry\b", getattr(flags, "INVOCATION_COMMAND", None) or ""):
        return "dbt retry"
    for name in ("SELECT", "EXCLUDE", "SELECTOR", "RESOURCE_TYPES", "EXCLUDE_RESOURCE_TYPES"):
        if getattr(flags, name, None):
            return "--" + name.lower().replace("_types", "_type").replace("_", "-")
    return None


def refuse_other_data(flags) -> None:
    """Flags under which dbt would read or leave other data than this build's own."""
    for name, why in (
        ("EMPTY", "builds tables without rows"),
        ("SAMPLE", "builds tables from a part of their rows"),
        ("DEFER", "reads tables of another build"),
    ):
        if getattr(flags, name, None):
            raise PublishError(
                f"NOT PUBLISHED: --{name.lower()} {why}, which no check can pass. Nothing was built; the published "
                "database and the scratch file are as they were."
            )


def why_not(flags, steps: list[dict], expected: list[str], required: set[str]) -> str | None:
    """The first reason, in words, why these results are not published; None when all is green."""
    failed = [step for step in steps if step["status"] not in ("success", "pass")]
    if failed:
        return (
            f"{len(failed)} of {len(steps)} steps did not pass, first {failed[0]['name']} ({failed[0]['status']}). "
            "The published database is unchanged."
        )
    left_out = set(expected) - {step["unique_id"] for step in steps}
    narrow = why_narrow(flags)
    if narrow or left_out:
        reason = f"{narrow} leaves part of the project out" if narrow else f"{len(left_out)} steps did not run"
        return f"only part of the project was built ({reason}). Run `dbt build` without selection to publish."
    softened = [step["name"] for step in steps if step["softened"]] + sorted(
        required - {step["name"] for step in steps}
    )
    if softened:
        return (
            f"a required test did not run or was softened: {', '.join(softened)}. The published database is unchanged."
        )
    return None


class Plugin(BasePlugin):
    def initialize(self, plugin_config):
        flags = get_flags()
        command = getattr(flags, "WHICH", "")
        self.project = Path(getattr(flags, "PROJECT_DIR", None) or Path.cwd()).resolve()
        # paths that nobody set lie in the project, wherever dbt was called from
        self.scratch = (Path() if "NCMEC_SCRATCH" in os.environ else self.project) / self.creds.path
        self.scratch = self.scratch.resolve()
        self.creds.path = str(self.scratch)
        published = plugin_config["published_path"]
        self.published = ((Path() if "NCMEC_DATABASE" in os.environ else self.project) / published).resolve()
        if self.scratch == self.published:
            raise PublishError(
                f"The scratch file and the published file are the same ({self.scratch}). Nothing was built; "
                "give NCMEC_SCRATCH and NCMEC_DATABASE different paths."
            )
        settings = yaml.safe_load((self.project / "dbt_project.yml").read_text(encoding="utf-8"))
        self.project_id = settings["vars"]["project_id"]
        if LOCK_HANDLE is not None:
            return
        refuse_unwritable_folder(self.published)
        # beside the published file, where `dbt clean` does not remove it
        lock_project(self.published.with_name(f"{self.published.name}.lock"))
        if command in WRITING_COMMANDS:
            refuse_other_data(flags)
        self.prepare_scratch(fresh=command == "build" and not why_narrow(flags))
        if command == "build":
            refuse_write_ahead_log(self.published)
            refuse_foreign_file(self.published, "NCMEC_DATABASE", self.project_id)

    def prepare_scratch(self, fresh: bool) -> None:
        self.scratch.parent.mkdir(parents=True, exist_ok=True)
        refuse_foreign_file(self.scratch, "NCMEC_SCRATCH", self.project_id)
        if fresh:
            # nothing left over from an earlier build, nothing grows
            for leftover in leftovers_of(self.scratch):
                leftover.unlink(missing_ok=True)
        elif self.scratch.exists() and self.scratch.stat().st_nlink > 1:
            # a tool that merges equal files linked it to another one: write to a file of our own
            own = self.scratch.with_name(f"{self.scratch.name}.own")
            own.write_bytes(self.scratch.read_bytes())
            os.replace(own, self.scratch)

    def configure_connection(self, connection):
        self.connection = connection
        # first of all, so that even a build that is killed leaves a file known as ours; the model replaces it
        connection.execute("create schema if not exists marts")
        connection.execute(f"create table if not exists marts.publication as select '{self.project_id}' as project_id")

    def store(self, target_config):
        """The end of every command that runs nodes: explain what failed, publish what is whole."""
        ending = target_config.config
        cursor = self.connection.cursor()
        for step in ending["steps"]:
            if step["kind"] == "test" and step["status"] == "fail":
                self.explain(cursor, step)
        flags = get_flags()
        if flags.WHICH != "build":
            print(f"Nothing was published: `dbt {flags.WHICH}` only changes the scratch file; `dbt build` publishes.")
            return
        reason = why_not(flags, ending["steps"], ending["expected"], required_tests(self.project))
        if reason:
            print(f"NOT PUBLISHED: {reason}")
            return
        cursor.execute("force checkpoint")
        publish(cursor, self.published, ending["schemas"], self.scratch.parent)
        self.summarize(cursor, len(ending["steps"]))

    def explain(self, cursor, step: dict) -> None:
        """dbt prints how many rows a failing test returned; people need to read them."""
        problems = [row[0] for row in cursor.execute(step["sql"]).fetchall()]
        for problem in problems[:25]:
            print(f"{step['name']}: {problem}")
        if len(problems) > 25:
            print(f"{step['name']}: … and {len(problems) - 25} more")

    def summarize(self, cursor, steps: int) -> None:
        counts = cursor.sql(
            """
            select
                (select count(*) from marts.dim_documents),
                (select count(*) from marts.fct_published_figures),
                (select count(*) from marts.fct_reconciliations where status = 'reconciled'),
                (select count(*) from marts.fct_reconciliations where status = 'known_discrepancy'),
                (select count(distinct rate_id) from marts.fct_rates where status = 'computed'),
                (select count(distinct rate_id) from marts.fct_rates where status <> 'computed'),
                (select count(*) from marts.fct_claims)
            """
        ).fetchone()
        print(f"PUBLISHED: all {steps} steps passed.")
        print(f"  documents            {counts[0]}")
        print(f"  figures loaded       {counts[1]}")
        print(f"  checks reconciled    {counts[2]}")
        print(f"  known discrepancies  {counts[3]}")
        print(f"  rates                {counts[4]} computed, {counts[5]} that cannot be, each with its reason")
        print(f"  claims checked       {counts[6]}")
        print(f"  database             {os.environ.get('NCMEC_DATABASE', self.published.name)}")
        print("  try                  select answer from marts.answers")
