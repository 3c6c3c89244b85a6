"""Programs in the page: how they end, and that one never spoils the next."""

import json
import os
import subprocess
import sys
import zipfile
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import pytest

from explainer.inpage.heap import Heap
from explainer.inpage.library import compile_library
from tests.inpage_spoilers import IRREVOCABLE, SPOILERS

ROOT = Path(__file__).parents[2]
HARNESS = """
import json, sys
from explainer.inpage.program import Interpreter
programs, typed, asked = json.load(sys.stdin)
interpreter = Interpreter((".",))
def answer(program):
    if isinstance(program, str):
        lines = iter(asked or [])
        ask = None if asked is None else lambda: next(lines)
        request = (program, "t/program.py", typed, lambda: None, ask)
        return json.loads(interpreter.run_as_json(*request))
    called = interpreter.call_as_json(*program[:2], json.dumps(program[2]), lambda: None)
    outcome, value = called.split("\\n")
    return json.loads(outcome) | {"value": value and json.loads(value)}
answers = [answer(each) for each in programs]
with open(sys.argv[1], "w") as file:
    json.dump(answers, file)
"""


def run(tmp_path, *programs, typed="", asked=None):
    """Run programs one after another in one fresh interpreter; outcomes, what it printed.

    A list of module, function and arguments is called instead of run. `asked` is what a reader
    answers, line by line, when a program wants more than was `typed` beforehand.
    """
    folder = tmp_path / "home"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", HARNESS, str(tmp_path / "answers.json")],
        input=json.dumps([programs, typed, asked]),
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PATH": ""},
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads((tmp_path / "answers.json").read_text(encoding="utf-8")), done


@pytest.mark.parametrize("name", SPOILERS)
def test_one_program_does_not_spoil_the_next(name, tmp_path):
    """What a program changed is as before for the next, and no fresh interpreter was needed."""
    spoiler, probe, expected = SPOILERS[name]
    outcomes, done = run(tmp_path, spoiler, probe)
    assert [outcome["why"] for outcome in outcomes] == ["end", "end"]
    assert [outcome["renew"] for outcome in outcomes] == ["", ""]
    assert done.stdout.splitlines()[-1] == expected


@pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring came with 3.12")
def test_a_monitoring_tool_is_freed(tmp_path):
    """A tool id that one program took is free for the next."""
    tool = "import sys; sys.monitoring.use_tool_id(3, 'mine')"
    outcomes, _ = run(tmp_path, tool, tool)
    assert [outcome["why"] for outcome in outcomes] == ["end", "end"]


def test_a_seed_does_not_fix_the_next_programs_numbers(tmp_path):
    """`random.seed` of one program leaves the next with numbers of its own."""
    number = "import random; print(random.random())"
    _, done = run(tmp_path, "import random; random.seed(1)", number)
    _, again = run(tmp_path / "home", "import random; random.seed(1)", number)
    assert done.stdout != again.stdout


@pytest.mark.parametrize("name", IRREVOCABLE)
def test_what_cannot_be_put_back_asks_for_a_fresh_interpreter(name, tmp_path):
    """The program itself ends well; the reason is told in words."""
    program, reason = IRREVOCABLE[name]
    (outcome,), _ = run(tmp_path, program)
    assert outcome["why"] == "end"
    assert reason in outcome["renew"]


def test_what_a_program_held_ends_with_it(tmp_path):
    """As at the end of a process: what `__del__` prints is the output of the program it is of."""
    held = "class Held:\n    def __del__(self): print('bye', x)\nx = 1\nheld = Held()\nheld.itself = held"
    outcomes, done = run(tmp_path, held, "print('next')", f"{held}\n1 / 0", "print('last')")
    assert [outcome["why"] for outcome in outcomes] == ["end", "end", "error", "end"]
    assert done.stdout.splitlines() == ["bye 1", "next", "bye 1", "last"]


def test_a_call_is_isolated_like_a_program(tmp_path):
    """What one of our own functions leaves behind is put back, or asks for a fresh interpreter."""
    leaves = (
        "import json, logging, sys\n"
        "def something():\n"
        "    logging.basicConfig(level=10); json.dumps.__kwdefaults__['indent'] = 3\n"
        "    sys.setswitchinterval(5)\n"
        "def a_hook(): sys.addaudithook(lambda *_: None)\n"
    )
    (tmp_path / "leaves.py").write_text(leaves, encoding="utf-8")
    probe = "import json, logging, sys; print(json.dumps([1]), logging.root.level, sys.getswitchinterval() == 5)"
    calls = [["leaves", name, {}] for name in ("something", "a_hook")]
    outcomes, done = run(tmp_path, calls[0], probe, calls[1])
    assert [outcome["renew"] for outcome in outcomes[:2]] == ["", ""]
    assert done.stdout == "[1] 30 False\n"
    assert "audit hook" in outcomes[2]["renew"]


