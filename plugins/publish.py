"""dbt-duckdb plugin: build in a scratch file, publish a finished copy only when all is green.

Readers hold the published file open, and DuckDB allows one writer or many readers. So dbt writes
to build/ncmec.duckdb, and at the end of a full, green build this plugin swaps a finished copy over
ncmec.duckdb (macros/publish.sql hands it the results). Nothing else touches that file.
"""

import contextlib
import csv
import gc
import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.flags import get_flags
from ownership import (
    CATALOG,
    PublishError,
    functions,
    known_as_ours,
    literal,
    objects,
    opened,
    quoted,
    refuse_objects_of_others,
    refuse_paths,
    refuse_write_ahead_log,
    resolved,
)
from seed_guard import files, read_yaml

WRITING_COMMANDS = ("build", "run", "seed", "snapshot", "test")
WRITTEN_HERE = ("marts.publication.contents", "marts.publication.metric_definitions")
# the checks as this process runs them: their files may be others for a moment (git stash, another branch and back)
CHECKS = {name: (Path(__file__).parent / f"{name}.py").read_bytes() for name in ("publish", "ownership", "seed_guard")}
# what a later edition keeps, table by table: how it is called and which columns name it
KEPT = {
    "dim_documents": ("document", ["document_id"]),
    "fct_published_figures": ("figures of", ["document_id", "table_id"]),
    "fct_claims": ("claim", ["claim_id"]),
    "dim_rates": ("rate", ["rate_id"]),
    "answers": ("question", ["question_id"]),
    "fct_conflicts": ("conflict", ["conflict_id"]),
    # without its break a comparison that was refused is a number again
    "dim_structural_breaks": ("break", ["structural_break_id", "measure_id", "slice"]),
    "functions": ("function", ["function_name"]),
}
LOCKS: dict[Path, int] = {}  # held until this process ends, however it ends


def open_lock(path: Path) -> int:
    """A lock file of another user can be locked by whoever can read it."""
    new = not path.exists()
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY)
    if new:
        with contextlib.suppress(OSError):
            os.chmod(path, 0o666)  # noqa: S103  it holds nothing, and every user of the project locks it
    return handle


def lock_project(path: Path) -> None:
    """Allow one dbt process at a time, and say so at once instead of after half a build."""
    if path in LOCKS:
        return
    try:
        handle = open_lock(path)
    except OSError as error:
        raise PublishError(f"The lock file {path} cannot be opened ({error.strerror}).") from None
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        if isinstance(error, (BlockingIOError, PermissionError)):
            raise PublishError(
                f"Another dbt process is running in this project (it holds {path}); try again when it has ended."
            ) from None
        raise PublishError(f"The lock file {path} cannot be locked ({error.strerror}).") from None
    LOCKS[path] = handle


def leftovers_of(path: Path) -> list[Path]:
    """A database file and the write-ahead log that DuckDB would replay over whatever stands at that path."""
    return [path, Path(f"{path}.wal")]


def say(text: str) -> None:
    """On whatever output there is: one that knows no arrow (a log in ASCII) must not end a build that is published."""
    try:
        print(text, flush=True)
    except UnicodeEncodeError as error:
        print(text.encode(error.encoding, "backslashreplace").decode(error.encoding), flush=True)


def remove(path: Path) -> None:
    if os.name == "nt" and path.exists():
        os.chmod(path, 0o600)  # Windows removes no read-only file
    path.unlink(missing_ok=True)


def remove_copies(published: Path) -> None:
    """Finished copies of builds that were killed; whoever holds the lock may remove them."""
    for path in list(published.parent.iterdir()):
        if path.name.startswith(f"{published.name}.publishing-"):
            with contextlib.suppress(OSError):
                remove(path)


