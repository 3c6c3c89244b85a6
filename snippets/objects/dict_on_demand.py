# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The dict comes when it is asked for, and stays"
# claim = "vars(), dir(), copy and pickle give an instance a dict; attribute access does not."
# browser = true
# rows = ["S077", "W15", "M15"]
# ///
"""A plain instance keeps its attributes in a row of addresses; the names are in the class.

Only what wants a real dict makes one, and then the instance keeps it for life.
"""

import copy
import gc
import pickle
import tracemalloc


class Job:
    def __init__(self) -> None:
        self.name = self.owner = self.state = None


QUESTIONS = {
    "nothing": lambda job: None,
    "job.state = 1": lambda job: setattr(job, "state", 1),
    "hasattr(job, 'x')": lambda job: hasattr(job, "x"),
    "vars(job)": vars,
    "dir(job)": dir,
    "copy.copy(job)": copy.copy,
    "pickle.dumps(job)": pickle.dumps,
}


def bytes_after(question, n: int = 1_000) -> int:
    """Bytes a Job takes once it has been asked, the mean of many."""
    in_use = [Job() for _ in range(200)]
    held = [None] * n
    for job in in_use:
        question(job)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for i in range(n):
            held[i] = Job()
            question(held[i])
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return round((after - before) / n)


def main() -> None:
    print("asked               bytes a Job")
    for text, question in QUESTIONS.items():
        print(f"{text:<19} {bytes_after(question):11}")


def test_reading_and_writing_attributes_makes_no_dict():
    """A Job that is used as usual stays as small as it was."""
    for text in ("job.state = 1", "hasattr(job, 'x')"):
        assert abs(bytes_after(QUESTIONS[text]) - bytes_after(QUESTIONS["nothing"])) <= 1


def test_asking_for_the_dict_makes_one():
    """vars, dir, copy and pickle make a Job larger by more than four tenths, for good."""
    for text in ("vars(job)", "dir(job)", "copy.copy(job)", "pickle.dumps(job)"):
        assert bytes_after(QUESTIONS[text]) > 1.4 * bytes_after(QUESTIONS["nothing"]), text


def test_the_dict_is_the_attributes():
    """The dict is no copy: what is written to one shows in the other."""
    job = Job()
    vars(job)["state"] = "done"
    assert job.state == "done"
    assert vars(job) is vars(job)


if __name__ == "__main__":
    main()
