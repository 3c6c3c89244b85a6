# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Why is this object still alive?"
# claim = "The way from a forgotten object to the module's name that holds it is found backwards."
# browser = true
# needs = []
# rows = ["S133"]
# timeout_s = 20
# ///
"""An object lives because something refers to it. Ask the collector who, then who refers to
that, until a module's own names are reached. objgraph draws this picture.
"""

import gc
from collections import deque


class Session:
    pass


class Cache:
    def __init__(self):
        self.by_user = {}


cache = Cache()


def way_to_globals(thing):
    """The shortest way from a global name down to `thing`, by types; [] if there is none."""
    names = globals()
    waiting, seen = deque([(thing, [thing])]), {id(thing)}
    mine = {id(waiting), id(seen)}
    while waiting:
        current, way = waiting.popleft()
        for holder in gc.get_referrers(current):
            if holder is names:
                name = next(key for key, value in names.items() if value is current)
                return [name, *(type(step).__name__ for step in reversed(way))]
            known = id(holder) in seen or id(holder) in mine
            if not known and isinstance(holder, dict | Session | Cache):
                seen.add(id(holder))
                waiting.append((holder, [*way, holder]))
    return []


def forget_to_log_out():
    session = Session()
    cache.by_user["ada"] = session
    return session


def main() -> None:
    session = forget_to_log_out()
    print(" → ".join(way_to_globals(session)))
    cache.by_user.clear()
    print("after clear():", way_to_globals(session) or "nobody")


def test_the_cache_is_found_by_name():
    way = way_to_globals(forget_to_log_out())
    assert way[:2] == ["cache", "Cache"]
    assert way[-2:] == ["dict", "Session"]


def test_after_clearing_no_module_holds_it():
    session = forget_to_log_out()
    cache.by_user.clear()
    assert way_to_globals(session) == []


if __name__ == "__main__":
    main()
