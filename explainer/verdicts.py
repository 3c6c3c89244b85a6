"""Claims as Markdown: a card for one, a list for a chapter, a feed for those that were wrong.

Claim, experiment, verdict, fact, source: in this order, as in a court.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from xml.etree import ElementTree

from explainer.blocks import element, indent
from explainer.claims import VERDICTS, Claim, Claims
from explainer.experiments import Experiments
from explainer.fences import Fence, allow

_ATOM = "http://www.w3.org/2005/Atom"


def render_claim(fence: Fence, claims: Claims, experiments: Experiments) -> str:
    """The Markdown for one ```claim fence: what is said, the verdict, the fact, the evidence."""
    allow(fence, {"id"}, set())
    claim = claims.find(fence.options["id"])
    tried = _tried(claim, experiments)
    body = "\n\n".join([claim.fact, *tried, _evidence(claim, experiments)])
    title = f"{VERDICTS[claim.verdict]}: “{_quoted(claim.says)}”"
    return f'!!! verdict-{claim.verdict} "{title}"\n\n{indent(body)}\n'


def render_claims(
    fence: Fence, claims: Claims, experiments: Experiments, titles: Mapping[str, str]
) -> str:
    """The Markdown for one ```claims fence: a list of a chapter's claims, or of all.

    No table, so that a phone needs no sideways scrolling. `titles` are the chapters' in reading
    order.
    """
    allow(fence, set(), {"chapter"})
    if "chapter" in fence.options:
        return _list(claims.of_chapter(fence.options["chapter"]), experiments)
    return "\n".join(
        f"## {titles[chapter]}\n\n{_list(claims.of_chapter(chapter), experiments)}"
        for chapter in titles
        if any(claim.chapter == chapter for claim in claims.all)
    )


def render_coverage(fence: Fence, claims: Claims, experiments: Experiments) -> str:
    """The Markdown for the ```coverage fence: every id, its verdict, and what settles it."""
    allow(fence, set(), set())
    rows = ["| Row | Verdict | Claim, and what settles it |", "| --- | --- | --- |"]
    for id_, claim in sorted(claims.by_id.items()):
        said = claim.says.replace("|", "\\|")
        settled = _settled_by(claim, experiments).replace("|", "\\|")
        row = f"[{id_}](claims.md#{claim.id})"
        verdict = VERDICTS[claim.verdict]
        rows.append(f"| {row} | {verdict} | {said}<br><small>{settled}</small> |")
    return element("div.coverage", "\n".join(rows))


def _list(chosen: list[Claim], experiments: Experiments) -> str:
    return "\n\n".join(_trial(claim, experiments) for claim in chosen)


def _trial(claim: Claim, experiments: Experiments) -> str:
    said = f"“{_quoted(claim.says)}”\n{{ .said #{claim.id} }}"
    verdict = f"**{VERDICTS[claim.verdict]}.**{{ .verdict-word .{claim.verdict} }} {claim.fact}"
    parts = [said, *_tried(claim, experiments), verdict, _evidence(claim, experiments)]
    # an untitled admonition: what is folded inside an html block would not be parsed
    return '!!! trial ""\n\n' + indent("\n\n".join(parts))


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
    ElementTree.SubElement(entry, f"{{{_ATOM}}}link", {"href": f"{page}#{claim.id}"})
    author = ElementTree.SubElement(entry, f"{{{_ATOM}}}author")
    _child(author, "name", "Python to the Metal")
    _child(entry, "summary", claim.fact)


def _child(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_ATOM}}}{tag}").text = text


def _instant(claim: Claim) -> str:
    return datetime.combine(claim.decided, time(), UTC).isoformat()


def _tried(claim: Claim, experiments: Experiments) -> list[str]:
    shown = experiments.of(claim.snippets, f"{claim.chapter}.toml: {claim.id}")
    return [shown] if shown else []


def _evidence(claim: Claim, experiments: Experiments) -> str:
    return f"Evidence: {_settled_by(claim, experiments)}\n{{ .verdict-evidence }}"


def _settled_by(claim: Claim, experiments: Experiments) -> str:
    links = [experiments.link(id_) for id_ in claim.snippets]
    return "; ".join([*links, *claim.sources])


def _quoted(text: str) -> str:
    return text.replace('"', "”").rstrip(".")
