"""The report as one HTML file, and its drawings one by one."""

from __future__ import annotations

from hwinfo.renderers.html.ladder import ladder_svg
from hwinfo.renderers.html.page import render_html
from hwinfo.renderers.html.topology import topology_svg

render = render_html

__all__ = ["ladder_svg", "render", "render_html", "topology_svg"]