def fingerprints(connection, catalog: str, schemas: list[str]) -> dict[str, tuple]:
    """Columns with types, rows and the sum of row hashes of every table: equal only for equal contents."""
    tables = connection.execute(
        """
        select
            schema_name || '.' || table_name, schema_name, table_name,
            list([column_name, data_type] order by column_index)
        from duckdb_columns()
        where database_name = ? and list_contains(?, schema_name)
        group by all
        """,
        [catalog, schemas],
    ).fetchall()
    parts = []
    for name, schema, table, columns in tables:
        # what the publisher itself writes
        hashed = [column for column, _ in columns if f"{name}.{column}" not in WRITTEN_HERE]
        parts.append(
            f"select {literal(name)}, count(*), coalesce(sum(hash({', '.join(map(quoted, hashed))})), 0) "
            f"from {quoted(catalog)}.{quoted(schema)}.{quoted(table)}"
        )
    columns_of = {name: columns for name, _, _, columns in tables}
    found = connection.sql(" union all ".join(parts)).fetchall() if parts else []
    # functions by name: refuse_objects_of_others compares their SQL with the table of functions
    written = {f"{row[0]}.{row[1]}()": row[2:4] for row in functions(connection, catalog) if row[0] in schemas}
    return {name: (columns_of[name], rows, total) for name, rows, total in found} | written


def refuse_differences(path: Path, built: dict, schemas: list[str], moment: str) -> None:
    with opened(path, "the finished copy") as connection:
        found = fingerprints(connection, CATALOG, schemas)
    wrong = sorted(name for name in built.keys() | found.keys() if built.get(name) != found.get(name))
    if wrong:
        raise PublishError(f"{path} does not hold what was built ({moment}): {', '.join(wrong[:5])}.")


def write_copy(connection, copy: Path, schemas: list[str], definitions: str) -> None:
    """A fresh, compact file with the published schemas and nothing else; it says itself what it holds and defines."""
    catalog = connection.sql("select current_database()").fetchone()[0]
    try:
        connection.execute("reset force_compression")  # of the scratch file (profiles.yml)
        connection.execute(f"attach {literal(copy)} as publishing (block_size 16384, storage_version 'v1.4.0')")
        # first without rows, so that what is dropped costs no memory and leaves no room in the file
        connection.execute(f"copy from database {quoted(catalog)} to publishing (schema)")
        for kind, schema, name in sorted(objects(connection, "publishing"), key=str):
            if kind == "schema" and schema not in schemas:
                connection.execute(f"drop schema publishing.{quoted(schema)} cascade")
            elif schema == "main" and kind in ("table", "view"):
                connection.execute(f"drop {kind} publishing.main.{quoted(name)}")
        tables = sorted((schema, name) for kind, schema, name in objects(connection, "publishing") if kind == "table")
        for schema, name in tables:
            table = f"{quoted(schema)}.{quoted(name)}"
            connection.execute(f"insert into publishing.{table} from {quoted(catalog)}.{table}")
        connection.execute(
            "update publishing.marts.publication set contents = ?, metric_definitions = ?",
            [", ".join(sorted(f"{schema}.{name}" for schema, name in tables)), definitions],
        )
        connection.execute("checkpoint publishing")
    finally:
        connection.execute("detach database if exists publishing")
    with open(copy, "r+b") as handle:
        os.fsync(handle.fileno())


def take_over_permissions(copy: Path, published: Path) -> None:
    """Those of the file before, without writing."""
    mode = 0o444
    if published.exists():
        before = published.stat()
        mode = before.st_mode & 0o555
        # an access list (setfacl) is one of these: whom it lets read goes on reading
        for name in os.listxattr(published) if hasattr(os, "listxattr") else []:
            with contextlib.suppress(OSError):
                os.setxattr(copy, name, os.getxattr(published, name))
        if hasattr(os, "chown") and (before.st_uid, before.st_gid) != (copy.stat().st_uid, copy.stat().st_gid):
            # two steps: whoever may not give the file away may still give it to a group of theirs, whose readers wait
            for owner, group in ((-1, before.st_gid), (before.st_uid, -1)):
                with contextlib.suppress(PermissionError):
                    os.chown(copy, owner, group)
            refuse_lost_readers(mode, before, copy.stat())
    os.chmod(copy, mode)


