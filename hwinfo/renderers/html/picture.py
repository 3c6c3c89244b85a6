"""The frame of a drawing: one SVG element that names and describes itself and needs no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwinfo.renderers.html.markup import tag
from hwinfo.renderers.html.palette import svg_style

if TYPE_CHECKING:
    from hwinfo.renderers.html.markup import Markup


@dataclass(frozen=True, slots=True)
class Picture:
    """What a drawing is called and how large it is.

    Shape: `kind` is the class whose rules style it; `prefix` begins the ids inside.
    """

    kind: str
    prefix: str
    title: str
    description: str
    width: float
    height: float

    def svg(self, *shapes: Markup) -> Markup:
        """The picture with its shapes; a screen reader hears the title and the description."""
        width, height = f"{self.width:.0f}", f"{self.height:.0f}"
        return tag(
            "svg",
            tag("title", self.title, id=f"{self.prefix}-title"),
            tag("desc", self.description, id=f"{self.prefix}-desc"),
            svg_style(self.kind),
            *shapes,
            xmlns="http://www.w3.org/2000/svg",
            class_=self.kind,
            role="img",
            aria_labelledby=f"{self.prefix}-title {self.prefix}-desc",
            viewBox=f"0 0 {width} {height}",
            width=width,
            height=height,
        )
