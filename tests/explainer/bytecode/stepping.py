"""Programs that are stepped, and what the model says of each; runs inside every known version.

`python -m tests.explainer.bytecode.stepping [NAME …]` steps them in the Python that runs it.
"""

from __future__ import annotations

import collections
import json
import re
import sys
import sysconfig
import zipfile
from pathlib import Path

from explainer.bytecode import activation
from explainer.bytecode.stepper import trace
from tests.explainer.bytecode.model import Model, Wrong

FOLDER = Path(__file__).with_name("stepped")
MOST_STEPS = 60_000


def names():
    """Every program: a module of the standard library with a driver, or a benchmark."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def source_of(name):
    """The whole program.

    Its first lines may name a `# module:` to put in front (several spellings between bars, for
    versions move them), and what to `# cut:` of it: lines that would put C code in place.
    """
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    header = dict(re.findall(r"^# (module|cut): (.*)$", text, re.MULTILINE))
    if "module" not in header:
        return text
    module = _library(header["module"].split("|"))
    if "cut" in header:
        module = re.sub(rf"^( *)(.*({header['cut']}).*)$", _cut, module, flags=re.MULTILINE)
    module = re.sub(r"if __name__ == ['\"]__main__['\"]:", "if False:", module)
    return f"{module}\n{text}"


def _cut(found):
    """An import of C code fails as where there is none; any other line is left out."""
    importing = "import" in found[2] or found[2].startswith("def ")
    return f"{found[1]}{'raise ImportError' if importing else 'pass'}" if importing else found[0]


def _library(candidates):
    """Source of the module that is there: in the zip that Pyodide ships, or in a folder."""
    zips = [entry for entry in sys.path if entry.endswith(".zip") and Path(entry).is_file()]
    home = zipfile.Path(zips[0]) if zips else Path(sysconfig.get_path("stdlib"))
    paths = [home.joinpath(name) for name in candidates]
    return next(path.read_text("utf-8") for path in paths if path.is_file())


def check(name, most_steps=MOST_STEPS):
    """Counts for one program. Raises: Wrong with the step at which the model differs."""
    document = trace(source_of(name), filename=f"{name}.py", max_steps=most_steps, max_bytes=10**9)
    if document.get("stack") != "real":
        raise Wrong(f"{name}: {document.get('error') or document['why_not_real']}")
    if document["ended"]["why"] == "error":
        raise Wrong(f"{name}: the program failed: {document['ended']}")
    try:
        counts = Model(document).replay()
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from None
    ran = {document["frames"][step["frame"]]["code"] for step in document["steps"]}
    functions = [place for place in ran if "NEWLOCALS" in document["code"][place]["flags"]["names"]]
    counts["functions"] = len(functions)
    counts["programs"] = 1
    return dict(counts)


def check_all(only=None, most_steps=MOST_STEPS):
    """Counts over many programs, and what went wrong where."""
    total, wrong = collections.Counter(), []
    for name in only or names():
        try:
            total.update(check(name, most_steps))
        except Wrong as error:
            wrong.append(str(error))
    return {"counts": dict(total), "wrong": wrong}


def check_shortcuts(names, most_steps=8000):
    """Names of programs whose trace differs when everything is looked at anew at every step."""
    return [name for name in names if _with(name, most_steps) != _without(name, most_steps)]


def _without(name, most_steps):
    kept = activation.MOVES, activation.QUIET
    activation.MOVES = activation.QUIET = frozenset()
    try:
        return _with(name, most_steps)
    finally:
        activation.MOVES, activation.QUIET = kept


def _with(name, most_steps):
    """Stacks, names and events as texts, for places in the table of values may differ."""
    document = trace(source_of(name), filename=f"{name}.py", max_steps=most_steps, max_bytes=10**9)
    values = [(value["repr"], value["type"]) for value in document["values"]]
    return [
        (
            step["frame"],
            step["offset"],
            step["event"],
            [values[place] for place in step["stack"] or ()],
            {
                key: None if place is None else values[place]
                for key, place in step["locals"].items()
            },
        )
        for step in document["steps"]
    ]


if __name__ == "__main__":
    print(sys.version.split()[0], json.dumps(check_all(sys.argv[1:])))