def refuse_lost_readers(mode: int, before: os.stat_result, after: os.stat_result) -> None:
    """Whoever may not give the file to its group (a web server's, set by root) would lock that group out unnoticed."""
    lost = None
    if after.st_gid != before.st_gid and mode & 0o044 == 0o040:
        lost = f"group {before.st_gid}"
    elif after.st_uid != before.st_uid and mode & 0o444 == 0o400:
        lost = f"user {before.st_uid}"
    if lost:
        raise PublishError(
            f"{lost} reads it now and could not read the new file, which this user may not give to them. Build as a "
            "user who may, let the folder hand its group on (chmod g+s), or let everybody read the file (chmod o+r)."
        )


def swap(copy: Path, given: Path, published: Path, project_id: str) -> None:
    """Much can happen during a build: look again, and keep writers out until the new file stands there."""
    with contextlib.ExitStack() as guard:
        guard.enter_context(known_as_ours(published, "NCMEC_DATABASE", project_id))
        refuse_write_ahead_log(given)
        if os.name == "nt":  # which replaces neither an open nor a read-only file
            guard.close()
            if published.exists():
                os.chmod(published, 0o600)
        os.replace(copy, published)


def contents_of(connection, catalog: str, tables: Iterable[str], definitions: str) -> set[str]:
    """What a later edition keeps: tables, metrics, and what the marts are about."""
    kept = {f"table {name}" for name in tables}
    kept |= {f"metric {metric['name']}" for metric in json.loads(definitions or '{"metrics": []}')["metrics"]}
    columns = connection.execute(
        "select table_name, column_name from duckdb_columns() where database_name = ? and schema_name = 'marts'",
        [catalog],
    ).fetchall()
    for table, (called, names) in KEPT.items():
        if all((table, name) in columns for name in names):
            query = f"select {', '.join(names)}, count(*) from {quoted(catalog)}.marts.{table} group by all"
            for *key, rows in connection.sql(query).fetchall():
                name = f"{called} {'/'.join(map(str, key))}"
                # a table of figures in which rows are missing is another loss than a table that is
                kept |= {name, *(f"{name}, row {number}" for number in range(2, rows + 1))}
    return kept


def refuse_losses(published: Path, now: set[str]) -> None:
    """An older checkout, or one that lost a file, is green too: what is published does not shrink unasked."""
    if not published.exists() or not published.stat().st_size:
        return
    with opened(published, "NCMEC_DATABASE") as connection:
        try:
            query = f"select max(contents), max(metric_definitions) from {CATALOG}.marts.publication"
            tables, definitions = connection.sql(query).fetchone()
            lost = sorted(contents_of(connection, CATALOG, tables.split(", "), definitions) - now)
        except (duckdb.CatalogException, duckdb.BinderException):
            return  # of an earlier release, or empty
    if lost:
        raise PublishError(
            f"it holds what this project does not: {', '.join(lost[:5])}{', …' if len(lost) > 5 else ''}. Is this an "
            "older checkout, or has a file gone? If it is meant, move the published file away and build again."
        )


def claims_not_judged(connection, catalog: str) -> dict[str, str] | None:
    """Claims that cannot be checked, with the reason; None from an earlier release, which has no such table."""
    query = "select claim_id, reason_code from {}.marts.fct_claims where verdict in ('not_checkable', 'not_computable')"
    try:
        return dict(connection.sql(query.format(quoted(catalog))).fetchall())
    except (duckdb.CatalogException, duckdb.BinderException):
        return None


def claims_not_judged_before(published: Path) -> dict[str, str] | None:
    """Those of the published file, while it still stands there; None where there is none."""
    if not published.exists() or not published.stat().st_size:
        return None
    with opened(published, "NCMEC_DATABASE") as connection:
        return claims_not_judged(connection, CATALOG)


