"""Colours of the drawings, light and dark, and the style each drawing carries with it.

`light-dark()` follows the page's colour scheme, so that a drawing embedded in a site follows the
site's own switch. Text on every fill reaches WCAG AA (4.5 to 1); tests compute it.
"""

from __future__ import annotations

from hwinfo.renderers.html.markup import Markup

INK: dict[str, tuple[str, str]] = {
    "ink": ("#1b1b1f", "#ececf1"),
    "soft": ("#4f4f58", "#b9b9c4"),
    "line": ("#8b8b96", "#7b7b88"),
    "grid": ("#dddde3", "#3a3a44"),
    "machine": ("#ffffff", "#17171b"),
    "package": ("#f6f2ea", "#24211b"),
    "die": ("#fbf9f4", "#2b2822"),
    "group": ("#f3f3f6", "#1f1f25"),
    "core": ("#ffffff", "#2a2a31"),
    "kind-1": ("#e3f3f3", "#12363a"),
    "kind-2": ("#fdeedd", "#4a2f12"),
    "kind-3": ("#fbe4e6", "#4b1d24"),
    "kind-4": ("#e9f0dc", "#2b3a17"),
    "memory": ("#d5ead3", "#1d4023"),
    "l4": ("#cfd6f0", "#262f5c"),
    "l3": ("#d8def5", "#2a3466"),
    "l2": ("#e2e7f9", "#323d72"),
    "l1": ("#ecf0fc", "#3b477f"),
    "thread": ("#ebebef", "#3d3d47"),
    "band": ("#eef2fc", "#1c2130"),
    "band-odd": ("#dfe6f8", "#272f49"),
    "curve": ("#0b5cad", "#7cb8ff"),
    "knee": ("#a3330b", "#ff9d76"),
    "second": ("#0a6e5a", "#5fd3b8"),
    "third": ("#8a3ba8", "#d9a0f0"),
}

_RULES = """
.X{font:12px/1.3 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;display:block}
.X text{fill:var(--ink);stroke:none}
.X .name{font-weight:600}
.X .note,.X .tick,.X .axis{fill:var(--soft);font-size:11px}
.X .number,.X .bar,.X .mid{text-anchor:middle}
.X .end{text-anchor:end}
.X .bar,.X .number{font-size:11px}
.X rect{stroke:var(--line);stroke-width:1}
.X .machine{fill:var(--machine)}
.X .package{fill:var(--package)}
.X .die{fill:var(--die)}
.X .group{fill:var(--group);stroke-dasharray:4 3}
.X .core{fill:var(--core)}
.X .kind-1{fill:var(--kind-1)}
.X .kind-2{fill:var(--kind-2)}
.X .kind-3{fill:var(--kind-3)}
.X .kind-4{fill:var(--kind-4)}
.X .memory{fill:var(--memory)}
.X .cache{fill:var(--l4)}
.X .l3{fill:var(--l3)}
.X .l2{fill:var(--l2)}
.X .l1{fill:var(--l1)}
.X .thread{fill:var(--thread)}
.X .barred{fill:var(--hatch);stroke-dasharray:2 2}
.X .hatch{stroke:var(--line);stroke-width:1;fill:none}
.X .band{stroke:none;fill:var(--band)}
.X .band.odd{fill:var(--band-odd)}
.X .grid{stroke:var(--grid);stroke-width:1}
.X .edge{stroke:var(--line);stroke-width:1;fill:none}
.X .fit{fill:none;stroke:var(--curve);stroke-width:2.5;stroke-linejoin:round}
.X .fit.second{stroke:var(--second);stroke-dasharray:7 4}
.X .fit.third{stroke:var(--third);stroke-dasharray:2 3}
.X .ideal{stroke:var(--soft);stroke-dasharray:3 4;fill:none}
.X .point{fill:var(--curve);stroke:var(--machine);stroke-width:1}
.X .point.second{fill:var(--second)}
.X .point.third{fill:var(--third)}
.X .point.noisy{fill:var(--machine);stroke:var(--curve);stroke-width:1.5}
.X .knee{fill:var(--knee);stroke:var(--machine);stroke-width:1}
.X .knee-line{stroke:var(--knee);stroke-dasharray:4 3;stroke-width:1.2}
.X .knee-name{fill:var(--knee);font-weight:600}
.X .knee-name{paint-order:stroke;stroke:var(--machine);stroke-width:4px}
"""


def svg_style(class_name: str) -> Markup:
    """The style element of a drawing; its rules reach no further than the class."""
    rules = _RULES.replace(".X", f".{class_name}").replace("\n", "")
    return Markup(f"<style>{colour_rules('.' + class_name)}{rules}</style>")


def colour_rules(selector: str) -> str:
    """The colours as custom properties: light for old browsers, else by colour scheme."""
    plain = ";".join(f"--{name}:{light}" for name, (light, _) in INK.items())
    both = ";".join(f"--{name}:light-dark({light},{dark})" for name, (light, dark) in INK.items())
    return f"{selector}{{{plain}}}@supports (color:light-dark(#000,#fff)){{{selector}{{{both}}}}}"
