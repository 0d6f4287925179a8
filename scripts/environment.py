"""Sets up one virtual environment from complete, hashed locks: python3 scripts/environment.py .venv requirements/build.txt

Nothing is resolved: a pinned pip first, then what the locks list and no more, then `pip check`. The stamp
(`installed`, written last) says what the environment was made from. A missing stamp (an interrupted set-up) or one
that no longer holds (another folder, Python or lock, a package that is gone) has the environment rebuilt from nothing. A finished one stands
aside meanwhile and comes back when the set-up fails. Standard library only; parses under Python 3.6 and later.
"""

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
# an environment of ours holds the first from its first moment and the second from its last
BEGUN, STAMP = "begun", "installed"
EXACTLY = [
    "--require-hashes",
    "--no-deps",
    "--no-build-isolation",
    "--no-compile",
    "--quiet",
    "--disable-pip-version-check",
]


def spoken(versions) -> str:
    names = [f"{major}.{minor}" for major, minor in versions]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def digest(lock: str) -> str:
    return hashlib.sha256((PROJECT / lock).read_bytes()).hexdigest()


def wanted(folder: Path, locks: "list[str]") -> dict:
    return {
        "folder": str(folder),
        "python": f"{sys.version.split()[0]} {os.path.realpath(sys.executable)}",
        "locks": {lock: digest(lock) for lock in [FIRST, *locks]},
    }


def why_not_ours(folder: Path) -> "str | None":
    """Nothing but what this script made is deleted or moved."""
    if folder.is_symlink():
        return f"{folder} is a symbolic link to {os.readlink(folder)}, which is left alone; remove the link (rm {folder.name})"
    if folder.exists() and not folder.is_dir():
        return f"{folder} is not a folder; move it away"
    if folder.is_dir() and os.listdir(folder) and not any((folder / name).exists() for name in (BEGUN, STAMP)):
        return f"{folder} was not made by make; move it away or delete it"
    return None


def packages(folder: Path) -> "list[str]":
    """Names and versions of what is installed, as pip leaves them."""
    return sorted(path.name[: -len(".dist-info")] for path in folder.glob("lib/python*/site-packages/*.dist-info"))


def why_rebuild(folder: Path, state: dict) -> "str | None":
    """What is wrong with the environment as it lies there; an environment with more locks than asked for is fine."""
    try:
        found = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        if found["folder"] != state["folder"]:
            return f"it was made for {found['folder']}"
        if found["python"] != state["python"]:
            return f"it was made with Python {found['python']}"
        if not os.access(folder / "bin" / "python", os.X_OK):
            return "its Python is gone"
        for lock, sha256 in found["locks"].items():
            if not (PROJECT / lock).exists() or digest(lock) != sha256:
                return f"{lock} has changed"
        gone = sorted(set(found.get("packages", [])) - set(packages(folder)))
        if gone:
            return f"{gone[0]} was removed or replaced by hand"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "its set-up was not finished"
    return None


def installed_locks(folder: Path) -> "list[str]":
    return list(json.loads((folder / STAMP).read_text(encoding="utf-8"))["locks"])


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


def install(folder: Path, locks: "list[str]", missing: "list[str]", state: dict, held: int) -> None:
    """What is missing into the environment, a new one where there is none; the stamp comes last."""
    python = folder / "bin" / "python"
    if not folder.exists():
        folder.mkdir()
        (folder / BEGUN).touch()
        run(Path(os.path.realpath(sys.executable)), "-m", "venv", str(folder), held=held)
    for lock in missing:
        run(python, "-m", "pip", "install", *EXACTLY, "-r", str(PROJECT / lock), held=held)
    run(python, "-m", "pip", "check", "--disable-pip-version-check", held=held)
    pins = [
        pin for lock in missing for pin in re.findall(r"^(\S+==\S+) \\$", (PROJECT / lock).read_text("utf-8"), re.M)
    ]
    run(python, "-c", INSTALLED, *pins, held=held)
    # another branch was checked out meanwhile: pip read its lock, and the stamp would vouch for this one
    changed = [lock for lock in missing if digest(lock) != state["locks"][lock]]
    if changed:
        raise RuntimeError(f"{changed[0]} changed during the set-up; call again")
    with contextlib.suppress(RuntimeError):  # some packages ship templates that do not compile
        run(python, "-m", "compileall", "-q", "-j", "0", str(folder), held=held)
    state["packages"] = packages(folder)
    stamp = folder / "installed.new"
    stamp.write_text(json.dumps(state, indent=1) + "\n", encoding="utf-8")
    stamp.replace(folder / STAMP)


