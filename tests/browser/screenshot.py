"""Take a picture of a page: `python -m tests.browser.screenshot chapters/amdahl/ out.png`."""

from __future__ import annotations

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.chromium import ROOT, launch_options, playwright
from tests.browser.server import serve

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEIGHTS = {390: 844}


def main(arguments: list[str] | None = None) -> None:
    """Open the page as a visitor would and save what it looks like."""
    options = _parser().parse_args(arguments)
    address = options.page
    remote = "://" in address
    with nullcontext() if remote else serve(options.site) as site:
        url = address if site is None else site.url + address.lstrip("/")
        with playwright() as driver:
            browser = driver.chromium.launch(**launch_options())
            page = browser.new_page(
                viewport={"width": options.width, "height": HEIGHTS.get(options.width, 800)},
                color_scheme="dark" if options.dark else "light",
                device_scale_factor=options.scale,
                reduced_motion="reduce",
            )
            page.on("console", _say)
            page.on("pageerror", lambda error: print(f"page error: {error}"))
            page.goto(url, wait_until="networkidle")
            _show(page, options)
            page.screenshot(path=options.out, full_page=options.full)
            browser.close()


def _say(message: object) -> None:
    print(f"console {getattr(message, 'type', '')}: {getattr(message, 'text', '')}")


def _show(page: Page, options: argparse.Namespace) -> None:
    for selector in options.click:
        page.locator(selector).first.click()
    if options.at:
        page.locator(options.at).first.scroll_into_view_if_needed()
    if options.full:
        # Elements are loaded when seen: walk down once so that a full picture has them all.
        height = page.evaluate("document.documentElement.scrollHeight")
        for offset in range(0, height, 700):
            page.evaluate("y => scrollTo(0, y)", offset)
            page.wait_for_timeout(30)
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(options.wait_ms)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshot", description=__doc__)
    parser.add_argument("page", help="an address, or a path of the built site")
    parser.add_argument("out", help="the picture to write (.png)")
    parser.add_argument("--site", type=_folder, default=ROOT / "build" / "site")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--full", action="store_true", help="the whole page, not the first screen")
    parser.add_argument("--at", help="scroll to this selector first")
    parser.add_argument("--click", action="append", default=[], help="click this selector first")
    parser.add_argument("--wait-ms", type=int, default=300)
    return parser


def _folder(text: str) -> Path:
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"{text}: no such folder; build the site first")
    return folder


if __name__ == "__main__":
    main()
