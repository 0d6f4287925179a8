"""dbt-duckdb plugin: build in a scratch file, publish a finished copy only when all is green.

Readers hold the published file open, and DuckDB allows one writer or many readers. So dbt writes
to build/ncmec.duckdb, and the macro publish_when_green (macros/publish.sql) asks this plugin to
swap a copy over ncmec.duckdb at the end of a full, green build. Nothing else touches that file.
"""

import os
import subprocess
import sys
from pathlib import Path

LOCK_HANDLE = None  # held until this process ends, however it ends


class PublishError(Exception):
    """A plain sentence for the person who runs the build."""


def lock_project(lock_path: Path) -> None:
    """Allow one dbt process at a time, and say so at once instead of after half a build."""
    global LOCK_HANDLE
    if LOCK_HANDLE is not None:
        return
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
            "Another dbt process is running in this project (it holds "
            f"{lock_path}). Nothing was built or published; try again when it has ended."
        ) from None
    LOCK_HANDLE = handle


def copy_verified(scratch: Path, copy: Path) -> None:
    """Copy the checkpointed scratch file and prove that the copy is whole and readable."""
    import duckdb

    wal = Path(f"{scratch}.wal")
    if wal.exists() and wal.stat().st_size:
        raise PublishError(f"{scratch} was not checkpointed; {wal.name} still holds changes.")
    with open(scratch, "rb") as source, open(copy, "wb") as target:
        while block := source.read(1 << 20):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())
    if copy.stat().st_size != scratch.stat().st_size:
        raise PublishError("the copy is shorter than the scratch file")
    with duckdb.connect(str(copy), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name, table_name from duckdb_tables() where schema_name = 'marts'"
        ).fetchall()
        if not tables:
            raise PublishError("the copy holds no tables in schema marts")
        for schema, table in tables:
            connection.sql(f'select count(*) from "{schema}"."{table}"').fetchall()


def publish(scratch: Path, published: Path) -> None:
    """Swap a finished copy over the published file; readers keep the old one until they reopen."""
    same_disk = scratch.parent.stat().st_dev == published.parent.stat().st_dev
    folder = scratch.parent if same_disk else published.parent
    copy = folder / f"{published.name}.publishing"
    try:
        copy_verified(scratch, copy)
        os.replace(copy, published)
    except (OSError, PublishError) as error:
        raise PublishError(f"{published} is unchanged: {error}") from error
    finally:
        copy.unlink(missing_ok=True)
    if os.name != "nt":
        folder_handle = os.open(published.parent, os.O_RDONLY)
        os.fsync(folder_handle)
        os.close(folder_handle)


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1]), Path(sys.argv[2]))
    except PublishError as failure:
        sys.exit(str(failure))
else:
    from dbt.adapters.duckdb.plugins import BasePlugin
    from dbt_common.exceptions import DbtRuntimeError

    def refuse_dangerous_paths(scratch: Path, published: Path) -> None:
        """The scratch file is rebuilt and the published file replaced: neither may be something else."""
        if scratch == published:
            raise DbtRuntimeError(
                f"The scratch file and the published file are the same ({scratch}). Nothing was built; "
                "give NCMEC_SCRATCH and NCMEC_DATABASE different paths."
            )
        for variable, path in (("NCMEC_SCRATCH", scratch), ("NCMEC_DATABASE", published)):
            if path.is_file() and path.stat().st_size:
                with open(path, "rb") as handle:
                    is_database = handle.read(12)[8:] == b"DUCK"
                if not is_database:
                    raise DbtRuntimeError(f"{path} ({variable}) is not a DuckDB file. Nothing was built or replaced.")

    class Plugin(BasePlugin):
        def initialize(self, plugin_config):
            from dbt.flags import get_flags

            self.scratch = Path(self.creds.path).resolve()
            self.published = Path(plugin_config["published_path"]).resolve()
            flags = get_flags()
            refuse_dangerous_paths(self.scratch, self.published)
            self.scratch.parent.mkdir(parents=True, exist_ok=True)
            command = getattr(flags, "WHICH", "")
            if command in ("build", "run", "seed", "test", "snapshot"):
                try:
                    lock_project(self.scratch.with_suffix(".lock"))
                except PublishError as error:
                    raise DbtRuntimeError(str(error)) from None
            full = not any(getattr(flags, name, None) for name in ("SELECT", "EXCLUDE", "SELECTOR"))
            if command == "build" and full:
                # a fresh scratch file: nothing left over from an earlier build, nothing grows
                for leftover in (self.scratch, Path(f"{self.scratch}.wal")):
                    leftover.unlink(missing_ok=True)

        def store(self, target_config):
            # In a child process: opening and closing the scratch file here would drop DuckDB's lock.
            outcome = subprocess.run(
                [sys.executable, __file__, str(self.scratch), str(self.published)],
                capture_output=True,
                text=True,
            )
            if outcome.returncode:
                raise DbtRuntimeError(f"NOT PUBLISHED. {outcome.stderr.strip()}")
