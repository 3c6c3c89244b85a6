"""The page "Your machine", as a reader uses it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.chromium import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.server import Site

REPORTS = ROOT / "docs" / "machines"
HYBRID = REPORTS / "hybrid-2p4e.json"


class YourMachine:
    """One tab with the page open, and all that its console said."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        self.open()

    def open(self) -> None:
        self.page.goto(f"{self.site.url}your-machine/")
        expect(self.status).to_be_visible()

    @property
    def status(self) -> Locator:
        return self.page.locator("machine-loader .machine-status")

    @property
    def problem(self) -> Locator:
        return self.page.locator("machine-loader [role=alert]")

    def choose(self, name: str, content: str | bytes) -> None:
        body = content.encode() if isinstance(content, str) else content
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": body}
        self.page.locator("machine-loader input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    def load(self, path: Path = HYBRID) -> None:
        self.choose(path.name, path.read_bytes())
        expect(self.status).to_have_text(re.compile("^Loaded: "))

    def figure(self, field: str) -> Locator:
        return self.page.locator(f'hw-value[field="{field}"] .hw-figure').first

    def expect_drawn(self) -> None:
        """Python in the page has drawn what was loaded."""
        drawn = self.page.locator("machine-drawing .machine-status")
        expect(drawn).to_have_text(re.compile("^Drawn in "), timeout=60_000)
