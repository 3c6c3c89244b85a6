"""Function calls answered by another version of Python, many in one start of it."""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from explainer.pythons.errors import NoAnswer, PythonFailed
from explainer.pythons.node import node
from explainer.pythons.versions import ROOT, package_directory

_DRIVER = Path(__file__).with_name("call_python.mjs")
BYTECODE = ROOT / "explainer" / "bytecode"


@dataclass(frozen=True)
class Call:
    """A function of an importable module and its keyword arguments, all plain JSON.

    `about` says in messages what the call is about, such as a file.
    """

    function: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    module: str = "explainer.bytecode"
    about: str = ""

    def __str__(self) -> str:
        return f"{self.function} of {self.about}" if self.about else self.function


def call_python(
    version: str,
    calls: Iterable[Call],
    mounts: Mapping[str, Path] | None = None,
    patience_s: float | None = None,
) -> Iterator[Any]:
    """Results of calls inside a version of CPython, in order, each as soon as it is there.

    `mounts` are further packages to import from, by dotted name. A call that takes longer than
    `patience_s` ends the process.
    Raises: UnknownVersion, NoPackage, NoNode, PythonFailed, NoAnswer.
    """
    asked = list(calls)
    packages = {"explainer.bytecode": BYTECODE, **(mounts or {})}
    package = package_directory(version)  # before Node, which an unknown version does not need
    command = [node(), str(_DRIVER), str(package)]
    command += [f"{name}={directory}" for name, directory in packages.items()]
    with tempfile.TemporaryFile("w+") as requests, tempfile.TemporaryFile("w+") as said:
        requests.writelines(_request(place, call) + "\n" for place, call in enumerate(asked))
        requests.flush()
        requests.seek(0)
        process = subprocess.Popen(
            command,
            stdin=requests,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            encoding="utf-8",
        )
        try:
            yield from _replies(version, process, asked, said, patience_s)
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()


def _request(place: int, call: Call) -> str:
    return json.dumps(
        {
            "id": place,
            "module": call.module,
            "function": call.function,
            "arguments": dict(call.arguments),
        }
    )


def _replies(
    version: str,
    process: subprocess.Popen[str],
    asked: list[Call],
    said: IO[str],
    patience_s: float | None,
) -> Iterator[Any]:
    lines = iter(process.stdout or ())
    if next(lines, None) is None:
        raise PythonFailed(f"Python {version} in Node did not start{_last_words(process, said)}")
    for place, call in enumerate(asked):
        with _patience(process, patience_s):
            line = next(lines, None)
        if line is None:
            raise NoAnswer(
                f"Python {version} in Node stopped at call {place + 1} of {len(asked)} "
                f"({call}){_last_words(process, said)}"
            )
        reply = json.loads(line)
        if "error" in reply:
            error = reply["error"]
            raise NoAnswer(f"Python {version} in Node: {call}: {error['kind']}: {error['message']}")
        yield reply["result"]


@contextmanager
def _patience(process: subprocess.Popen[str], patience_s: float | None) -> Iterator[None]:
    """End the process if the block takes longer."""
    if patience_s is None:
        yield
        return
    timer = threading.Timer(patience_s, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _last_words(process: subprocess.Popen[str], said: IO[str]) -> str:
    code = process.wait()
    said.seek(0)
    words = said.read().strip()[-2000:]
    return f" (exit {code}); it said:\n{words}" if words else f" (exit {code}), saying nothing"