@pytest.mark.parametrize(
    ("program", "why", "kind", "line"),
    [
        ("pass", "end", "", None),
        ("1 / 0", "error", "ZeroDivisionError", 1),
        ("\ndef f():\n    raise KeyError('k')\nf()", "error", "KeyError", 3),
        ("x = (", "error", "SyntaxError", 1),
        ("raise KeyboardInterrupt", "interrupt", "KeyboardInterrupt", 1),
        ("raise SystemExit(3)", "exit", "", None),
        ("input()", "input", "EOFError", 1),
        ("raise EOFError", "error", "EOFError", 1),
    ],
)
def test_every_end_is_told_with_its_line(program, why, kind, line, tmp_path):
    """The end, the exception's name and the last line of the program's own file are reported."""
    (outcome,), _ = run(tmp_path, program)
    assert (outcome["why"], outcome["kind"], outcome["line"]) == (why, kind, line)


def test_a_traceback_begins_with_the_program_itself(tmp_path):
    """The runner's own frames are not shown, the program's lines are."""
    (outcome,), _ = run(tmp_path, "import json\njson.loads('{')")
    first, second, third, *_ = outcome["error"].splitlines()
    assert first == "Traceback (most recent call last):"
    assert second == '  File "t/program.py", line 2, in <module>'
    assert third.strip() == "json.loads('{')"
    assert "inpage" not in outcome["error"]


def test_an_exit_message_and_code_are_kept(tmp_path):
    """`sys.exit` with words shows them and means code 1, as in a terminal."""
    (outcome,), _ = run(tmp_path, "import sys; sys.exit('no such file')")
    assert (outcome["exit_code"], outcome["error"]) == (1, "no such file\n")


def test_an_endless_message_is_cut(tmp_path):
    """An exception with a message of megabytes is shown with its two ends."""
    (outcome,), _ = run(tmp_path, "raise ValueError('a' * 3_000_000 + 'z')")
    assert len(outcome["error"]) < 50_000
    assert outcome["error"].rstrip().endswith("z")


def test_an_exception_that_cannot_be_shown_is_named(tmp_path):
    """A broken `__str__` does not break the report."""
    program = "class Mute(Exception):\n    def __str__(self):\n        raise Mute\nraise Mute"
    (outcome,), _ = run(tmp_path, program)
    assert outcome["kind"] == "Mute"
    assert "Mute" in outcome["error"]


def test_input_is_read_line_by_line_and_echoed(tmp_path):
    """Lines typed beforehand arrive in order and are seen in the output, as on a terminal."""
    program = "print(input('a? ') + input('b? '))"
    (outcome,), done = run(tmp_path, program, typed="1\n2")
    assert outcome["why"] == "end"
    assert done.stdout == "a? 1\nb? 2\n12\n"


def test_the_reader_is_asked_for_what_was_not_typed_beforehand(tmp_path):
    """Typed lines come first, then answers, echoed alike; None is the end of input, for good."""
    program = (
        "import sys\nprint(input('a? ') + input('b? '))\nprint(sys.stdin.read())\n"
        "print(repr(sys.stdin.readline()))"
    )
    (outcome,), done = run(tmp_path, program, typed="1", asked=["2", "3", "4", None])
    assert outcome["why"] == "end", outcome
    assert done.stdout == "a? 1\nb? 2\n12\n3\n4\n3\n4\n\n''\n"


def test_the_end_of_input_is_an_ordinary_eoferror(tmp_path):
    """Who could have been asked, and said there is no more, need not be told to type."""
    (outcome,), _ = run(tmp_path, "input()", asked=[None])
    assert (outcome["why"], outcome["kind"]) == ("error", "EOFError")


def test_an_interrupt_instead_of_a_line_is_raised_where_it_was_asked(tmp_path):
    """Stop while a program waits is a KeyboardInterrupt in the line that asked."""
    (outcome,), _ = run(tmp_path, "\ninput()", asked=[2])
    assert (outcome["why"], outcome["line"]) == ("interrupt", 2)


def test_exit_functions_run_and_are_forgotten(tmp_path):
    """`atexit` functions of a program run at its end, not at the next one's."""
    _, done = run(tmp_path, "import atexit; atexit.register(print, 'bye')", "print('next')")
    assert done.stdout.split() == ["bye", "next"]


def test_names_of_the_program_can_be_inspected(tmp_path):
    """`inspect.getsource` and pickling of the program's own classes work as in a file."""
    program = (
        "import inspect, pickle\nclass Own: pass\n"
        "print(type(pickle.loads(pickle.dumps(Own()))).__name__, inspect.getsource(Own))"
    )
    (outcome,), done = run(tmp_path, program)
    assert (outcome["why"], done.stdout) == ("end", "Own class Own: pass\n\n")