def since_the_last(published: Path, built: dict, schemas: list[str]) -> str:
    """Which tables are others than before: an older checkout may lose nothing and still bring back what was corrected."""
    if not published.exists() or not published.stat().st_size:
        return "the first edition in this place"
    with opened(published, "NCMEC_DATABASE") as connection:
        try:
            before = fingerprints(connection, CATALOG, schemas)
        except duckdb.Error:  # views of an earlier release name the catalog that they were made in
            return "everything: the edition before is of an earlier release"
    changed = [
        f"{name} ({before[name][1] if name in before else 'no'} → {built[name][1]} rows)"
        for name in sorted(built)
        # the text of a function stands in marts.functions
        if built[name] != before.get(name) and not name.endswith("()")
    ]
    more = f" and {len(changed) - 4} more tables" if len(changed) > 4 else ""
    if names := published.stat().st_nlink - 1:  # hard links, a backup by cp -l: nothing is ever swapped there
        more += f"; {names} other name{'s' if names > 1 else ''} of that file keep{'' if names > 1 else 's'} the edition before"
    return (", ".join(changed[:4]) or "nothing: the edition before held the same") + more


def refuse_lost_functions(connection, catalog: str) -> None:
    """The table of functions is written before they are: a file that only tells of them answers nobody."""
    if ("table", "marts", "functions") not in objects(connection, catalog):
        return
    listed = connection.sql(f"select 'marts', function_name from {quoted(catalog)}.marts.functions").fetchall()
    if lost := sorted({name for _, name in set(listed) - {row[:2] for row in functions(connection, catalog)}}):
        raise PublishError(f"These functions are listed and were not made: {', '.join(lost)}.")


def publish(connection, given: Path, schemas: list[str], project_id: str, definitions: str) -> tuple:
    """Swap a finished copy over the published file; readers keep the old one until they reopen.

    Says what changed, and which claims could not be checked in the file before."""
    published = resolved(given, "NCMEC_DATABASE")
    copy = published.with_name(f"{published.name}.publishing-{os.getpid()}")
    try:
        remove_copies(published)
        catalog = connection.sql("select current_database()").fetchone()[0]
        built = fingerprints(connection, catalog, schemas)
        refuse_lost_functions(connection, catalog)
        refuse_losses(published, contents_of(connection, catalog, built, definitions))
        before = claims_not_judged_before(published)
        changed = since_the_last(published, built, schemas)
        write_copy(connection, copy, schemas, definitions)
        with opened(copy, "the finished copy") as reader:
            refuse_objects_of_others(reader, copy, "the finished copy", project_id)
        refuse_differences(copy, built, schemas, "before the swap")
        take_over_permissions(copy, published)
        swap(copy, given, published, project_id)
    except (OSError, duckdb.Error, PublishError) as error:
        raise PublishError(f"NOT PUBLISHED. {published} is unchanged: {error}") from error
    finally:
        with contextlib.suppress(OSError):
            remove_copies(published)
    refuse_write_ahead_log(given)
    refuse_differences(published, built, schemas, "read again after the swap")
    if os.name != "nt":
        folder_handle = os.open(published.parent, os.O_RDONLY)
        os.fsync(folder_handle)
        os.close(folder_handle)
    return changed, before


def required_tests(project: Path, listed: Iterable[str] = (), of_every_mart: str | None = None) -> set[str]:
    """Every test that the project's files declare, or that the settings ask for: one that is off or gone is in no result."""
    definitions = project / "tests" / "generic"
    required = set(listed) | {path.stem for path in files(project / "tests", ".sql") if path.parent != definitions}
    if of_every_mart:
        required |= {f"{path.stem}_{of_every_mart}" for path in files(project / "models" / "marts", ".sql")}
    for path in (path for folder in ("models", "seeds") for path in files(project / folder, ".yml", ".yaml")):
        declared = read_yaml(path)
        required |= {test["name"] for test in declared.get("unit_tests") or []}
        for table in [*(declared.get("models") or []), *(declared.get("seeds") or [])]:
            for place in [table, *(table.get("columns") or [])]:
                required |= {name_of_test(test, table["name"]) for test in place.get("data_tests") or []}
    return required


def name_of_test(declared: dict | str, table: str) -> str:
    """The name of its own that a test beside a table or column is declared with."""
    settings = {} if isinstance(declared, str) else declared if "name" in declared else next(iter(declared.values()))
    if not settings or "name" not in settings:
        raise PublishError(f"a test beside {table} has no name of its own, so nobody would miss it: {declared}")
    return settings["name"]


