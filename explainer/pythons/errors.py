"""What can go wrong between this process and another version of Python."""

from __future__ import annotations

from explainer.errors import ExplainerError


class PythonsError(ExplainerError):
    """Base of every error of the other Pythons."""


class NoNode(PythonsError):
    """Node.js is missing or too old."""


class NoPackage(PythonsError):
    """The npm package that carries a version of Python is not installed."""


class UnknownVersion(PythonsError):
    """A version of Python that none of the packages carries."""


class PythonFailed(PythonsError):
    """Another Python did not start, stopped early, or raised where it should have answered."""


class NoAnswer(PythonFailed):
    """It had started, but one call raised, ended it, or took too long; the rest was not asked."""
