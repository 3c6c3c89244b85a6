"""Fixtures for every test: a browser a module, a fresh profile a test, a plain static host."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.browser import server
from tests.browser.chromium import ROOT, NoBrowserError, launch_options, playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the browser tests of a module on one worker, which then starts one browser for them."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(item.path.stem))


# A module, not a session: Playwright keeps an event loop running, which asyncio's own tests mind.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; missing is a failure in CI, a reasoned skip at home."""
    try:
        options = launch_options()
    except NoBrowserError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    with playwright() as driver:
        chromium = driver.chromium.launch(**options)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who was never here: no cache, no storage, no service worker."""
    visitor = browser.new_context(reduced_motion="reduce")
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One tab of the visitor."""
    return context.new_page()


@pytest.fixture
def serve() -> Iterator[Callable[..., server.Site]]:
    """`serve(directory, prefix="/")` on loopback until the test ends."""
    with ExitStack() as stack:
        yield lambda directory, prefix="/": stack.enter_context(server.serve(directory, prefix))


@pytest.fixture(scope="session")
def built_site() -> Path:
    """The site as `nox -s site` left it."""
    site = ROOT / "build" / "site"
    if not (site / "index.html").is_file():
        pytest.fail(f"{site}: no site there; build it first with `nox -s site`", pytrace=False)
    return site


@pytest.fixture(scope="session")
def front_end() -> Path:
    """The built front end, `build/web`."""
    built = ROOT / "build" / "web"
    if not (built / "loader.js").is_file():
        pytest.fail(f"{built}: no front end there; run `node web/build.mjs`", pytrace=False)
    return built
