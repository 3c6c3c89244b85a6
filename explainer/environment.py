"""Environments for snippets, made by uv: one per distinct set of dependencies, kept."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path

from explainer.errors import EnvironmentFailed, NotForThisPython
from explainer.interpreter import Interpreter
from explainer.snippet import Snippet

_INSTALL_LIMIT_S = 600
_NO_WHEEL = re.compile(r"(\S+) has no usable wheels")  # uv's words when none fits this Python


@dataclass(frozen=True, slots=True)
class Environment:
    """The Python to run a snippet with, and the packages it can import (`name==version`)."""

    python: str
    packages: tuple[str, ...] = ()


@dataclass
class Environments:
    """Environments below `root`; the empty set has one too, so that nothing else can be seen."""

    root: Path
    _locks: dict[str, threading.Lock] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def ready(self, snippet: Snippet, interpreter: Interpreter) -> Environment:
        """Return an environment with the snippet's dependencies and no others, made if need be.

        Raises: NotForThisPython naming the package that has no wheel for the interpreter;
            EnvironmentFailed with the snippet, the dependencies and uv's own words.
        """
        dependencies = sorted(snippet.header.dependencies)
        name = _name(dependencies, interpreter)
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            folder = self.root / name
            if not (folder / "packages.txt").exists():
                self._make(folder, snippet, dependencies, interpreter)
        packages = (folder / "packages.txt").read_text(encoding="utf-8").split()
        return Environment(str(_python(folder)), tuple(packages))

    def _make(
        self, folder: Path, snippet: Snippet, dependencies: list[str], interpreter: Interpreter
    ) -> None:
        uv = shutil.which("uv")
        if uv is None:
            raise EnvironmentFailed(f"{snippet.path}: needs {dependencies}, but uv is not on PATH")
        draft = folder.with_name(f"{folder.name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        python = str(_python(draft))
        try:
            _run(uv, "venv", "-q", "--relocatable", "--python", interpreter.executable, str(draft))
            packages = ""
            if dependencies:
                # wheels only: a build from source takes minutes, and compilers we do not ask for
                _run(uv, "pip", "install", "-q", "--no-build", "--python", python, *dependencies)
                packages = _run(uv, "pip", "freeze", "--python", python)
        except subprocess.SubprocessError as error:
            shutil.rmtree(draft, ignore_errors=True)
            words = (getattr(error, "stderr", "") or str(error)).strip()
            if unfit := _NO_WHEEL.search(words):
                package = unfit[1].replace("==", " ")
                raise NotForThisPython(f"{package} has no wheel for {interpreter}") from error
            raise EnvironmentFailed(
                f"{snippet.path}: cannot install {', '.join(dependencies)}"
                f" for {interpreter}; uv says:\n{words}"
            ) from error
        (draft / "packages.txt").write_text(packages, encoding="utf-8")
        try:
            draft.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(draft, ignore_errors=True)


def _name(dependencies: list[str], interpreter: Interpreter) -> str:
    told = "\0".join([*dependencies, interpreter.executable, interpreter.build])
    return f"{interpreter.tag}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _python(folder: Path) -> Path:
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return folder.joinpath(*inside).absolute()


def _run(*command: str) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_INSTALL_LIMIT_S, check=True
    )
    return done.stdout
