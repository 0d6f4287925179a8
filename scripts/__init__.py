"""What the scripts share: which file readers read."""

import os
import sys
import tempfile
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


def write_together(folder: Path, pages: dict[str, str | bytes]) -> None:
    """All the pages before, or all the new ones: once the last has found room, only renaming is left."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as room:
        fresh = {address: Path(room, str(number)) for number, address in enumerate(pages)}
        for address, text in pages.items():
            fresh[address].write_bytes(text.encode() if isinstance(text, str) else text)
        for address, file in fresh.items():
            (folder / address).parent.mkdir(parents=True, exist_ok=True)
            file.replace(folder / address)
