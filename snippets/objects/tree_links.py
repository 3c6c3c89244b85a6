# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A tree without work for the collector"
# claim = "A dropped tree of 101 nodes leaves the collector 102 objects, or none with weak parents."
# browser = true
# rows = ["S093"]
# ///
"""Children that point back at their parent make every tree a knot of cycles.

A weak reference points without counting. With weak links upwards the whole tree is freed in the
moment its root is dropped. The price: the parent must be asked for by a call, and may be gone.
"""

import gc
import weakref


class Node:
    __slots__ = ("__weakref__", "children", "up")

    def __init__(self, up=None):
        self.up = up
        self.children = []


def tree_with_strong_links(n):
    root = Node()
    root.children = [Node(root) for _ in range(n)]
    return root


def tree_with_weak_links(n):
    root = Node()
    weak = weakref.ref(root)
    root.children = [Node(weak) for _ in range(n)]
    return root


def left_to_the_collector(plant, n) -> int:
    """Objects that a dropped tree leaves behind for the collector."""
    gc.collect()
    gc.disable()
    try:
        root = plant(n)
        for child in root.children:
            child.children = None
        child = None
        del root
        return gc.collect()
    finally:
        gc.enable()


def main() -> None:
    print("a root and 100 children,")
    print("left to the collector when dropped")
    for plant in (tree_with_strong_links, tree_with_weak_links):
        print(f"  {plant.__name__:<22} {left_to_the_collector(plant, 100):5}")


def test_strong_parents_leave_the_whole_tree():
    """Root, 100 children and the list of children wait for the collector."""
    assert left_to_the_collector(tree_with_strong_links, 100) == 102


def test_weak_parents_leave_nothing():
    """With weak parents counting frees it all."""
    assert left_to_the_collector(tree_with_weak_links, 100) == 0


def test_a_weak_parent_can_be_asked_for():
    """Calling the weak link gives the parent while it lives, and None after."""
    root = tree_with_weak_links(3)
    child = root.children[0]
    assert child.up() is root
    del root
    assert child.up() is None


if __name__ == "__main__":
    main()
