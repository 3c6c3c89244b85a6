"""Values as short texts, made without running a line of the reader's code.

A `__repr__`, property, metaclass or `__getattr__` of the program may loop, print, raise or change
what is shown. So only built-in functions of exact built-in types are called here, on the real type
of a value, and what is the program's own is shown by its attributes.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from itertools import islice
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
)
from typing import TYPE_CHECKING, Any

from explainer.bytecode.attributes import attributes

if TYPE_CHECKING:
    from collections.abc import Iterable

# The program may rebind or delete what is in `builtins`; functions here keep the real ones.
globals()["__builtins__"] = dict(vars(builtins))

LONGEST = 160  # characters of a text
_LONGEST_PART = 60
_MOST_ITEMS = 24
_DEEPEST = 3
_BIGGEST_INT_BITS = 512

_NAME: Callable[[type], str] = type.__dict__["__name__"].__get__
_QUALNAME: Callable[[type], str] = type.__dict__["__qualname__"].__get__
_ARGS: Callable[[BaseException], tuple[Any, ...]] = BaseException.__dict__["args"].__get__
_MODULE_DICT: Callable[[ModuleType], Any] = vars(ModuleType)["__dict__"].__get__

Shown = tuple[str, bool]  # the text, and whether it can never change while the object lives


def type_name(value: object) -> str:
    """Name of the value's real class."""
    return _NAME(type(value))


def shown(value: Any) -> Shown:
    """Text of at most `LONGEST` characters, and whether the value is immutable."""
    _room[0] = LONGEST
    return _shown(value, 0)


_room = [0]  # characters that parts of the value at hand may still take; the rest is not looked at


def _shown(value: Any, depth: int) -> Shown:
    exact = _EXACT.get(id(type(value)))
    if exact is not None:
        writer, fixed = exact
        return _cut(writer(value, depth)), fixed
    return _cut(_inexact(value, depth)), False


def exception_text(error: BaseException) -> str:
    """As the last line of a traceback, without asking a `__str__` of the program's own."""
    arguments = _ARGS(error)
    name = _QUALNAME(type(error))
    if not arguments:
        return name
    if len(arguments) == 1 and type(arguments[0]) is str and not issubclass(type(error), KeyError):
        return f"{name}: {arguments[0][:2000]}"
    texts = [_text(argument, 1) for argument in arguments[:8]]
    return f"{name}: {texts[0] if len(texts) == 1 else '(' + ', '.join(texts) + ')'}"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _text(value: Any, depth: int) -> str:
    """Text of a part."""
    text = _shown(value, depth)[0]
    _room[0] -= len(text) + 2
    return text


def _items(values: Iterable[Any], count: int, depth: int, write: Callable[..., str]) -> str:
    """Texts of the first values, as many as there is room for, then `…`."""
    if count and depth >= _DEEPEST:
        return "…"
    parts: list[str] = []
    for value in islice(values, _MOST_ITEMS):
        if _room[0] < 0:
            break
        parts.append(write(value, depth + 1))
    if len(parts) < count:
        parts.append("…")
    return ", ".join(parts)


def _pair(pair: tuple[Any, Any], depth: int) -> str:
    return f"{_text(pair[0], depth)}: {_text(pair[1], depth)}"


def _int(value: int, _depth: int) -> str:
    bits = int.bit_length(value)
    return int.__repr__(value) if bits <= _BIGGEST_INT_BITS else f"<int of {bits:,} bits>"


def _str(value: str, _depth: int) -> str:
    size = str.__len__(value)
    if size <= _LONGEST_PART:
        return str.__repr__(value)
    return f"{str.__repr__(str.__getitem__(value, slice(_LONGEST_PART)))}… ({size:,} characters)"


def _bytes(value: bytes, _depth: int) -> str:
    size = bytes.__len__(value)
    if size <= _LONGEST_PART:
        return bytes.__repr__(value)
    return f"{bytes.__repr__(bytes.__getitem__(value, slice(_LONGEST_PART)))}… ({size:,} bytes)"


def _bytearray(value: bytearray, depth: int) -> str:
    return f"bytearray({_bytes(bytes(bytearray.__getitem__(value, slice(99))), depth)})"


def _tuple(value: tuple[Any, ...], depth: int) -> str:
    size = tuple.__len__(value)
    items = _items(tuple.__iter__(value), size, depth, _text)
    return f"({items},)" if size == 1 else f"({items})"


def _list(value: list[Any], depth: int) -> str:
    return f"[{_items(list.__iter__(value), list.__len__(value), depth, _text)}]"


def _dict(value: dict[Any, Any], depth: int) -> str:
    return f"{{{_items(iter(dict.items(value)), dict.__len__(value), depth, _pair)}}}"


def _set(value: set[Any], depth: int) -> str:
    size = set.__len__(value)
    return f"{{{_items(set.__iter__(value), size, depth, _text)}}}" if size else "set()"


