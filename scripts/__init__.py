"""What the scripts share: which file readers read."""

import os
import sys
from pathlib import Path

from scripts.locked import why_not_published


def published(folder: Path = Path()) -> Path:
    """The published file under the name that the build gives it: NCMEC_DATABASE, else ncmec.duckdb in the folder."""
    path = Path(os.environ.get("NCMEC_DATABASE") or folder / "ncmec.duckdb")
    if not path.exists():
        sys.exit(f"{path} is missing. Type: make build")
    if reason := why_not_published(path):
        sys.exit(reason)
    return path
