"""What instances of the program's own classes hold, read past everything they define."""

from __future__ import annotations

import builtins
import weakref
from collections.abc import Callable
from types import GetSetDescriptorType, MemberDescriptorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

globals()["__builtins__"] = dict(vars(builtins))  # see values.py

_MRO: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_CLASS_DICT: Callable[[type], Any] = type.__dict__["__dict__"].__get__


def attributes(value: Any, kind: type) -> Iterator[tuple[str, Any]]:
    """What an instance holds in slots and in its `__dict__`, read past any property."""
    slots, names = _storage(kind)
    for name, slot in slots:
        try:
            yield name, slot.__get__(value)
        except AttributeError:  # empty
            continue
    if names is not None:
        pairs = dict.items(names.__get__(value))
        yield from [(str(key), held) for key, held in pairs if type(key) is str]


_Storage = tuple["list[tuple[str, Any]]", Any]
_storages: dict[int, tuple[Callable[[], Any], _Storage]] = {}  # by id, as long as the class lives


def _storage(kind: type) -> _Storage:
    """Slots of a class's instances, and what gives their `__dict__`. Missing: None for none."""
    known = _storages.get(id(kind))
    if known is not None and known[0]() is kind:
        return known[1]
    slots, names = [], None
    for base in _MRO(kind):
        for name, held in _CLASS_DICT(base).items():
            if type(held) is MemberDescriptorType and not name.startswith("__"):
                slots.append((name, held))
            elif name == "__dict__" and type(held) is GetSetDescriptorType:
                names = held
    _storages[id(kind)] = (weakref.ref(kind), (slots, names))
    return slots, names
