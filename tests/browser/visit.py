"""One visit of one page, and everything it asked for or complained about."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.browser.chromium import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Page, Response

# Counted as they are: compressed already, or not worth it.
COMPRESSED = (".woff2", ".png", ".webp", ".gz", ".gzip")
NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} forbids ${event.blockedURI}`));
"""
SERIOUS_FINDINGS = """
async (selectors) => {
  const include = selectors.map((selector) => [selector]);
  const { violations } = await axe.run({ include }, { resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(" | ")}`);
}
"""


@dataclass(frozen=True)
class Seen:
    """What one visit found."""

    complaints: list[str]
    left_the_origin: list[str]
    compressed_bytes: dict[str, int]
    serious: list[str]
    width_on_a_phone: int


class Visit:
    """Listens to a tab from before its page is opened."""

    def __init__(self, page: Page, origin: str) -> None:
        self._page = page
        self._origin = origin
        self._complaints: list[str] = []
        self._requested: list[str] = []
        self._responses: list[Response] = []
        page.add_init_script(NOTE_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._complaints.append(f"page error: {error}"))
        page.on("request", lambda request: self._requested.append(request.url))
        page.on("response", lambda response: self._responses.append(response))

    def look_at(self, address: str) -> Seen:
        """Open the page, wait until it asks for nothing more, weigh, examine and narrow it."""
        self._page.goto(address, wait_until="networkidle")
        weights = self._compressed_bytes()
        serious = serious_findings(self._page)
        self._page.set_viewport_size({"width": 360, "height": 740})
        width = self._page.evaluate("document.documentElement.scrollWidth")
        return Seen(list(self._complaints), self._left_the_origin(), weights, serious, width)

    def _left_the_origin(self) -> list[str]:
        """Requests to anybody else; what a page carries in itself (`data:`, `blob:`) is not one."""
        own = (self._origin, "data:", "blob:")
        return [address for address in self._requested if not address.startswith(own)]

    def _compressed_bytes(self) -> dict[str, int]:
        """What each response weighs on a host that compresses text."""
        return {
            response.url: _compressed(response)
            for response in self._responses
            if response.url.startswith(self._origin)
        }

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._complaints.append(message.text)


def _compressed(response: Response) -> int:
    if not response.ok:
        return 0
    body = response.body()
    if response.url.split("?")[0].endswith(COMPRESSED):
        return len(body)
    return len(gzip.compress(body, 6))


def serious_findings(page: Page, *within: str) -> list[str]:
    """What axe-core calls serious or critical inside these selectors, with the elements."""
    page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
    findings: list[str] = page.evaluate(SERIOUS_FINDINGS, list(within or ["html"]))
    return findings