def changed_files(project: Path, name: str, manifest) -> list[str]:
    """Files that are no longer what dbt read: edited during the build, or remembered from an earlier parse."""
    from dbt.contracts.files import FileHash
    from dbt_common.clients.system import load_file_contents

    read = {file.path.original_file_path for file in manifest.files.values() if file.project_name == name}
    kinds = {
        "models": (".sql", ".yml", ".yaml"),
        "seeds": (".csv", ".yml", ".yaml"),
        "tests": (".sql",),
        "macros": (".sql",),
    }
    there = {
        str(path.relative_to(project))
        for folder, endings in kinds.items()
        for path in files(project / folder, *endings)
    }
    changed = list(there - read)
    for file in manifest.files.values():
        if file.project_name == name and file.checksum.name == "sha256":
            path = project / file.path.original_file_path
            contents = load_file_contents(str(path), strip=True) if path.exists() else None
            if contents is None or FileHash.from_contents(contents).checksum != file.checksum.checksum:
                changed.append(file.path.original_file_path)
    return sorted(changed)


def seeds_of_another_moment(connection, project: Path, name: str, manifest) -> list[str]:
    """Seeds whose tables are not their files: dbt reads a file anew when it loads it, and it may be as before by now."""
    changed = []
    for node in manifest.nodes.values():
        if node.resource_type == "seed" and node.package_name == name:
            with open(project / node.original_file_path, encoding="utf-8-sig", newline="") as handle:
                header, *rows = csv.reader(handle)
            try:
                loaded = connection.execute(
                    f"select {', '.join(map(quoted, header))} from {node.relation_name}"
                ).fetchall()
            except duckdb.Error:
                loaded = []
            if Counter(tuple(cell or "" for cell in row) for row in loaded) != Counter(map(tuple, rows)):
                changed.append(node.original_file_path)
    return sorted(changed)


def checks_of_another_moment(project: Path) -> list[str]:
    """Plugins are in no manifest; Python read them once, or took what it had compiled of a file of that size and time."""
    changed = []
    for name, read in CHECKS.items():
        path = project / "plugins" / f"{name}.py"
        if path.read_bytes() != read:
            changed.append(f"plugins/{path.name}")
        elif sys.modules[name].__spec__.loader.get_code(name) != compile(read, path, "exec", dont_inherit=True):
            changed.append(f"plugins/{path.name} (what ran lies in plugins/__pycache__: delete that folder)")
    return changed


def folders_for_readers(settings: dict, schemas: Iterable[str]) -> set[tuple[str, str]]:
    """(models, marts) and the like: where dbt_project.yml itself puts what makes tables for readers."""
    return {
        (kind, folder)
        for kind in ("models", "seeds")
        for folder, of in settings[kind][settings["name"]].items()
        if isinstance(of, dict) and of.get("+schema") in schemas
    }


def outside_their_folder(manifest, schemas: Iterable[str], folders: set[tuple[str, str]]) -> list[str]:
    """What makes a table for readers elsewhere than where each one has its tests: a snapshot left by another branch, say."""
    return sorted(
        node.original_file_path
        for node in manifest.nodes.values()
        if node.resource_type in ("model", "seed", "snapshot")
        and node.schema.lower() in schemas  # marts and MARTS are one to DuckDB
        and (
            Path(node.original_file_path).parts[:2] not in folders
            or Path(node.original_file_path).parts[1] != node.schema
        )
    )


def settings_changed(project: Path, config) -> list[str]:
    """dbt_project.yml is in no manifest; what dbt read of it is."""
    now = read_yaml(project / "dbt_project.yml")
    return [] if now == config.unrendered.project_dict else ["dbt_project.yml"]


def subcommand(words: list[str]) -> str | None:
    """The dbt command that was typed: the first word that is neither an option nor an option's value."""
    from dbt.cli.main import cli

    takes_value = {name for option in cli.params for name in option.opts if not option.is_flag}
    words = iter(words)
    for word in words:
        if not word.startswith("-"):
            return word
        if word in takes_value:
            next(words, None)
    return None


