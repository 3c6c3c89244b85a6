# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 2: a kept exception keeps the frame"
# claim = "Keeping a caught exception keeps every local variable of the function that raised it."
# browser = true
# rows = ["S087"]
# ///
"""An exception refers to its traceback, that to the frames, and those to all their variables."""

import gc
import weakref


class Table:
    """Stands for something large."""


watched: list[weakref.ref] = []


def load():
    table = Table()
    watched.append(weakref.ref(table))
    raise ValueError("line 7 has no date")


def errors_kept_whole():
    errors = []
    try:
        load()
    except ValueError as error:
        errors.append(error)
    return errors


def errors_kept_as_text():
    errors = []
    try:
        load()
    except ValueError as error:
        errors.append(str(error))
    return errors


def errors_without_traceback():
    errors = []
    try:
        load()
    except ValueError as error:
        errors.append(error.with_traceback(None))
    return errors


def table_lives(keep) -> bool:
    """Whether the table is still there while the list of errors is."""
    errors = keep()
    assert len(errors) == 1
    return watched.pop()() is not None


def main() -> None:
    print("errors kept                table lives")
    for keep in (errors_kept_whole, errors_kept_as_text, errors_without_traceback):
        print(f"{keep.__name__:<26} {table_lives(keep)}")


def test_the_whole_exception_keeps_the_table():
    """The table outlives its function as long as the exception is kept."""
    gc.disable()
    try:
        assert table_lives(errors_kept_whole)
    finally:
        gc.enable()


def test_its_text_does_not():
    """Text, or the exception without its traceback, lets the table go at once."""
    gc.disable()
    try:
        assert not table_lives(errors_kept_as_text)
        assert not table_lives(errors_without_traceback)
    finally:
        gc.enable()


if __name__ == "__main__":
    main()
