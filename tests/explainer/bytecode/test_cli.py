"""The command: what it prints, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from explainer.bytecode import cli
from explainer.bytecode.cli import main
from explainer.pythons.versions import ROOT

SOURCE = """\
class Stack:
    def push(self, item, times=1):
        for _ in range(times):
            self.items.append(item)
        return [len(i) for i in self.items if "é" in i]


def other():
    return lambda: Stack
"""
OLDER = "3.12" if sys.version_info[:2] != (3, 12) else "3.11"


BAD_FILES = {
    "latin.py": b"x = '\xe9'\n",
    "coding.py": b"# coding: nonsense\n",
    "junk.py": b"\x7fELF\0\xff\xfe",
    "broken.py": b"x = 1\ny = = 2\n",
    "tabs.py": b"def f():\n\tx = 1\n        return x\n",
    "new.py": b"type X = int\n",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "stack.py"
    path.write_bytes(b"\xef\xbb\xbf" + SOURCE.encode())  # with a byte-order mark, as editors may
    return path


def test_source_lines_stand_above_their_instructions(file, capsys):
    """Line, label, offset, depth, opcode, argument and its meaning."""
    assert main([f"{file}:Stack.push"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Stack.push  line 2, stack ")
    above = lines.index("    4              self.items.append(item)")
    assert any("items" in line for line in lines[above + 1 : above + 5])
    assert not any("other" in line or "\x1b" in line for line in lines)


def test_a_terminal_gets_colour_unless_it_asks_for_none(file, capsys, monkeypatch):
    """Escape sequences on a terminal only, and never with NO_COLOR."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    main([str(file)])
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = capsys.readouterr().out
    main([str(file)])
    assert "\x1b[33m" in coloured
    assert "\x1b" not in capsys.readouterr().out


