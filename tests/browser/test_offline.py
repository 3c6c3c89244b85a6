"""The offline copy: after one visit, without a network, one version at a time, removable."""

import os
import time

import pytest
from playwright.sync_api import expect

from tests.browser.server import serve
from tests.browser.snippet_page import SnippetPage, write_manifest, write_site

pytestmark = pytest.mark.browser

SNIPPETS = {"t/hello": 'print("hello")\n'}
RUNTIME = {
    "pyodide.asm.mjs",
    "pyodide.asm.wasm.gzip",
    "pyodide.mjs",
    "python_stdlib.zip",
    "snapshot.bin.gzip",
}


@pytest.fixture
def folder(tmp_path, front_end):
    return write_site(tmp_path / "site", front_end, SNIPPETS, offline=True)


@pytest.fixture
def page(browser):
    context = browser.new_context(service_workers="allow")
    yield context.new_page()
    context.close()


def rewrite(file, old, new):
    """Change a published file; a minute later, for plain hosts compare whole seconds."""
    later = file.stat().st_mtime + 60
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    os.utime(file, (later, later))


def caches(page):
    return page.evaluate("caches.keys().then((names) => names.sort())")


def content(page, cache):
    """How many answers are kept there; Chromium may show a deleted cache a while, empty."""
    has = f"caches.has('{cache}')"
    return page.evaluate(
        f"{has}.then(async (yes) => yes && (await (await caches.open('{cache}')).keys()).length)"
    )


def eventually(question, *, seconds=15):
    """Ask until the answer is true; False if it never is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if question():
            return True
        time.sleep(0.1)
    return False


def kept(page, version):
    """Whether that version has become the current one."""
    current = "caches.match('current', {cacheName: 'metal-state'}).then((r) => r?.text())"
    return eventually(lambda: page.evaluate(current) == version)


def kept_of_python(page):
    """Names of the runtime's files in the copy; they go there once the reader has them."""
    addresses = page.evaluate(
        "caches.open('metal-hashed').then((c) => c.keys()).then((all) => all.map((r) => r.url))"
    )
    return {address.rpartition("/")[2] for address in addresses if "/python/3" in address}


def controlled(page):
    return eventually(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))


@pytest.mark.parametrize("prefix", ["/", "/some-project/"])
def test_a_visited_site_works_without_a_network(prefix, folder, page):
    """After one visit with one run, page, styles, snippet and Python come from the copy."""
    with serve(folder, prefix) as site:
        page.goto(site.url)
        assert kept(page, "first")
        assert controlled(page)
        assert SnippetPage(page).run("Finished") == "hello\n"
        assert eventually(lambda: kept_of_python(page) >= RUNTIME)
    page.goto(site.url)
    expect(page.locator("python-snippet")).to_be_visible()
    snippet = SnippetPage(page)
    assert snippet.run("Finished") == "hello\n"
    snippet.write("import colorsys\nprint(colorsys.ONE_THIRD)")
    assert snippet.run("Finished") == "0.3333333333333333\n"


def test_python_is_kept_after_its_first_start_without_a_second_download(folder, page):
    """What a first start fetches goes past the service worker, which then keeps all of it."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        assert controlled(page)
        assert SnippetPage(page).run("Finished") == "hello\n"
        assert eventually(lambda: kept_of_python(page) >= RUNTIME)
        assert len(site.asked_for(".wasm.gzip")) == 1


def test_python_is_not_part_of_the_copy_until_it_is_used(folder, page):
    """Reading costs no byte of the runtime, offline copy included."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        assert site.asked_for("pyodide") == []


def test_a_new_version_replaces_the_old_one_whole(folder, page):
    """With a network the new page is seen at once; then the whole copy is the new version's."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        rewrite(folder / "index.html", "tested source", "second version")
        write_manifest(folder, "second")
        page.reload()
        expect(page.locator(".tabbed-set code")).to_have_text("the second version")
        assert kept(page, "second")
        # what is current is written first; only then does the old copy go
        assert eventually(lambda: not content(page, "metal-first"))
    page.reload()
    expect(page.locator(".tabbed-set code")).to_have_text("the second version")


def test_a_half_published_version_is_not_kept(folder, page):
    """When a listed file is missing, the copy stays the old, whole version."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        write_manifest(folder, "broken")
        (folder / "snippets" / "t" / "hello.py").unlink()
        page.reload()
        assert eventually(lambda: len(site.asked_for("hello.py")) > 1)
        assert eventually(lambda: "metal-broken" not in caches(page))
        assert kept(page, "first")
    page.reload()
    expect(page.locator(".tabbed-set code")).to_have_text("the tested source")


def test_the_copy_can_be_removed_and_brought_back(folder, page):
    """`?no-offline` leaves nothing behind and is remembered; `?offline` begins again."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        page.goto(f"{site.url}?no-offline")
        assert eventually(lambda: caches(page) == []), caches(page)
        page.goto(site.url, wait_until="networkidle")
        registrations = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        assert page.evaluate(registrations) == 0
        page.goto(f"{site.url}?offline")
        assert kept(page, "first")


def test_a_site_can_switch_the_copy_off(folder, page):
    """With the switch in the page, as while serving drafts, an older copy is removed."""
    with serve(folder) as site:
        page.goto(site.url)
        assert kept(page, "first")
        switch = '<head><meta name="metal-offline" content="off">'
        rewrite(folder / "index.html", "<head>", switch)
        page.reload()
        assert eventually(lambda: caches(page) == []), caches(page)
