"""What runs inside a snippet's own process: `main()` as a reader would run it, then its tests.

Called as `python child.py SNIPPET REPOSITORY MARK REPORT`. Imports next to nothing, so that a
run costs little more than `python SNIPPET`, and never `explainer`: `main()` has to stand alone.
The report is a Python literal in the file REPORT; MARK, written to both streams, ends what
`main()` printed.
"""

import os
import sys
import types

SNIPPET, REPOSITORY, MARK, REPORT = sys.argv[1:5]


def run_main(namespace: dict) -> dict:
    """Execute the file as `__main__`, as `python SNIPPET` does."""
    with open(SNIPPET, "rb") as file:
        code = compile(file.read(), SNIPPET, "exec")
    try:
        exec(code, namespace)
    except SystemExit as error:
        return {"exit": _exit_code(error), "raised": None}
    except BaseException as error:
        _print_traceback(error)
        return {"exit": 1, "raised": type(error).__name__}
    return {"exit": 0, "raised": None}


def run_test(test) -> dict:
    """Call one `test_*` function; what it raised becomes text with the values compared."""
    try:
        test()
    except BaseException as error:
        if type(error).__name__ == "SkipClaim":
            return {"outcome": "skipped", "reason": str(error)}
        return {"outcome": "failed", "reason": _explain(error)}
    return {"outcome": "passed", "reason": None}


def _exit_code(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.stderr)
    return 1


def _print_traceback(error: BaseException) -> None:
    import traceback

    # leave out the frame of this harness: a reader would not have it
    traceback.print_exception(type(error), error, error.__traceback__.tb_next)


def _explain(error: BaseException) -> str:
    import traceback

    text = "".join(traceback.format_exception(type(error), error, error.__traceback__.tb_next))
    values = _compared(error) if isinstance(error, AssertionError) else ""
    return text.rstrip() + values


def _compared(error: BaseException) -> str:
    """The two sides of a failed `assert left == right`, evaluated again in its frame."""
    import ast
    import linecache

    step = error.__traceback__
    while step.tb_next:
        step = step.tb_next
    frame = step.tb_frame
    try:
        tree = ast.parse("".join(linecache.getlines(frame.f_code.co_filename)))
        inside = [n for n in ast.walk(tree) if isinstance(n, ast.Assert)]
        node = next(n for n in inside if n.lineno <= step.tb_lineno <= n.end_lineno)
        sides = [node.test.left, *node.test.comparators]
        lines = [
            f"  {ast.unparse(side)} = "
            + repr(eval(ast.unparse(side), frame.f_globals, frame.f_locals))[:400]
            for side in sides
        ]
    except Exception:
        return ""  # no comparison, or it cannot be evaluated twice
    return "\n" + "\n".join(lines)


def main() -> None:
    """Run the snippet, then its tests, then write the report."""
    sys.argv[:] = [SNIPPET]
    sys.path[0] = os.path.dirname(SNIPPET)
    module = types.ModuleType("__main__")
    module.__file__ = SNIPPET
    sys.modules["__main__"] = module
    report = run_main(module.__dict__)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            pass  # the snippet closed it
    for number in (1, 2):
        try:
            os.write(number, MARK.encode())
        except OSError:
            pass
    # only now: main() must not find this repository
    sys.path.append(REPOSITORY)
    tests = [name for name in module.__dict__ if name.startswith("test_")]
    report["claims"] = {name: run_test(module.__dict__[name]) for name in tests}
    with open(REPORT, "w", encoding="utf-8") as file:
        file.write(repr(report))


if __name__ == "__main__":
    main()
