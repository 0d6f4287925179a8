"""Environments from nothing, as a new user gets them: stock pip, interrupted, moved, and with newer Pythons.

.ci/run deletes every environment first, so that `make test` and `make test-slow` set up .venv and those of the
tools from nothing with the first Python; here is what they do not show.
"""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from scripts.environment import PYTHONS, PYTHONS_OF
from tests.conftest import PARTS, PROJECT

pytestmark = pytest.mark.slow

NEEDED = ["Makefile", "requirements", "requirements.txt", "scripts", "mcp.json", *PARTS]
BUILT_HERE = ["odfpy", "wtforms-json", "halo"]  # their authors publish no wheels


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
    (folder / "profiles.yml").symlink_to("profiles/profiles.yml")
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


def test_with_the_pip_that_the_python_brings(fresh):
    """pip 23.2.1, which Python 3.11.7 bundles, took a pinned package with an extra for an unpinned one."""
    assert "Setting up .venv-mcp (once)" in make(fresh, ".venv-mcp/installed")
    pip = subprocess.run(
        [fresh / ".venv-mcp/bin/python", "-m", "pip", "--version"], capture_output=True, text=True
    ).stdout
    pinned = (PROJECT / "requirements" / "pip.txt").read_text().split()[0]
    assert f"pip=={pip.split()[1]}" == pinned
    assert make(fresh, ".venv-mcp/installed") == ""


@pytest.mark.parametrize("moment", ["venv being made", "pip at work"])
def test_a_killed_set_up_is_begun_again(fresh, moment):
    environment = fresh / ".venv-report"
    started = subprocess.Popen(["make", ".venv-report/installed"], cwd=fresh, stdout=subprocess.DEVNULL, start_new_session=True)  # fmt: skip
    deadline = time.monotonic() + 120
    sign = "pyvenv.cfg" if moment == "venv being made" else "lib/python3*/site-packages/setuptools/__init__.py"
    while not list(environment.glob(sign)):
        assert time.monotonic() < deadline and started.poll() is None
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.wait()
    assert not (environment / "installed").exists()
    (environment / "left over").touch()
    assert "again, from nothing: its set-up was not finished" in make(fresh, ".venv-report/installed")
    assert not (environment / "left over").exists()
    subprocess.run([environment / "bin/python", "-c", "import altair, vl_convert"], check=True)


def test_a_moved_folder_is_set_up_again(fresh, tmp_path):
    """The paths in an environment are absolute: a moved or copied one would start another project's programs."""
    make(fresh, ".venv-report/installed")
    moved = tmp_path / "moved"
    fresh.rename(moved)
    assert f"it was made for {fresh}/.venv-report" in make(moved, ".venv-report/installed")
    script = (moved / ".venv-report/bin/pip").read_text().splitlines()[0]
    assert script == f"#!{moved}/.venv-report/bin/python{'' if script.endswith('python') else script[-4:]}"
    assert make(moved, ".venv-report/installed") == ""


def test_a_changed_lock_is_followed(fresh):
    make(fresh, ".venv-report/installed")
    with (fresh / "requirements" / "report.txt").open("a") as lock:
        lock.write("\n")
    assert "requirements/report.txt has changed" in make(fresh, ".venv-report/installed")


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_builds_with_newer_pythons(fresh, version):
    python = suitable(version)
    if not python:
        pytest.skip(f"this machine has no Python {version}")
    assert "ncmec.duckdb" in make(fresh, f"PYTHON={python}", "build")


def test_superset_installs_with_python_3_12_and_says_why_not_with_3_13(fresh):
    newer = {version: suitable(version) for version in ("3.12", "3.13")}
    if newer["3.13"]:
        outcome = subprocess.run(
            ["make", f"PYTHON={newer['3.13']}", ".venv-bi/installed"], cwd=fresh, capture_output=True, text=True
        )
        assert outcome.returncode and ".venv-bi needs Python 3.11 or 3.12" in outcome.stderr
    if not newer["3.12"]:
        pytest.skip("this machine has no Python 3.12")
    make(fresh, f"PYTHON={newer['3.12']}", ".venv-bi/installed")


@pytest.mark.parametrize("platform", ["x86_64-manylinux_2_28", "aarch64-apple-darwin"])
@pytest.mark.parametrize("version", [".".join(map(str, version)) for version in PYTHONS])
def test_locks_are_complete(tmp_path, version, platform):
    """uv resolves every lock in hash mode, which refuses whatever a lock does not list, and finds every wheel."""
    uv = PROJECT / ".venv-lock" / "bin" / "uv"
    assert uv.exists(), "uv is not installed. Type: make .venv-lock/installed"
    for lock in [
        "requirements.txt",
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
