"""Python in the page: from the click to the first output, beside the floor and what others take."""

from __future__ import annotations

import math
import platform
import shutil
import statistics
import subprocess
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bench import jupyterlite
from bench.page_scripts import (
    CLICK_TO,
    COMPRESS,
    FLOOR,
    FLOOR_PAGE,
    FLOOR_UNPACKED,
    KEPT,
    STOCK_PAGE,
    STOCK_WORKER,
)
from explainer.places import Places
from tests.browser.chromium import ROOT, launch_options, node, playwright
from tests.browser.server import Site, serve
from tests.browser.snippet_page import write_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

ROUNDS = 5
SNIPPETS = {
    "t/first": 'print("hello")\n',
    "t/second": 'print("world")\n',
    "t/endless": 'print("begun")\nwhile True:\n    pass\n',
    "t/crash": "import os\nos.abort()\n",
}
FLOORS = {
    "floor": "#worker",
    "floor, unpacked by its worker": "#unpacked",
    "floor without a worker": "#page",
}


class Goal(NamedTuple):
    """A figure as a ratio of two medians, and what it should be at most."""

    figure: str
    of: str
    at_most: float


GOALS = (
    Goal("cold", "floor", 2.2),
    Goal("warm", "floor warm", 2.8),
    Goal("cold after 400 ms of hover", "floor", 1.0),
    Goal("cold", "stock cold", 0.17),
    Goal("cold, from navigation", "JupyterLite cold, from navigation", 0.08),
)
LIMITS_MS = {"second snippet": 20, "Stop, state kept": 50, "ready again after a crash": 350}


def main() -> None:
    """Interleave the variants, print medians, and ratios beside their goals."""
    samples: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        site = _served(stack, _site(folder / "ours"))
        stock = _served(stack, _stock(folder / "stock"))
        lite = _jupyterlite(stack)
        driver = stack.enter_context(playwright())
        for _ in range(ROUNDS):
            chromium = driver.chromium.launch(**launch_options())
            for name, ms in _round(chromium, site, stock, lite):
                samples[name].append(ms)
            version = chromium.version
            chromium.close()
        chromium = driver.chromium.launch(**launch_options())
        _say_weight(chromium, site)
        chromium.close()
    _report(samples, version)


def _round(
    browser: Browser, site: Site, stock: Site, lite: Site | None
) -> Iterator[tuple[str, float]]:
    """Every variant once; those called cold in a profile that was never used."""
    for name, place in FLOORS.items():
        with browser.new_context() as visitor:
            yield name, _press(visitor, f"{site.url}floor/", place, "done")
            yield f"{name} warm", _press(visitor, f"{site.url}floor/", place, "done")
    yield from _ours(browser, site)
    with browser.new_context() as visitor:
        page = _opened(visitor, site.url)
        yield "cold after 400 ms of hover", _click(page, "t/first", hover_ms=400)
    with browser.new_context() as visitor:
        yield "stock cold", _press(visitor, stock.url, "button", "hello")
        yield "stock warm", _press(visitor, stock.url, "button", "hello")
    with browser.new_context() as visitor:
        yield "cold, from navigation", _from_navigation(visitor, site)
    if lite is not None:
        with browser.new_context() as visitor:
            for state in ("cold", "warm"):
                ms = jupyterlite.first_output_ms(visitor, lite)
                yield f"JupyterLite {state}, from navigation", ms


def _ours(browser: Browser, site: Site) -> Iterator[tuple[str, float]]:
    with browser.new_context() as visitor:
        page = _opened(visitor, site.url)
        yield "cold", _click(page, "t/first")
        _idle(page, "t/first")
        yield "second snippet", _click(page, "t/second", text="world")
        _kept(page)
        page.close()
        page = _opened(visitor, site.url)
        yield "warm", _click(page, "t/first")
        _idle(page, "t/first")
        yield from _stopped(page)
        _click(page, "t/crash", place="status", text="ended here")
        yield "ready again after a crash", _click(page, "t/second", text="world")


def _stopped(page: Page) -> Iterator[tuple[str, float]]:
    """Stop an endless loop; its interpreter is kept if no other worker is made."""
    made: list[str] = []
    page.on("worker", lambda worker: made.append(worker.url))
    _click(page, "t/endless", text="begun")
    page.wait_for_timeout(500)
    elapsed = _click(page, "t/endless", "stop", "status", "topped")  # "It has stopped"
    _idle(page, "t/endless")
    yield ("Stop, state lost" if made else "Stop, state kept"), elapsed


def _kept(page: Page) -> None:
    """Wait until the service worker has put the runtime by, as it does when a first run is over."""
    for _ in range(100):
        kept = set(page.evaluate(KEPT))
        if kept >= {"pyodide.asm.mjs", "pyodide.asm.wasm.gzip", "python_stdlib.zip"}:
            return
        page.wait_for_timeout(200)
    raise TimeoutError(f"the service worker kept only {kept}")


