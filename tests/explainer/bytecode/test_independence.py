"""The bytecode core stands alone: it runs in the page and on every supported Python."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import explainer.bytecode

FOLDER = Path(explainer.bytecode.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_each_file_imports_the_standard_library_only(path):
    """But for the command, which asks the other Pythons where it is told to."""
    names = set(imported(ast.parse(path.read_text("utf-8"), feature_version=(3, 10))))
    foreign = {
        name
        for name in names
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("explainer.bytecode")
    }
    assert foreign == ({"explainer.pythons.caller"} if path.name == "cli.py" else set())


def test_explaining_loads_nothing_else_of_this_project():
    """In a fresh process, with no site packages."""
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from explainer.bytecode import explain; from explainer.bytecode.opcodes import table;"
        "explain('x = 1'); table();"
        "print(*sorted(name for name in sys.modules if name.startswith('explainer')))"
    )
    root = str(FOLDER.parents[1])
    command = [sys.executable, "-I", "-S", "-c", script, root]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "explainer.bytecode.document" in said
    assert [name for name in said if not name.startswith("explainer.bytecode")] == ["explainer"]


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    """As when the output is piped into `head`."""
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * 20_000)
    command = [sys.executable, "-m", "explainer.bytecode", str(path)]
    root = FOLDER.parents[1]
    process = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0
