# /// script
# requires-python = ">=3.11"
# dependencies = []
#
# [tool.snippet]
# title = "The same addition for two machines"
# claim = "The compiler turns a + b into one addition; CPython's bytecode has one BINARY_OP for it."
# browser = false
# needs = ["compiler"]
# rows = ["S009"]
# ///
"""`a + b` for the processor, as the C compiler writes it, and for CPython's virtual machine.
Both listings are short; what differs is how much stands behind each of their lines.
"""

import dis
import platform
import subprocess

C = "long add(long a, long b) { return a + b; }"
ADDITIONS = ("add", "lea")  # x86-64 adds with `leaq (%rdi,%rsi)` when that saves a move


def add(a, b):
    return a + b


def assembly():
    """Instructions of the C function, as the compiler writes them."""
    command = ["cc", "-O2", "-S", "-x", "c", "-", "-o", "-"]
    done = subprocess.run(command, input=C, capture_output=True, text=True, check=True)
    lines = [line.strip() for line in done.stdout.splitlines() if line.startswith("\t")]
    return [" ".join(line.split()) for line in lines if line[0].isalpha()]


def bytecode():
    return [f"{step.opname} {step.argrepr}".strip() for step in dis.get_instructions(add)]


def main() -> None:
    print(f"for {platform.machine()}, by the C compiler")
    print(*(f"    {line}" for line in assembly()), sep="\n")
    print(f"for CPython {platform.python_version()}")
    print(*(f"    {line}" for line in bytecode()), sep="\n")


def test_the_processor_needs_one_addition_and_a_return():
    additions = [line for line in assembly() if line.startswith(ADDITIONS)]
    returns = [line for line in assembly() if line.startswith("ret")]
    assert len(additions) == len(returns) == 1


def test_the_virtual_machine_needs_one_binary_op_and_loads_around_it():
    assert bytecode().count("BINARY_OP +") == 1
    assert any(line.startswith("LOAD_FAST") for line in bytecode())
    assert bytecode()[-1] == "RETURN_VALUE"


def test_only_one_of_them_takes_whatever_it_is_given():
    """The Python function adds all that can be added; the C function adds machine words."""
    assert add("py", "thon") == "python"
    assert add(2**100, 1) == 2**100 + 1


if __name__ == "__main__":
    main()
