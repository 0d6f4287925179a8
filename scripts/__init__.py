"""What the scripts share: which file readers read."""

import os
import sys
from pathlib import Path

from scripts.locked import why_not_published


def published(folder: Path = Path(), given: Path | None = None) -> Path:
    """The published file: the one that is given, else NCMEC_DATABASE, else ncmec.duckdb in the folder."""
    path = given or Path(os.environ.get("NCMEC_DATABASE") or folder / "ncmec.duckdb")
    if not path.exists():
        sys.exit(f"{path} is missing. Type: make build")
    if reason := why_not_published(path):
        sys.exit(reason)
    return path


def write_whole(page: Path, text: str | bytes) -> None:
    """The page before, or the whole new one: never the half of it that found room."""
    fresh = page.with_name(f"{page.name}.new-{os.getpid()}")  # two at once write into files of their own
    try:
        fresh.write_bytes(text.encode() if isinstance(text, str) else text)
        fresh.replace(page)
    finally:
        fresh.unlink(missing_ok=True)
