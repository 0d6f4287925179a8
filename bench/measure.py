"""What a command costs: CPU seconds of it and of all it started, wall seconds, peak memory of the largest process."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
DBT = [PYTHON, str(Path(PYTHON).with_name("dbt")), "--log-level-file", "none", "--quiet"]


@dataclass
class Cost:
    cpu: float
    wall: float
    peak: float  # MB


def cost_of(command: list, folder: Path, log: Path | None = None) -> Cost:
    """Fails with the end of what it printed if the command does."""
    log = log or folder / "bench.log"
    begun = time.perf_counter()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(
            f"{' '.join(map(str, command))} ended with {process.returncode}: {log.read_text(errors='replace')[-2000:]}"
        )
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun, used.ru_maxrss / 1024)


def copy_of_project(folder: Path) -> Path:
    """What git knows of the checkout, in a folder of its own: nothing that was built comes along."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True).stdout
    for name in filter(None, names.decode().split("\0")):
        if (PROJECT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name, follow_symlinks=False)
    return folder
