"""Claims as Markdown: a card for one, a list for a chapter, a feed for those that were wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from xml.etree import ElementTree

from explainer.claims import VERDICTS, Claim, Claims
from explainer.errors import UnknownName
from explainer.fences import Fence, allow
from explainer.snippet import Library

_ATOM = "http://www.w3.org/2005/Atom"


def render_claim(fence: Fence, claims: Claims, library: Library) -> str:
    """The Markdown for one ```claim fence: what is said, the verdict, the fact, the evidence."""
    allow(fence, {"id"}, set())
    claim = claims.find(fence.options["id"])
    return (
        f'!!! verdict-{claim.verdict} "{VERDICTS[claim.verdict]}: “{_quoted(claim.says)}”"\n\n'
        f"    {claim.fact}\n\n    {_evidence(claim, library)}\n    {{ .verdict-evidence }}\n"
    )


def render_claims(fence: Fence, claims: Claims, library: Library, titles: Mapping[str, str]) -> str:
    """The Markdown for one ```claims fence: a list of a chapter's claims, or of all.

    A definition list, so that a phone needs no sideways scrolling and a screen reader says what
    belongs together. `titles` are the chapters' in reading order.
    """
    allow(fence, set(), {"chapter"})
    if "chapter" in fence.options:
        return _list(claims.of_chapter(fence.options["chapter"]), library)
    return "\n".join(
        f"## {titles[chapter]}\n\n{_list(claims.of_chapter(chapter), library)}"
        for chapter in titles
        if any(claim.chapter == chapter for claim in claims.all)
    )


def render_coverage(fence: Fence, claims: Claims, library: Library) -> str:
    """The Markdown for the ```coverage fence: every id, its verdict, and what settles it."""
    allow(fence, set(), set())
    rows = ["| Row | Claim | Verdict | Settled by |", "| --- | --- | --- | --- |"]
    for id_, claim in sorted(claims.by_id.items()):
        said = claim.says.replace("|", "\\|")
        settled = _evidence(claim, library).removeprefix("Evidence: ").replace("|", "\\|")
        rows.append(f"| {id_} | {said} | {VERDICTS[claim.verdict]} | {settled} |")
    return "\n".join(rows)


def _list(chosen: list[Claim], library: Library) -> str:
    entries = "\n\n".join(_entry_of_list(claim, library) for claim in chosen)
    return f"//// html | div.verdicts\n\n{entries}\n\n////\n"


def _entry_of_list(claim: Claim, library: Library) -> str:
    return (
        f"“{_quoted(claim.says)}”\n\n"
        f":   **{VERDICTS[claim.verdict]}.**{{ .verdict-word .{claim.verdict} }} {claim.fact}\n\n"
        f"    {_evidence(claim, library)}\n    {{ .verdict-evidence }}"
    )


def feed(claims: Claims, site_url: str, page_of: Callable[[str], str]) -> str:
    """Atom feed (RFC 4287) of the claims found wrong or outdated, newest first.

    `page_of` gives the site's address of a chapter's page.
    """
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed")
    corrected = [c for c in claims.all if c.verdict not in ("true", "history")]
    corrected.sort(key=lambda claim: (claim.decided, claim.id), reverse=True)
    _child(root, "title", "Python to the Metal: corrected claims")
    _child(root, "id", f"{site_url}feed.xml")
    _child(root, "updated", _instant(corrected[0]) if corrected else "1970-01-01T00:00:00+00:00")
    ElementTree.SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "href": f"{site_url}feed.xml"})
    for claim in corrected:
        _entry(root, claim, f"{site_url}{page_of(claim.chapter)}")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _entry(root: ElementTree.Element, claim: Claim, page: str) -> None:
    entry = ElementTree.SubElement(root, f"{{{_ATOM}}}entry")
    _child(entry, "title", f"{VERDICTS[claim.verdict]}: {claim.says}")
    _child(entry, "id", f"{page}#{claim.id}")
    _child(entry, "updated", _instant(claim))
    ElementTree.SubElement(entry, f"{{{_ATOM}}}link", {"href": page})
    author = ElementTree.SubElement(entry, f"{{{_ATOM}}}author")
    _child(author, "name", "Python to the Metal")
    _child(entry, "summary", claim.fact)


def _child(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}").text = text


def _instant(claim: Claim) -> str:
    return datetime.combine(claim.decided, time(), UTC).isoformat()


def _evidence(claim: Claim, library: Library) -> str:
    for id_ in claim.snippets:
        if id_ not in library.snippets:
            library_error = f'{claim.chapter}.toml: {claim.id} names the snippet "{id_}"'
            raise UnknownName(f"{library_error}, which does not exist")
    links = [f"[{id_}](/snippets/{id_}.py)" for id_ in claim.snippets]
    return "Evidence: " + "; ".join([*links, *claim.sources])


def _quoted(text: str) -> str:
    return text.replace('"', "”").rstrip(".")
