"""Environments from nothing, as a new user gets them: stock pip, interrupted, moved, and with newer Pythons.

.ci/run deletes every environment first, so that `make test` and `make test-slow` set up .venv and those of the
tools from nothing with the first Python; here is what they do not show. Quick cases make no environment and need
no network: in them the steps of pip are played.
"""

import ast
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import environment
from scripts.environment import PYTHONS, PYTHONS_OF
from tests.conftest import PARTS, PROJECT

NEEDED = ["Makefile", "requirements", "scripts", *PARTS]
BUILT_HERE = ["odfpy", "wtforms-json", "halo", "autograd-gamma", "pyspark"]  # their authors publish no wheels


def suitable(version: str) -> str | None:
    """A Python of that version, on the path or among pyenv's."""
    found = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}")]
    for python in filter(None, found):
        if not subprocess.run([python, "-c", "import ensurepip"], capture_output=True).returncode:
            return str(python)
    return None


def copy(folder: Path) -> Path:
    for part in NEEDED:
        source = PROJECT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / part)
    shutil.copy(PROJECT / "profiles.yml", folder)
    shutil.copytree(PROJECT / "tests", folder / "tests", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return folder


@pytest.fixture
def fresh(tmp_path) -> Path:
    return copy(tmp_path / "project")


def make(folder: Path, *arguments: str) -> str:
    outcome = subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=folder, capture_output=True, text=True, timeout=900
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.mark.slow
def test_with_the_pip_that_the_python_brings():
    """pip 23.2.1, which Python 3.11.7 bundles, took a pinned package with an extra for an unpinned one."""
    python = PROJECT / ".venv-mcp/bin/python"  # which was made from nothing, too
    assert python.exists(), "The assistant is not installed. Type: make .venv-mcp/installed"
    pip = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True).stdout
    pinned = (PROJECT / "requirements" / "pip.txt").read_text().split()[0]
    assert f"pip=={pip.split()[1]}" == pinned
    assert make(PROJECT, ".venv-mcp/installed") == ""


OLDEST_PIP = "22.3"  # Python 3.11.0 brings it; Debian's 3.11.2 brings 23.0.1, 3.11.7 brings 23.2.1


@pytest.mark.slow
def test_with_the_oldest_pip_that_a_supported_python_brings(tmp_path, monkeypatch):
    """Every set-up begins with the pinned pip, so the oldest one only has to install that; then the lock with extras."""
    folder, lock = tmp_path / ".venv-mcp", "requirements/mcp.txt"
    run = environment.run

    def as_old(python, *arguments, held):
        run(python, *arguments, held=held)
        if arguments[:2] == ("-m", "venv"):
            run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", f"pip=={OLDEST_PIP}", held=held)
            brought.append(version())

    def version() -> str:
        said = subprocess.run([folder / "bin" / "python", "-m", "pip", "--version"], capture_output=True, text=True)
        return said.stdout.split()[1]

    brought = []
    monkeypatch.setattr(environment, "run", as_old)
    held = os.open(tmp_path, os.O_RDONLY)
    state = environment.wanted(folder, [lock])
    environment.install(folder, [lock], [environment.FIRST, lock], state, held)
    os.close(held)
    pinned = (PROJECT / environment.FIRST).read_text().split()[0].removeprefix("pip==")
    assert (brought, version()) == ([OLDEST_PIP], pinned)
    assert environment.why_rebuild(folder, state) is None


