"""What the library's own objects hold, and the way back to it.

Kept are the namespaces of modules, attributes of instances, and the containers in them, however
deep. They are compared by identity, so that nobody's `__eq__` is asked, and in loops that run in C,
for it happens after every program. Of classes and functions only one number is kept: all readers
fetch this with the picture of memory, and few programs patch those.
"""

from __future__ import annotations

from array import array
from collections import deque
from itertools import chain
from operator import attrgetter, is_
from types import FunctionType, MethodType, ModuleType
from typing import TYPE_CHECKING, Any
from zlib import crc32

from explainer.inpage.irrevocable import CannotBeUndone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HEAP_TYPE, _IMMUTABLE_TYPE = 1 << 9, 1 << 8  # Py_TPFLAGS_HEAPTYPE, Py_TPFLAGS_IMMUTABLETYPE
_LONGEST = 1000  # a longer container is a table that nobody changes, such as a zip's directory
_CONTAINERS = (dict, list, set, deque)
_PLAIN = (int, str, bytes, float, tuple, frozenset, BaseException, ModuleType, type(None))
_NOT_FOLLOWED = {"ModuleSpec", "zipimporter", "NamespaceLoader", "Interpreter"}
# What CPython itself writes into classes: annotations once read (3.14), a count of cleared caches.
_UNSTEADY = {"__annotations_cache__", "_epoch"}
_OF_CLASS = attrgetter("__bases__", "__name__", "__qualname__")
_OF_FUNCTION = tuple(map(attrgetter, ("__code__", "__defaults__", "__kwdefaults__")))


class Heap:
    """Everything that can be reached from these namespaces and changed, as it is now."""

    def __init__(self, namespaces: Iterable[dict[str, Any]]) -> None:
        self._mappings: list[tuple[Any, tuple[Any, ...], tuple[Any, ...]]] = []
        self._sequences: list[tuple[Any, tuple[Any, ...]]] = []
        classes: list[type] = []
        functions: list[FunctionType] = []
        for value in _reachable(namespaces):
            if isinstance(value, dict):
                self._mappings.append((value, tuple(value), tuple(value.values())))
            elif isinstance(value, type):
                classes.append(value)
            elif isinstance(value, FunctionType):
                functions.append(value)
            else:
                self._sequences.append((value, tuple(value)))
        self._classes, self._functions = tuple(classes), tuple(functions)
        self._number = self._numbered()

    def restore(self) -> None:
        """Put back what is not as it was.

        Raises: CannotBeUndone if that is a class or function.
        """
        for mapping, keys, values in self._mappings:
            if not _holds(mapping, keys, values):
                _refill(mapping, dict(zip(keys, values, strict=True)))
        for sequence, items in self._sequences:
            if len(sequence) != len(items) or not all(map(is_, sequence, items)):
                _refill(sequence, items)
        if self._numbered() != self._number:
            raise CannotBeUndone("the program changed a class or function of the library")

    def accept(self, namespace: dict[str, Any]) -> None:
        """Take what a namespace holds now for what it held."""
        for place, (mapping, _, _) in enumerate(self._mappings):
            if mapping is namespace:
                self._mappings[place] = (mapping, tuple(mapping), tuple(mapping.values()))
                return

    def _numbered(self) -> int:
        """A number that is another one when a class or function holds anything else."""
        number = 0
        for part in _OF_FUNCTION:
            number = crc32(array("Q", map(id, map(part, self._functions))), number)
        for owner in self._classes:
            names: Any = vars(owner)
            if not _UNSTEADY.isdisjoint(names):
                names = {name: names[name] for name in names if name not in _UNSTEADY}
            held = chain(names, names.values(), _OF_CLASS(owner))
            number = crc32(array("Q", map(id, held)), number)
        return number


def _reachable(namespaces: Iterable[dict[str, Any]]) -> Iterator[Any]:
    """The mutable objects, the namespaces themselves first, each once."""
    ahead: deque[Any] = deque(namespaces)
    seen = _Seen()
    for value in ahead:
        seen.add(value)
    while ahead:
        value = ahead.popleft()
        if isinstance(value, _CONTAINERS) and len(value) > _LONGEST:
            continue
        if isinstance(value, (*_CONTAINERS, FunctionType)) or _can_be_patched(value):
            yield value
        for part in _parts(value):
            if not isinstance(part, _PLAIN) and seen.add(part):
                ahead.append(part)
    seen.wipe()


class _Seen:
    """A set of objects, by address, that leaves zeros behind.

    A `set` of numbers would leave half a megabyte of them in freed memory, and so in the picture of
    memory that every reader fetches.
    """

    def __init__(self) -> None:
        self._maps: dict[int, bytearray] = {}

    def add(self, value: object) -> bool:
        """Whether it was not there before."""
        region, place = divmod(id(value) >> 3, 8192)  # objects begin at multiples of 8 bytes
        marks = self._maps.setdefault(region, bytearray(1024))
        byte, bit = place >> 3, 1 << (place & 7)
        new = not marks[byte] & bit
        marks[byte] |= bit
        return new

    def wipe(self) -> None:
        """Forget all."""
        for marks in self._maps.values():
            marks[:] = bytes(len(marks))


def _parts(value: Any) -> Any:
    """What to look at next: exact containers, unwrapped functions, attributes."""
    kind = type(value)
    if kind is dict:
        return value.values()
    if kind in (list, set, deque):
        return value
    if isinstance(value, type):
        return vars(value).values() if _can_be_patched(value) else ()
    if kind is FunctionType:
        return (value.__kwdefaults__, *(value.__defaults__ or ()))
    if kind in (staticmethod, classmethod):
        return (value.__func__,)
    if kind is property:
        return (value.fget, value.fset, value.fdel)
    if kind is MethodType:
        return (value.__self__,)
    return _attributes(value)


def _attributes(value: Any) -> Iterable[Any]:
    """The namespace of an instance, if it has an ordinary one."""
    if not type(value).__dictoffset__ or type(value).__name__ in _NOT_FOLLOWED:
        return ()
    try:
        names = object.__getattribute__(value, "__dict__")
    except AttributeError:  # reserved by C, and never made
        return ()
    return (names,) if type(names) is dict else ()


def _can_be_patched(value: object) -> bool:
    if not isinstance(value, type):
        return False
    return bool(value.__flags__ & _HEAP_TYPE) and not value.__flags__ & _IMMUTABLE_TYPE


def _holds(now: Any, keys: tuple[Any, ...], values: tuple[Any, ...]) -> bool:
    if len(now) != len(keys):
        return False
    return all(map(is_, now, keys)) and all(map(is_, now.values(), values))


def _refill(container: Any, before: Any) -> None:
    # Chosen first: it may be the very namespace that this function lives in.
    add = container.extend if isinstance(container, (list, deque)) else container.update
    container.clear()
    add(before)
