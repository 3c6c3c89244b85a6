"""`$…$` and `$$…$$` become MathML when the page is built: no script, no fonts, read aloud."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import InlineProcessor

# A dollar that opens is followed by ink, one that closes follows ink: prices stay prices.
_INLINE = r"(?<![\\$])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![\d$])"
_BLOCK = re.compile(r"^\$\$(.+)\$\$$", re.DOTALL)


class InlineMaths(InlineProcessor):
    """A formula in a sentence."""

    def handleMatch(  # type: ignore[override]  # noqa: N802, D102
        self, match: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        assert self.md is not None  # noqa: S101
        markup = convert(match[1])
        return self.md.htmlStash.store(markup), match.start(0), match.end(0)


class BlockMaths(BlockProcessor):
    """A formula that is a paragraph of its own."""

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: D102
        return bool(_BLOCK.match(block.strip()))

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:  # noqa: D102
        match = _BLOCK.match(blocks.pop(0).strip())
        assert match is not None  # noqa: S101
        markup = convert(" ".join(match[1].split()), display="block")
        holder = ElementTree.SubElement(parent, "div", {"class": "maths", "tabindex": "0"})
        holder.text = self.parser.md.htmlStash.store(markup)


def extend(md: Markdown) -> None:
    """Teach one Markdown instance both forms."""
    md.inlinePatterns.register(InlineMaths(_INLINE, md), "metal-maths", 185)
    md.parser.blockprocessors.register(BlockMaths(md.parser), "metal-maths", 77)