# the smallest environment stands for all: they are set up by one script
@pytest.mark.slow
@pytest.mark.parametrize("moment", ["venv being made", "pip at work"])
def test_a_killed_set_up_is_begun_again(fresh, moment):
    environment = fresh / ".venv-lock"
    started = subprocess.Popen(["make", ".venv-lock/installed"], cwd=fresh, stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 120
    sign = "pyvenv.cfg" if moment == "venv being made" else "lib/python3*/site-packages/setuptools/__init__.py"
    while not list(environment.glob(sign)):
        assert time.monotonic() < deadline and started.poll() is None
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not (environment / "installed").exists()
    (environment / "left over").touch()
    assert "again, from nothing: its set-up was not finished" in make(fresh, ".venv-lock/installed")
    assert not (environment / "left over").exists()
    subprocess.run([environment / "bin/uv", "--version"], check=True)


@pytest.mark.slow
def test_a_moved_folder_is_set_up_again(fresh, tmp_path):
    """The paths in an environment are absolute: a moved or copied one would start another project's programs."""
    make(fresh, ".venv-lock/installed")
    moved = tmp_path / "moved"
    fresh.rename(moved)
    assert f"it was made for {fresh}/.venv-lock" in make(moved, ".venv-lock/installed")
    script = (moved / ".venv-lock/bin/pip").read_text().splitlines()[0]
    assert script == f"#!{moved}/.venv-lock/bin/python{'' if script.endswith('python') else script[-4:]}"
    assert make(moved, ".venv-lock/installed") == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    # the one that runs these tests has built already
    "version",
    [".".join(map(str, version)) for version in PYTHONS if version != sys.version_info[:2]],
)
def test_builds_with_every_python_in_a_folder_of_any_name(tmp_path, version):
    python = suitable(version)
    if not python:
        pytest.skip(f"this machine has no Python {version}")
    folder = copy(tmp_path / """ it's a "b" $HOME `c` & | # %s [x] {{ y }} ~ é;""")
    assert "PUBLISHED: all" in make(folder, f"PYTHON={python}", "build")
    assert (folder / "ncmec.duckdb").exists()


@pytest.mark.slow
def test_superset_installs_with_python_3_12_and_says_why_not_with_3_13(fresh):
    newer = {version: suitable(version) for version in ("3.12", "3.13")}
    if newer["3.13"]:
        outcome = subprocess.run(
            ["make", f"PYTHON={newer['3.13']}", ".venv-bi/installed"], cwd=fresh, capture_output=True, text=True
        )
        assert outcome.returncode and ".venv-bi needs Python 3.11 or 3.12" in outcome.stderr
    if not newer["3.12"]:
        pytest.skip("this machine has no Python 3.12")
    # as make does, but that nothing is compiled, which takes longer than the rest
    code = (
        "import sys; sys.path.insert(0, 'scripts'); import environment; run = environment.run; "
        "environment.run = lambda python, *words, held: 'compileall' in words or run(python, *words, held=held); "
        "sys.argv = ['environment.py', '.venv-bi', 'requirements/bi.txt']; environment.main()"
    )
    subprocess.run([newer["3.12"], "-c", code], cwd=fresh, check=True)
    assert make(fresh, f"PYTHON={newer['3.12']}", ".venv-bi/installed") == ""


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["x86_64-manylinux_2_28", "aarch64-apple-darwin"])
@pytest.mark.parametrize(
    # the one that runs these tests has built already
    "version",
    [".".join(map(str, version)) for version in PYTHONS if version != sys.version_info[:2]],
)
def test_locks_are_complete(tmp_path, version, platform):
    """uv resolves every lock in hash mode, which refuses whatever a lock does not list, and finds every wheel."""
    uv = PROJECT / ".venv-lock" / "bin" / "uv"
    assert uv.exists(), "uv is not installed. Type: make .venv-lock/installed"
    for lock in [
        *(f"requirements/{file.name}" for file in (PROJECT / "requirements").glob("*.txt")),
    ]:
        if tuple(map(int, version.split("."))) not in PYTHONS_OF.get(lock, PYTHONS):
            continue
        command = [
            uv,
            "pip",
            "install",
            "--dry-run",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--target",
            tmp_path,
        ]
        command += ["--python-version", version, "--python-platform", platform, "-r", PROJECT / lock]
        for source in BUILT_HERE:
            command += ["--no-binary", source]
        outcome = subprocess.run(command, capture_output=True, text=True)
        assert outcome.returncode == 0, f"{lock}: {outcome.stderr}"


@pytest.fixture(scope="module")
def with_a_lock(tmp_path_factory) -> Path:
    """A project with an environment; each test changes the lock once more and ends with an environment that follows."""
    folder = copy(tmp_path_factory.mktemp("lock") / "project")
    make(folder, ".venv-lock/installed")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("way", ["no network", "Ctrl-C", "killed"])
