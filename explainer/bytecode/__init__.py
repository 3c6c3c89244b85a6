"""CPython bytecode of a source text as plain data: `explain(source)` is the one entrance.

Standard library only, on CPython 3.10 to 3.15, at build time and inside Pyodide alike.
"""

from __future__ import annotations

from explainer.bytecode.document import explain, outcome
from explainer.bytecode.errors import BytecodeError, SourceDoesNotCompile, UnknownFunction
from explainer.bytecode.listing import listing

__all__ = [
    "BytecodeError",
    "SourceDoesNotCompile",
    "UnknownFunction",
    "explain",
    "listing",
    "outcome",
]
