"""Sets up one virtual environment from complete, hashed locks: python3 scripts/environment.py .venv requirements.txt

Nothing is resolved: a pinned pip first, then what the locks list and no more, then `pip check`. The stamp
(`installed`, written last) says what the environment was made from. A missing stamp (an interrupted set-up) or one
that no longer holds (another folder, Python or lock) has the environment rebuilt from nothing. Standard library only.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

# what stands in the locks is really there: a setting of pip can install elsewhere, or nothing
INSTALLED = """
import sys
from importlib.metadata import distributions
there = {(d.metadata["Name"].lower().replace("_", "-").replace(".", "-"), d.version) for d in distributions()}
sys.exit("\\n".join(f"{pin} is not there" for pin in sys.argv[1:] if tuple(pin.split("==")) not in there) or None)
"""
PROJECT = Path(__file__).resolve().parent.parent
PYTHONS = [(3, 11), (3, 12), (3, 13)]
# Superset 6.1.0 pins numpy 1.26 and pandas 2.1, which have no wheels for 3.13
PYTHONS_OF = {"requirements/bi.txt": [(3, 11), (3, 12)]}
FIRST = "requirements/pip.txt"
EXACTLY = ["--require-hashes", "--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]


def spoken(versions) -> str:
    names = [f"{major}.{minor}" for major, minor in versions]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def digest(lock: str) -> str:
    return hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()


def wanted(folder: Path, locks: list[str]) -> dict:
    return {
        "folder": str(folder),
        "python": f"{sys.version.split()[0]} {os.path.realpath(sys.executable)}",
        "locks": {lock: digest(lock) for lock in [FIRST, *locks]},
    }


def why_rebuild(folder: Path, state: dict) -> str | None:
    """What is wrong with the environment as it lies there; an environment with more locks than asked for is fine."""
    try:
        found = json.loads((folder / "installed").read_text(encoding="utf-8"))
        if found["folder"] != state["folder"]:
            return f"it was made for {found['folder']}"
        if found["python"] != state["python"]:
            return f"it was made with Python {found['python']}"
        if not os.access(folder / "bin" / "python", os.X_OK):
            return "its Python is gone"
        for lock, sha256 in found["locks"].items():
            if not (PROJECT / lock).exists() or digest(lock) != sha256:
                return f"{lock} has changed"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "its set-up was not finished"
    return None


def installed_locks(folder: Path) -> list[str]:
    return list(json.loads((folder / "installed").read_text(encoding="utf-8"))["locks"])


def run(python: Path, *arguments: str, held: int) -> None:
    """A step of the set-up; it holds the lock too, so that what a killed call left running is waited for."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    outcome = subprocess.run(
        [python, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[held],
    )
    if outcome.returncode:
        lines = [line for line in outcome.stdout.splitlines() if not line.startswith("WARNING: Location ")]
        raise RuntimeError("\n".join([" ".join(map(str, arguments)), *lines[-15:]]))


def set_up(folder: Path, locks: list[str], state: dict, held: int) -> None:
    name, python = folder.name, folder / "bin" / "python"
    if not folder.exists():
        print(f"Setting up {name} (once) …", flush=True)
        missing = [FIRST, *locks]
    elif reason := why_rebuild(folder, state):
        print(f"Setting up {name} again, from nothing: {reason} …", flush=True)
        shutil.rmtree(folder)
        missing = [FIRST, *locks]
    else:
        missing = [lock for lock in locks if lock not in installed_locks(folder)]
        if not missing:
            return
        print(f"Adding {', '.join(missing)} to {name} (once) …", flush=True)
        state["locks"] |= {lock: digest(lock) for lock in installed_locks(folder)}
        (folder / "installed").unlink()

    if not folder.exists():
        run(Path(os.path.realpath(sys.executable)), "-m", "venv", str(folder), held=held)
    for lock in missing:
        run(python, "-m", "pip", "install", *EXACTLY, "-r", str(PROJECT / lock), held=held)
    run(python, "-m", "pip", "check", "--disable-pip-version-check", held=held)
    pins = [
        pin for lock in missing for pin in re.findall(r"^(\S+==\S+) \\$", (PROJECT / lock).read_text("utf-8"), re.M)
    ]
    run(python, "-c", INSTALLED, *pins, held=held)
    with contextlib.suppress(RuntimeError):  # some packages ship templates that do not compile
        run(python, "-m", "compileall", "-q", "-j", "0", str(folder), held=held)
    stamp = folder / "installed.new"
    stamp.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
    stamp.replace(folder / "installed")


def main() -> None:
    folder, locks = PROJECT / sys.argv[1], sys.argv[2:]
    if not folder.name.startswith(".venv"):
        sys.exit(f"{folder} would be deleted and made again: an environment is called .venv or .venv-…")
    for lock in locks:
        usable = PYTHONS_OF.get(lock, PYTHONS)
        if sys.version_info[:2] not in usable:
            sys.exit(
                f"{folder.name} needs Python {spoken(usable)}; {sys.executable} is {sys.version.split()[0]}. "
                f"Install one of them, or name it: make PYTHON=/path/to/python{'.'.join(map(str, usable[-1]))} …"
            )
    state = wanted(folder, locks)
    if not why_rebuild(folder, state) and set(locks) <= set(installed_locks(folder)):
        return
    with open(__file__) as lock:  # two calls at once: the second waits, then finds everything done
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another set-up is running; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            set_up(folder, locks, state, lock.fileno())
        except (OSError, RuntimeError) as error:
            sys.exit(f"{folder.name} could not be set up (the next call begins from nothing). Failed: {error}")
        except KeyboardInterrupt:
            sys.exit(f"Stopped; the next call sets {folder.name} up from nothing.")


if __name__ == "__main__":
    main()
