"""One visit of one page, and everything it asked for or complained about."""

from __future__ import annotations

import gzip
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


class Visit:
    """Listens to a tab from before its page is opened."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.complaints: list[str] = []
        self.requested: list[str] = []
        self._responses: list[Response] = []
        page.add_init_script(NOTE_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("response", lambda response: self._responses.append(response))

    def open(self, address: str) -> Visit:
        """Go there and wait until the page asks for nothing more."""
        self.page.goto(address, wait_until="networkidle")
        return self

    def left_the_origin(self) -> list[str]:
        """Requests to anybody else; what a page carries in itself (`data:`, `blob:`) is not one."""
        own = (self.origin, "data:", "blob:")
        return [address for address in self.requested if not address.startswith(own)]

    def compressed_bytes(self) -> dict[str, int]:
        """What each response weighs on a host that compresses text."""
        return {
            response.url: _compressed(response)
            for response in self._responses
            if response.url.startswith(self.origin)
        }

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


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
