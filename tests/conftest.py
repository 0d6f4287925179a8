import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from playwright.sync_api import sync_playwright

from scripts.locked import lock
from tests import forks

PROJECT = Path(__file__).resolve().parent.parent
# these take longest and begin first, so that at the end no worker waits for another
FIRST = [
    *("bi", "setup", "referrals", "mutation", "meanings", "synthetic_year", "report", "publish", "export"),
    *("check_statement", "publish_attacks", "metrics", "browse", "published_path", "claims", "check_file"),
]
PARTS = ["dbt_project.yml", "models", "macros", "seeds", "plugins", "profiles"]


def pytest_collection_modifyitems(items):
    order = {f"test_{name}.py": place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


class Project:
    """A throw-away copy of the project whose seeds can be damaged and which real dbt builds."""

    command = str(forks.DBT)

    def __init__(self, folder: Path):
        self.folder = folder
        self.published = folder / "ncmec.duckdb"

    def start(self, *arguments, **environment) -> subprocess.Popen:
        return subprocess.Popen(
            [self.command, "--no-use-colors", "--log-level-file", "none", *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def dbt(self, *arguments, **environment) -> tuple[int, str]:
        if any(name.startswith("PYTHON") for name in environment):  # which a fork would read too late
            started = self.start(*arguments, **environment)
            output, _ = started.communicate(timeout=300)
            return started.returncode, output
        return forks.call(
            ["--no-use-colors", "--log-level-file", "none", *arguments], self.folder, {**os.environ, **environment}
        )

    def edit(self, path: str, old: str, new: str, times: int = 1) -> None:
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} not in {path}"
        file.write_text(text.replace(old, new, times), encoding="utf-8")

    def approve_registries(self) -> None:
        """A planted registry error that a careless reviewer let through."""
        subprocess.run(
            [sys.executable, str(PROJECT / "scripts" / "review_registries.py"), "--approve", "a careless reviewer"],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )


def copy_project(folder: Path) -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = PROJECT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    shutil.copytree(PROJECT / "tests", folder / "tests", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(PROJECT / "profiles.yml", folder)
    # what dbt remembers of the files here is true of their copies, too: only what a test changes is parsed
    if (parsed := PROJECT / "target" / "partial_parse.msgpack").exists():
        (folder / "target").mkdir()
        shutil.copy(parsed, folder / "target")
    return Project(folder)


@pytest.fixture
def project(tmp_path) -> Project:
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def warehouse() -> duckdb.DuckDBPyConnection:
    """The published file, opened the way the documentation says."""
    return lock(duckdb.connect(str(PROJECT / "ncmec.duckdb"), read_only=True, config={"threads": 1}))


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium, which may reach nothing but this machine."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert executable, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield chromium
        chromium.close()
