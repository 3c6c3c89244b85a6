"""The same kernels by other means, where there is no machine code or no executable memory."""

from __future__ import annotations

import ctypes
import importlib.resources
import importlib.util
import shutil
import subprocess
import tempfile
from pathlib import Path

from hwinfo.errors import NotSupported
from hwinfo.measure.kernels import ARGUMENTS, Kernels, foreign_kernel

COMPILE_SECONDS = 20


def kernels_by_numba() -> Kernels:
    """The memory kernels compiled by numba.

    Raises: NotSupported where numba is not installed or cannot compile here.
    """
    if importlib.util.find_spec("numba") is None:
        raise NotSupported("numba: not installed")
    try:
        from hwinfo.measure.numba_kernels import compile_kernels

        compiled = compile_kernels(ARGUMENTS)
    except Exception as error:  # numba and LLVM raise anything: the next way is tried
        raise NotSupported(f"numba: {type(error).__name__}: {error}") from error
    by_name = {name: foreign_kernel(name, function.address) for name, function in compiled.items()}
    return Kernels("numba", by_name, owner=compiled)


def kernels_by_cc() -> Kernels:
    """The kernels of `kernels.c`, compiled by the system's C compiler and loaded.

    Raises: NotSupported without a compiler, or when it fails.
    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NotSupported("C compiler: none of cc, gcc, clang is on PATH")
    source = importlib.resources.files("hwinfo.measure") / "kernels.c"
    with tempfile.TemporaryDirectory() as folder, importlib.resources.as_file(source) as path:
        library = Path(folder) / "kernels.so"
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(path)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=COMPILE_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            raise NotSupported(f"C compiler: {compiler} failed ({error})") from error
        loaded = ctypes.CDLL(str(library))
    names = [name for name in ARGUMENTS if hasattr(loaded, name)]
    by_name = {name: foreign_kernel(name, _address(loaded, name)) for name in names}
    return Kernels(f"C ({Path(compiler).name} -O2)", by_name, owner=loaded)


def _address(library: ctypes.CDLL, name: str) -> int:
    address = ctypes.cast(library[name], ctypes.c_void_p).value
    if address is None:
        raise NotSupported(f"C compiler: {name} has no address")
    return address
