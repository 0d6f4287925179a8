"""How readers open the published file: one definition of the lock and of what a question may cost."""

import contextlib
import itertools
import os
import re
import threading
import time
from pathlib import Path

# DuckDB's allocator reads this once, when it is loaded: what a question leaves is given back to the system, so that
# the limit of the process below does not fill up with what nobody uses
os.environ.setdefault("DUCKDB_JE_MALLOC_CONF", "retain:false")
import duckdb

# what docs/connect.md shows, in this order, as statements. Nothing is written to disk, not even what does not fit into memory:
# all readers of a file would write to one folder beside it and read what others wrote. DuckDB ignores max_temp_directory_size,
# and refuses temp_directory together with enable_external_access, where they are options of the connection
LOCKED = {
    "temp_directory": "",
    "enable_external_access": "false",
    "memory_limit": "1GB",
    "lock_configuration": "true",
}
SECONDS = 30
MORE_BYTES = 2 * 10**9  # DuckDB does not count every allocation; the operating system does

# functions that end the process, switch something for other connections, print to its output, take
# addresses of memory, or run SQL that stands in a string and so cannot be looked at
REFUSED = re.compile(
    r"(enable|disable|force|verify|truncate)_\w+|checkpoint|write_log"
    r"|arrow_scan\w*|pandas_scan|seq_scan|python_map_function|query|json_execute_serialized_sql",
    re.IGNORECASE,
)


def log_beside(database: Path) -> str | None:
    for path in (database, database.resolve()):
        before, mark, after = str(path).partition("?")  # as DuckDB names it
        if (log := Path(f"{before}.wal{mark}{after}")).exists():
            return f"{log} is what somebody wrote into the published file, and would be read over it. Delete it."
    return None


def why_not_published(database: Path) -> str | None:
    """Why a file is not what a green build published, in words; what cannot be read says so itself when it is."""
    if reason := log_beside(database):
        return reason
    try:
        with duckdb.connect(":memory:") as connection:
            name = str(database).replace("'", "''")
            connection.execute(f"attach '{name}' as asked (read_only)")
            contents = connection.sql("select max(contents) from asked.marts.publication").fetchone()[0]
    except duckdb.Error:
        return None
    return None if contents else f"{database} is a scratch file, which nobody published."


def lock(connection: duckdb.DuckDBPyConnection, memory: str = LOCKED["memory_limit"]) -> duckdb.DuckDBPyConnection:
    if connection.execute("select current_setting('lock_configuration')").fetchone()[0]:
        return connection  # another connection of this program has the file open, and shares its lock
    for setting, value in {**LOCKED, "memory_limit": memory}.items():
        connection.execute(f"set {setting} = '{value}'")
    return connection


class Refused(duckdb.Error):
    """A statement that is not a question, or a question that costs too much."""


def names_called(sql: str) -> list[str]:
    """Every name that an opening bracket follows, as a function's does; not what stands in strings or comments."""
    text = sql.encode()
    starts = [start for start, kind in duckdb.tokenize(sql) if "string" not in str(kind)]
    names = []
    for start, following in itertools.pairwise(starts):
        if text[following : following + 1] == b"(":
            name = re.match(r'"(?:[^"]|"")*"|\w*', text[start:].decode(errors="replace")).group()
            names.append(name.strip('"'))
    return names


def check(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Only statements that read: select, with, from, pivot, describe, show, summarize, explain."""
    for statement in connection.extract_statements(sql):
        kind = statement.type.name
        # a pivot first makes a type of its own, without a text
        if kind not in ("SELECT", "EXPLAIN") and (kind, statement.query) != ("CREATE", ""):
            raise Refused(f"Refused: {kind} is disabled, this connection only answers questions (select, describe, …).")
    for name in names_called(sql):
        if REFUSED.fullmatch(name):
            raise Refused(f"Refused: the function {name} is disabled on this connection.")


class Watch:
    """Interrupts the questions that are late. One thread for all: a new one for each may not get its memory."""

    def __init__(self):
        self.changed, self.due, self.thread = threading.Condition(), {}, None

    @contextlib.contextmanager
    def over(self, connection: duckdb.DuckDBPyConnection, seconds: float):
        question = object()
        with self.changed:
            self.due[question] = (connection, time.monotonic() + seconds)
            if not (self.thread and self.thread.is_alive()):  # none survives a fork
                self.thread = threading.Thread(target=self.run, daemon=True)
                self.thread.start()
            self.changed.notify()
        try:
            yield
        finally:
            with self.changed:
                del self.due[question]

    def run(self) -> None:
        while True:
            with self.changed:
                self.changed.wait_for(lambda: self.due)
                for connection, due in self.due.values():
                    if time.monotonic() > due:
                        connection.interrupt()  # again and again: one that comes between two steps is forgotten
            time.sleep(0.1)


WATCH = Watch()


class Reader:
    """A locked connection that takes questions only, and stops each after SECONDS, whoever still waits for it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, seconds: float = SECONDS):
        self._connection, self._seconds = connection, seconds

    def _timed(self, action, *arguments, **keywords):
        try:
            with WATCH.over(self._connection, self._seconds):
                return action(*arguments, **keywords)
        except duckdb.InterruptException:
            raise Refused(f"Stopped: the question took longer than {self._seconds} seconds.") from None

    def execute(self, query, parameters=None):
        check(self._connection, query)
        self._timed(self._connection.execute, query, parameters)
        return self

    def executemany(self, *_):
        raise Refused("Refused: this connection only answers questions.")

    sql = query = executemany

    def cursor(self):
        cursor = self._connection.cursor()
        cursor.execute("use ncmec.marts")
        return Reader(cursor, self._seconds)

    def __getattr__(self, name):
        member = getattr(self._connection, name)
        if name.startswith("fetch") or name in ("df", "pl", "arrow"):
            return lambda *arguments, **keywords: self._timed(member, *arguments, **keywords)
        return member


def connect(
    database, read_only=True, config=None, seconds=SECONDS, connect=duckdb.connect, memory=LOCKED["memory_limit"]
) -> Reader:
    """Read-only and locked, whatever else is asked for; schema marts is the default."""
    agent = {name: value for name, value in (config or {}).items() if name == "custom_user_agent"}
    # at every connection: a server runs on for days, and much can be put in the file's place meanwhile
    if reason := log_beside(Path(database)):
        raise Refused(reason)
    # attached, not opened: whoever opens a path that another connection of the process holds gets that one's old file
    connection = connect(":memory:", config=agent)
    name = str(database).replace("'", "''")
    connection.execute(f"attach '{name}' as ncmec (read_only); use ncmec.marts; detach memory")
    with contextlib.suppress(duckdb.CatalogException, duckdb.BinderException):  # the first release has no such table
        if not connection.execute("select max(contents) from ncmec.marts.publication").fetchone()[0]:
            connection.close()
            raise Refused(f"{database} is a scratch file, which nobody published.")
    connection.execute("set enable_progress_bar = false")  # it would be printed between the lines of a server
    return Reader(lock(connection, memory), seconds)


def limit_process() -> None:
    """What this process may allocate from now on; an allocation beyond it is an error of the question, not the end."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):  # Linux only
        import resource

        held = int(re.search(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text()).group(1)) * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = held + MORE_BYTES if hard == resource.RLIM_INFINITY else min(held + MORE_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
