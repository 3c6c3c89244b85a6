# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "A field, a property, a getter"
# claim = "A field takes fewer instructions than a property, a property fewer than a getter."
# browser = true
# rows = ["S085"]
# ///
"""A getter is a call, and so is a property; a field is one instruction.

In Python a field can become a property later, without a change in the code that reads it. So
there is no reason to hide it in advance.
"""

import dis


class Job:
    def __init__(self, state):
        self.state = state

    @property
    def state_property(self):
        return self.state

    def get_state(self):
        return self.state


def by_field(job):
    return job.state


def by_property(job):
    return job.state_property


def by_getter(job):
    return job.get_state()


CALLS = {
    by_field: None,
    by_property: Job.state_property.fget,
    by_getter: Job.get_state,
}


def instructions(function) -> int:
    """Instructions of a function, without the RESUME at its start; ours run them all."""
    return sum(i.opname != "RESUME" for i in dis.get_instructions(function))


def main() -> None:
    print("instructions   own   called   sum")
    for way, called in CALLS.items():
        own, more = instructions(way), instructions(called) if called else 0
        print(f"{way.__name__:<11} {own:6} {more:8} {own + more:5}")


def test_a_field_needs_the_fewest_instructions():
    """Executed instructions: field < property < getter."""
    from explainer.evidence import executed_opcodes

    ran = [executed_opcodes(way, Job("new")).total() for way in CALLS]
    assert ran[0] < ran[1] < ran[2]
    assert ran == [instructions(w) + (instructions(c) if c else 0) for w, c in CALLS.items()]


def test_all_give_the_same():
    """The three ways return the same object."""
    job = Job(["new"])
    assert all(way(job) is job.state for way in CALLS)


if __name__ == "__main__":
    main()