def why_narrow(flags) -> str | None:
    """What makes this command build less than the whole project, as the person typed it."""
    if subcommand(sys.argv[1:]) == "retry":
        return "dbt retry"
    for name in ("SELECT", "EXCLUDE", "SELECTOR", "RESOURCE_TYPES", "EXCLUDE_RESOURCE_TYPES"):
        if getattr(flags, name, None):
            return "--" + name.lower().replace("_types", "_type").replace("_", "-")
    return None


def refuse_other_data(flags) -> None:
    """Flags under which dbt would read or leave other data than this build's own."""
    for name, why in (
        ("VARS", "changes what is computed and the tests with it"),
        ("EMPTY", "builds tables without rows"),
        ("SAMPLE", "builds tables from a part of their rows"),
        ("DEFER", "reads tables of another build"),
    ):
        if getattr(flags, name, None):
            raise PublishError(
                f"NOT PUBLISHED: --{name.lower()} {why}, which no check can pass; the scratch file is as it was."
            )


def why_not(flags, steps: list[dict], expected: list[str], required: set[str]) -> str | None:
    """The first reason, in words, why these results are not published; None when all is green."""
    failed = [step for step in steps if step["status"] not in ("success", "pass")]
    if failed:
        # what was skipped only waited for what failed
        own = [step for step in failed if step["status"] != "skipped"] or failed
        waited = f" and {len(failed) - len(own)} were skipped" if len(failed) > len(own) else ""
        return (
            f"{len(own)} of {len(steps)} steps did not pass{waited}, first {own[0]['name']} ({own[0]['status']}). "
            "The published database is unchanged."
        )
    left_out = set(expected) - {step["unique_id"] for step in steps}
    narrow = why_narrow(flags)
    if narrow or left_out:
        reason = f"{narrow} leaves part of the project out" if narrow else f"{len(left_out)} steps did not run"
        return f"only part of the project was built ({reason}). Run `dbt build` without selection to publish."
    softened = [step["name"] for step in steps if step["softened"]] + sorted(
        required - {step["name"] for step in steps if step["kind"] in ("test", "unit_test")}
    )
    if softened:
        return (
            f"a required test did not run or was softened: {', '.join(softened)}. The published database is unchanged."
        )
    return None


