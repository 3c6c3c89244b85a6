"""Which versions of CPython there are, and the npm package that carries each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from explainer.pythons.errors import NoPackage, UnknownVersion

ROOT = Path(__file__).resolve().parents[2]
NODE_MODULES = ROOT / "node_modules"

PACKAGES: Mapping[str, str] = {
    "3.10": "pyodide-310",
    "3.11": "pyodide-311",
    "3.12": "pyodide-312",
    "3.13": "pyodide-313",
    "3.14": "pyodide",
    "3.15": "pyodide-315",
}
VERSIONS = tuple(PACKAGES)

_LOCK_FILES = ("pyodide-lock.json", "repodata.json")  # the second before Pyodide 0.24
_RELEASE = re.compile(r"\d+\.\d+\.\d+")


def package_directory(version: str) -> Path:
    """Directory of the npm package that carries a version such as "3.12".

    Raises: UnknownVersion, NoPackage.
    """
    if version not in PACKAGES:
        raise UnknownVersion(
            f'Python "{version}": not known here; name one of {", ".join(VERSIONS)}'
        )
    directory = NODE_MODULES / PACKAGES[version]
    if not (directory / "package.json").is_file():
        raise NoPackage(
            f"{directory}: no npm package for Python {version} here; "
            "run `npm ci --ignore-scripts` in the repository"
        )
    return directory


def package_version(version: str) -> str:
    """Version of the npm package that carries a version of Python, such as "0.27.7"."""
    manifest = json.loads((package_directory(version) / "package.json").read_text("utf-8"))
    return str(manifest["version"])


def full_version(version: str) -> str:
    """Full version of the Python that a package carries: "3.15" is "3.15.0rc1"."""
    directory = package_directory(version)
    for name in _LOCK_FILES:
        if (directory / name).is_file():
            lock = json.loads((directory / name).read_text("utf-8"))
            return str(lock["info"]["python"])
    raise NoPackage(f"{directory}: none of {', '.join(_LOCK_FILES)}; run `npm ci --ignore-scripts`")


def is_prerelease(version: str) -> bool:
    """Whether a version is not yet a release: "3.15.0rc1" by its name, "3.15" by its package."""
    full = full_version(version) if version in PACKAGES else version
    return _RELEASE.fullmatch(full) is None
