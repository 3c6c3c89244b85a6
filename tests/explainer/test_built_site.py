"""The site in `build/site`: every link and anchor leads somewhere, nothing names another host."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from explainer.claims import Claims
from explainer.places import Places
from explainer.snippet import Library

SITE = Places().build / "site"
ROOT = "http://site.test/base/"
LOADED = {"script": "src", "img": "src", "link": "href", "source": "src", "iframe": "src"}
NOT_LOADED = {"canonical", "alternate", "prev", "next"}

if not SITE.exists() and not os.environ.get("CI"):
    pytest.skip("no build/site; make it with nox -s site", allow_module_level=True)


class Page(HTMLParser):
    """Links, anchors and loaded files of one page."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.name = file.relative_to(SITE).as_posix()
        self.address = ROOT + self.name.removesuffix("index.html")
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        """Collect from one tag."""
        found = {key: value or "" for key, value in attrs}
        self.anchors.update(found[key] for key in ("id", "name") if found.get(key))
        if tag == "a" and found.get("href"):
            self.links.add(found["href"])
        loads = tag in LOADED and not NOT_LOADED & set(found.get("rel", "").split())
        if loads and found.get(LOADED[tag]):
            self.loaded.add(found[LOADED[tag]])


PAGES = {page.address: page for page in map(Page, sorted(SITE.rglob("*.html")))}


def problem(page: Page, link: str) -> str | None:
    """Why a link on a page leads nowhere; None if it leads somewhere or off the site."""
    address, anchor = urldefrag(urljoin(page.address, link))
    if urlsplit(address).scheme not in ("http", "https") or not address.startswith(ROOT):
        return None
    target = SITE / unquote(address.removeprefix(ROOT).partition("?")[0])
    if not (target / "index.html" if target.is_dir() else target).exists():
        return f"{link}: no such file"
    known = PAGES.get(address)
    if anchor and known and unquote(anchor) not in known.anchors:
        return f"{link}: no such anchor"
    return None


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_every_link_and_anchor_leads_somewhere(page: Page):
    """In text, navigation and raw HTML alike; the 404 page has absolute links by nature."""
    if page.name != "404.html":
        wrong = [problem(page, link) for link in sorted(page.links | page.loaded)]
        assert [text for text in wrong if text] == []


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.name)
def test_no_page_loads_anything_from_elsewhere(page: Page):
    """Scripts, styles, pictures and frames come from the site itself."""
    foreign = {url for url in page.loaded if urlsplit(url).netloc and "127.0.0.1" not in url}
    assert foreign == set()


def test_the_site_has_what_crawlers_readers_and_models_look_for():
    """Sitemap, feed, llms.txt, search, offline list, every snippet under its own address."""
    for name in ("sitemap.xml", "feed.xml", "llms.txt", "404.html", "search/search_index.json"):
        assert (SITE / name).stat().st_size > 100, name
    ElementTree.parse(SITE / "feed.xml")  # noqa: S314 - our own file
    published = {p.relative_to(SITE).as_posix() for p in (SITE / "snippets").rglob("*.py")}
    sources = {p.relative_to(Places().root).as_posix() for p in Places().snippets.rglob("*.py")}
    assert published == sources
    offline = json.loads((SITE / "offline.json").read_text(encoding="utf-8"))
    assert all((SITE / name).is_file() for name in offline["assets"])


def test_every_claim_that_can_be_tried_in_the_page_is_tried_in_court():
    """Claim, experiment, verdict: the court's page holds each experiment under its claim."""
    page = (SITE / "reference" / "claims" / "index.html").read_text(encoding="utf-8")
    library, claims = Library(Places().snippets), Claims(Places().claims)
    trials = {text.partition('"')[0]: text for text in page.split('<p class="said" id="')[1:]}
    for claim in claims.all:
        tried = trials[claim.id].partition('<p class="said"')[0]
        found = re.findall(r"<python-snippet (.*?)>", tried)
        wanted = [library.find(id_) for id_ in claim.snippets]
        assert [re.search('file="(.*?)"', tag)[1] for tag in found] == [s.id for s in wanted]
        assert ["browser" in tag for tag in found] == [s.header.browser for s in wanted], claim.id


def test_no_page_tells_where_it_was_built():
    """Neither the builder's folders nor the host."""
    told = [p.name for p in PAGES.values() if str(Places().root) in (SITE / p.name).read_text()]
    assert told == []