class Plugin(BasePlugin):
    def initialize(self, plugin_config):
        gc.freeze()  # what dbt has parsed stays until the end: Python need not look through it again and again
        # dbt keeps what it opened for equal credentials: these equal no others, so every command is checked anew
        self.creds.module_paths = None
        flags = get_flags()
        self.project = Path(getattr(flags, "PROJECT_DIR", None) or Path.cwd()).resolve()
        settings = read_yaml(self.project / "dbt_project.yml")
        self.project_id, self.schemas = (settings["vars"][name] for name in ("project_id", "published_schemas"))
        self.project_name = settings["name"]
        self.folders = folders_for_readers(settings, self.schemas)
        self.required = settings["vars"]["required_tests"], settings["vars"].get("test_of_every_mart")
        try:
            self.prepare(flags, plugin_config["published_path"], settings)
        except (PublishError, OSError) as error:
            raise PublishError(f"{error} Nothing was built or published.") from None

    def prepare(self, flags, published_path: str, settings: dict) -> None:
        for path, variable in ((published_path, "NCMEC_DATABASE"), (self.creds.path, "NCMEC_SCRATCH")):
            if path != path.strip():
                raise PublishError(
                    f"{path!r} ({variable}) begins or ends with a blank, which nobody sees (settings saved on Windows end "
                    "with \\r): readers would look for another file. Take it away."
                )
        if re.match(r":memory:|[A-Za-z]\w+:", published_path):
            raise PublishError(
                f"{published_path} (NCMEC_DATABASE) is no file to DuckDB, which reads what stands before the colon as "
                "another kind of database: name another path."
            )
        # paths that nobody set lie in the project, wherever dbt was called from
        scratch = (Path() if os.environ.get("NCMEC_SCRATCH") else self.project) / self.creds.path
        self.given = (Path() if os.environ.get("NCMEC_DATABASE") else self.project).absolute() / published_path
        self.scratch = resolved(scratch, "NCMEC_SCRATCH")
        published = resolved(self.given, "NCMEC_DATABASE")
        self.creds.path = str(self.scratch)
        for path in (self.given, published, self.scratch):
            if "?" in str(path):  # the log of a?b.duckdb is a.wal?b.duckdb
                raise PublishError(
                    f"{path} holds a question mark, before which DuckDB ends the name of a file: its log lies elsewhere, "
                    "where nobody looks for it. Name another path, or rename the folder."
                )
        folders = [*settings["models"]["ncmec"].values(), *settings["seeds"]["ncmec"].values()]
        schemas = {folder["+schema"] for folder in folders if isinstance(folder, dict) and "+schema" in folder}
        refuse_paths(self.scratch, published, schemas | set(self.schemas))
        # beside the published file, where `dbt clean` does not remove it
        lock_project(published.with_name(f"{published.name}.lock"))
        remove_copies(published)
        if flags.WHICH in WRITING_COMMANDS:
            refuse_other_data(flags)
        if flags.WHICH == "build":
            loaded = getattr(self.creds, "plugins", None)
            if loaded and not any(plugin.module == "seed_guard" for plugin in loaded):
                raise PublishError(
                    "NOT PUBLISHED: the profile does not load the plugin seed_guard, which checks the seeds."
                )
            refuse_write_ahead_log(self.given)
            with known_as_ours(published, "NCMEC_DATABASE", self.project_id):
                pass
        self.prepare_scratch(fresh=flags.WHICH == "build" and not why_narrow(flags))

    def prepare_scratch(self, fresh: bool) -> None:
        self.scratch.parent.mkdir(parents=True, exist_ok=True)
        with known_as_ours(self.scratch, "NCMEC_SCRATCH", self.project_id):
            pass
        own = self.scratch.with_name(f"{self.scratch.name}.own")
        remove(own)
        if fresh or (self.scratch.exists() and not self.scratch.stat().st_size):
            # nothing left over from an earlier build, nothing grows
            for leftover in leftovers_of(self.scratch):
                remove(leftover)
        elif self.scratch.exists() and self.scratch.stat().st_nlink > 1:
            # a tool that merges equal files linked it to another one: write to a file of our own
            try:
                own.write_bytes(self.scratch.read_bytes())
                os.replace(own, self.scratch)
            finally:
                with contextlib.suppress(OSError):
                    remove(own)

    def configure_connection(self, connection):
        self.connection = connection
        # first of all, so that even a build that is killed leaves a file known as ours; the model replaces it.
        # Without contents, by which readers know a scratch file from what was published.
        connection.execute("create schema if not exists marts")
        connection.execute(
            "create table if not exists marts.publication as "
            f"select '{self.project_id}' as project_id, cast(null as varchar) as contents"
        )

    def store(self, target_config):
        """The end of every command that runs nodes: explain what failed, publish what is whole."""
        steps, expected = target_config.config["results"], target_config.config["expected"]
        flags = get_flags()
        with self.connection.cursor() as cursor:
            for step in steps:
                if step["kind"] == "test" and step["status"] == "fail":
                    # whoever asks for one test wants all that it says
                    self.explain(cursor, step, 25 if flags.WHICH == "build" and not why_narrow(flags) else None)
            if flags.WHICH != "build":
                if flags.WHICH != "generate":  # dbt docs
                    print(
                        f"Nothing was published: `dbt {flags.WHICH}` only changes the scratch file; "
                        "`dbt build` publishes."
                    )
                return
            required = required_tests(self.project, *self.required)
            reason = why_not(flags, steps, expected, required) or self.why_not_current(cursor)
            if reason and not why_narrow(flags) and not any(step["status"] in ("error", "fail") for step in steps):
                # dbt itself would end as if all were well
                raise PublishError(f"NOT PUBLISHED: {reason}")
            if reason:
                say(f"NOT PUBLISHED: {reason}")
                return
            cursor.execute("force checkpoint")
            changed, before = publish(cursor, self.given, self.schemas, self.project_id, self.metric_definitions())
            summary = self.summary(cursor, len(steps), changed, before)
            try:
                say(summary)
            except OSError:  # nobody listens (dbt build | head -1); it is published all the same
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    @staticmethod
    def metric_definitions() -> str:
        """What metrics are, as built: whatever lies below target was written by any parse, of whatever command."""
        from dbt.adapters.factory import get_adapter_by_type
        from dbt.contracts.graph.semantic_manifest import SemanticManifest

        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "semantic_manifest.json"
            SemanticManifest(get_adapter_by_type("duckdb").get_macro_resolver()).write_json_to_file(str(file))
            return file.read_text(encoding="utf-8")

    def why_not_current(self, cursor) -> str | None:
        from dbt.adapters.factory import get_adapter_by_type

        for module in CHECKS:
            file = Path(sys.modules[module].__file__).resolve()
            if file.parent != (self.project / "plugins").resolve():
                return (
                    f"the checks came from another checkout ({file}): the profile leads there (DBT_PROFILES_DIR), or "
                    "this Python process built that one before. The published database is unchanged."
                )
        adapter = get_adapter_by_type("duckdb")
        manifest = adapter.get_macro_resolver()
        kinds = (manifest.nodes, manifest.semantic_models, manifest.metrics, manifest.saved_queries, manifest.macros)
        known = {self.project_name, "dbt", "dbt_duckdb"}
        foreign = sorted(key for kind in kinds for key, thing in kind.items() if thing.package_name not in known)
        if foreign:
            return (
                f"{foreign[0]} is of a package, which nobody here checks: empty the folder dbt_packages. "
                "The published database is unchanged."
            )
        if elsewhere := outside_their_folder(manifest, self.schemas, self.folders):
            return (
                f"{elsewhere[0]} makes a table for readers outside the folder whose tables are tested: move it there, "
                "give it another schema, or delete it. The published database is unchanged."
            )
        changed = (
            checks_of_another_moment(self.project)
            or settings_changed(self.project, adapter.config)
            or changed_files(self.project, self.project_name, manifest)
            or seeds_of_another_moment(cursor, self.project, self.project_name, manifest)
        )
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        if not changed:
            return None
        return (
            f"{changed[0]}{more} is not as dbt read it: it changed during the build, or dbt remembered an earlier state. "
            "Type `dbt build --no-partial-parse`. The published database is unchanged."
        )

    def explain(self, cursor, step: dict, most: int | None) -> None:
        """dbt prints how many rows a failing test returned; people need to read them."""
        problems = sorted(row[0] or "a row without words" for row in cursor.execute(step["sql"]).fetchall())
        for problem in problems[:most]:
            say(f"{step['name']}: {problem}")
        if most and len(problems) > most:
            say(
                f"{step['name']}: … and {len(problems) - most} more (`dbt test --select {step['name']}` lists them all)"
            )

    def summary(self, cursor, steps: int, changed: str, before: dict[str, str] | None) -> str:
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
        not_judged = claims_not_judged(cursor, cursor.sql("select current_database()").fetchone()[0]) or {}
        # a slip in the coding of a claim looks like this
        new = sorted(not_judged.keys() - before.keys()) if before is not None else []
        said = "".join(f"\n  new, cannot be checked: claim {claim_id} ({not_judged[claim_id]})" for claim_id in new)
        return f"""PUBLISHED: all {steps} steps passed.
  documents            {counts[0]}
  figures loaded       {counts[1]}
  checks reconciled    {counts[2]}
  known discrepancies  {counts[3]}
  rates                {counts[4]} computed, {counts[5]} that cannot be, each with its reason
  claims checked       {counts[6]}, of which {len(not_judged)} cannot be, each with its reason{said}
  changed              {changed}
  database             {self.given if os.environ.get("NCMEC_DATABASE") else self.given.name}
  try                  select answer from marts.answers"""
