"""Takes the pictures of docs/tour.md from the pages that `make report` wrote, with the system's Chromium.

Beside them stands which numbers each shows, so that a picture whose numbers changed is noticed.
"""

import base64
import json
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path("docs/pictures")
SIZE = {"width": 900, "height": 600}
# picture: page, what is typed, what is clicked, what is scrolled to
PICTURES = {
    "report": ("index.html", None, None, None),
    "look-up": ("look-up/index.html", "virg", None, "h1"),
    "state": ("states/virginia.html", None, None, None),
    "source": ("states/virginia.html", None, "main button.n", None),
    "provider": ("providers/google.html", None, None, "main h2"),
}
SEEN = """() => Object.fromEntries([...document.querySelectorAll('button.n')].filter(button => {
    const box = button.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight && box.width;
}).map(button => [button.getAttribute('popovertarget'), button.textContent.trim()]))"""


def take(report: Path) -> dict:
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not executable:
        sys.exit("Pictures need Chromium: apt-get install chromium")
    pictures = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.5, color_scheme="light", reduced_motion="reduce")
        for name, (address, typed, clicked, shown) in PICTURES.items():
            page.goto((report / address).resolve().as_uri())
            if typed:
                page.get_by_label("Search").fill(typed)
            if shown:
                page.locator(shown).first.evaluate("element => element.scrollIntoView()")
            if clicked:
                page.locator(clicked).first.click()
            drawn = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": 75})
            pictures[name] = (base64.b64decode(drawn["data"]), {"page": address, "numbers": page.evaluate(SEEN)})
        browser.close()
    return pictures


if __name__ == "__main__":
    pictures = take(Path("report"))
    TARGET.mkdir(exist_ok=True)
    for name, (content, _) in pictures.items():
        (TARGET / f"{name}.webp").write_bytes(content)
    numbers = {name: seen for name, (_, seen) in pictures.items()}
    (TARGET / "numbers.json").write_text(json.dumps(numbers, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    size = sum(len(content) for content, _ in pictures.values())
    print(f"wrote {len(pictures)} pictures to {TARGET}: {size / 1000:.0f} KB")