def test_a_function_of_ours_answers_in_json(tmp_path):
    """A call gives what the function returned, and what it printed goes where a program's does."""
    source = "def f():\n    return 1\n"
    listed = ["explainer.bytecode", "outcome", {"source": source}]
    (outcome,), _ = run(tmp_path, listed)
    assert (outcome["why"], outcome["error"]) == ("end", "")
    assert outcome["value"]["schema"] == "bytecode/1"
    assert [code["qualname"] for code in outcome["value"]["code"]] == ["<module>", "f"]


def test_a_call_and_a_program_do_not_spoil_each_other(tmp_path):
    """The module called stays imported; what a program did to it or to the rest is put back."""
    call = ["explainer.bytecode", "outcome", {"source": "1"}]
    spoiler = (
        "import builtins, explainer.bytecode\n"
        "explainer.bytecode.outcome = None\ndel builtins.len\nprint('spoilt')"
    )
    outcomes, done = run(tmp_path, call, spoiler, call, "print(len('abc'))")
    assert [outcome["why"] for outcome in outcomes] == ["end"] * 4
    assert [outcome["renew"] for outcome in outcomes] == [""] * 4
    assert outcomes[0]["value"] == outcomes[2]["value"]
    assert done.stdout == "spoilt\n3\n"


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (["explainer.bytecode", "outcome", {}], "TypeError"),
        (["explainer.bytecode", "no_such_function", {}], "AttributeError"),
        (["explainer.no_such_module", "f", {}], "ModuleNotFoundError"),
        (["explainer.inpage.program", "Outcome", {"why": "not JSON"}], "TypeError"),
    ],
)
def test_a_call_that_fails_tells_its_traceback(call, kind, tmp_path):
    """Wrong names, arguments or answers are errors of that call; the next one works."""
    good = ["explainer.bytecode", "outcome", {"source": "1"}]
    outcomes, _ = run(tmp_path, call, good)
    assert (outcomes[0]["why"], outcomes[0]["kind"]) == ("error", kind)
    assert outcomes[0]["value"] == ""
    assert outcomes[0]["error"].startswith("Traceback (most recent call last)")
    assert outcomes[1]["why"] == "end"


def test_ctypes_of_a_called_module_needs_no_fresh_interpreter_but_a_programs_does(tmp_path):
    """Our own modules may look into memory; what a reader's program does there is not known."""
    looks = "import ctypes\ndef at(number): return ctypes.c_int8(number).value\n"
    (tmp_path / "looks.py").write_text(looks, encoding="utf-8")
    call = ["looks", "at", {"number": 257}]
    called, harmless, harmful = run(tmp_path, call, "pass", "import ctypes")[0]
    assert (called["value"], called["renew"], harmless["renew"]) == (1, "", "")
    assert "ctypes" in harmful["renew"]


def test_the_compiled_library_imports_and_is_reproducible(tmp_path):
    """Modules become `.pyc` that import without their source; the same input, the same bytes."""
    original = tmp_path / "original.zip"
    with zipfile.ZipFile(original, "w") as archive:
        archive.writestr("package/__init__.py", "from package.part import answer\n")
        archive.writestr("package/part.py", "answer = 42\n")
        archive.writestr("package/data.txt", "kept as it is")
    (tmp_path / "ours.py").write_text("from package import answer\n", encoding="utf-8")
    targets = [tmp_path / "first.zip", tmp_path / "second.zip"]
    for target in targets:
        compile_library(str(original), str(target), str(tmp_path), ["ours.py"])
    assert targets[0].read_bytes() == targets[1].read_bytes()
    with zipfile.ZipFile(targets[0]) as archive:
        assert sorted(archive.namelist()) == [
            "ours.pyc",
            "package/__init__.pyc",
            "package/data.txt",
            "package/part.pyc",
        ]
    command = [sys.executable, "-c", "import ours; print(ours.answer)"]
    environment = {"PYTHONPATH": str(targets[0]), "PATH": ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "42\n", done.stderr


def test_a_change_that_was_accepted_is_there_for_every_program():
    """What the page itself sets after its start, such as the time zone, no clean-up takes back."""
    harness = (
        "import json, time\n"
        "from explainer.inpage.program import Interpreter\n"
        "interpreter = Interpreter(())\n"
        "time.tzname = ('here', 'there')\n"
        "interpreter.accept(time)\n"
        "for _ in range(2):\n"
        "    interpreter.run_as_json('import time; print(*time.tzname)', 'p.py', '', lambda: None)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", harness], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "here there\n" * 2


@pytest.mark.parametrize("kind", [dict, OrderedDict, Counter, lambda held: defaultdict(int, held)])
def test_a_mapping_of_any_class_is_put_back(kind):
    held = kind({"alpha": 1, "beta": 2})
    heap = Heap([{"held": held}])
    del held["alpha"]
    held["gamma"] = 3
    heap.restore()
    assert held == {"alpha": 1, "beta": 2}
