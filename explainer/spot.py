"""The page that fences are written for: the addresses it needs, and what else it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from explainer.snippet import Snippet

_SNIPPET = re.compile(r'^\s*(?:```|~~~)snippet file="(?:snippets/)?([^"]+?)(?:\.py)?"')


@dataclass(frozen=True)
class Spot:
    """One page.

    `to_root` is the relative address of the site's root from it, `""` or ending in `/`; `shows`
    are the ids of the snippets that its own fences show.
    """

    site_url: str = ""
    to_root: str = ""
    shows: frozenset[str] = frozenset()
    _anchored: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, lines: Iterable[str], site_url: str, to_root: str) -> Spot:
        """The page with this Markdown."""
        found = [match[1] for line in lines if (match := _SNIPPET.match(line))]
        return cls(site_url, to_root, frozenset(found))

    def anchor(self, snippet_id: str) -> str | None:
        """Where on this page the snippet is shown; None if it is not."""
        return f"#{_anchor(snippet_id)}" if snippet_id in self.shows else None

    def selector(self, snippet: Snippet, regions: Iterable[str] = ()) -> str:
        """The element around a snippet, as a pymdownx block takes it; the first has the anchor.

        `regions` are the definitions that it shows: where the bytecode explorer opens.
        """
        attributes = f"file='{snippet.id}' src='{self.to_root}snippets/{snippet.id}.py'"
        if shown := ",".join(regions):
            attributes += f" region='{shown}'"
        if snippet.header.browser:
            attributes += " browser"
        if snippet.id in self.shows and snippet.id not in self._anchored:
            self._anchored.add(snippet.id)
            attributes = f"id='{_anchor(snippet.id)}' {attributes}"
        return f"python-snippet[{attributes}]"


def _anchor(snippet_id: str) -> str:
    return f"run-{snippet_id.replace('/', '-')}"
