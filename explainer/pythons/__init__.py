"""Six versions of CPython to ask, none of them installed: Pyodide builds from npm under Node."""

from __future__ import annotations

from explainer.pythons.record import record_bytecode
from explainer.pythons.versions import VERSIONS, is_prerelease

__all__ = ["VERSIONS", "is_prerelease", "record_bytecode"]