def _frozenset(value: frozenset[Any], depth: int) -> str:
    size = frozenset.__len__(value)
    items = _items(frozenset.__iter__(value), size, depth, _text)
    return f"frozenset({{{items}}})" if size else "frozenset()"


def _slice(value: slice, depth: int) -> str:
    parts = (value.start, value.stop, value.step)
    return f"slice({', '.join(_text(part, depth + 1) for part in parts)})"


def _range(value: range, depth: int) -> str:
    step = "" if value.step == 1 else f", {_int(value.step, depth)}"
    return f"range({_int(value.start, depth)}, {_int(value.stop, depth)}{step})"


def _cell(value: CellType, depth: int) -> str:
    try:
        return f"<cell: {_text(value.cell_contents, depth + 1)}>"
    except ValueError:
        return "<cell: empty>"


def _builtin(value: Any, _depth: int) -> str:
    owner = value.__self__
    if owner is None or type(owner) is ModuleType:
        return f"<built-in {value.__name__}>"
    where = owner if issubclass(type(owner), type) else type(owner)
    return f"<built-in {_NAME(where)}.{value.__name__}>"


def _method(value: MethodType, depth: int) -> str:
    function = value.__func__
    name = (
        _QUALNAME_OF_FUNCTION(function) if type(function) is FunctionType else type_name(function)
    )
    return f"<bound method {name} of {_text(value.__self__, depth + 1)}>"


def _module(value: ModuleType, _depth: int) -> str:
    name = _MODULE_DICT(value).get("__name__")
    return f"<module {name}>" if type(name) is str else "<module>"


def _class(value: type, _depth: int) -> str:
    return f"<class {_QUALNAME(value)}>"


def _remaining(value: Any, _depth: int) -> str:
    """An iterator over a built-in container: what is left in it."""
    return f"<{_NAME(type(value))}: {value.__length_hint__():,} left>"


def _by_repr(value: Any, _depth: int) -> str:
    kind: Any = type(value)  # a built-in type that holds nothing else
    return str(kind.__repr__(value))


_QUALNAME_OF_FUNCTION: Callable[[Any], str] = FunctionType.__dict__["__qualname__"].__get__

_ITERATORS: tuple[Any, ...] = (
    iter([]),
    iter(()),
    iter(""),
    iter("é"),
    iter(b""),
    iter({}),
    iter({}.values()),
    iter({}.items()),
    iter(set()),
    iter(range(0)),
    iter(range(2**70)),
    reversed([]),
)
_EXACT: dict[int, tuple[Callable[[Any, int], str], bool]] = {
    **{
        id(kind): (_by_repr, True)
        for kind in (bool, float, complex, type(None), type(...), type(NotImplemented))
    },
    id(int): (_int, True),
    id(str): (_str, True),
    id(bytes): (_bytes, True),
    id(range): (_range, True),
    id(bytearray): (_bytearray, False),
    id(tuple): (_tuple, False),
    id(list): (_list, False),
    id(dict): (_dict, False),
    id(set): (_set, False),
    id(frozenset): (_frozenset, False),
    id(slice): (_slice, False),
    id(CellType): (_cell, False),
    id(ModuleType): (_module, False),
    id(MethodType): (_method, False),
    id(type): (_class, False),
    id(BuiltinFunctionType): (_builtin, True),
    id(FunctionType): (lambda value, _: f"<function {_QUALNAME_OF_FUNCTION(value)}>", False),
    id(CodeType): (lambda value, _: f"<code {value.co_name}>", True),
    id(GeneratorType): (lambda value, _: f"<generator {value.__qualname__}>", False),
    id(CoroutineType): (lambda value, _: f"<coroutine {value.__qualname__}>", False),
    **{id(type(iterator)): (_remaining, False) for iterator in _ITERATORS},
}
_BASES: tuple[tuple[type, Callable[[Any, int], str]], ...] = (
    (int, _int),
    (str, _str),
    (tuple, _tuple),
    (list, _list),
    (dict, _dict),
    (bytes, _bytes),
    (set, _set),
    (frozenset, _frozenset),
)


def _inexact(value: Any, depth: int) -> str:
    kind = type(value)
    if issubclass(kind, type):
        return _class(value, depth)
    if issubclass(kind, BaseException):
        return f"{_NAME(kind)}({_items(iter(_ARGS(value)), len(_ARGS(value)), depth, _text)})"
    for base, writer in _BASES:
        if issubclass(kind, base):
            text = writer(value, depth)
            return f"{_NAME(kind)}{text}" if base is tuple else f"{_NAME(kind)}({text})"
    parts = []
    for name, held in islice(attributes(value, kind), _MOST_ITEMS) if depth < _DEEPEST else ():
        if _room[0] < 0:
            parts.append(" …")
            break
        parts.append(f" {name}={_text(held, depth + 1)}")
    return f"<{_NAME(kind)}{''.join(parts)}>"