def test_a_changed_lock_that_cannot_be_followed_leaves_what_works_and_is_followed_later(with_a_lock, way):
    fresh = with_a_lock
    environment, aside = fresh / ".venv-lock", fresh / ".venv-lock-before"
    with (fresh / "requirements" / "lock.txt").open("a") as lock:
        lock.write("\n")
    before = contents(environment)
    nowhere = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(fresh), "PIP_NO_CACHE_DIR": "1"}
    if way == "no network":
        said = refused(fresh, ".venv-lock/installed", **nowhere)
        assert "again, from nothing: requirements/lock.txt has changed" in said and "it is as it was. Failed: " in said
    else:
        started = subprocess.Popen(
            ["make", ".venv-lock/installed"],
            cwd=fresh,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # a test run in the background would hand its deaf ear for Ctrl-C on
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        while not (aside.exists() and (environment / "pyvenv.cfg").exists()):
            assert started.poll() is None
            time.sleep(0.01)
        os.killpg(started.pid, signal.SIGINT if way == "Ctrl-C" else signal.SIGKILL)
        said = started.communicate()[1]
        if way == "Ctrl-C":
            assert "Stopped; .venv-lock is as it was." in said and "Traceback" not in said
        else:
            refused(fresh, ".venv-lock/installed", **nowhere)
    assert contents(environment) == before and not aside.exists()
    subprocess.run([environment / "bin" / "uv", "--version"], check=True)
    assert "requirements/lock.txt has changed" in make(fresh, ".venv-lock/installed")
    assert make(fresh, ".venv-lock/installed") == "" and not aside.exists()


# quick cases -----------------------------------------------------------------------------------------


def refused(folder: Path, *arguments: str, **settings: str) -> str:
    """What make says when it stops: sentences, never the inside of a program."""
    outcome = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
    )
    said = outcome.stdout + outcome.stderr
    assert outcome.returncode, said
    assert not any(word in said for word in ("Traceback", "SyntaxError", "Error:", "not found")), said
    return said


def test_the_set_up_can_be_read_by_the_pythons_that_it_refuses():
    ast.parse((PROJECT / "scripts" / "environment.py").read_text(encoding="utf-8"), feature_version=(3, 6))


OLD = [
    python
    for python in sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    if tuple(map(int, python.parts[-3].split(".")[:2])) < PYTHONS[0]
]


@pytest.mark.parametrize("python", OLD, ids=lambda python: python.parts[-3])
def test_an_old_python_is_named(python):
    said = refused(PROJECT, f"PYTHON={python}", ".venv-none/installed")
    assert "Python 3.11, 3.12 or 3.13" in said and str(python) in said and python.parts[-3] in said


@pytest.mark.parametrize("python", ["/does/not/exist", "/bin/true", "/tmp", "a 'b' \"c\" `d`"])  # noqa: S108
def test_what_is_no_python_is_named(python):
    said = refused(PROJECT, f"PYTHON={python}", ".venv-none/installed")
    assert said.startswith("Python 3.11, 3.12 or 3.13 is needed") and python in said


def test_an_environment_that_nobody_declared_is_named():
    said = refused(PROJECT, f"PYTHON={sys.executable}", ".venv-none/installed")
    assert ".venv-none cannot be set up: there is no requirements/none.txt. There is one for: audit, bi, " in said
    outcome = subprocess.run(
        [sys.executable, "scripts/environment.py", ".venv"], cwd=PROJECT, capture_output=True, text=True
    )
    assert outcome.returncode and outcome.stderr.startswith("Usage: ")


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A project with one tool whose installation is played; `failing` holds the steps that fail, with what is raised."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "pip.txt").write_text("")
    for lock in ("tool", "more"):
        (tmp_path / "requirements" / f"{lock}.txt").write_text("")
    failing = {}

    def play(python, *arguments, held):
        step = arguments[1] if arguments[:2] != ("-m", "pip") else arguments[2]
        if step == "venv":
            (Path(arguments[2]) / "bin").mkdir(parents=True)
            (Path(arguments[2]) / "bin" / "python").symlink_to(sys.executable)
        if step == "install":
            (python.parent.parent / Path(arguments[-1]).name).write_text(Path(arguments[-1]).read_text())
            call.installs(python.parent.parent)
        if step in failing:
            raise failing[step]

    def call(*locks):
        monkeypatch.setattr(
            sys, "argv", ["environment.py", ".venv-tool", *(f"requirements/{lock}.txt" for lock in locks or ["tool"])]
        )
        try:
            environment.main()
        except SystemExit as stopped:
            return str(stopped)
        return ""

    monkeypatch.setattr(environment, "PROJECT", tmp_path)
    monkeypatch.setattr(environment, "run", play)
    call.folder, call.failing, call.installs = tmp_path / ".venv-tool", failing, lambda folder: None
    return call


