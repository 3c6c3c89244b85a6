"""```hwinfo-explain: who says what about a figure of the machine that builds the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.blocks import code_block
from explainer.fences import Fence, allow

if TYPE_CHECKING:
    from explainer.hardware import Builder


def render_explanation(fence: Fence, builder: Builder) -> str:
    """What `hwinfo --explain` prints about the builder's `field`, and where and when it was asked.

    Raises: UnknownName if no machine has such a field.
    """
    allow(fence, {"field"}, set())
    field = fence.options["field"]
    builder.value_at(field)
    command = f"$ hwinfo --explain {field}"
    said = code_block("console .wrapped", f"{command}\n{_printed(builder, field)}")
    machine = builder.plain["machine"]
    where = f"CPython {machine['python']['version']}, {builder.name}, {machine['system']['os']}"
    day = f'<span class="whole">{builder.asked.taken_at[:10]}</span>'
    return f"{said}\n\nAsked on {where}, {day}.\n{{ .snippet-provenance }}"


def _printed(builder: Builder, field: str) -> str:
    from hwinfo.errors import UnknownField
    from hwinfo.explain import explain

    try:
        return explain(builder.asked, field)
    except UnknownField as error:  # this machine has no such cache
        return f"hwinfo: {error}"
