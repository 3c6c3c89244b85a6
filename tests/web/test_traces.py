"""The traces are what the references say today, and the models in the page replay them."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.browser.chromium import ROOT, node
from tests.traces.files import TRACES, made_today, references, rendered

WIDGETS = ROOT / "web" / "src" / "widgets"
MODEL_TESTS = sorted((ROOT / "web" / "src").rglob("*.test.ts"))
REFERENCES = references()
IN_THE_PAGE = """
import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
const python = await loadPyodide();
python.runPython(readFileSync(process.argv[1], "utf8"));
console.log(python.runPython("import json; json.dumps(traces())"));
"""


def _tags() -> list[str]:
    return sorted(element.parent.name for element in WIDGETS.glob("*/element.ts"))


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda path: path.parent.name)
def test_the_traces_are_what_the_reference_says_today(reference: Path):
    """A change of CPython, or of a reference, shows as a difference of files."""
    today = made_today(reference)
    assert today
    if reference.parent.name == "list-growth" and sys.version_info >= (3, 14, 3):
        # Seen on 3.14.10: a list that shrinks below 24 slots keeps its block. The model is the
        # rule of 3.9 to 3.14.2, which the page's own Python has; growth is the same on all.
        today = {path: text for path, text in today.items() if path.name.startswith("stairs")}
    found = {path: path.read_text(encoding="utf-8") if path.exists() else "" for path in today}
    differing = [path.name for path, text in today.items() if found[path] != text]
    assert not differing, "run python -m tests.traces --update and look at the diff"


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda path: path.parent.name)
def test_every_trace_file_has_a_reference(reference: Path):
    """A trace that no reference makes could go stale unseen; one needs 3.12 to be made."""
    unmade = set(reference.parent.glob("*.json")) - set(made_today(reference))
    newer = {"pop-last.json"} if sys.version_info < (3, 12) else set()
    assert {path.name for path in unmade} <= newer


@pytest.mark.parametrize(
    "tests", MODEL_TESTS, ids=lambda path: str(path.relative_to(ROOT / "web" / "src"))
)
def test_the_models_pass_their_own_tests(tests: Path):
    """Node's test runner reports each file here, so that one command reports all."""
    ran = subprocess.run(
        [node(), "--test", "--test-reporter=spec", str(tests)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "pass 0" not in ran.stdout, f"{tests}: no test in it"


def test_lists_grow_alike_in_the_page_s_own_python():
    """CPython of the page is newer and has 32-bit pointers: the slots must be the same."""
    reference = TRACES / "list-growth" / "reference.py"
    ran = subprocess.run(
        [node(), "--input-type=module", "-e", IN_THE_PAGE, str(reference)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    traces = json.loads(ran.stdout)
    assert set(traces) == {path.name for path in reference.parent.glob("*.json")}
    for name, trace in traces.items():
        assert rendered(trace) == reference.with_name(name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("tag", _tags())
def test_every_widget_has_a_model_a_test_a_trace_and_a_page(tag: str):
    """What a widget consists of, so that none is left unchecked."""
    here = WIDGETS / tag
    parts = [here / "model.ts", here / "element.ts", here / "model.test.ts"]
    parts += [TRACES / tag / "reference.py", ROOT / "tests" / "web" / "pages" / f"{tag}.html"]
    assert [str(part) for part in parts if not part.exists()] == []


@pytest.mark.skipif(
    bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    reason="a free-threaded object has a larger header and no collector words",
)
def test_an_empty_list_weighs_seven_words():
    """The widget adds these to the slots when it says what sys.getsizeof gives."""
    facts = (WIDGETS / "list-growth" / "facts.ts").read_text(encoding="utf-8")
    pointer_bytes = 8 if sys.maxsize > 2**32 else 4
    assert f"const LIST_WORDS = {sys.getsizeof([]) // pointer_bytes};" in facts