def test_json_of_one_function_is_a_document_of_its_own(file, capsys):
    """References between code objects still lead to the right place."""
    assert main([f"{file}:other", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "bytecode/1"
    assert [code["name"] for code in document["code"]] == ["other", "<lambda>"]
    (load,) = [row for row in document["code"][0]["instructions"] if "code" in row]
    assert (load["code"], document["code"][0]["children"]) == (1, [1])


def test_another_python_answers_through_node(file, capsys):
    """`--python` compiles with that version."""
    assert main([f"{file}:Stack", "--json", "--python", OLDER]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["python"]["version"].startswith(f"{OLDER}.")


def test_two_versions_stand_side_by_side(file, capsys):
    """What is gone, what is new, what changed, and what the new opcodes do."""
    assert main([f"{file}:Stack.push", "--diff", "3.10", "--python", "3.14"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["3.10", "3.14"]
    assert {line[0] for line in lines if line} >= {"+", "-", "~", " "}
    assert "~ LOAD_FAST times" in {line[:17] for line in lines}
    assert any(line.startswith("Stack.push.<locals>.<listcomp>: only 3.10  [") for line in lines)
    assert any("LOAD_FAST_BORROW" in line for line in lines[lines.index("Why") :])


@pytest.mark.parametrize(
    ("argument", "options", "status", "words"),
    [
        ("stack.py:Stack.psh", [], 2, 'no function "Stack.psh"; did you mean "Stack.push"?'),
        ("stack.py:zzzzzz", [], 2, 'no function "zzzzzz"; there is Stack, Stack.push, other'),
        ("missing.py", [], 2, "missing.py: no such file"),
        ("missing.py:push", [], 2, "missing.py: no such file"),
        ("stak.py", [], 2, 'stak.py: no such file; did you mean "stack.py"?'),
        ("gone/stack.py", [], 2, "stack.py: no such file; there is no folder gone either"),
        (".", [], 2, ".: a folder, not a file; name a file in it, such as broken.py"),
        (":push", [], 2, '":push": no file is named; write FILE or FILE:FUNCTION'),
        ("latin.py", [], 2, "latin.py: not Python source"),
        ("coding.py", [], 2, "unknown encoding: nonsense; save it as UTF-8, or name its encoding"),
        ("junk.py", [], 2, "junk.py: not text, it has null bytes; name a file of Python source"),
        ("broken.py", [], 1, "broken.py:2: CPython 3."),
        ("tabs.py", [], 1, "inconsistent use of tabs and spaces"),
        ("new.py", ["--python", "3.10"], 1, "new.py:1: CPython 3.10 cannot compile it"),
        (
            "stack.py",
            ["--python", "3.9"],
            2,
            'Python "3.9": not known here; name one of 3.10, 3.11',
        ),
    ],
)
def test_errors_say_where_what_and_what_next(
    file, capsys, monkeypatch, argument, options, status, words
):
    """On standard error, nothing on standard output, and a telling exit status."""
    monkeypatch.chdir(file.parent)
    for name, data in BAD_FILES.items():
        file.with_name(name).write_bytes(data)
    assert main([argument, *options]) == status
    out, err = capsys.readouterr()
    assert words in err
    assert err.startswith("error: ")
    assert "Traceback" not in err
    assert (err.count("\n") > 1) == (status == 1)  # what does not compile is quoted
    assert out == ""


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("x = 1\n    y = = 2\n", "\n    y = = 2"),
        ("def f():\n    return 1 +* 2\n", "\n    return 1 +* 2\n              ^\n"),
        (f"x = {'1 + ' * 99}+ * 2\n", " + 1 + 1 + + * 2\n"),
    ],
)
def test_what_does_not_compile_is_quoted_with_a_mark_under_the_place(file, capsys, source, quote):
    """Without its indentation, and the part around the mark of a long line."""
    file.write_text(source)
    assert main([str(file)]) == 1
    err = capsys.readouterr().err
    assert quote in err
    assert all(len(line) < 80 for line in err.splitlines()[1:])


def test_a_colon_in_the_name_of_a_file_is_no_separator(tmp_path, capsys):
    """A file that exists under the whole name is meant."""
    path = tmp_path / "odd:name.py"
    path.write_text("x = 1\n")
    assert main([str(path)]) == 0
    assert "STORE_NAME" in capsys.readouterr().out


def test_a_run_is_listed_step_by_step(file, capsys):
    """Source, instruction, stack; by a version whose stack can be read."""
    file.write_text("def f(a):\n    return a + 1\nprint(f(41))\n")
    assert main([f"{file}:f", "--step", "--python", "3.14"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "the value stack read from each frame" in lines[0]
    assert any(line.split()[2:] == ["BINARY_OP", "+", "41", "|", "1"] for line in lines)
    assert lines[-1].endswith("returns 42")


@pytest.mark.parametrize("columns", [72, 80, 120])
def test_on_a_terminal_the_top_of_a_deep_stack_is_shown(file, capsys, monkeypatch, columns):
    """What is deepest gives way, and no line of an instruction is wider than the terminal."""
    file.write_text("print('" + "', '".join(f"text number {n}" for n in range(12)) + "')\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    assert main([str(file), "--step", "--python", "3.14"]) == 0
    lines = capsys.readouterr().out.splitlines()
    deep = [line for line in lines if " CALL " in line or " LOAD_CONST " in line]
    assert len(deep) > 12
    assert max(map(len, deep)) <= columns
    call = next(line for line in deep if " CALL " in line)
    assert re.search(r"  12 +… \| .*'text number 11'$", call)


def test_a_version_without_known_frames_says_so(file, capsys):
    """Not available, and no values; the steps are there."""
    file.write_text("def f(a):\n    return a + 1\nprint(f(41))\n")
    assert main([f"{file}:f", "--step", "--python", "3.13"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("The value stack is not available: how CPython 3.13.")
    assert lines[2] == "`--python 3.14` shows it."
    assert not any("|" in line for line in lines)
    assert any(line.endswith("depth 2") for line in lines)


def test_rounds_of_a_call_are_listed(file, capsys):
    """What changed in each, and why."""
    file.write_text("def add(a, b):\n    return a + b\n")
    command = [f"{file}:add", "--specialise", "3", "--call", "add(1, 2)", "--python", "3.14"]
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "Round 3  add(1, 2)" in out
    assert "BINARY_OP_ADD_INT  specialised" in out


def test_executed_opcodes_are_counted(file, capsys):
    """Most frequent first, with the total."""
    file.write_text("for i in range(10):\n    i + 1\n")
    assert main([str(file), "--count"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "instructions (sys." in lines[0]
    assert any(line.split()[0] == "10" and line.endswith("BINARY_OP") for line in lines)


@pytest.mark.parametrize(
    ("options", "schema"),
    [
        (["--step"], "trace/1"),
        (["--count"], "counts/1"),
        (["--specialise", "2", "--call", "other()"], "specialisation/1"),
        (["--diff", OLDER], "diff/1"),
    ],
)
def test_every_answer_is_there_as_json(file, capsys, options, schema):
    """With its schema."""
    assert main([f"{file}:other", "--json", *options]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == schema


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--specialise", "3"], "name the function to call"),
        (["--step", "--count"], "not allowed with argument"),
        (["--step", "--call", "other()"], "--call: only --specialise N calls FUNCTION; for --step"),
    ],
)
def test_what_cannot_be_asked_is_said(file, capsys, options, words):
    """And the status is 2."""
    try:
        status = main([str(file), *options])
    except SystemExit as error:
        status = error.code
    assert status == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--step", "--count"])
def test_a_function_that_the_program_does_not_call_is_told(file, capsys, option):
    """With what to do."""
    assert main([f"{file}:other", option]) == 0
    assert "None of it ran: the program does not call it." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "EOFError: EOF when reading a line, line 1; --line TEXT gives it a line to read"),
        (["Ada"], "EOFError: EOF when reading a line, line 2; --line TEXT"),
        (["Ada", "36"], "prints 'Ada36\\n'"),
    ],
)
def test_lines_that_the_program_reads_are_given_one_by_one(file, capsys, lines, words):
    """Where it wants more, the option is named."""
    file.write_text("name = input()\nage = input()\nprint(name + age)\n")
    assert main([str(file), "--step", *(f"--line={line}" for line in lines)]) == 0
    assert words in capsys.readouterr().out


def test_modules_beside_the_program_are_found(file, capsys):
    """As when `python FILE` runs, and only while it does."""
    file.with_name("beside_it.py").write_text("VALUE = 41\n")
    file.write_text("from beside_it import VALUE\nprint(VALUE + 1)\n")
    before = list(sys.path)
    assert main([str(file), "--step"]) == 0
    assert "prints '42\\n'" in capsys.readouterr().out
    assert sys.path == before


def test_ctrl_c_ends_the_command_with_a_word(file, capsys, monkeypatch):
    """And with the status that shells give it."""

    def interrupted(_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_answer", interrupted)
    assert main([str(file)]) == 130
    assert capsys.readouterr().err == "error: stopped by Ctrl-C before there was an answer\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_the_terminal_cannot_show_is_spelled_out(tmp_path, encoding):
    """No traceback, and no character lost."""
    path = tmp_path / "snake.py"
    path.write_text('x = "日🐍"\n', "utf-8")
    command = [sys.executable, "-m", "explainer.bytecode", str(path)]
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=True)
    assert rb'x = "\u65e5\U0001f40d"' in done.stdout