def test_every_set_up_begins_with_the_pinned_pip(small, monkeypatch):
    """The pip that a Python brings installs nothing but the pinned one."""
    steps, play = [], environment.run

    def note(python, *arguments, held):
        steps.append(Path(arguments[-1]).name if "install" in arguments else arguments[1])
        play(python, *arguments, held=held)

    monkeypatch.setattr(environment, "run", note)
    assert small("tool", "more") == ""
    assert steps[:4] == ["venv", "pip.txt", "tool.txt", "more.txt"]
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert not re.search(r"pip3? install|ensurepip", makefile), "no set-up goes past scripts/environment.py"


def test_a_link_is_not_followed(small, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "work").touch()
    small.folder.symlink_to(theirs)
    assert f"{small.folder} is a symbolic link to {theirs}, which is left alone" in small()
    assert (theirs / "work").exists() and small.folder.is_symlink()
    small.folder.unlink()
    small.folder.symlink_to(tmp_path / "nowhere")
    assert "is a symbolic link to" in small() and not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("name", [".venv-tool", ".venv-tool-before"])
def test_a_folder_of_somebody_else_is_left_alone(small, name):
    theirs = small.folder.with_name(name)
    theirs.mkdir()
    (theirs / "pyvenv.cfg").touch()
    assert f"{theirs} was not made by make; move it away or delete it" in small()
    assert (theirs / "pyvenv.cfg").exists()


def test_a_file_is_named(small):
    small.folder.write_text("mine")
    assert f"{small.folder} is not a folder; move it away" in small()
    assert small.folder.read_text() == "mine"


def contents(folder: Path) -> dict:
    return {path.relative_to(folder): path.is_file() and path.read_bytes() for path in folder.rglob("*")}


CHANGED, ADDED = "the lock changed", "a lock was added"


@pytest.mark.parametrize("why, step", [(CHANGED, "venv"), (CHANGED, "install"), (CHANGED, "check"), (ADDED, "install"), (ADDED, "check")])  # fmt: skip
@pytest.mark.parametrize("error", [RuntimeError("no network"), OSError("disk full"), KeyboardInterrupt()], ids=repr)
def test_a_set_up_that_fails_leaves_the_environment_as_it_was(small, step, error, why):
    assert small() == ""
    before = contents(small.folder)
    if why == CHANGED:
        (small.folder.parent / "requirements" / "tool.txt").write_text("new")
    small.failing[step] = error
    said = small(*(["tool"] if why == CHANGED else ["tool", "more"]))
    assert "as it was" in said and ("Stopped" in said or str(error) in said)
    assert contents(small.folder) == before
    assert not list(small.folder.parent.glob(".venv-tool?*"))
    small.failing.clear()
    assert small("tool", "more") == ""
    assert (small.folder / "tool.txt").read_text() == ("new" if why == CHANGED else "")
    assert (small.folder / "more.txt").exists() and not list(small.folder.parent.glob(".venv-tool?*"))


def killed(call, locks: tuple, changes: int) -> bool:
    """A set-up in a process of its own, killed before it changes the file system once more; whether it was."""
    changing = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.chmod", "os.utime")
    left = iter(range(changes))

    def before(event, details):
        writes = event == "open" and details[2] & (os.O_WRONLY | os.O_CREAT)
        if (event in changing or writes) and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if not child:
        sys.addaudithook(before)
        call(*locks)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("why", ["nothing was there", CHANGED, ADDED])
