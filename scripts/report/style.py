"""What a drawing takes along when it leaves the page: the colours of the style sheet, letters, lines of text."""

import re
from pathlib import Path

# the first colours of the style sheet are those of a light page
PLAIN = dict(
    reversed(re.findall(r"--([\w-]+): (#\w+)", (Path(__file__).parent / "style.css").read_text(encoding="utf-8")))
)
FONT = "Helvetica, Arial, sans-serif"


def wrapped(text: str, width=110) -> list[str]:
    return re.findall(rf"\S.{{0,{width}}}(?=\s|$)", text)
