"""Prints the configuration with which an MCP client starts the server of this folder: mcp.json with full paths."""

import json
import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def configuration() -> str:
    config = json.loads((PROJECT / "scripts" / "mcp.json").read_text(encoding="utf-8"))
    for server in config["mcpServers"].values():
        server["command"] = str(PROJECT / server["command"])
        server["args"] = [str(PROJECT / argument) for argument in server["args"]]
        if os.environ.get("NCMEC_DATABASE"):  # clients start the server elsewhere, with an environment of their own
            server["env"] = {"NCMEC_DATABASE": os.path.abspath(os.environ["NCMEC_DATABASE"])}
    return json.dumps(config, indent=2, ensure_ascii=False)


if __name__ == "__main__":
    print(configuration())