def _opened(visitor: BrowserContext, address: str) -> Page:
    """A page that has come to rest, its service worker, if it has one, included."""
    page = visitor.new_page()
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(1_000)
    return page


def _click(
    page: Page,
    snippet: str,
    button: str = "run",
    place: str = "log",
    text: str = "hello",
    hover_ms: float | None = None,
) -> float:
    """Milliseconds from pressing a button of a snippet until its `place` shows `text`."""
    element = f'python-snippet[file="{snippet}"] .python-'
    elapsed: float = page.evaluate(CLICK_TO, [element + button, element + place, hover_ms, text])
    return elapsed


def _idle(page: Page, snippet: str) -> None:
    run = page.locator(f'python-snippet[file="{snippet}"] .python-run')
    run.and_(page.locator(":enabled")).wait_for()


def _press(visitor: BrowserContext, address: str, button: str, text: str) -> float:
    page = _opened(visitor, address)
    elapsed: float = page.evaluate(CLICK_TO, [button, "pre", None, text])
    page.close()
    return elapsed


def _from_navigation(visitor: BrowserContext, site: Site) -> float:
    """The click comes as soon as there is something to click."""
    page = visitor.new_page()
    page.goto(site.url, wait_until="commit")
    page.locator('python-snippet[file="t/first"] .python-run').wait_for()
    _click(page, "t/first")
    elapsed: float = page.evaluate("performance.now()")
    return elapsed


def _served(stack: ExitStack, folder: Path) -> Site:
    """On a host that sends brotli for all that has not travelled compressed already."""
    command = [node(), "--input-type=module", "-e", COMPRESS, str(folder)]
    subprocess.run(command, check=True)
    return stack.enter_context(serve(folder, precompressed=True))


def _site(folder: Path) -> Path:
    """Our published files on a small page, service worker included; and the floor beside them."""
    write_site(folder, Places().web, SNIPPETS, offline=True)
    (wasm,) = folder.glob("assets/web/python/*/pyodide.asm.wasm.gzip")
    unpacked = FLOOR_UNPACKED.replace("WASM", f"../{wasm.relative_to(folder).as_posix()}")
    floor = folder / "floor"
    floor.mkdir()
    shutil.copy(ROOT / "node_modules" / "pyodide" / "pyodide.asm.wasm", floor)
    (floor / "index.html").write_text(FLOOR_PAGE.replace("FLOOR", FLOOR), encoding="utf-8")
    (floor / "worker.mjs").write_text(f"{FLOOR} postMessage(0);", encoding="utf-8")
    (floor / "unpacked.mjs").write_text(f"{unpacked} postMessage(0);", encoding="utf-8")
    return folder


def _stock(folder: Path) -> Path:
    """Pyodide's own files as npm brings them, in a module worker as its documentation shows."""
    shutil.copytree(ROOT / "node_modules" / "pyodide", folder / "pyodide")
    (folder / "index.html").write_text(STOCK_PAGE, encoding="utf-8")
    (folder / "worker.mjs").write_text(STOCK_WORKER, encoding="utf-8")
    return folder


def _jupyterlite(stack: ExitStack) -> Site | None:
    try:
        return _served(stack, jupyterlite.built())
    except jupyterlite.NotBuiltError as reason:
        print(f"JupyterLite is left out: {reason}")
        return None


def _say_weight(browser: Browser, site: Site) -> None:
    """Bytes before any intent: of the runtime, and of the scripts that stand ready to load it."""
    begin = len(site.requests)
    _opened(browser.new_context(service_workers="block"), site.url)
    asked = [site.directory / path.lstrip("/") for path in site.requests[begin:]]
    runtime = [file for file in asked if "python" in file.parts]
    scripts = [file for file in asked if file.suffix == ".js"]
    travelled = sum(Path(f"{file}.br").stat().st_size for file in scripts)
    print(
        f"before intent: {len(runtime)} files of the runtime (goal 0), {travelled:,} bytes of"
        f" scripts travelled (goal at most 10,000), {sum(f.stat().st_size for f in scripts):,}"
        " bytes uncompressed"
    )


def _report(samples: dict[str, list[float]], version: str) -> None:
    medians = {name: statistics.median(values) for name, values in samples.items()}
    print(f"Chromium {version}, {platform.machine()}, {ROUNDS} interleaved rounds, medians in ms;")
    print(
        "all from one host on loopback that sends brotli; the floor is a module worker, as Python"
    )
    print("needs one, that fetches and compiles pyodide.asm.wasm; figures begin with the click")
    for name, ms in medians.items():
        spread = f"{min(samples[name]):.0f} to {max(samples[name]):.0f}"
        print(f"  {name:42} {ms:8.0f}   {spread}")
    for figure, of, at_most in GOALS:
        if figure in medians and of in medians:
            ratio = medians[figure] / medians[of]
            print(f"  {figure} / {of}: {ratio:.2f} (goal at most {at_most})")
    for name, at_most in LIMITS_MS.items():
        print(f"  {name}: {medians.get(name, math.nan):.0f} ms (goal under {at_most})")
