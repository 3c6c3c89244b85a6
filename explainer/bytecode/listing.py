"""What `dis` itself prints, made comparable."""

from __future__ import annotations

import dis
import io
from typing import TYPE_CHECKING

from explainer.bytecode.constants import stable_text

if TYPE_CHECKING:
    from types import CodeType


def listing(code: CodeType) -> str:
    """Text that this interpreter's `dis.dis` prints for one code object, without its children.

    Memory addresses are left out and members of a frozenset put in order, because both differ
    from one start of Python to the next; nothing else is touched.
    """
    out = io.StringIO()
    dis.dis(code, file=out, depth=0)
    return stable_text(code, out.getvalue())