def test_a_set_up_that_is_killed_anywhere_is_whole_after_the_next(small, why):
    """While an environment was copied to add a lock to it, what lay there passed for somebody else's folder."""
    locks = ("tool", "more") if why == ADDED else ("tool",)
    lock = small.folder.parent / "requirements" / "tool.txt"
    for changes in range(500):
        for folder in small.folder.parent.glob(".venv-tool*"):
            shutil.rmtree(folder)
        lock.write_text("")
        if why != "nothing was there":
            assert small() == ""
        lock.write_text("new" if why == CHANGED else "")
        was_killed = killed(small, locks, changes)
        assert small(*locks) == "", changes
        state = environment.wanted(small.folder, [f"requirements/{name}.txt" for name in locks])
        assert environment.why_rebuild(small.folder, state) is None
        assert all((small.folder / f"{name}.txt").exists() for name in locks), changes
        assert (small.folder / "tool.txt").read_text() == lock.read_text()
        assert not list(small.folder.parent.glob(".venv-tool?*")), changes
        if not was_killed:
            return
    raise AssertionError("never came to its end")


@pytest.mark.parametrize("by_hand", ["removed", "replaced", "added"])
def test_what_was_changed_by_hand_is_set_up_again(small, capsys, by_hand):
    """pip uninstall, or pip install of another version: the stamp still said that all stood there."""
    assert small() == ""
    site = small.folder / "lib" / "python3.11" / "site-packages"
    (site / "thing-1.0.dist-info").mkdir(parents=True)
    small.folder.joinpath("installed").unlink()
    small.installs = lambda folder: (folder / site.relative_to(small.folder) / "thing-1.0.dist-info").mkdir(parents=True, exist_ok=True)  # fmt: skip
    assert small() == "" and "thing-1.0" in (small.folder / "installed").read_text()
    if by_hand != "added":
        (site / "thing-1.0.dist-info").rmdir()
    if by_hand != "removed":
        (site / "thing-2.0.dist-info").mkdir()
    capsys.readouterr()
    assert small() == ""
    said = capsys.readouterr().out
    assert ("from nothing: thing-1.0 was removed or replaced by hand" in said) == (by_hand != "added"), said
    assert (site / "thing-1.0.dist-info").exists() and small() == "" and not capsys.readouterr().out


def test_a_lock_that_changes_while_pip_reads_it(small):
    """git checkout of another branch: its packages came in, and the stamp said that they were those of this lock."""
    lock = small.folder.parent / "requirements" / "tool.txt"
    small.installs = lambda folder: lock.write_text("of another branch")
    assert "requirements/tool.txt changed during the set-up; call again" in small()
    assert not (small.folder / "installed").exists()
    small.installs = lambda folder: None
    lock.write_text("")
    assert small() == "" and (small.folder / "tool.txt").read_text() == ""


def test_a_lock_that_changes_while_another_set_up_is_waited_for(small, monkeypatch):
    """What is asked for is what the lock says when it is this call's turn."""
    lock = small.folder.parent / "requirements" / "tool.txt"
    flock = environment.fcntl.flock

    def waited(handle, how):
        lock.write_text("of another branch")
        flock(handle, how)

    monkeypatch.setattr(environment.fcntl, "flock", waited)
    assert small() == "" and (small.folder / "tool.txt").read_text() == "of another branch"
    assert environment.why_rebuild(small.folder, environment.wanted(small.folder, ["requirements/tool.txt"])) is None


def test_two_set_ups_between_which_git_puts_another_script(fresh):
    """Each held a file of its own for the lock, and the second removed what the first was installing."""
    words = [sys.executable, "-c", "import fcntl, os, sys; fcntl.flock(os.open('.', os.O_RDONLY), fcntl.LOCK_EX); print(1, flush=True); sys.stdin.read()"]  # fmt: skip
    with subprocess.Popen(words, cwd=fresh, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        first.stdout.read(1)
        script = fresh / "scripts" / "environment.py"
        (fresh / "scripts" / "new").write_bytes(script.read_bytes())
        (fresh / "scripts" / "new").replace(script)
        words = [sys.executable, "scripts/environment.py", ".venv-tool", "requirements/pip.txt"]
        with subprocess.Popen(words, cwd=fresh, stdout=subprocess.PIPE, text=True) as second:
            assert second.stdout.readline() == "Another set-up is running; waiting for it …\n"
            assert not (fresh / ".venv-tool").exists()
            second.kill()
        first.stdin.close()


@pytest.mark.parametrize("goals", [["build", "report"], ["build", "export"], ["build", "metrics"]])
def test_goals_are_made_in_the_order_that_was_typed(tmp_path, goals):
    """MAKEFLAGS=-j4 in somebody's shell: the report was of the edition before, while the build published the next."""
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / "ncmec.duckdb").touch()
    played = tmp_path / "python"
    played.write_text(
        '#!/bin/sh\ncase "$*" in *sys.version_info*) echo True; exit;; esac\n'
        'echo "begins $*" >> log; sleep 0.3; echo "ends $*" >> log\n'
    )
    played.chmod(0o755)
    for folder in (".venv", f".venv-{goals[1]}"):
        (tmp_path / folder / "bin").mkdir(parents=True)
        shutil.copy(played, tmp_path / folder / "bin")
    words = ["make", f"PYTHON={played}", *goals]
    subprocess.run(words, cwd=tmp_path, env={**os.environ, "MAKEFLAGS": "-j4"}, check=True, capture_output=True)
    lines = (tmp_path / "log").read_text().splitlines()
    assert [line.split()[0] for line in lines] == ["begins", "ends"] * 4, lines


