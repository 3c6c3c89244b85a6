"""Pages of executable memory: written first, made read-and-execute after, never both at once."""

from __future__ import annotations

import ctypes
import mmap
import sys

from hwinfo.errors import NotSupported

_MAP_JIT = 0x0800  # <sys/mman.h> of macOS; Python's mmap module does not name it
_MEM_COMMIT_AND_RESERVE, _MEM_RELEASE = 0x3000, 0x8000
_PAGE_READWRITE, _PAGE_EXECUTE_READ = 0x04, 0x20


class ExecutablePage:
    """A copy of machine code that the processor may run.

    Raises: NotSupported where the system forbids executable memory (SELinux execmem, hardening).
    """

    def __init__(self, code: bytes) -> None:
        self.address = _PUBLISH.get(sys.platform, _publish_posix)(code)


_keep_mapped: list[mmap.mmap] = []  # an unmapped page under a running kernel would be a crash


def _publish_posix(code: bytes) -> int:
    """Map a private anonymous page, write it, then trade the right to write for that to run.

    On aarch64 Linux the kernel itself cleans the caches of a page first mapped executable
    (`__sync_icache_dcache`), so no instruction-cache flush is needed here.
    """
    if not hasattr(mmap, "MAP_PRIVATE"):
        raise NotSupported(f"executable memory: no mmap flags on {sys.platform}")
    page = mmap.mmap(-1, len(code), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    if libc.mprotect(address, len(code), mmap.PROT_READ | mmap.PROT_EXEC) != 0:
        raise NotSupported(f"executable memory: mprotect refused (errno {ctypes.get_errno()})")
    _keep_mapped.append(page)
    return address


def _publish_macos(code: bytes) -> int:
    """Map with MAP_JIT, as Apple silicon demands, and flip this thread's write protection."""
    system = ctypes.CDLL(None, use_errno=True)
    protect = getattr(system, "pthread_jit_write_protect_np", None)
    if protect is None:
        return _publish_posix(code)
    system.mmap.restype = ctypes.c_void_p
    system.mmap.argtypes = (
        *(ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int),
        *(ctypes.c_int, ctypes.c_int, ctypes.c_longlong),
    )
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _MAP_JIT
    rights = mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    address = system.mmap(None, len(code), rights, flags, -1, 0)
    if address in (None, ctypes.c_void_p(-1).value):
        return _publish_posix(code)
    protect(0)
    ctypes.memmove(address, code, len(code))
    protect(1)
    system.sys_icache_invalidate.argtypes = (ctypes.c_void_p, ctypes.c_size_t)
    system.sys_icache_invalidate(address, len(code))
    return int(address)


def _publish_windows(code: bytes) -> int:
    """Commit a read-write page, write it, make it execute-read, flush the instruction cache."""
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    pointer, size, word = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint32
    kernel32.VirtualAlloc.restype = pointer
    kernel32.VirtualAlloc.argtypes = (pointer, size, word, word)
    kernel32.VirtualProtect.argtypes = (pointer, size, word, ctypes.POINTER(word))
    kernel32.VirtualFree.argtypes = (pointer, size, word)
    kernel32.GetCurrentProcess.restype = pointer
    kernel32.FlushInstructionCache.argtypes = (pointer, pointer, size)
    address = kernel32.VirtualAlloc(None, len(code), _MEM_COMMIT_AND_RESERVE, _PAGE_READWRITE)
    if not address:
        raise NotSupported("executable memory: VirtualAlloc refused")
    ctypes.memmove(address, code, len(code))
    before = word()
    if not kernel32.VirtualProtect(address, len(code), _PAGE_EXECUTE_READ, ctypes.byref(before)):
        kernel32.VirtualFree(address, 0, _MEM_RELEASE)
        raise NotSupported("executable memory: VirtualProtect refused")
    kernel32.FlushInstructionCache(kernel32.GetCurrentProcess(), address, len(code))
    return int(address)


_PUBLISH = {"darwin": _publish_macos, "win32": _publish_windows}