def aside_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}-before")


def remove(folder: Path) -> None:
    """Not finished from the first moment, ours until the last one: a call that is killed here leaves no riddle."""
    (folder / BEGUN).touch()
    (folder / STAMP).unlink(missing_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != BEGUN:
            path.unlink()
    shutil.rmtree(folder)


def put_back(folder: Path, aside: Path) -> bool:
    """The finished environment that stands aside, where a set-up of another one failed or was killed."""
    if not (aside / STAMP).exists():
        return False
    if folder.exists():
        remove(folder)
    aside.rename(folder)
    return True


def set_up(folder: Path, locks: "list[str]", state: dict, held: int) -> None:
    name, aside = folder.name, aside_of(folder)
    for path in (folder, aside):
        if why_not_ours(path):
            raise RuntimeError(why_not_ours(path))
    # of a call that was killed
    if aside.exists() and ((folder / STAMP).exists() or not put_back(folder, aside)):
        remove(aside)

    missing, reason = [FIRST, *locks], why_rebuild(folder, state)
    if not folder.exists():
        print(f"Setting up {name} (once) …", flush=True)
    elif reason:
        print(f"Setting up {name} again, from nothing: {reason} …", flush=True)
    else:
        missing = [lock for lock in locks if lock not in installed_locks(folder)]
        if not missing:
            return
        print(f"Adding {', '.join(missing)} to {name} (once) …", flush=True)
        state["locks"] |= {lock: digest(lock) for lock in installed_locks(folder)}

    try:
        if (folder / STAMP).exists():
            folder.rename(aside)
        elif folder.exists():
            remove(folder)
        if not reason:  # a copy at the same place works as it is, and is not finished until it has its stamp
            folder.mkdir()
            (folder / BEGUN).touch()  # before all else: a copy that is killed is ours
            shutil.copytree(
                aside,
                folder,
                symlinks=True,
                ignore=lambda path, _: [STAMP] if path == str(aside) else [],
                dirs_exist_ok=True,
            )
        install(folder, locks, missing, state, held)
    except BaseException as error:
        as_it_was = put_back(folder, aside) or (folder / STAMP).exists()  # the folder is another user's: not even begun
        outcome = "is as it was" if as_it_was else "is set up from nothing by the next call"
        if isinstance(error, KeyboardInterrupt):
            raise RuntimeError(f"Stopped; {name} {outcome}.") from None
        if isinstance(error, (OSError, RuntimeError, shutil.Error)):
            raise RuntimeError(f"{name} could not be set up; it {outcome}. Failed: {error}") from None
        raise
    if aside.exists():
        remove(aside)


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit("Usage: python3 scripts/environment.py .venv requirements/build.txt …")
    folder, locks = PROJECT / sys.argv[1], sys.argv[2:]
    if not folder.name.startswith(".venv") or folder.parent != PROJECT:
        sys.exit(f"{folder} would be deleted and made again: an environment is called .venv or .venv-…")
    for lock in locks:
        usable = PYTHONS_OF.get(lock, PYTHONS)
        if sys.version_info[:2] not in usable:
            sys.exit(
                f"{folder.name} needs Python {spoken(usable)}; {sys.executable} is {sys.version.split()[0]}. "
                f"Install one of them, or name it: make PYTHON=/path/to/python{'.'.join(map(str, usable[-1]))} …"
            )
        if not (PROJECT / lock).is_file():
            known = sorted(path.stem for path in PROJECT.glob("requirements/*.txt"))
            sys.exit(f"{folder.name} cannot be set up: there is no {lock}. There is one for: {', '.join(known)}.")
    if os.pathsep in str(PROJECT):
        sys.exit(
            f"No environment can be made in {PROJECT}: Python takes {os.pathsep} for the end of a path. Rename the folder."
        )
    if why_not_ours(folder):
        sys.exit(f"{why_not_ours(folder)}, then call again.")
    state = wanted(folder, locks)
    whole = not why_rebuild(folder, state) and set(locks) <= set(installed_locks(folder))
    aside = aside_of(folder)
    if whole and (not aside.exists() or why_not_ours(aside)):
        return
    # two calls at once: the second waits, then finds everything done. The folder is locked, as git puts another file in
    # the place of every one that it changes
    lock = os.open(PROJECT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print("Another set-up is running; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        set_up(folder, locks, wanted(folder, locks), lock)
    except (OSError, RuntimeError) as error:
        sys.exit(str(error))
    finally:
        os.close(lock)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
