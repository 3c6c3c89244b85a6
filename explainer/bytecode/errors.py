"""What can go wrong between a source text and its bytecode."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explainer.bytecode.schema import CompileError


class BytecodeError(Exception):
    """Base of every error this package raises on purpose."""


class SourceDoesNotCompile(BytecodeError):
    """A compiler refuses the source; `error` says what and where, `quote` is the place itself."""

    def __init__(
        self,
        filename: str,
        error: CompileError,
        compiler: str = "this Python",
        quote: str = "",
    ) -> None:
        self.error = error
        where = filename if error["line"] is None else f"{filename}:{error['line']}"
        super().__init__(
            f"{where}: {compiler} cannot compile it: {error['kind']}: {error['message']}{quote}"
        )


class UnreadableSource(BytecodeError):
    """A file that is missing, is no file, or is not text in the encoding it declares."""


class UnknownFunction(BytecodeError):
    """A function, class or method that the source does not define."""


class NoFunction(BytecodeError):
    """A function is needed and none was named."""


class UnknownOpcode(BytecodeError):
    """An opcode that no supported version of CPython has."""
