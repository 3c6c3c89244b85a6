"""What can go wrong between a snippet and its page; messages say where, what and what next."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ExplainerError(Exception):
    """Base of every error this package raises on purpose."""


class BrokenSnippet(ExplainerError):
    """A file under `snippets/` is not a snippet: its header, name or code cannot be used."""


class UnknownName(ExplainerError):
    """Something was named that does not exist: a snippet, a definition, an option, a claim."""


class SnippetFailed(ExplainerError):
    """A snippet ran and did not do what it promised."""


class MissingRecording(ExplainerError):
    """A page shows a snippet of which no fresh recording exists."""


class NotForThisPython(ExplainerError):
    """A package has no wheel for an interpreter: a reason to skip."""


class BrokenRecording(ExplainerError):
    """A file below `recordings/`, which contributors sent, is not a recording."""


class EnvironmentFailed(ExplainerError):
    """The interpreter or the dependencies that a snippet asks for could not be made ready."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?`, or the whole choice where nothing is close and it is short."""
    choice = sorted(known)
    close = get_close_matches(name, choice, n=1, cutoff=0.5)
    if close:
        return f'; did you mean "{close[0]}"?'
    if not choice:
        return "; there is none"
    shown = ", ".join(choice[:12]) + (", …" if len(choice) > 12 else "")
    return f"; there is {shown}"
