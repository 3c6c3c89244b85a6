# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Leaving a generator early"
# claim = "Cleaning up waits for close() or the last reference; a generator never begun skips it."
# browser = true
# rows = ["S079"]
# ///
"""A `with` in a generator closes when the generator ends, which may be long after the loop."""

from contextlib import closing


class Connection:
    """Logs when it is opened and closed."""

    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append("open")
        return iter("abc")

    def __exit__(self, *_):
        self.log.append("close")


def rows(log):
    with Connection(log) as connection:
        yield from connection


def kept(log):
    source = rows(log)
    for row in source:
        log.append(row)
        break
    log.append("later")
    return source


def closed(log):
    with closing(rows(log)) as source:
        for row in source:
            log.append(row)
            break
    log.append("later")


def never_begun(log):
    source = rows(log)
    source.close()
    log.append("later")


def main() -> None:
    for use in (kept, closed, never_begun):
        log: list[str] = []
        source = use(log)
        del source
        print(f"{use.__name__:<12}", *log)


def test_a_name_keeps_the_connection_open():
    """The connection outlives the loop while the generator has a name, and no longer."""
    log: list[str] = []
    source = kept(log)
    assert log == ["open", "a", "later"]
    del source
    assert log == ["open", "a", "later", "close"]


def test_closing_closes_at_the_end_of_the_block():
    """With closing() the connection is closed before the next line."""
    log: list[str] = []
    closed(log)
    assert log == ["open", "a", "close", "later"]


def test_what_was_not_begun_need_not_be_ended():
    """No line of a generator that was only made has run, so nothing is opened or closed."""
    log: list[str] = []
    never_begun(log)
    assert log == ["later"]


if __name__ == "__main__":
    main()
