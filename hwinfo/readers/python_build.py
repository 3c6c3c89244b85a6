"""The interpreter that runs the report: version, compiler, and what its build switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from hwinfo.model import Fact, Gap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hwinfo.host import Host
    from hwinfo.model import ThreeState

CFLAG_VARIABLES = ("OPT", "PY_CFLAGS", "PY_CORE_CFLAGS", "PY_CFLAGS_NODIST", "PY_CORE_LDFLAGS")
PLAIN = (
    "version",
    "implementation",
    "compiler",
    "pointer_bits",
    "debug",
    "int_digit_bits",
    "hash_algorithm",
)


def read(host: Host) -> Iterator[Fact | Gap]:
    """How this Python was built and how it runs.

    Missing: PGO and LTO are "unknown" where the build left no trustworthy sign.
    Source: sys, sysconfig, platform.
    """
    signs = host.python()
    if signs is None:
        yield Gap("python", "the recording holds no interpreter", ("hwinfo/python.json",))
        return
    for name in PLAIN:
        if signs.get(name) is not None:
            yield Fact(f"python.{name}", signs[name], "sys and platform")
    yield Fact("python.architecture", str(signs.get("machine") or "unknown"), "platform.machine")
    variables = _variables(signs)
    flags = " ".join(variables.get(name, "") for name in CFLAG_VARIABLES)
    arguments = variables.get("CONFIG_ARGS", "")
    yield Fact("python.pgo", _pgo(arguments, flags), "sysconfig CONFIG_ARGS and compiler flags")
    yield Fact("python.lto", _lto(arguments, flags), "sysconfig CONFIG_ARGS and compiler flags")
    yield Fact("python.bolt", _asked(arguments, "--enable-bolt"), "sysconfig CONFIG_ARGS")
    yield Fact(
        "python.tail_call_interpreter",
        _asked(arguments, "--with-tail-call-interp"),
        "sysconfig CONFIG_ARGS",
    )
    yield from _optimisation(flags)
    yield from _runtime(signs, variables)


def _variables(signs: Mapping[str, object]) -> dict[str, str]:
    found = signs.get("variables")
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _asked(arguments: str, option: str) -> ThreeState:
    """Yes if configure was asked, no if its arguments are there without it, else unknown."""
    if any(_is_option(word, option) for word in arguments.split()):
        return "yes"
    return "no" if arguments.strip() else "unknown"


def _is_option(word: str, option: str) -> bool:
    name, _, value = word.strip("'\"").partition("=")
    return name == option and value != "no"


def _trustworthy(arguments: str) -> bool:
    """Whether nothing but configure chose the flags.

    Distributors set compilers and flags of their own, and ask make for a profile target: then
    the arguments prove nothing. PGO_PROF_USE_FLAG is set in every build, so it proves nothing.
    """
    overrides = ("CC=", "CFLAGS=", "LDFLAGS=", "OPT=")
    words = [word.strip("'\"") for word in arguments.split()]
    return bool(words) and not any(word.startswith(overrides) for word in words)


def _pgo(arguments: str, flags: str) -> ThreeState:
    if _asked(arguments, "--enable-optimizations") == "yes" or "-fprofile-use" in flags:
        return "yes"
    return "no" if _trustworthy(arguments) else "unknown"


def _lto(arguments: str, flags: str) -> ThreeState:
    if _asked(arguments, "--with-lto") == "yes" or "-flto" in flags:
        return "yes"
    return "no" if _trustworthy(arguments) else "unknown"


def _optimisation(flags: str) -> Iterator[Fact | Gap]:
    levels = [word for word in flags.split() if word.startswith("-O") and len(word) <= 6]
    if levels:
        yield Fact("python.optimisation", levels[-1], "sysconfig compiler flags")
    else:
        yield Gap("python.optimisation", "the build recorded no -O flag", ("sysconfig",))


def _runtime(signs: Mapping[str, object], variables: Mapping[str, str]) -> Iterator[Fact | Gap]:
    free_threaded = variables.get("Py_GIL_DISABLED") == "1"
    yield Fact("python.free_threaded_build", free_threaded, "sysconfig Py_GIL_DISABLED")
    enabled = signs.get("gil_enabled")
    if enabled is None:
        yield Fact("python.gil_enabled", True, "versions before 3.13 always have it")
    else:
        yield Fact("python.gil_enabled", bool(enabled), "sys._is_gil_enabled")
    jit = signs.get("jit")
    for state in ("available", "enabled"):
        if isinstance(jit, dict):
            yield Fact(f"python.jit_{state}", bool(jit.get(state)), "sys._jit")
        else:
            yield Gap(f"python.jit_{state}", "sys._jit exists from CPython 3.14 on", ("sys._jit",))
    for field, name in (("system.libc", "libc"), ("cpu.byte_order", "byte_order")):
        if signs.get(name):
            yield Fact(field, str(signs[name]), "confstr" if name == "libc" else "sys.byteorder")
        else:
            yield Gap(field, "the interpreter does not say", (name,))
    yield Fact("python.allocator", _allocator(signs, variables), "PYTHONMALLOC and sysconfig")
    if "Py_ENABLE_SHARED" in variables:
        shared = variables["Py_ENABLE_SHARED"] == "1"
        yield Fact("python.shared_library", shared, "sysconfig Py_ENABLE_SHARED")
    else:
        yield Gap("python.shared_library", "sysconfig does not say", ("Py_ENABLE_SHARED",))


def _allocator(signs: Mapping[str, object], variables: Mapping[str, str]) -> str:
    """The allocator of objects: the environment decides, then how the build was configured."""
    chosen = str(signs.get("malloc") or "")
    default: Literal["mimalloc", "pymalloc", "malloc"] = "malloc"
    if variables.get("Py_GIL_DISABLED") == "1":
        default = "mimalloc"
    elif variables.get("WITH_PYMALLOC") == "1" or signs.get("platform") == "win32":
        default = "pymalloc"
    return default if chosen in {"", "default"} else f"{chosen} (PYTHONMALLOC)"