def test_an_environment_that_this_user_may_not_move_is_as_it_was(small, monkeypatch):
    """A second user of the checkout, with another Python: it was said to be gone, and stood there whole."""
    assert small() == ""
    (small.folder.parent / "requirements" / "tool.txt").write_text("new")

    def no(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(environment.Path, "rename", no)
    assert "it is as it was. Failed: " in small() and (small.folder / "installed").exists()


def test_a_first_set_up_that_fails_is_begun_again(small):
    small.failing["install"] = RuntimeError("no network")
    assert "from nothing by the next call. Failed: no network" in small()
    small.failing.clear()
    assert small() == "" and (small.folder / "installed").exists()


class Killed(BaseException):
    """As if the process were gone: nothing after it runs."""


@pytest.mark.parametrize("moment", ["before", "while", "after"])
def test_a_killed_set_up_of_a_changed_lock_loses_nothing(small, monkeypatch, moment):
    """What stands aside comes back with the next call, whether or not that one succeeds."""
    assert small() == ""
    (small.folder / "kept").touch()
    aside = small.folder.with_name(".venv-tool-before")
    shutil.copytree(small.folder, aside, symlinks=True)
    (small.folder / "kept").unlink()
    if moment == "before":
        environment.remove(small.folder)
    elif moment == "while":
        (small.folder / "installed").unlink()
    (small.folder.parent / "requirements" / "tool.txt").write_text("new")
    small.failing["install"] = RuntimeError("no network")
    assert "as it was" in small()
    assert (small.folder / "kept").exists() == (moment != "after") and (small.folder / "installed").exists()
    assert not aside.exists()


def test_a_removal_that_is_killed_is_finished_by_the_next_call(small, monkeypatch):
    assert small() == ""
    (small.folder.parent / "requirements" / "tool.txt").write_text("new")

    def killed(path, *_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(environment.shutil, "rmtree", killed)
        with pytest.raises(Killed):
            small()
    assert small() == "" and (small.folder / "tool.txt").read_text() == "new"
    assert not list(small.folder.parent.glob(".venv-tool?*"))


def test_a_colon_in_the_folder_is_named_before_anything_is_made(small, tmp_path, monkeypatch):
    folder = tmp_path / "a:b"
    (tmp_path / "requirements").rename(tmp_path / "kept")
    folder.mkdir()
    (tmp_path / "kept").rename(folder / "requirements")
    monkeypatch.setattr(environment, "PROJECT", folder)
    assert f"No environment can be made in {folder}: Python takes : for the end of a path" in small()
    assert os.listdir(folder) == ["requirements"]


@pytest.mark.parametrize(
    ("goal", "name", "shown"),
    [
        ("review", "APPROVED_BY", '--approve "theirs"'),
        ("bi", "FOLDER", '8088 "theirs"'),
        ("metrics", "QUERY", "theirs"),
    ],
)
def test_only_what_is_typed_with_make_counts(goal, name, shown):
    """An APPROVED_BY in the shell approved what `make review` was asked to show."""
    said = {}
    for where, words, held in (("typed", [f"{name}=theirs"], {}), ("held", [], {name: "theirs"})):
        words = ["make", "--no-print-directory", "-n", goal, *words]
        said[where] = subprocess.run(
            words, cwd=PROJECT, env={**os.environ, **held}, capture_output=True, text=True, check=True
        ).stdout
    assert shown in said["typed"] and shown not in said["held"], said
