"""What a program can do that cannot be undone: the next one should get a fresh interpreter."""

from __future__ import annotations

import abc
import codecs
import gc
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CALLS = (
    (sys, "addaudithook", "the program added an audit hook"),
    (codecs, "register", "the program registered a codec"),
    (codecs, "register_error", "the program registered an error handler of codecs"),
)
_IMPORTS = {
    "_ctypes": "the program used ctypes, which can change anything",
    "js": "the program used the worker's JavaScript",
    "pyodide_js": "the program used the worker's JavaScript",
}


class CannotBeUndone(Exception):
    """What the program did, in words."""


class Registrations:
    """Of classes that last, with abstract classes that last: nobody can take them back."""

    def __init__(self) -> None:
        self._modules = tuple(sys.modules)
        self._before = self._count()
        self._token = abc.get_cache_token()

    def check(self) -> None:
        """Raises: CannotBeUndone if there are others now."""
        if abc.get_cache_token() != self._token and self._count() != self._before:
            raise CannotBeUndone("the program registered a class with an abstract one")

    def _count(self) -> int:
        lasting = [each for each in gc.get_objects() if type(each) is abc.ABCMeta]
        return sum(
            getattr(known(), "__module__", None) in self._modules
            for each in lasting
            if each.__module__ in self._modules
            for known in abc._get_dump(each)[0]  # type: ignore[attr-defined]
        )


class Irrevocable:
    """Watches one program, from when it is made."""

    def __init__(self) -> None:
        self._called: set[str] = set()
        self._imported = {name for name in _IMPORTS if name in sys.modules}
        for module, name, reason in _CALLS:
            setattr(module, name, self._noting(getattr(module, name), reason))

    def check(self) -> None:
        """Look while all names but the builtins are still the program's.

        Raises: CannotBeUndone.
        """
        reasons = list(dict.fromkeys(self._found()))
        if reasons:
            raise CannotBeUndone("; ".join(reasons))

    def _found(self) -> Iterator[str]:
        yield from sorted(self._called)
        for name, reason in _IMPORTS.items():
            if name in sys.modules and name not in self._imported:
                yield reason

    def _noting(self, function: Callable[..., Any], reason: str) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            self._called.add(reason)
            return function(*args, **kwargs)

        called.__name__, called.__doc__ = function.__name__, function.__doc__
        return called
