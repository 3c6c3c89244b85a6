# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "Exercise 1: changing a dict while walking through it"
# claim = "New values are allowed; a new or deleted key ends the loop with RuntimeError."
# browser = true
# rows = ["S071"]
# ///
"""Iteration walks the row of entries and checks at every step that the number of keys is the same.

New values for old keys move no entry. To add or delete, walk through a copy of the keys.
"""

from textwrap import fill, indent


def raise_prices(prices):
    for name in prices:
        prices[name] += 1
    return prices


def drop_cheap(prices):
    for name in prices:
        if prices[name] < 3:
            del prices[name]
    return prices


def drop_cheap_safely(prices):
    for name in list(prices):
        if prices[name] < 3:
            del prices[name]
    return prices


def main() -> None:
    for change in (raise_prices, drop_cheap, drop_cheap_safely):
        print(change.__name__)
        try:
            print("  ", change({"fig": 1, "nut": 5, "date": 2}))
        except RuntimeError as error:
            print(indent(fill(str(error), 34), "   "))


def test_new_values_are_allowed():
    """Every price is raised once."""
    assert raise_prices({"fig": 1, "nut": 5}) == {"fig": 2, "nut": 6}


def test_a_deletion_stops_the_loop():
    """The loop ends with RuntimeError at the step after the deletion."""
    prices = {"fig": 1, "nut": 5, "date": 2}
    try:
        drop_cheap(prices)
    except RuntimeError:
        assert prices == {"nut": 5, "date": 2}
    else:
        raise AssertionError("no RuntimeError")


def test_a_copy_of_the_keys_makes_it_safe():
    """All cheap items go."""
    assert drop_cheap_safely({"fig": 1, "nut": 5, "date": 2}) == {"nut": 5}


if __name__ == "__main__":
    main()
