"""The project works in a folder whatever the folder is called."""

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
    shutil.copy(PROJECT / "mcp.json", folder)
    shutil.copy(PROJECT / "scripts" / "mcp_config.py", folder / "scripts")
    printed = subprocess.run(
        [sys.executable, "scripts/mcp_config.py"], cwd=folder, check=True, capture_output=True, text=True
    )
    server = json.loads(printed.stdout)["mcpServers"]["ncmec"]
    assert server["command"] == f"{folder}/.venv-mcp/bin/python"
    assert server["args"] == [f"{folder}/scripts/mcp_server.py"]


def test_make_puts_no_folder_name_into_a_pattern():
    # sed read & and | of a folder's name as its own marks
    assert "$(CURDIR)" not in (PROJECT / "Makefile").read_text(encoding="utf-8")
