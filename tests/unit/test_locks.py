"""What is installed is pinned, hashed and complete, and an environment that is not whole is known as such."""

import json
import os
import re
import subprocess
import sys

import pytest

from scripts import environment
from tests.conftest import PROJECT

LOCKS = sorted(f"requirements/{file.name}" for file in (PROJECT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_leaves_nothing_to_resolve(lock):
    entries = (PROJECT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        # no extra (old releases of pip misread it), no address, at least one hash
        assert re.fullmatch(r"[a-z0-9-]+==[\w.!+]+( ; [^:\[\]]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry), entry[:200]
    assert (PROJECT / lock).with_suffix(".in").exists()


def test_every_optional_environment_is_set_up_by_the_slow_tests():
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    tools = set(re.search(r"^TOOLS := (.*)$", makefile, re.M).group(1).split())
    optional = {lock.removeprefix("requirements/").removesuffix(".txt") for lock in LOCKS} - {
        "build",
        "pip",
        "dev",
    }
    assert tools == optional


@pytest.fixture
def whole(tmp_path):
    """An environment as the set-up leaves it, without its packages."""
    folder = tmp_path / ".venv-mcp"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    state = environment.wanted(folder, ["requirements/mcp.txt"])
    (folder / "installed").write_text(json.dumps(state), encoding="utf-8")
    return folder, state


def test_a_whole_environment_is_kept(whole):
    assert environment.why_rebuild(*whole) is None


@pytest.mark.parametrize(
    "damage, reason",
    {
        "interrupted": (lambda folder, stamp: (folder / "installed").unlink(), "not finished"),
        "stamp of an earlier release": (lambda folder, stamp: (folder / "installed").write_text(""), "not finished"),
        "stamp cut short": (lambda folder, stamp: (folder / "installed").write_text("{"), "not finished"),
        "moved or copied": (lambda folder, stamp: stamp.update(folder="/elsewhere/.venv-mcp"), "made for /elsewhere"),
        "another Python": (lambda folder, stamp: stamp.update(python="3.10.1 /old"), "made with Python 3.10.1"),
        "Python gone": (lambda folder, stamp: (folder / "bin" / "python").unlink(), "its Python is gone"),
        "another pip": (lambda folder, stamp: stamp["locks"].update({environment.FIRST: "0"}), "pip.txt has changed"),
        "another lock": (lambda folder, stamp: stamp["locks"].update({"requirements/mcp.txt": "0"}), "has changed"),
        "a lock gone": (lambda folder, stamp: stamp["locks"].update({"requirements/no.txt": "0"}), "has changed"),
    }.values(),
)
def test_what_is_not_whole_is_rebuilt(whole, damage, reason):
    folder, state = whole
    stamp = json.loads(json.dumps(state))
    damage(folder, stamp)
    if stamp != state:
        (folder / "installed").write_text(json.dumps(stamp), encoding="utf-8")
    assert reason in environment.why_rebuild(folder, state)


@pytest.mark.parametrize("version, lock", [((3, 10, 13), "requirements/build.txt"), ((3, 14, 0), "requirements/build.txt"), ((3, 13, 0), "requirements/bi.txt")])  # fmt: skip
def test_an_unsuitable_python_is_refused_in_a_sentence(monkeypatch, version, lock):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "argv", ["environment.py", ".venv-none", lock])
    with pytest.raises(SystemExit, match=r"^\.venv-none needs Python 3\.11.* or 3\.1[23]; .* make PYTHON="):
        environment.main()


def test_nothing_but_an_environment_is_deleted(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["environment.py", "seeds", "requirements/build.txt"])
    with pytest.raises(SystemExit, match=r"would be deleted"):
        environment.main()


def test_make_says_which_pythons_it_takes(tmp_path):
    """Nothing suitable on the path: a sentence, and help still works."""
    for tool in ("sh", "make", "sed", "rm"):
        (tmp_path / tool).symlink_to(f"/bin/{tool}" if os.path.exists(f"/bin/{tool}") else f"/usr/bin/{tool}")
    bare = {"PATH": str(tmp_path)}
    command = [str(tmp_path / "make"), "-s", "-C", str(PROJECT)]
    outcome = subprocess.run([*command, ".venv-audit/installed"], env=bare, capture_output=True, text=True)
    assert outcome.returncode and outcome.stderr.startswith("Python 3.11, 3.12 or 3.13 is needed; none of")
    assert "make build" in subprocess.run([*command, "help"], env=bare, capture_output=True, text=True).stdout
