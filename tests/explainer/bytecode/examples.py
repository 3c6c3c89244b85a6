"""Documents of every schema, made by real runs of one lesson, for whoever draws them.

`python -m tests.explainer.bytecode.examples --update` writes `examples/*.json` anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from explainer.bytecode.compare import compare
from explainer.pythons.caller import Call, call_python

FOLDER = Path(__file__).with_name("examples")
PYTHON = "3.14"


def made():
    """Each document by name."""
    source = (FOLDER / "lesson.txt").read_text("utf-8")
    rounds = {
        "source": source,
        "function": "safe_divide",
        "calls": ["safe_divide(6, 3)"] * 5 + ["safe_divide(6.0, 4.0)"],
        "rounds": 9,
    }
    calls = {
        "bytecode": Call("outcome", {"source": source}),
        "trace": Call("trace", {"source": source}, "explainer.bytecode.stepper"),
        "specialisation": Call("watch", rounds, "explainer.bytecode.specialisation"),
    }
    calls["counts"] = Call("count", {"source": source}, "explainer.bytecode.counting")
    documents = dict(zip(calls, call_python(PYTHON, calls.values()), strict=True))
    (older,) = call_python("3.11", [calls["bytecode"]])
    stages = Call("stages", {"source": source}, "explainer.bytecode.stages")
    (newer,) = call_python("3.15", [stages])
    return {**documents, "diff": compare(older, documents["bytecode"]), "stages": newer}


def path_of(name):
    return FOLDER / f"{name}.json"


if __name__ == "__main__" and "--update" in sys.argv:
    for name, document in made().items():
        path_of(name).write_text(json.dumps(document, indent=1) + "\n", "utf-8")
