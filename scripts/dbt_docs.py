"""Writes build/docs/index.html: dbt's documentation as one page that opens from a file and fetches nothing.

dbt's page (target/static_index.html) asks for a favicon by a template that nobody filled in, and for
menu icons by the text of their template before it is evaluated.
"""

import re
from pathlib import Path

SOURCE = Path("target/static_index.html")
TARGET = Path("build/docs/index.html")


def whole(page: str) -> str:
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', "", page)
    return page.replace('xlink:href="{{', 'ng-attr-xlink:href="{{')


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(whole(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {TARGET}")
