"""The project works in a folder whatever the folder is called."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ["with space", "it's", "a & b", "x|y", "back\\slash", 'say "so"', "$HOME", "dän*"]


@pytest.mark.parametrize("name", NAMES)
def test_assistant_configuration_holds_the_folder_as_it_is(tmp_path, name):
    folder = tmp_path / name
    (folder / "scripts").mkdir(parents=True)
    for file in ("mcp.json", "mcp_config.py"):
        shutil.copy(PROJECT / "scripts" / file, folder / "scripts")
    printed = subprocess.run(
        [sys.executable, "scripts/mcp_config.py"], cwd=folder, check=True, capture_output=True, text=True
    )
    server = json.loads(printed.stdout)["mcpServers"]["ncmec"]
    assert server["command"] == f"{folder}/.venv-mcp/bin/python"
    assert server["args"] == [f"{folder}/scripts/mcp_server.py"]


def test_make_puts_no_folder_name_into_a_pattern():
    # sed read & and | of a folder's name as its own marks
    assert "$(CURDIR)" not in (PROJECT / "Makefile").read_text(encoding="utf-8")


def modules_at_import(source: str) -> set[str]:
    """What a file imports before anything of it runs."""
    imports = [node for node in ast.parse(source).body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return {name for node in imports for name in [getattr(node, "module", None), *(alias.name for alias in node.names)]}


def test_dbt_build_imports_nothing_that_windows_lacks():
    lacking = {"fcntl", "grp", "pwd", "resource", "termios"}
    assert modules_at_import("import os, fcntl\nfrom pwd import getpwnam") >= {"fcntl", "pwd"}
    for plugin in (PROJECT / "plugins").glob("*.py"):
        assert not modules_at_import(plugin.read_text(encoding="utf-8")) & lacking, plugin.name


def test_the_settings_are_found_where_there_are_no_symbolic_links():
    """A checkout on Windows turns a link into a text file: the one that plain `dbt build` reads is none."""
    assert not (PROJECT / "profiles.yml").is_symlink()
    assert (PROJECT / "profiles" / "profiles.yml").resolve() == PROJECT / "profiles.yml"
