"""dbt, or code that uses it, in a process of its own for every call, forked from one that has imported dbt: the imports
cost more than a small build.

Nothing else is shared: path, environment, working folder, umask, output and database are those of the call (tests/forked.py
says what is prepared). Tests that stop or kill dbt, or hand it another Python, start the command itself.
"""

import atexit
import multiprocessing
import os
import sys
import tempfile
from pathlib import Path

DBT = Path(sys.executable).with_name("dbt")
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.forked"])


def threads_of(process: int) -> int:
    tasks = Path(f"/proc/{process}/task")
    return len(list(tasks.iterdir())) if tasks.exists() else 1


def run(arguments: list[str], folder: str, environment: dict[str, str], umask: int, output: str) -> None:
    """In the fork: what the command dbt, or python -c, does, with nothing of the tests on its path."""
    # threads would not come along
    assert threads_of(os.getppid()) == 1, "the process that is forked has threads"
    os.chdir(folder)
    os.umask(umask)
    os.environ.clear()
    os.environ.update(environment)
    handle = os.open(output, os.O_WRONLY)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.path[:] = [str(DBT.parent), *(path for path in sys.path if path.startswith((sys.base_prefix, sys.prefix)))]
    try:
        if arguments[0] == "-c":
            sys.argv[:] = ["-c"]
            exec(arguments[1], {"__name__": "__main__"})  # noqa: S102  the code of a test
        else:
            sys.argv[:] = [str(DBT), *arguments]
            from dbt.cli.main import cli

            cli()
    finally:
        # a fork ends without these, the command with them
        atexit._run_exitfuncs()


def call(arguments: list[str], folder: Path, environment: dict[str, str], seconds: int = 300) -> tuple[int, str]:
    """Its exit code, negative where a signal ended it, and all that it printed."""
    umask = os.umask(0)
    os.umask(umask)
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as output:
        process = FORKS.Process(target=run, args=(arguments, str(folder), environment, umask, output.name))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"{' '.join(arguments)} took more than {seconds} seconds: {output.read()}")
        return process.exitcode, output.read()
