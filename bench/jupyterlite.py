"""JupyterLite with its Python kernel, built from PyPI with npm's Pyodide, to compare with."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer.places import Places
from tests.browser.chromium import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from tests.browser.server import Site

VERSION = "0.8.6"  # its kernel wants Pyodide 314.0.6, whose wheels those of ours are, too
# What the kernel imports at its start, with what these depend on.
NEEDED = ("micropip", "ipython", "jedi", "packaging")
NOT_IN_PYODIDE = ("comm",)
PYODIDE = ROOT / "node_modules" / "pyodide"
CODE = "print('hello')"


class NotBuiltError(RuntimeError):
    """JupyterLite could not be installed or built; the message says at which step."""


def built() -> Path:
    """The folder of the built site; made once, in an environment of its own.

    Raises: NotBuiltError if a package cannot be had.
    """
    home = Places().build / "bench" / f"jupyterlite-{VERSION}"
    site = home / "site"
    if not (site / "repl" / "index.html").is_file():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _build(home, site)
    return site


def first_output_ms(visitor: BrowserContext, lite: Site) -> float:
    """From navigation until the console shows what one line printed; the page needs no click."""
    page = visitor.new_page()
    page.goto(f"{lite.url}repl/index.html?kernel=python&execute=1&code={CODE}")
    page.locator(".jp-OutputArea-output", has_text="hello").first.wait_for(timeout=120_000)
    elapsed: float = page.evaluate("performance.now()")
    page.close()
    return elapsed


def _build(home: Path, site: Path) -> None:
    python = home / "env" / "bin" / "python"
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv") or "uv"
    _run(uv, "venv", "-q", "--python", sys.executable, str(home / "env"))
    wanted = [f"jupyterlite-core=={VERSION}", f"jupyterlite-pyodide-kernel=={VERSION}", "pip"]
    _run(uv, "pip", "install", "-q", "--python", str(python), *wanted)
    packages = _with_dependencies(_lock()["packages"])
    wheels = home / "lite" / "static" / "pyodide"
    shutil.copytree(PYODIDE, wheels)
    _download(python, wheels, [f"{p['name']}=={p['version']}" for p in packages.values()])
    _download(python, home / "lite" / "pypi", list(NOT_IN_PYODIDE))
    _write_lock(wheels, packages)
    command = ("-m", "jupyterlite_core", "build", "--apps", "repl", "--output-dir", str(site))
    _run(str(python), *command, cwd=home / "lite")


def _lock() -> dict[str, Any]:
    lock: dict[str, Any] = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))
    return lock


def _with_dependencies(packages: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting = list(NEEDED)
    while waiting:
        name = waiting.pop().replace("_", "-").lower()
        if name not in found:
            found[name] = packages[name]
            waiting += packages[name]["depends"]
    return found


def _download(python: Path, folder: Path, requirements: list[str]) -> None:
    options = ("--python-version", "3.14", "--no-deps", "--only-binary", ":all:", "-q")
    _run(str(python), "-m", "pip", "download", *options, "-d", str(folder), *requirements)


def _write_lock(folder: Path, packages: dict[str, Any]) -> None:
    """The index that Pyodide reads: these packages, as they are on PyPI."""
    for package in packages.values():
        stem = "-".join(package["file_name"].split("-")[:2])
        (wheel,) = folder.glob(f"{stem}-*.whl")
        package["file_name"] = wheel.name
        package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = _lock() | {"packages": packages}
    (folder / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")


def _run(*command: str, cwd: Path | None = None) -> None:
    try:
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise NotBuiltError(f"{missing.filename} is not installed") from missing
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr or failed.stdout).strip().splitlines()[-1:]
        raise NotBuiltError(f"`{' '.join(command[:4])} …` failed: {' '.join(last)}") from failed
