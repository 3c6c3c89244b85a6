"""The CPythons on this machine: found once, asked who they are, told apart by what they say."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

OLDEST = (3, 11)
WANTED = ("3.11", "3.12", "3.13", "3.14", "3.14t")
"""Named with a reason where they are not there."""
_SOUGHT = (*WANTED, "3.13t", "3.15", "3.15t")

_WHO = """
import json, platform, sys, sysconfig
gil = getattr(sys, "_is_gil_enabled", lambda: True)()
jit = getattr(sys, "_jit", None)
print(json.dumps({
    "version": platform.python_version(),
    "implementation": sys.implementation.name,
    "build": " ".join(sys.version.split()),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "gil": gil,
    "jit": bool(jit and jit.is_enabled()),
    "platform": f"{platform.system()} {platform.machine()}",
}))
"""


@dataclass(frozen=True, slots=True, order=True)
class Interpreter:
    """One CPython, as it describes itself; `executable`, where it lives, is never published."""

    version: str
    implementation: str
    build: str
    free_threaded: bool
    gil: bool
    jit: bool
    platform: str
    executable: str

    def __str__(self) -> str:
        """`CPython 3.13.0`, with `free-threaded` where it is."""
        return f"CPython {self.version}{' free-threaded' if self.free_threaded else ''}"

    @property
    def minor(self) -> str:
        """`3.13`, or `3.13t` for a free-threaded build."""
        major, minor, _ = self.version.split(".", 2)
        return f"{major}.{minor}{'t' if self.free_threaded else ''}"

    @property
    def minor_number(self) -> int:
        """The 13 of 3.13."""
        return int(self.version.split(".")[1])

    @property
    def tag(self) -> str:
        """A folder name: `cpython-3.13`."""
        return f"{self.implementation}-{self.minor}"

    @property
    def prerelease(self) -> bool:
        """True for alphas, betas and release candidates."""
        return not self.version.replace(".", "").isdigit()

    def described(self) -> dict[str, object]:
        """All that a recording may tell: everything but the path."""
        return {key: value for key, value in asdict(self).items() if key != "executable"}


def find_interpreters(cache: Path | None = None) -> list[Interpreter]:
    """One CPython of each minor version and build kind (3.11 or newer), newest first.

    Looks at the running one, PATH, pyenv's versions and uv's. Free-threaded builds and
    prereleases come last, so that the first is what most readers have.
    """
    known = _Memory(cache)
    found: dict[str, Interpreter] = {}
    for executable in _candidates():
        interpreter = known.ask(executable)
        if interpreter and interpreter.implementation == "cpython":
            older = found.get(interpreter.minor)
            if older is None or _numbers(older) < _numbers(interpreter):
                found[interpreter.minor] = interpreter
    new_enough = [i for i in found.values() if (3, i.minor_number) >= OLDEST]
    known.found = sorted(
        new_enough, key=lambda i: (i.free_threaded or i.prerelease, [-n for n in _numbers(i)])
    )
    known.save()
    return known.found


def found_before(cache: Path) -> list[Interpreter]:
    """What `find_interpreters` found the last time, for pages are made from what ran then.

    Missing: looks now if nothing was remembered.
    """
    remembered = _Memory(cache).found
    return remembered or find_interpreters(cache)


def missing(found: list[Interpreter]) -> dict[str, str]:
    """Wanted versions that are not there, each with the reason a reader is shown."""
    have = {interpreter.minor for interpreter in found}
    return {
        minor: f"no CPython {minor} found on PATH, in pyenv or in uv"
        for minor in WANTED
        if minor not in have
    }


def _numbers(interpreter: Interpreter) -> list[int]:
    digits = ("".join(c for c in part if c.isdigit()) for part in interpreter.version.split("."))
    return [int(number) for number in digits if number]


def _candidates() -> Iterator[Path]:
    """Executables that may be a CPython, each once, the running one first."""
    seen: set[Path] = set()
    for path in _places():
        if path.name.startswith("python") and path.is_file() and os.access(path, os.X_OK):
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                yield path


def _places() -> Iterator[Path]:
    yield Path(getattr(sys, "_base_executable", sys.executable))
    roots = [os.environ.get("PYENV_ROOT", "~/.pyenv")]
    for root in roots:
        for version in sorted(Path(root).expanduser().glob("versions/3.*")):
            yield version / "bin" / f"python{_major_minor(version.name)}"
    for minor in _SOUGHT:
        on_path = shutil.which(f"python{minor}")
        # pyenv's shims answer only for the version that is switched on
        if on_path and "shims" not in Path(on_path).parts:
            yield Path(on_path)
    yield from _uv_pythons()


def _major_minor(version: str) -> str:
    return ".".join(version.removesuffix("t").split(".")[:2]) + ("t" if version[-1:] == "t" else "")


def _uv_pythons() -> Iterator[Path]:
    uv = shutil.which("uv")
    if uv is None:
        return
    command = [uv, "python", "list", "--only-installed", "--output-format", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        for entry in json.loads(done.stdout):
            if entry.get("implementation") == "cpython" and entry.get("path"):
                path = Path(entry["path"])
                inside_environment = (path.parent.parent / "pyvenv.cfg").exists()
                if not inside_environment and "shims" not in path.parts:
                    yield path
    except (subprocess.SubprocessError, ValueError, OSError):
        return  # an old or broken uv only means fewer interpreters


class _Memory:
    """What executables said last time, valid while path, size and time of change are the same."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.answers: dict[str, dict[str, object] | None] = {}
        self.found: list[Interpreter] = []
        with suppress(OSError, ValueError, KeyError, TypeError):
            if file:
                told = json.loads(file.read_text(encoding="utf-8"))
                self.found = [Interpreter(**one) for one in told["found"]]
                self.answers = told["answers"]

    def ask(self, executable: Path) -> Interpreter | None:
        real = executable.resolve()
        stat = real.stat()
        identity = f"{real} {stat.st_size} {stat.st_mtime_ns} {_WHO}"
        key = hashlib.sha256(identity.encode()).hexdigest()
        if key not in self.answers:
            self.answers[key] = _who(executable)
        answer = self.answers[key]
        return Interpreter(executable=str(executable), **answer) if answer else None  # type: ignore[arg-type]

    def save(self) -> None:
        if self.file:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            told = {"answers": self.answers, "found": [asdict(one) for one in self.found]}
            draft = self.file.with_suffix(f".{os.getpid()}.tmp")
            draft.write_text(json.dumps(told), encoding="utf-8")
            draft.replace(self.file)


def _who(executable: Path) -> dict[str, object] | None:
    command = [str(executable), "-I", "-c", _WHO]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
        answer: dict[str, object] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        return None
    return answer
